package apache

import (
	"strings"

	"github.com/wirevet/wirevet/internal/credential"
)

// mask hides what a file holds of credentials: tokens of known shapes, the values of settings that are passwords, and the
// values of headers and variables that carry credentials.
func (f *file) mask(data []byte) {
	credential.Mask(f.src, data)
	f.maskIn(f.statements)
}

func (f *file) maskIn(list []*statement) {
	for _, d := range list {
		for i, a := range d.args {
			if strings.Contains(a.text, "://") {
				f.maskURL(a)
			}
			if i > 0 && carriesCredential(d.args[i-1].text) {
				f.hide(a) // what a credential is compared with
			}
		}
		switch d.name {
		case "setenv", "define", "header", "requestheader", "setenvifexpr":
			for i, a := range d.args {
				if i+1 < len(d.args) && credential.NamesSecret(a.text) {
					f.hide(d.args[i+1])
					break
				}
			}
		case "oidcclientsecret", "oidccryptopassphrase", "authldapbindpassword", "sessioncryptopassphrase", "oauth2tokenverify", "dbdparams",
			"oidcoauthclientsecret", "authjwtsignaturesharedsecret", "proxyremoteauth":
			for _, a := range d.args {
				f.hide(a)
			}
		case "require", "<if", "<elseif", "sslrequire":
			if carriesCredential(d.rest(0)) {
				for _, a := range d.args {
					if !carriesCredential(a.text) && len(a.text) > 3 {
						f.hide(a)
					}
				}
			}
		}
		if d.section {
			f.maskIn(d.block)
		}
	}
}

func (f *file) maskURL(a arg) {
	start, end := a.start, a.end
	if c := f.text[start]; c == '"' || c == '\'' {
		start++
		end = max(start, end-1)
	}
	for _, part := range credential.URLParts(f.text[start:end]) {
		if !part.Reference {
			f.src.Mask(start+part.Start, start+part.End, 0)
		}
	}
}

// hide masks a word, unless a variable is all that it says.
func (f *file) hide(a arg) {
	value := a.text
	if i := strings.IndexByte(value, ' '); i > 0 {
		value = value[i+1:] // behind the scheme: Bearer, Basic
	}
	if value != "" && !strings.HasPrefix(value, "$") && !strings.HasPrefix(value, "%{") && !strings.HasPrefix(value, "expr=") && !credential.Harmless(value) {
		f.src.Mask(a.start, a.end, 0)
	}
}
