package launch

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/credential"
	"github.com/wirevet/wirevet/internal/exposure"
)

// ReadURL returns what a URL states, and adds the credentials that it carries to out. It reads URLs that hold
// references, which no URL parser accepts: a part behind a reference is unresolved.
func ReadURL(entry *facts.Entry, url facts.Word, out *facts.Facts) *facts.Remote {
	r := &facts.Remote{Entry: entry, Span: url.Span()}
	text := strings.TrimSpace(url.Text)
	refs, at := credential.References(text), strings.Index(url.Text, text) // where text begins in the word
	if len(refs) > 0 && refs[0].Start == 0 && refs[0].DefaultEnd > refs[0].DefaultStart {
		// ${VAR:-https://…}: the default is what the file states.
		at += refs[0].DefaultStart
		text = text[refs[0].DefaultStart:refs[0].DefaultEnd] + text[refs[0].End:]
	}
	r.Credentials = urlCredentials(entry, url, out)
	scheme, rest, ok := strings.Cut(text, "://")
	if !ok {
		if path, local := strings.CutPrefix(text, "unix:"); local || strings.HasPrefix(text, "pipe:") {
			r.Scheme = facts.Written(strings.ToLower(text[:4]), r.Span)
			r.URL, r.Exposure, r.Path = facts.Written(text, r.Span), facts.Loopback, path
			return r
		}
		r.URL = facts.Undecided[string](r.Span, facts.UnknownVariable)
		r.Scheme, r.Address = r.URL, r.URL
		return r
	}
	r.Scheme = facts.Written(strings.ToLower(scheme), url.Sub(at, min(at+len(scheme), len(url.Text))).Span())
	if strings.ContainsAny(scheme, "${%") {
		r.Scheme = facts.Undecided[string](r.Span, facts.UnknownVariable)
	}
	if scheme == "unix" || scheme == "pipe" {
		r.URL, r.Exposure, r.Path = facts.Written(text, r.Span), facts.Loopback, rest
		return r
	}
	authority, path := rest, ""
	if i := strings.IndexAny(rest, "/?#"); i >= 0 {
		authority, path = rest[:i], rest[i:]
	}
	if i := strings.IndexAny(path, "?#"); i >= 0 {
		path = path[:i]
	}
	if i := strings.LastIndexByte(authority, '@'); i >= 0 {
		authority = authority[i+1:]
	}
	host, port := splitPort(authority)
	host = strings.ToLower(strings.Trim(host, "[]"))
	r.Path, r.Port = path, port
	r.URL = facts.Written(strings.ToLower(scheme)+"://"+strings.ToLower(authority)+path, r.Span)
	r.Address = facts.Written(host, r.Span)
	if strings.ContainsAny(host, "${}%<>") || host == "" {
		r.Address = facts.Undecided[string](r.Span, facts.UnknownVariable)
		return r
	}
	r.Exposure = exposure.OfTarget(host)
	return r
}

// splitPort splits host:port; an IPv6 address has brackets.
func splitPort(authority string) (host, port string) {
	i := strings.LastIndexByte(authority, ':')
	if i < 0 || strings.HasSuffix(authority, "]") || strings.HasSuffix(authority, "}") {
		return authority, ""
	}
	return authority[:i], authority[i+1:]
}

// urlCredentials masks and returns the credentials within a URL.
func urlCredentials(entry *facts.Entry, url facts.Word, out *facts.Facts) []*facts.Credential {
	var found []*facts.Credential
	for _, p := range credential.URLParts(url.Text) {
		part := url.Sub(p.Start, p.End)
		c := &facts.Credential{
			Entry: entry, Name: p.Name, Carrier: facts.InQuery, Span: part.Span(), Literal: !p.Reference,
		}
		if p.Name == "" {
			c.Name, c.Carrier = "user information", facts.InUserinfo
		}
		if matches := credential.Find(part.Text); len(matches) > 0 {
			c.Kind = matches[0].Kind
		}
		if c.Literal {
			Mask(part)
		} else {
			refs := credential.References(part.Text)
			c.Variable, c.Form = refs[0].Variable, part.Text[refs[0].Start:refs[0].End]
		}
		found = append(found, c)
	}
	out.Credentials = append(out.Credentials, found...)
	return found
}

// Mask hides the literal that a word is.
func Mask(w facts.Word) {
	if w.Source != nil {
		keep := facts.Hint(w.Text)
		w.Source.Mask(w.Start, w.End, keep)
	}
}

// remote adds a remote that a bridge connects to.
func (r *reader) remote(url facts.Word, via string, transport facts.Stated[facts.Transport]) *facts.Remote {
	found := ReadURL(r.in.Entry, url, r.out)
	r.taken = append(r.taken, url.Span())
	found.Via, found.Transport = via, transport
	r.launch.Role = facts.BridgeRole
	r.out.Remotes = append(r.out.Remotes, found)
	return found
}
