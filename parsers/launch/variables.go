package launch

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/credential"
)

// variables reads the environment of the entry: what each variable means, and which hold credentials.
func (r *reader) variables() {
	for i := range r.launch.Environment.Variables {
		v := &r.launch.Environment.Variables[i]
		value := r.in.Values[i]
		if v.ByName || v.Unset {
			if v.ByName && credential.NamesSecret(v.Name) {
				r.launch.Credentials = append(r.launch.Credentials, r.byName(v.Name, v.Key))
			}
			continue
		}
		if key := v.Key; key.Source == v.Value.Source && key.End+1 == v.Value.Start { // NAME=value, one element of a list
			r.partOf(value.Span(), facts.Span{Source: key.Source, Start: key.Start, End: v.Value.End})
		}
		r.variable(v.Name, value)
		if found := r.recogniseVariable(v.Name, value); len(found) == 0 && len(credential.References(value.Text)) == 0 {
			if !credential.Harmless(value.Text) && v.Name != "GODEBUG" {
				Mask(value)
			}
		}
	}
}

func (r *reader) recogniseVariable(name string, value facts.Word) []*facts.Credential {
	found := Recognise(r.in.Entry, name, value, facts.InEnvironment, r.in.Remedy, r.out)
	r.launch.Credentials = append(r.launch.Credentials, found...)
	return found
}

// byName returns the credential of a variable that is handed on by its name alone.
func (r *reader) byName(name string, span facts.Span) *facts.Credential {
	c := &facts.Credential{Entry: r.in.Entry, Name: name, Carrier: facts.InEnvironment, Span: span, Variable: name, Form: name}
	r.out.Credentials = append(r.out.Credentials, c)
	return c
}

// verifySwitch is a variable that switches certificate verification off.
type verifySwitch struct {
	name    string
	value   string // the value that does; "" for any value, "set" for any that is not empty
	purpose facts.Purpose
	verify  facts.Verification
	note    string
}

// verifySwitches are the variables of programs that MCP servers are written with. What each does was tried, or
// read in the program's documentation.
var verifySwitches = [...]verifySwitch{
	{"NODE_TLS_REJECT_UNAUTHORIZED", "0", facts.Session, facts.VerifyNone, ""},
	{"GIT_SSL_NO_VERIFY", "", facts.Session, facts.VerifyNone, "git only asks whether it is set: false and 0 switch verification off as well"},
	{"UV_INSECURE_HOST", "set", facts.Download, facts.VerifyNone, ""},
	{"PIP_TRUSTED_HOST", "set", facts.Download, facts.VerifyNone, ""},
	{"npm_config_strict_ssl", "false", facts.Download, facts.VerifyNone, ""},
	{"NPM_CONFIG_STRICT_SSL", "false", facts.Download, facts.VerifyNone, ""},
	{"SSL_VERIFY", "false", facts.Session, facts.VerifyNone, ""},
	{"VERIFY_SSL", "false", facts.Session, facts.VerifyNone, ""},
	{"PYTHONHTTPSVERIFY", "0", facts.Session, facts.VerifyLegacy, "only Python 2.7 reads it; current versions verify all the same"},
}

// variable reads what one variable means to the programs that are known to read it.
func (r *reader) variable(name string, value facts.Word) {
	lower := strings.ToLower(value.Text)
	off := lower == "0" || lower == "false" || lower == "no" || lower == "off"
	on := lower == "1" || lower == "true" || lower == "yes" || lower == "on"
	for _, s := range verifySwitches {
		if s.name != name {
			continue
		}
		switch {
		case s.value == "" || s.value == "set" && value.Text != "" || s.value == value.Text || s.value == "false" && off:
			r.verify(name+"="+value.Text, value.Span(), s.verify, s.purpose, s.note)
		case len(credential.References(value.Text)) > 0:
			r.verify(name, value.Span(), facts.VerifyFull, s.purpose, "").Verify = facts.Undecided[facts.Verification](value.Span(), facts.UnknownVariable)
		default:
			r.verify(name+"="+value.Text, value.Span(), facts.VerifyFull, s.purpose, "")
		}
		return
	}
	upper := strings.ToUpper(name)
	switch {
	case on && (strings.HasSuffix(upper, "_TLS_INSECURE") || strings.HasSuffix(upper, "_SKIP_VERIFY") || strings.HasSuffix(upper, "_SKIP_TLS_VERIFY") || strings.HasSuffix(upper, "_INSECURE_SKIP_VERIFY")),
		off && (strings.HasSuffix(upper, "_SSL_VERIFY") || strings.HasSuffix(upper, "_VERIFY_SSL") || strings.HasSuffix(upper, "_TLS_VERIFY") || strings.HasSuffix(upper, "_VERIFY_TLS")):
		r.verify(name+"="+value.Text, value.Span(), facts.VerifyNone, facts.Session, "")
	case name == "GODEBUG":
		r.launch.Environment.GoDebug = goDebug(value)
	case name == "NODE_OPTIONS":
		r.nodeOptions(Split(value))
	case name == "DOCKER_HOST" && strings.HasPrefix(value.Text, "tcp://"):
		r.launch.Process.Sockets = append(r.launch.Process.Sockets, facts.Socket{Kind: facts.RuntimeSocket, Path: value.Text, Span: value.Span()})
	case isSearchPath(name):
		r.searchPath(name, value)
	}
}

// verify records that something switches verification off.
func (r *reader) verify(setting string, span facts.Span, v facts.Verification, purpose facts.Purpose, note string) *facts.TLSPolicy {
	p := &facts.TLSPolicy{
		Entry: r.in.Entry, Span: span, Setting: setting, Subject: r.in.Title, Purpose: purpose,
		Verify: facts.Written(v, span), Note: note,
	}
	r.out.TLS = append(r.out.TLS, p)
	return p
}

// goDebug reads the settings of the runtime that GODEBUG holds: KEY=VALUE,KEY=VALUE (go.dev/doc/godebug).
func goDebug(value facts.Word) []facts.GoDebug {
	if len(credential.References(value.Text)) > 0 {
		return []facts.GoDebug{{Span: value.Span()}}
	}
	var out []facts.GoDebug
	at := 0
	for part := range strings.SplitSeq(value.Text, ",") {
		if key, set, ok := strings.Cut(part, "="); ok {
			out = append(out, facts.GoDebug{Key: strings.TrimSpace(key), Value: strings.TrimSpace(set), Span: value.Sub(at, at+len(part)).Span()})
		}
		at += len(part) + 1
	}
	return out
}
