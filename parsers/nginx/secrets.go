package nginx

import (
	"strings"

	"github.com/wirevet/wirevet/internal/credential"
)

// mask hides what a file holds of credentials: tokens of known shapes, and the values of headers and variables that carry
// them.
func (f *file) mask(data []byte) {
	credential.Mask(f.src, data)
	f.maskIn(f.directives, false)
}

// maskIn hides values in a list of statements. secret is true inside of a map from a credential.
func (f *file) maskIn(list []*statement, secret bool) {
	for _, d := range list {
		switch {
		case secret:
			f.hide(d.name)
		case d.name.text == "if" && carriesCredential(condition(d)) && len(d.args) > 0:
			f.hide(d.args[len(d.args)-1])
		case len(d.args) == 2 && (strings.HasSuffix(d.name.text, "_set_header") || d.name.text == "set"):
			if credential.NamesSecret(strings.TrimPrefix(d.args[0].text, "$")) {
				f.hide(d.args[1])
			}
		}
		f.maskIn(d.block, d.name.text == "map" && carriesCredential(d.arg(0)))
	}
}

// hide masks a word, unless a variable is all that it says.
func (f *file) hide(a arg) {
	value := a.text
	if i := strings.IndexByte(value, ' '); i > 0 {
		value = value[i+1:] // behind the scheme: Bearer, Basic
	}
	if value != "" && !strings.HasPrefix(value, "$") && !credential.Harmless(value) {
		f.src.Mask(int(a.start), int(a.end), 0)
	}
}
