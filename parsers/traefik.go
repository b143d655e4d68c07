package parsers

import (
	"path"
	"slices"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/parsers/compose"
	"github.com/wirevet/wirevet/parsers/input"
	"github.com/wirevet/wirevet/parsers/traefik"
)

// readCompose reads compose files, and what Traefik makes of the labels in them.
func readCompose(u *input.Unit) []*facts.Facts {
	return compose.Parse(u, func(p compose.Proxied, out *facts.Facts) { readLabels(u, p, out) })
}

// readLabels adds what Traefik makes of a project: of the labels of its services, and of the options and files by which the one Traefik
// in it is started.
func readLabels(u *input.Unit, p compose.Proxied, out *facts.Facts) {
	started := startedBy(u, p)
	if len(started.Settings) == 0 {
		return
	}
	made := traefik.Settings(started.Settings, started.Sees)
	for _, e := range made.Entries {
		e.Deployment = p.Deployment
	}
	started.Settle(made)
	out.Add(made)
}

// readTraefik reads the files of Traefik, with what the compose files say of it that stand beside or above them.
func readTraefik(u *input.Unit) []*facts.Facts {
	var started []traefik.Started
	compose.Parse(composeBeside(u), func(p compose.Proxied, _ *facts.Facts) {
		if s := startedBy(u, p); s.Sees != nil {
			started = append(started, s)
		}
	})
	return traefik.Parse(u, started)
}

// startedBy returns the Traefik of a project: what the labels of its services say, and the options and files by which it is started.
// Where there is none, the labels are for one that a file in the same folder, or above it, is for; where there are several, for one of
// which nothing is known.
func startedBy(u *input.Unit, p compose.Proxied) traefik.Started {
	var out traefik.Started
	for _, s := range p.Services {
		for _, l := range s.Labels {
			if strings.HasPrefix(strings.ToLower(l.Key), "traefik.") {
				out.Settings = append(out.Settings, traefik.Setting{Key: l.Key, At: l.At, Value: l.Value, Container: s.Name})
			}
		}
	}
	own, several := traefikOf(p.Services)
	switch {
	case own != nil:
		seen := container{u, own.Mounts}
		if !seen.hides(own.Words) {
			out.Settings = append(out.Settings, traefik.Options(own.Words)...)
			out.Sees = seen.unit()
		}
	case !several && len(out.Settings) > 0:
		out.Sees = nearest(u, p.Deployment.Dir)
	}
	out.Settle = func(made *facts.Facts) {
		if own != nil && own.OwnNetwork {
			for _, l := range made.Listeners {
				publish(l, own.Ports)
			}
		}
	}
	return out
}

// composeBeside returns the compose files that stand in the folders of files, or above them.
func composeBeside(u *input.Unit) *input.Unit {
	out := &input.Unit{Open: u.Open, Glob: u.Glob}
	if u.Open == nil {
		return out
	}
	looked := map[string]bool{}
	for _, f := range u.Files {
		for dir := path.Dir(f.Source.Path); !looked[dir]; dir = path.Dir(dir) {
			looked[dir] = true
			for _, name := range compose.DefaultNames() {
				if in, ok := u.Open(path.Join(dir, name)); ok {
					out.Files = append(out.Files, in)
				}
			}
		}
	}
	slices.SortFunc(out.Files, func(a, b input.File) int { return strings.Compare(a.Source.Path, b.Source.Path) })
	return out
}

// traefikOf returns the one service that runs Traefik, and whether several do.
func traefikOf(services []compose.Labelled) (found *compose.Labelled, several bool) {
	for i := range services {
		if services[i].Image != "traefik" {
			continue
		}
		if found != nil {
			return nil, true
		}
		found = &services[i]
	}
	return found, false
}

// publish tells how a listener inside of a container is reached: by a port that is published, or not from outside at all.
func publish(l *facts.Listener, ports []facts.Port) {
	if !l.Port.Known() {
		return
	}
	l.Contains = true
	for _, p := range ports {
		if number, _, _ := strings.Cut(p.Container, "/"); number != l.Port.Value {
			continue
		}
		if l.Contains || p.Exposure == facts.ExposureUnknown && l.Exposure != facts.Public || p.Exposure == facts.Public {
			l.Contains, l.Exposure = false, p.Exposure // of several the one that reaches farthest; unknown is every interface
		}
	}
}
