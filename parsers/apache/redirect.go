package apache

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// place is where Redirect directives are asked for.
type place uint8

const (
	ofServer    place = iota
	ofLocation        // all of a Location
	wholeOfPath       // those of a Location that name no path
)

// redirected says what the Redirect directives of a section make of a request.
func (e *emitter) redirected(s *scope, r request, at place) outcome {
	for _, d := range s.section.block {
		status, path, target := "302", "", ""
		args := d.args
		switch d.name {
		case "redirectpermanent":
			status = "301"
		case "redirecttemp":
		case "redirect", "redirectmatch":
			if len(args) > 0 && !strings.HasPrefix(args[0].text, "/") && !strings.Contains(args[0].text, "://") && !strings.HasPrefix(args[0].text, "^") {
				status, args = strings.ToLower(args[0].text), args[1:]
			}
		default:
			continue
		}
		if undecided(d) != facts.NoReason {
			continue
		}
		switch {
		case len(args) > 1:
			path, target = args[0].text, args[1].text
		case len(args) == 1 && strings.Contains(args[0].text, "://"):
			target = args[0].text // of the Location that it stands in
		case len(args) == 1:
			path = args[0].text
		}
		if path == "" && at == ofServer || path != "" && at == wholeOfPath {
			continue
		}
		if path != "" && d.name == "redirectmatch" && !everything(path) && e.match(r.path, path, false) != yes {
			continue
		}
		if path != "" && d.name != "redirectmatch" && !under(r.path, strings.TrimRight(path, "/")) {
			continue
		}
		switch {
		case strings.HasPrefix(strings.ToLower(target), "https://"):
			return outcome{redirect: true}
		case status == "gone" || strings.HasPrefix(status, "4") || strings.HasPrefix(status, "5"):
			return outcome{refuses: d}
		case target != "":
			return outcome{answered: true} // elsewhere
		}
	}
	return outcome{}
}

// before says what becomes of a request before anybody asks who sends it: rules of the server's context come before ProxyPass,
// a Redirect of the server's context only where nothing is handed on (the hooks of translate_name).
func (e *emitter) before(v *server, l levels, r request) outcome {
	out := e.rewritten(v.rewrite, r)
	if out.final() {
		return out
	}
	if r.https == no && e.requiresHTTPS(v, r) {
		return outcome{redirect: true}
	}
	if r.to == "" {
		for i := len(l) - 1; i >= len(v.levels); i-- {
			if found := e.redirected(l[i], r, wholeOfPath); found.final() {
				return found
			}
		}
		for i := len(v.levels) - 1; i >= 0; i-- {
			if found := e.redirected(v.levels[i], r, ofServer); found.final() {
				return found
			}
		}
	}
	if r.https == no {
		if d := l.lookup("sslrequiressl").directive; d != nil && d.conditional == facts.NoReason {
			return outcome{refuses: d}
		}
	}
	return outcome{}
}

// after says what becomes of a request that was let in, before it is handed on: a Redirect of a Location (fixups).
func (e *emitter) after(v *server, l levels, r request) outcome {
	for i := len(l) - 1; i >= len(v.levels); i-- {
		if found := e.redirected(l[i], r, ofLocation); found.final() {
			return found
		}
	}
	return outcome{}
}

// requiresHTTPS reports whether mod_md sends every request in clear to https.
func (e *emitter) requiresHTTPS(v *server, r request) bool {
	d := v.levels.lookup("mdrequirehttps").directive
	if d == nil || !strings.EqualFold(d.arg(0), "temporary") && !strings.EqualFold(d.arg(0), "permanent") {
		return false
	}
	for _, name := range r.names {
		if !e.managed[name] {
			return false
		}
	}
	return len(r.names) > 0
}
