package link

import (
	"net/netip"
	"path"
	"slices"
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// declare joins what wirevet.toml says with what it is about: endpoints with connections, servers with entries, the
// register with credentials. What it says of exposure narrows what the files leave open.
func declare(s *facts.System) {
	if len(s.Policies) == 0 {
		return
	}
	declareServers(s)
	declareCredentials(s)
	if len(s.Endpoints) == 0 {
		return
	}
	for _, r := range s.Remotes {
		use := facts.DeclaredUse{Span: r.Span, Entry: r.Entry, Remote: r, Stated: statedExposure(r)}
		if r.Declared = governing(s, use, remoteURL(r)); r.Declared != nil {
			r.Exposure = narrowed(r.Exposure, use.Stated, r.Declared)
		}
	}
	for _, l := range s.Listeners {
		use := facts.DeclaredUse{Span: l.Span, Entry: l.Entry, Listener: l, Stated: l.Exposure}
		if l.Declared = governing(s, use, ""); l.Declared != nil {
			l.Exposure = narrowed(l.Exposure, use.Stated, l.Declared)
		}
	}
	for _, r := range s.Routes {
		r.Declared = governing(s, facts.DeclaredUse{Span: r.Span, Entry: r.Entry, Route: r}, "")
		if r.Declared == nil && r.Listener != nil {
			r.Declared = r.Listener.Declared
		}
	}
	for _, v := range s.Services {
		v.Declared = governing(s, facts.DeclaredUse{Span: v.Span, Entry: v.Entry, Service: v, Stated: v.Exposure.Value}, "")
	}
	for _, t := range s.Tunnels {
		t.Declared = governing(s, facts.DeclaredUse{Span: t.Span, Entry: t.Entry, Tunnel: t, Stated: facts.Public}, "")
	}
}

// governing returns the one declaration that governs a connection: of those that match it the one that says the most
// before its first "*". It notes the use there.
func governing(s *facts.System, use facts.DeclaredUse, url string) (best *facts.EndpointDeclaration) {
	for _, d := range s.Endpoints {
		if !facts.Governs(d.Span.Source, use.Span) || !matchesUse(d.Match, use, url) {
			continue
		}
		if best == nil || literal(d.Match) > literal(best.Match) || literal(d.Match) == literal(best.Match) && len(d.Match) > len(best.Match) {
			best = d
		}
	}
	if best != nil {
		best.Uses = append(best.Uses, use)
	}
	return best
}

// literal returns how many bytes of a match stand before its first "*".
func literal(match string) int {
	if i := strings.IndexByte(match, '*'); i >= 0 {
		return i
	}
	return len(match)
}

func matchesUse(match string, use facts.DeclaredUse, url string) bool {
	kind, rest, _ := strings.Cut(match, ":")
	inside := use.Span.Source.Inside
	switch kind {
	case "host":
		host, server, _ := strings.Cut(rest, "/")
		e := use.Entry
		return e != nil && e.Host != nil && wildcard(host, e.Host.ID) && wildcard(server, e.Server)
	case "listener":
		folder, name, named := strings.Cut(rest, "#")
		folder = path.Clean(folder)
		if folder != inside && folder != path.Dir(inside) && !listensFrom(use, folder) {
			return false
		}
		if use.Service != nil {
			return !named || slices.Contains(use.Service.Names, name) || use.Entry.Component == name
		}
		return use.Listener != nil && (!named || isNamed(use.Listener, name))
	case "route":
		file, p, _ := strings.Cut(rest, "#")
		return use.Route != nil && path.Clean(file) == inside && use.Route.Path == p
	}
	return url != "" && matchesURL(match, url)
}

// listensFrom reports whether the program of a folder has the listener, in whichever of its packages that stands.
func listensFrom(use facts.DeclaredUse, folder string) bool {
	if use.Listener == nil {
		return false
	}
	root := strings.TrimSuffix(use.Span.Source.Path, use.Span.Source.Inside) // what the policy governs, as shown
	return slices.ContainsFunc(use.Listener.Programs, func(p *facts.GoPackage) bool {
		return path.Clean(strings.TrimPrefix(p.Dir, root)) == folder
	})
}

// isNamed reports whether people would call a listener so: by a host name, its port, its server or its component.
func isNamed(l *facts.Listener, name string) bool {
	for _, n := range l.Names {
		if n.Known() && n.Value == name {
			return true
		}
	}
	return l.Port.Known() && l.Port.Value == name || l.Entry != nil && (l.Entry.Server == name || l.Entry.Component == name)
}

func remoteURL(r *facts.Remote) string {
	if !r.URL.Known() {
		return ""
	}
	return r.URL.Value
}

// matchesURL matches scheme, host and path each for itself, so that a "*" in a host never reaches into the path. A pattern
// without a path is about the whole host.
func matchesURL(pattern, url string) bool {
	wantScheme, wantHost, wantPath := splitURL(pattern)
	scheme, host, p := splitURL(url)
	if p == "" {
		p = "/"
	}
	return wildcard(wantScheme, scheme) && wildcard(wantHost, host) && (wantPath == "" || wildcard(wantPath, p))
}

// splitURL returns scheme and host in lower case, without a port that is the scheme's own, and the path.
func splitURL(url string) (scheme, host, p string) {
	scheme, rest, _ := strings.Cut(url, "://")
	scheme = strings.ToLower(scheme)
	i := strings.IndexByte(rest+"/", '/')
	host, p = strings.ToLower(rest[:i]), rest[i:]
	switch scheme {
	case "https", "wss":
		host = strings.TrimSuffix(host, ":443")
	case "http", "ws":
		host = strings.TrimSuffix(host, ":80")
	}
	return scheme, host, p
}

// wildcard matches a text with a pattern in which "*" stands for any bytes.
func wildcard(pattern, text string) bool {
	parts := strings.Split(pattern, "*")
	if len(parts) == 1 {
		return pattern == text
	}
	first, last := parts[0], parts[len(parts)-1]
	if len(text) < len(first)+len(last) || !strings.HasPrefix(text, first) || !strings.HasSuffix(text, last) {
		return false
	}
	text = text[len(first) : len(text)-len(last)]
	for _, part := range parts[1 : len(parts)-1] {
		i := strings.Index(text, part)
		if i < 0 {
			return false
		}
		text = text[i+len(part):]
	}
	return true
}

// statedExposure returns the class that the address itself shows, whatever a name server answers.
func statedExposure(r *facts.Remote) facts.Exposure {
	if r.Exposure == facts.Loopback {
		return facts.Loopback
	}
	if _, err := netip.ParseAddr(r.Address.Value); err == nil && r.Address.Known() {
		return r.Exposure
	}
	return facts.ExposureUnknown // a name
}

// narrowed returns the class of a connection after what is declared. What the files state stays.
func narrowed(derived, stated facts.Exposure, d *facts.EndpointDeclaration) facts.Exposure {
	if !d.Exposure.Known() || stated != facts.ExposureUnknown {
		return derived
	}
	return d.Exposure.Value
}

func declareServers(s *facts.System) {
	if len(s.ServerDeclarations) == 0 {
		return
	}
	services := map[*facts.Entry]string{}
	for _, w := range s.Workloads {
		if w.Deployed != nil && w.Deployed.Service != "" {
			services[w.Entry] = w.Deployed.Service
		}
	}
	for _, e := range s.Entries {
		for _, d := range s.ServerDeclarations {
			if name := serverName(e, services); name != "" && facts.Governs(d.Span.Source, e.Name) && wildcard(d.Match, name) &&
				(e.Declared == nil || literal(d.Match) > literal(e.Declared.Match)) {
				e.Declared = d
			}
		}
		if e.Declared != nil {
			e.Declared.Uses++
		}
	}
}

// serverName is the name of a server in its host's map, or that of its service in a compose file.
func serverName(e *facts.Entry, services map[*facts.Entry]string) string {
	if e.Server != "" {
		return e.Server
	}
	return services[e]
}

func declareCredentials(s *facts.System) {
	for _, c := range s.Credentials {
		for _, r := range s.Rotations {
			if facts.Governs(r.Span.Source, c.Span) && wildcard(r.Name, c.Register()) &&
				(c.Rotation == nil || literal(r.Name) > literal(c.Rotation.Name)) {
				c.Rotation = r
			}
		}
		if c.Rotation != nil {
			c.Rotation.Uses = append(c.Rotation.Uses, c)
		}
	}
}
