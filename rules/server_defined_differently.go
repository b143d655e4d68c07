package rules

import "github.com/wirevet/wirevet/facts"

// ServerDefinedDifferently flags a server that two hosts wire, one of them less strictly than the other.
var ServerDefinedDifferently = &Rule{
	ID:        "server-defined-differently",
	Title:     "two hosts wire one server differently",
	Severity:  Warning,
	Answers:   []Code{TLSEnforced, ValidationEnabled},
	Precision: MediumPrecision,
	Crosswalk: []string{"OWASP MCP Top 10: MCP09", "OWASP AISVS 1.0: 10.1.2"},
	Scope:     WholeSystem,
	Surfaces:  hostConfig,
	System:    checkSameServers,
}

func checkSameServers(c *Context, s *facts.System) {
	unverified := map[*facts.Entry]facts.Span{}
	for _, p := range s.TLS {
		if verify, ok := known(c, p.Verify); ok && verify == facts.VerifyNone && p.Entry != nil {
			unverified[p.Entry] = p.Verify.Span
		}
	}
	literal, reference := map[*facts.Entry]facts.Span{}, map[*facts.Entry]facts.Span{}
	for _, k := range s.Credentials {
		if k.Entry == nil {
			continue
		}
		if k.Literal {
			literal[k.Entry] = k.Span
		} else {
			reference[k.Entry] = k.Span
		}
	}
	for i := range s.SameServer {
		g := &s.SameServer[i]
		differ(c, g, "is called without TLS", "with TLS there", func(w facts.Wiring) (weak, strict facts.Span) {
			if w.Remote == nil || !w.Remote.Scheme.Known() {
				return
			}
			switch w.Remote.Scheme.Value {
			case "http", "ws":
				weak = w.Remote.Span
			case "https", "wss":
				strict = w.Remote.Span
			}
			return
		})
		differ(c, g, "is not verified", "verified there", func(w facts.Wiring) (weak, strict facts.Span) {
			if off, ok := unverified[w.Entry]; ok {
				return off, facts.Span{}
			}
			return facts.Span{}, w.Entry.Name
		})
		differ(c, g, "has no fixed version", "fixed there", versionFixed)
		differ(c, g, "has its credential written out", "a reference there", func(w facts.Wiring) (weak, strict facts.Span) {
			if _, ok := literal[w.Entry]; ok {
				return literal[w.Entry], facts.Span{}
			}
			return facts.Span{}, reference[w.Entry]
		})
	}
}

// differ reports each wiring of the group that is weak in one way in which another, of another host, is strict.
func differ(c *Context, g *facts.ServerGroup, what, there string, judge func(facts.Wiring) (weak, strict facts.Span)) {
	stricts := map[string]Related{} // the first of each host
	var hosts []*facts.Host
	for _, w := range g.Wired {
		if _, strict := judge(w); !strict.IsZero() {
			if _, known := stricts[w.Entry.Host.ID]; !known {
				stricts[w.Entry.Host.ID] = Related{strict, there}
				hosts = append(hosts, w.Entry.Host)
			}
		}
	}
	for _, w := range g.Wired {
		weak, _ := judge(w)
		for _, h := range hosts {
			if weak.IsZero() || h.ID == w.Entry.Host.ID {
				continue
			}
			c.Report(w.Entry, weak, "%s %s here, but not for %s", subject(w.Entry), what, h.Title).
				At("weaker than elsewhere").For(what).
				RelatedAt(stricts[h.ID].Span, there).
				Advise("wire it here as it is wired there")
			break
		}
	}
}

func versionFixed(w facts.Wiring) (weak, strict facts.Span) {
	if w.Launch == nil {
		return facts.Span{}, facts.Span{}
	}
	if span, _, _, _ := unpinned(w.Launch); !span.IsZero() {
		return span, facts.Span{}
	}
	for _, p := range w.Launch.Packages {
		if p.Pin == facts.PinExact || p.Pin == facts.PinDigest {
			return facts.Span{}, p.Span
		}
	}
	if w.Launch.Image != nil {
		return facts.Span{}, w.Launch.Image.Span
	}
	return facts.Span{}, facts.Span{}
}
