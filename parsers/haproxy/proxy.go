package haproxy

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/openssl"
	"github.com/wirevet/wirevet/parsers/input"
)

// proxy is a defaults, frontend, backend or listen section.
type proxy struct {
	section *section
	from    *proxy // the defaults section that it begins with
	entry   *facts.Entry
	// before are the lines of the global sections before it: what they set for bind and server lines counts when those are read.
	before []*line

	conditions map[string][]*test // named ACLs
	undefined  []facts.Span       // names of ACLs that are not there
	servers    []*server
	rules      []*rule
	parsed     bool
	// Connections that nothing here looks into come to its servers: as they come in, and as HAProxy has decrypted them.
	passedOn, decrypted bool
}

// configuration is what HAProxy is started with: one file, or several one behind the other.
type configuration struct {
	unit    *input.Unit
	opened  map[string]*list // files that lines name, by their shown paths; one map for all configurations
	files   []*file
	global  []*line
	proxies []*proxy // frontend, backend and listen, in their order
	byName  map[string]*proxy
	stores  []*section // of certificates
	lists   openssl.Lists
	out     *facts.Facts
	// looks keeps whether any backend looks at what became of a client's certificate.
	looks map[facts.ClientAuth]bool
}

func newConfiguration(u *input.Unit, opened map[string]*list, lists openssl.Lists, files []*file) *configuration {
	c := &configuration{unit: u, opened: opened, files: files, byName: map[string]*proxy{}, lists: lists, out: &facts.Facts{}}
	var latest *proxy
	named := map[string]*proxy{}
	for _, f := range files {
		for _, s := range f.sections {
			switch s.kind {
			case "global":
				c.global = append(c.global, s.lines...)
			case "crt-store":
				c.stores = append(c.stores, s)
			case "defaults":
				// Such a section begins with what the documentation says, unless it names another to begin with.
				name, from := names(s)
				latest = &proxy{section: s, from: named[from], before: c.global}
				if name != "" {
					named[name] = latest
				}
			case "frontend", "backend", "listen":
				name, from := names(s)
				p := &proxy{section: s, from: latest, before: c.global}
				if from != "" {
					p.from = named[from]
				}
				c.proxies = append(c.proxies, p)
				if s.kind != "frontend" && c.byName[name] == nil {
					c.byName[name] = p
				}
			}
		}
	}
	return c
}

// names returns the name of a section, and that of the defaults section that it begins with.
func names(s *section) (name, from string) {
	name = s.name()
	if name == "from" {
		return "", s.header.arg(2)
	}
	if s.header.arg(2) == "from" {
		from = s.header.arg(3)
	}
	return name, from
}

func (p *proxy) name() string { return p.section.name() }
func (p *proxy) kind() string { return p.section.kind }

func (p *proxy) isFrontend() bool { return p.kind() == "frontend" || p.kind() == "listen" }
func (p *proxy) isBackend() bool  { return p.kind() == "backend" || p.kind() == "listen" }

// setting is the line that counts for something of which there is one.
type setting struct {
	line      *line
	inherited bool
}

// last returns the last line whose first words are these, here or else in the defaults.
func (p *proxy) last(words ...string) setting {
	for at := p; at != nil; at = at.from {
		for i := len(at.section.lines) - 1; i >= 0; i-- {
			if at.section.lines[i].begins(words) {
				return setting{at.section.lines[i], at != p}
			}
		}
	}
	return setting{}
}

func (l *line) begins(words []string) bool {
	for i, w := range words {
		if l.arg(i) != w {
			return false
		}
	}
	return true
}

// all calls f for every line of a proxy, those of its defaults first.
func (p *proxy) all(f func(l *line, inherited bool)) {
	p.lines(f, false)
}

func (p *proxy) lines(f func(l *line, inherited bool), inherited bool) {
	if p.from != nil {
		p.from.lines(f, true)
	}
	for _, l := range p.section.lines {
		f(l, inherited)
	}
}

// isHTTP reports whether a proxy looks into what passes; the default is that it does not (configuration.txt §4.2, mode).
func (p *proxy) isHTTP() bool {
	s := p.last("mode")
	return s.line != nil && s.line.arg(1) == "http"
}

// globally returns the last of the lines that is a global setting of that name.
func globally(lines []*line, name string) *line {
	for i := len(lines) - 1; i >= 0; i-- {
		if lines[i].arg(0) == name {
			return lines[i]
		}
	}
	return nil
}

// based puts a path behind the folder that the global section names for it (ca-base, crt-base).
func (c *configuration) based(setting, file string) string {
	base := globally(c.global, setting)
	if base == nil || base.arg(1) == "" || strings.HasPrefix(file, "/") || strings.HasPrefix(file, "@") {
		return file
	}
	return base.arg(1) + "/" + file
}

func (c *configuration) problem(at facts.Span, kind facts.ProblemKind, message string) {
	c.out.Problems = append(c.out.Problems, &facts.Problem{Span: at, Kind: kind, Message: message})
}

// version returns the version of HAProxy that a file, or else the first of the configuration, was written for.
func (c *configuration) version(f *file) facts.Stated[string] {
	if f.comments.Version.Known() {
		return f.comments.Version
	}
	for _, other := range c.files {
		if other.comments.Version.Known() {
			return other.comments.Version
		}
	}
	return facts.Stated[string]{}
}

// unknownWord says why a word cannot be judged.
func unknownWord(l *line, w word) facts.Reason {
	if l.conditional != facts.NoReason {
		return l.conditional
	}
	return w.unknown
}

// stated turns a word of a line into a value. effect is where it takes effect when that is somewhere else.
func stated[T any](l *line, w word, value T, span, effect facts.Span) facts.Stated[T] {
	if reason := unknownWord(l, w); reason != facts.NoReason {
		return facts.Undecided[T](span, reason)
	}
	if effect.Source == span.Source && effect.Start <= span.Start && span.End <= effect.End {
		return facts.Written(value, span)
	}
	return facts.Stated[T]{Value: value, Span: span, State: facts.Inherited, Why: &facts.Why{Effect: effect}}
}
