package haproxy

import (
	"fmt"

	"github.com/wirevet/wirevet/facts"
)

// suites states the cipher suites that are accepted. What is not stated is OpenSSL's own list, which link knows.
func (c *configuration) suites(p *facts.TLSPolicy, s tlsSettings, at facts.Span) {
	o, ok := s.one.get("ciphers")
	if !ok {
		p.Ciphers.Span = at
		return
	}
	p.Ciphers = stated(o.line, o.value, o.value.text, o.line.at(o.value), at)
	if !p.Ciphers.Known() {
		return
	}
	result := c.lists.Expand(o.value.text)
	switch {
	case result.System:
		p.Ciphers = facts.Undecided[string](p.Ciphers.Span, facts.OutsideRepository)
	case result.Bad:
		c.problem(o.line.part(o.value, 0, len(o.value.text)), facts.HostRefuses,
			fmt.Sprintf("HAProxy refuses this list of ciphers: expected a name behind its first %d bytes (openssl-ciphers(1))", result.BadAt))
	}
	p.Suites = make([]facts.OfferedSuite, 0, len(result.Suites))
	for _, a := range result.Suites {
		p.Suites = append(p.Suites, facts.OfferedSuite{
			Suite: a.Suite, Span: o.line.part(o.value, a.From, a.To), State: p.Ciphers.State, Named: a.Named, Removed: a.Removed,
		})
	}
}
