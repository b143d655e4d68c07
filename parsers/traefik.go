package parsers

import (
	"slices"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/parsers/compose"
	"github.com/wirevet/wirevet/parsers/input"
	"github.com/wirevet/wirevet/parsers/traefik"
)

// readCompose reads compose files, and what Traefik makes of the labels in them.
func readCompose(u *input.Unit) []*facts.Facts { return compose.Parse(u, readLabels) }

// readLabels adds what Traefik makes of a project: of the labels of its services, and of the options by which the one Traefik in
// it is started. Where there is none, or several, the labels are for a Traefik of which nothing is known.
func readLabels(p compose.Proxied, out *facts.Facts) {
	var settings []traefik.Setting
	for _, s := range p.Services {
		for _, l := range s.Labels {
			if strings.HasPrefix(strings.ToLower(l.Key), "traefik.") {
				settings = append(settings, traefik.Setting{Key: l.Key, At: l.At, Value: l.Value, Container: s.Name})
			}
		}
	}
	own := traefikOf(p.Services)
	if own != nil && !readsFile(own) {
		settings = append(settings, traefik.Options(own.Words)...)
	}
	if len(settings) == 0 {
		return
	}
	made := traefik.Settings(settings)
	for _, e := range made.Entries {
		e.Deployment = p.Deployment
	}
	if own != nil && own.OwnNetwork {
		for _, l := range made.Listeners {
			publish(l, own.Ports)
		}
	}
	out.Add(made)
}

// traefikOf returns the one service that runs Traefik.
func traefikOf(services []compose.Labelled) *compose.Labelled {
	var found *compose.Labelled
	for i := range services {
		if services[i].Image != "traefik" {
			continue
		}
		if found != nil {
			return nil
		}
		found = &services[i]
	}
	return found
}

// readsFile reports whether a Traefik is given a file of static configuration, beside which its options do not count
// (doc.traefik.io, getting-started/configuration-overview: "mutually exclusive").
func readsFile(s *compose.Labelled) bool {
	return slices.ContainsFunc(s.Words, func(w facts.Word) bool {
		return strings.HasPrefix(strings.ToLower(strings.TrimLeft(w.Text, "-")), "configfile")
	}) || slices.ContainsFunc(s.Mounts, func(target string) bool {
		return strings.TrimSuffix(target, "/") == "/etc/traefik" || traefik.KnownPath(target)
	})
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
