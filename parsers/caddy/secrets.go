package caddy

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/credential"
)

// mask hides what a file holds of credentials: tokens of known shapes, the values of headers that carry them, and passwords.
func (f *file) mask(data []byte) {
	credential.Mask(f.src, data)
	maskIn(f.lines, false)
}

// maskIn hides values in a list of directives. accounts is true inside of basic_auth.
func maskIn(list []*segment, accounts bool) {
	for _, s := range list {
		switch name := s.name(); {
		case accounts:
			hideAll(s.args()) // a hash is as good as its password when that is a weak one
		case name == "eab":
			hideAll(s.args())
		case len(s.words) > 2 && namesSecret(s.words[len(s.words)-2].text):
			hide(s.words[len(s.words)-1])
		case len(s.words) == 2 && (credential.NamesSecret(name) || name == "mac_key"):
			hide(s.words[1])
		}
		maskIn(s.block, s.name() == "basic_auth" || s.name() == "basicauth")
	}
}

// namesSecret reports whether a word names a header or field that carries a credential.
func namesSecret(text string) bool {
	text = strings.TrimLeft(text, "+-?>")
	return strings.EqualFold(text, "Authorization") || strings.EqualFold(text, "Cookie") || credential.NamesSecret(text)
}

func hideAll(words []word) {
	for _, w := range words {
		hide(w)
	}
}

// hide masks a word, unless a placeholder is all that it says.
func hide(w word) {
	value := w.text
	if i := strings.IndexByte(value, ' '); i > 0 {
		value = value[i+1:] // behind the scheme: Bearer, Basic
	}
	if value != "" && value != "*" && w.unknown == facts.NoReason && !strings.HasPrefix(value, "{") && !credential.Harmless(value) {
		w.span.Source.Mask(w.span.Start, w.span.End, 0)
	}
}
