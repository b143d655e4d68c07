package traefik

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// rule is what a router matches, as far as it is about names, paths and addresses.
type rule struct {
	hosts    []facts.Word
	pattern  bool // a name is a pattern
	paths    []matchedPath
	limits   []facts.Stated[string]
	origin   bool
	anything facts.Span // the whole rule
}

type matchedPath struct {
	facts.Word
	pattern bool
}

// readRule reads a rule: Host(`a`) && PathPrefix(`/b`) || …
func readRule(w facts.Word) rule {
	r := rule{anything: w.Content()}
	text := w.Text
	for at := 0; at < len(text); {
		open := strings.IndexByte(text[at:], '(')
		if open < 0 {
			break
		}
		open += at
		begin := open
		for begin > at && isLetter(text[begin-1]) {
			begin--
		}
		name := text[begin:open]
		if name == "" {
			at = open + 1
			continue
		}
		args, end := arguments(w, open+1)
		negated := begin > 0 && strings.HasSuffix(strings.TrimRight(text[:begin], " "), "!")
		r.take(name, args, negated)
		at = max(end, open+1)
	}
	return r
}

func isLetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

// arguments returns the quoted arguments from a place on, and where they end.
func arguments(w facts.Word, at int) (out []facts.Word, end int) {
	for i := at; i < len(w.Text); i++ {
		switch c := w.Text[i]; c {
		case '`', '"', '\'':
			n := strings.IndexByte(w.Text[i+1:], c)
			if n < 0 {
				return out, len(w.Text)
			}
			out = append(out, w.Sub(i+1, i+1+n))
			i += n + 1
		case ')':
			return out, i + 1
		}
	}
	return out, len(w.Text)
}

func (r *rule) take(name string, args []facts.Word, negated bool) {
	if negated || len(args) == 0 {
		return
	}
	switch strings.ToLower(name) {
	case "host", "hostheader", "hostsni":
		for _, a := range args {
			if a.Text != "*" {
				r.hosts = append(r.hosts, a)
			}
		}
	case "hostregexp", "hostsniregexp":
		r.pattern = true
	case "pathprefix", "path":
		for _, a := range args {
			r.paths = append(r.paths, matchedPath{a, strings.Contains(a.Text, "{")})
		}
	case "pathregexp":
		r.paths = append(r.paths, matchedPath{args[0], true})
	case "clientip":
		for _, a := range args {
			r.limits = append(r.limits, stated(a))
		}
	case "header", "headers":
		r.origin = r.origin || strings.EqualFold(args[0].Text, "Origin")
	}
}
