package haproxy

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/credential"
)

// mask hides what a file holds of credentials: tokens of known shapes, passwords of users, and values of headers and variables
// that carry them.
func (f *file) mask(data []byte) {
	credential.Mask(f.src, data)
	for _, s := range f.sections {
		for _, l := range s.lines {
			f.maskLine(l)
		}
	}
}

func (f *file) maskLine(l *line) {
	words := l.words
	for i := 0; i+1 < len(words); i++ {
		name, value := words[i].text, words[i+1]
		switch {
		case name == "password" && l.arg(0) == "user", name == "insecure-password", name == "ca-sign-pass", name == "tcp-md5sig":
			f.hidePassword(value)
		case name == "auth" && l.arg(0) == "stats": // stats auth USER:PASSWORD
			if _, _, ok := strings.Cut(value.text, ":"); ok {
				f.hidePassword(value)
			}
		case (name == "setenv" || name == "presetenv") && i+2 < len(words) && credential.NamesSecret(value.text):
			f.hide(words[i+2])
		case name == "set-header" || name == "add-header" || name == "replace-value":
			if i+2 < len(words) && (credential.NamesSecret(value.text) || carriesCredential(strings.ToLower(value.text))) {
				f.hide(words[i+2])
			}
		}
	}
	f.maskComparisons(l)
}

// maskComparisons hides what a header that carries a credential is compared with: { req.hdr(x-api-key) -m str … }.
func (f *file) maskComparisons(l *line) {
	for i, w := range l.words {
		if strings.IndexByte(w.text, '(') < 0 {
			continue
		}
		t := test{line: l}
		t.criterion(w.text)
		if t.arg == "" || !strings.HasSuffix(t.fetch, "hdr") || !carriesCredential(strings.ToLower(t.arg)) {
			continue
		}
		for _, value := range l.words[i+1:] {
			if value.text == "}" {
				break
			}
			if !strings.HasPrefix(value.text, "-") && len(value.text) > 3 && value.text != "found" {
				f.hide(value)
			}
		}
	}
}

// hide masks a word, unless a variable or an expression is all that it says.
func (f *file) hide(w word) {
	value := w.text
	if i := strings.IndexByte(value, ' '); i > 0 {
		value = value[i+1:] // behind the scheme: Bearer, Basic
	}
	if value != "" && w.unknown == facts.NoReason && !strings.HasPrefix(value, "%[") && !credential.Harmless(value) {
		f.src.Mask(w.start, w.end, 0)
	}
}

// hidePassword masks what can only be a password, or its hash.
func (f *file) hidePassword(w word) {
	if w.unknown == facts.NoReason {
		f.src.Mask(w.start, w.end, 0)
	}
}
