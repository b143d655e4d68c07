package parsers

import (
	"bytes"
	"path"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/parsers/envoy"
	"github.com/wirevet/wirevet/parsers/hostconfig"
	"github.com/wirevet/wirevet/parsers/input"
	"github.com/wirevet/wirevet/parsers/kubernetes"
	"github.com/wirevet/wirevet/parsers/nginx"
	"github.com/wirevet/wirevet/parsers/traefik"
)

// readManifest reads Kubernetes manifests, and the files that stand in their ConfigMaps as the formats of those would. What
// has the look of a manifest may be a host's all the same.
func readManifest(src *facts.Source, data []byte) *facts.Facts {
	out, rest, found := kubernetes.Parse(src, data)
	if hostconfig.Sniff(data) && (!found || bytes.Contains(data, []byte("RemoteMCPServer"))) {
		host := hostconfig.Parse(src, data)
		if !found {
			return host
		}
		host.Sources, host.Directives, host.Problems = nil, nil, nil // stated already
		out.Add(host)
	}
	addTraefik(out, rest.Custom)
	var servers, proxies input.Unit
	for _, file := range rest.Files {
		inner := facts.NewPart(file.Name, file.Text)
		text := []byte(file.Text.Text)
		switch {
		case nginx.KnownPath(file.Name), nginx.CandidatePath(file.Name) && nginx.Sniff(text):
			servers.Files = append(servers.Files, input.File{Source: inner, Data: text})
		case envoy.CandidatePath(file.Name) && envoy.Sniff(text):
			proxies.Files = append(proxies.Files, input.File{Source: inner, Data: text})
		case hostconfig.KnownPath(file.Name), hostconfig.CandidateName(file.Name) && hostconfig.Sniff(text):
			addPart(out, hostconfig.Parse(inner, text), file.Entry)
		}
	}
	if len(servers.Files) > 0 {
		servers.Open = func(name string) (input.File, bool) {
			for _, f := range servers.Files {
				if path.Base(f.Source.Path) == path.Base(name) {
					return f, true
				}
			}
			return input.File{}, false
		}
		servers.Glob = func(pattern string) []string {
			var found []string
			for _, f := range servers.Files {
				if ok, err := path.Match(path.Base(pattern), path.Base(f.Source.Path)); ok && err == nil {
					found = append(found, f.Source.Path)
				}
			}
			return found
		}
		for _, part := range nginx.Parse(&servers) {
			addPart(out, part, rest.Files[0].Entry)
		}
	}
	for _, part := range envoy.Parse(&proxies) {
		addPart(out, part, rest.Files[0].Entry)
	}
	return out
}

// addTraefik adds what Traefik makes of its own kinds of resource.
func addTraefik(out *facts.Facts, custom []kubernetes.Custom) {
	if len(custom) == 0 {
		return
	}
	list := make([]traefik.Resource, 0, len(custom))
	for _, c := range custom {
		r := traefik.Resource{Kind: c.Kind, Name: c.Name, Namespace: c.Namespace, At: c.At}
		for _, s := range c.Settings {
			r.Settings = append(r.Settings, traefik.ResourceSetting(s))
		}
		list = append(list, r)
	}
	made := traefik.Resources(list)
	for _, e := range made.Entries {
		e.Deployment = custom[0].Deployment
	}
	out.Add(made)
}

// addPart adds what a file states that stands in another one.
func addPart(out, part *facts.Facts, within *facts.Entry) {
	part.Rebase()
	part.Sources = nil // the outer file is stated already
	part.Parts = nil   // and it is not edited inside of a value
	for _, e := range part.Entries {
		e.Deployment = within.Deployment
	}
	out.Add(part)
}
