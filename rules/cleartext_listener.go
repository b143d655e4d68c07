package rules

import "github.com/wirevet/wirevet/facts"

// CleartextListener flags a server that takes connections from other machines without TLS.
var CleartextListener = &Rule{
	ID:               "cleartext-listener",
	Title:            "a server accepts connections without TLS",
	Severity:         Error,
	Answers:          []Code{TLSEnforced, TLSExcerpt},
	CWE:              []int{319},
	SecuritySeverity: "7.5",
	Precision:        MediumPrecision,
	Crosswalk:        []string{"OWASP MCP Top 10: MCP07", "OWASP AISVS 1.0: 10.3.1", "OWASP ASVS 5.0: 12.2.1"},
	Surfaces:         []string{"host config", GoSurface, ServerSurface, ManifestSurface},
	Absence:          true,
	Reach:            facts.OnPath,
	Listener:         checkCleartextListener,
}

func checkCleartextListener(c *Context, l *facts.Listener) {
	encrypted, ok := known(c, l.TLS)
	if !ok || encrypted || l.Contains || l.OnlyRedirects || l.Encrypted != nil || l.Exposure == facts.Loopback {
		return
	}
	if _, ok := known(c, l.Address); !ok && l.Address.State == facts.Unresolved {
		return
	}
	f := c.Report(l.Entry, l.Span, "%s: %s serves plain HTTP on %s", subject(l.Entry), l.Product, place(l)).
		At("no TLS").For(l.Product + " " + l.Address.Value).
		Advise("bind it to 127.0.0.1, or put a proxy with a certificate in front of it")
	if l.Inner != nil {
		f.RelatedAt(l.Inner.Span, "the program listens here")
	}
	if l.Exposure == facts.ExposureUnknown {
		// Something that the files do not show may stand in front.
		f.As(Warning, facts.Medium)
	}
	noteDefault(f, l.TLS)
	f.vouched(declaration(l.Declared).TerminatedBy, "ends TLS in front of it")
}

// place names where a listener can be reached.
func place(l *facts.Listener) string {
	where := l.Address.Value
	if everyInterface(where) {
		where = "every interface"
	}
	if l.Port.Known() && l.Port.Value != "" && l.Port.Value != "0" {
		where += ", port " + l.Port.Value
	}
	return where
}

func everyInterface(address string) bool {
	switch address {
	case "", "0.0.0.0", "::", "[::]", "*":
		return true
	}
	return false
}

// noteDefault says which product's default it is that a finding is about.
func noteDefault[T any](f *Finding, s facts.Stated[T]) {
	if s.State == facts.Default && s.Why != nil && s.Why.Text != "" {
		f.Note("nothing else is written here: %s", s.Why.Text)
	}
}
