package wirevettoml

import (
	"fmt"
	"path"
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// Proposal is a first wirevet.toml.
type Proposal struct {
	Text                            []byte
	Endpoints, Servers, Credentials int
	Undecided                       int // decisions that are left to a person
}

// undecided marks what only a person can decide.
const undecided = "TODO(owner)"

// Propose writes a first wirevet.toml from what was found in the sources that keep takes. What follows from the files is
// written; what a person has to decide is a comment, so that the file is valid as it is, and changes nothing.
func Propose(s *facts.System, keep func(*facts.Source) bool) Proposal {
	p := &proposer{keep: keep}
	p.line("#:schema https://raw.githubusercontent.com/wirevet/wirevet/main/docs/schema/wirevet.schema.json")
	p.line("# What the files do not show, and which risks are accepted: docs/wirevet-toml.md of wirevet says what each key means.")
	p.line("# What only a person can decide is a comment that says so: fill it in, or remove it.")
	p.endpoints(s)
	p.servers(s)
	p.credentials(s)
	p.audit(s)
	p.out.Text = []byte(p.text.String())
	return p.out
}

type proposer struct {
	keep func(*facts.Source) bool
	text strings.Builder
	out  Proposal
	seen map[string]bool
}

func (p *proposer) line(text string) { p.text.WriteString(text + "\n") }

// ask writes a key that a person has to decide.
func (p *proposer) ask(key, question string) {
	p.out.Undecided++
	p.line(fmt.Sprintf("# %s # %s: %s", key, undecided, question))
}

// wants reports whether something new is to be proposed for a place.
func (p *proposer) wants(name string, e *facts.Entry, at facts.Span) bool {
	if name == "" || p.seen[name] || at.Source == nil || at.Source.Owner != facts.ProjectOwned || !at.Source.Asked || !p.keep(at.Source) {
		return false
	}
	if e != nil && (e.Relevance > facts.OnPath || e.Inactive.Known() && e.Inactive.Value) {
		return false
	}
	p.seen[name] = true
	return true
}

// section begins a part of the file.
func (p *proposer) section(about string) func() {
	p.seen = map[string]bool{}
	begun := false
	return func() {
		if !begun {
			p.line("\n# " + about)
			begun = true
		} else {
			p.line("")
		}
	}
}

func (p *proposer) endpoints(s *facts.System) {
	begin := p.section("Connections. A declaration narrows what the files leave open, and never overrules what they state.")
	for _, r := range s.Remotes {
		match := entryMatch(r.Entry)
		if r.URL.Known() && r.Address.Known() && r.Scheme.Known() {
			match = origin(r.URL.Value) + "/*"
		}
		if r.Exposure == facts.Loopback || wrongEndpoint(match) != "" || !p.wants(match, r.Entry, r.Span) {
			continue
		}
		begin()
		p.endpoint(match, r.Span, r.Entry)
		if r.Exposure != facts.ExposureUnknown {
			p.ask(`exposure = "`+r.Exposure.String()+`"`, "as its address says; is that so?")
		} else {
			p.ask(`exposure = "private"`, "how far does it reach?")
		}
		p.ask(`sensitivity = "low"`, "low or high: how much harm does misuse do?")
		p.ask(`owner = ""`, "who answers for it?")
	}
	for _, l := range s.Listeners {
		match := entryMatch(l.Entry)
		if l.Entry != nil && l.Entry.Host == nil {
			match = "listener:" + path.Dir(l.Span.Source.Path)
			if len(l.Programs) == 1 {
				match = "listener:" + l.Programs[0].Dir
			}
		}
		if l.Exposure == facts.Loopback || wrongEndpoint(match) != "" || !p.wants(match, l.Entry, l.Span) {
			continue
		}
		begin()
		p.endpoint(match, l.Span, l.Entry)
		p.ask(`exposure = "private"`, "from where can it be reached?")
		p.ask(`sensitivity = "low"`, "low or high: how much harm does misuse do?")
		p.ask(`terminated_by = ""`, "what ends TLS in front of it, if anything does?")
		p.ask(`authenticated_by = ""`, "what asks who calls, if anything does?")
		p.ask(`owner = ""`, "who answers for it?")
	}
}

func (p *proposer) endpoint(match string, at facts.Span, e *facts.Entry) {
	p.out.Endpoints++
	p.line("[[endpoint]] # " + where(at, e))
	p.line("match = " + quote(at.Source.Redact(match)))
}

// entryMatch names a host's entry; "" when it cannot be named.
func entryMatch(e *facts.Entry) string {
	if e == nil || e.Host == nil || e.Server == "" || strings.Contains(e.Server, "*") {
		return ""
	}
	return "host:" + e.Host.ID + "/" + e.Server
}

// origin returns scheme, host and port of a URL.
func origin(url string) string {
	scheme, rest, _ := strings.Cut(url, "://")
	host, _, _ := strings.Cut(rest, "/")
	return strings.ToLower(scheme + "://" + host)
}

func (p *proposer) servers(s *facts.System) {
	given := map[*facts.Entry][]*facts.Root{}
	for _, r := range s.Roots {
		if r.Path != "" && r.By != facts.GuessedRoot {
			given[r.Entry] = append(given[r.Entry], r)
		}
	}
	begin := p.section("Servers, and what their work needs.")
	for _, e := range s.Entries {
		if len(given[e]) == 0 || strings.Contains(e.Server, "*") || !p.wants(e.Server, e, e.Name) {
			continue
		}
		begin()
		p.out.Servers++
		p.line("[[server]] # " + where(e.Name, e))
		p.line("match = " + quote(e.Server))
		var needs []string
		for _, r := range given[e] {
			verb := "write:"
			if r.Access.Known() && r.Access.Value == facts.ReadOnly {
				verb = "read:"
			}
			needs = append(needs, quote(r.Span.Source.Redact(verb+r.Path)))
		}
		p.ask("needs = ["+strings.Join(needs, ", ")+"]", "what it is given; what of it does its work need?")
		p.ask(`owner = ""`, "who answers for it?")
	}
}

func (p *proposer) credentials(s *facts.System) {
	begin := p.section("The register of credentials. One that expires by itself has kind = \"short-lived\" instead of rotated and every.")
	for _, c := range s.Credentials {
		if !p.wants(c.Register(), c.Entry, c.Span) {
			continue
		}
		begin()
		p.out.Credentials++
		p.line("# [[credential]] # " + where(c.Span, c.Entry))
		p.line("# name = " + quote(c.Span.Source.Redact(c.Register())))
		p.ask(`owner = ""`, "who replaces it?")
		p.ask("rotated = 2000-01-01", "when was it last replaced?")
		p.ask(`every = "90d"`, "how often is it replaced?")
	}
}

func (p *proposer) audit(s *facts.System) {
	if len(s.Entries) == 0 {
		return
	}
	p.section("Where records of tool calls are kept.")()
	p.line("# [audit]")
	p.ask(`store = ""`, "where?")
	p.ask(`tamper_resistant = ""`, "by what means can nobody change a record?")
	p.ask(`retention = "400d"`, "for how long?")
}

// where names a place for people, in one line.
func where(at facts.Span, e *facts.Entry) string {
	text := fmt.Sprintf("%s:%d", at.Source.Path, at.Begin().Line)
	if e != nil && e.Subject() != "" {
		text += ", " + e.Subject()
	}
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r >= 0x80 && r < 0xa0 || r == 0x2028 || r == 0x2029 {
			return ' '
		}
		return r
	}, at.Source.Redact(strings.ToValidUTF8(text, "?")))
}

// quote writes a TOML basic string.
func quote(text string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range strings.ToValidUTF8(text, "\ufffd") {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r < ' ' || r == 0x7f:
			fmt.Fprintf(&b, `\u%04X`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
