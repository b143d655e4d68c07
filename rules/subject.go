package rules

import (
	"strconv"
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// subject names what an entry is about at the beginning of a sentence: its server, else its host.
func subject(e *facts.Entry) string {
	switch {
	case e == nil:
		return "this file"
	case e.Server != "":
		return "server " + strconv.Quote(e.Server)
	case e.Host == nil:
		return e.Component
	}
	return e.Host.Title
}

// callee names what is called at the beginning of a sentence: a host's entry is about one server, a program may call many.
func callee(e *facts.Entry) string {
	if e != nil && e.Host == nil && e.Server == "" {
		return "a server of " + e.Component
	}
	return subject(e)
}

// quoted returns what the file says at the span, masked and without quotes.
func quoted(s facts.Span) string { return strings.Trim(s.Text(), `"'`) }

// address names the other side of a connection without what may hold a credential: no user information, path or query.
func address(r *facts.Remote) string {
	host := r.Address.Value
	if !r.Address.Known() {
		host = "an address that is not known here"
	}
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	if r.Port != "" {
		host += ":" + r.Port
	}
	if r.Scheme.Known() && r.Address.Known() {
		return r.Scheme.Value + "://" + host
	}
	return host
}

// hostConfig is the surface of rules that read host configs only.
var hostConfig = []string{"host config"}

// ManifestSurface is the surface of rules that can find something in what builds or deploys workloads.
const ManifestSurface = "manifest"

// hostOrManifest is the surface of rules that read host configs and manifests.
var hostOrManifest = []string{"host config", ManifestSurface}

// hostGoOrManifest is the surface of rules that read host configs, Go source and manifests.
var hostGoOrManifest = []string{"host config", GoSurface, ManifestSurface}

// GoSurface is the surface of rules that can find something in Go source.
const GoSurface = "Go source"

// container returns what a workload states as a container; outside of one, nothing.
func container(w *facts.Workload) facts.Container {
	if w.Container == nil {
		return facts.Container{}
	}
	return *w.Container
}

// deployed returns what a workload of a manifest states; for any other, nothing.
func deployed(w *facts.Workload) facts.Deployed {
	if w.Deployed == nil {
		return facts.Deployed{}
	}
	return *w.Deployed
}

// isDevContainer reports whether an entry is the container in which people, and the servers of their hosts, work.
func isDevContainer(e *facts.Entry) bool {
	return e != nil && e.Deployment != nil && e.Deployment.Kind == facts.DevContainer
}

// hostOrGo is the surface of rules that read host configs and Go source.
var hostOrGo = []string{"host config", GoSurface}

// isDeployed reports whether an entry is an image, or part of a deployment.
func isDeployed(e *facts.Entry) bool {
	return e != nil && (e.Deployment != nil || e.Builds)
}

// goSource is the surface of rules that read Go source only.
var goSource = []string{GoSurface}

// ServerSurface is the surface of rules that can find something in the configuration of a server or proxy.
const ServerSurface = "server config"

// serverConfig is the surface of rules that read the configurations of servers and proxies only.
var serverConfig = []string{ServerSurface}

// serverOrManifest is the surface of rules that read the configurations of servers and proxies, and manifests.
var serverOrManifest = []string{ServerSurface, ManifestSurface}

// certificates is the surface of rules that read certificates and keys.
var certificates = []string{"certificate", "private key"}
