package haproxy

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/exposure"
)

// address is one address of a bind or server line (configuration.txt §2.9).
type address struct {
	span     facts.Span
	host     facts.Stated[string]
	port     facts.Stated[string]
	exposure facts.Exposure // of a listener
	local    bool           // a socket of this machine: unix@, abns@, a path
	quic     bool
	inner    bool // handed over by another process or HAProxy itself: fd@, sockpair@, rev@
}

// listenAddresses reads what a bind line binds: several addresses with commas between them.
func listenAddresses(l *line) []address {
	if len(l.words) < 2 {
		return nil
	}
	w := l.words[1]
	var out []address
	from := 0
	for part := range strings.SplitSeq(w.text, ",") {
		at := l.part(w, from, from+len(part))
		from += len(part) + 1
		if part == "" {
			continue
		}
		out = append(out, newAddress(l, w, part, at))
	}
	return out
}

// part returns where bytes of a word's text stand. Where quotes and escapes shift them, it is the whole word.
func (l *line) part(w word, from, to int) facts.Span {
	written := l.file.text[w.start:w.end]
	switch {
	case written == w.text:
		return l.file.span(w.start+from, w.start+to)
	case len(written) == len(w.text)+2 && written[1:len(written)-1] == w.text:
		return l.file.span(w.start+1+from, w.start+1+to)
	}
	return l.at(w)
}

func newAddress(l *line, w word, text string, at facts.Span) address {
	a := address{span: at}
	if reason := unknownWord(l, w); reason != facts.NoReason {
		a.host, a.port = facts.Undecided[string](at, reason), facts.Undecided[string](at, reason)
		return a
	}
	if family, rest, ok := strings.Cut(text, "@"); ok {
		a.family(family)
		text = rest
	}
	if a.local || strings.HasPrefix(text, "/") {
		a.local, a.exposure = true, facts.Loopback
		a.host = facts.Written("unix", at)
		return a
	}
	if a.inner {
		a.host = facts.Undecided[string](at, facts.OutsideRepository)
		return a
	}
	host, port := splitHost(text)
	if host == "" {
		host = "*"
	}
	a.host, a.port, a.exposure = facts.Written(host, at), facts.Written(port, at), exposure.OfListener(host)
	if port == "" {
		a.port = facts.Stated[string]{}
	}
	return a
}

// family reads what stands before an @.
func (a *address) family(name string) {
	for _, transport := range [...]string{"stream+", "dgram+", "quic+"} {
		if inner, found := strings.CutPrefix(name, transport); found {
			name, a.quic = inner, transport == "quic+"
		}
	}
	switch name {
	case "unix", "abns", "abnsz", "uxst", "uxdg":
		a.local = true
	case "fd", "sockpair", "rev", "rhttp":
		a.inner = true
	case "quic4", "quic6":
		a.quic = true
	}
}

// splitHost cuts an address at its last colon: *:443, :443, 10.0.0.1:80-90, [::1]:443, :::443 and ::1:443.
func splitHost(text string) (host, port string) {
	i := strings.LastIndexByte(text, ':')
	if i < 0 || strings.HasSuffix(text, "]") {
		return strings.ToLower(strings.Trim(text, "[]")), ""
	}
	return strings.ToLower(strings.Trim(text[:i], "[]")), text[i+1:]
}
