package link

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// groupServers finds the entries of one project that wire the same server in different hosts.
func groupServers(s *facts.System) {
	type place struct {
		in  realm
		key string
	}
	shared := withSeveralHosts(s.Entries)
	if len(shared) == 0 {
		return
	}
	groups := map[place]*facts.ServerGroup{}
	var order []place
	add := func(e *facts.Entry, key string, w facts.Wiring) {
		if e.Host == nil || e.Name.Source == nil || e.Inactive.Known() && e.Inactive.Value {
			return
		}
		in := realmOf(e.Name.Source)
		if key == "" || !shared[in] {
			return
		}
		at := place{in, key}
		g := groups[at]
		if g == nil {
			g = &facts.ServerGroup{Key: key}
			groups[at] = g
			order = append(order, at)
		}
		g.Wired = append(g.Wired, w)
	}
	bridged := make(map[*facts.Entry]bool, len(s.Remotes))
	for _, r := range s.Remotes {
		bridged[r.Entry] = true
		add(r.Entry, remoteKey(r), facts.Wiring{Entry: r.Entry, Remote: r})
	}
	for _, l := range s.Launches {
		if !bridged[l.Entry] {
			add(l.Entry, launchKey(l), facts.Wiring{Entry: l.Entry, Launch: l})
		}
	}
	for _, at := range order {
		if g := groups[at]; inSeveralHosts(g) {
			s.SameServer = append(s.SameServer, *g)
		}
	}
}

// realm is where two hosts' entries of one server belong together: a project, or all files of one person.
type realm struct {
	project string
	owner   facts.Owner
}

func realmOf(s *facts.Source) realm {
	if s.Owner != facts.ProjectOwned {
		return realm{owner: s.Owner}
	}
	return realm{Project(s.Path), s.Owner}
}

// withSeveralHosts returns the realms that several hosts are configured in.
func withSeveralHosts(entries []*facts.Entry) map[realm]bool {
	first, shared := map[realm]*facts.Host{}, map[realm]bool{}
	var last *facts.Source
	for _, e := range entries {
		if e.Host == nil || e.Name.Source == nil || e.Name.Source == last {
			continue // the entries of one file have one host, and stand together
		}
		last = e.Name.Source
		in := realmOf(last)
		if h, ok := first[in]; !ok {
			first[in] = e.Host
		} else if h.ID != e.Host.ID {
			shared[in] = true
		}
	}
	return shared
}

func inSeveralHosts(g *facts.ServerGroup) bool {
	for _, w := range g.Wired[1:] {
		if w.Entry.Host.ID != g.Wired[0].Entry.Host.ID {
			return true
		}
	}
	return false
}

// remoteKey names the server behind a URL: its host and path, whatever the scheme.
func remoteKey(r *facts.Remote) string {
	if !r.Address.Known() || r.Address.Value == "" || r.Exposure == facts.Loopback || r.Exposure == facts.ExposureUnknown {
		return ""
	}
	return r.Address.Value + strings.TrimSuffix(r.Path, "/")
}

// launchKey names the server that a launch starts: the one package or image that it fetches.
func launchKey(l *facts.Launch) string {
	switch {
	case l.Image != nil && l.Image.Name != "":
		return "image " + l.Image.Name
	case len(l.Packages) == 1 && l.Packages[0].Pin != facts.PinLocal && l.Packages[0].Name != "":
		return l.Packages[0].Registry + " package " + l.Packages[0].Name
	}
	return ""
}
