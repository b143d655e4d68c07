package launch

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/credential"
)

// Recognise returns the credentials in the value of a variable, header, option or key of that name, masks those
// that are literal, and adds all to out.
func Recognise(entry *facts.Entry, name string, value facts.Word, carrier facts.Carrier, remedy string, out *facts.Facts) []*facts.Credential {
	if strings.Contains(value.Text, "://") {
		if found := urlCredentials(entry, value, out); len(found) > 0 {
			return found
		}
	}
	v := credential.Classify(name, value.Text)
	var found []*facts.Credential
	for _, p := range v.Literals {
		part := value.Sub(p.Start, p.End)
		c := &facts.Credential{
			Entry: entry, Name: name, Carrier: carrier, Span: part.Span(), Literal: true, Kind: p.Kind,
			Remedy: strings.ReplaceAll(remedy, "NAME", variableFor(name)),
		}
		if p.Kind == "" {
			c.Confidence = facts.Low
		}
		Mask(part)
		found = append(found, c)
	}
	if len(v.Literals) == 0 && credential.NamesSecret(name) {
		for _, ref := range v.References {
			part := value.Sub(ref.Start, ref.End)
			found = append(found, &facts.Credential{
				Entry: entry, Name: name, Carrier: carrier, Span: part.Span(), Variable: ref.Variable,
				Form: part.Text, Remedy: strings.ReplaceAll(remedy, "NAME", variableFor(name)),
			})
		}
	}
	out.Credentials = append(out.Credentials, found...)
	return found
}

// variableFor proposes the name of a variable for a header or an option.
func variableFor(name string) string {
	name = strings.ToUpper(strings.Trim(strings.Map(toUnderscore, name), "_"))
	if name == "AUTHORIZATION" || name == "" {
		return "API_TOKEN"
	}
	return name
}

func toUnderscore(r rune) rune {
	switch r {
	case '-', ' ', '.':
		return '_'
	}
	return r
}

// argumentCredentials recognises the credentials on the command line that nothing has read in a better way.
func (r *reader) argumentCredentials(words []facts.Word) {
	for i, w := range words {
		if w.Source == nil || r.isTaken(w.Span()) {
			continue
		}
		name, value := "", w
		switch {
		case strings.HasPrefix(w.Text, "-") && strings.Contains(w.Text, "="):
			name, _, _ = strings.Cut(w.Text, "=")
			value = w.Sub(len(name)+1, len(w.Text))
		case i > 0 && strings.HasPrefix(words[i-1].Text, "-") && !strings.Contains(words[i-1].Text, "=") && !strings.HasPrefix(w.Text, "-"):
			name = words[i-1].Text
		default:
			if n, _, ok := strings.Cut(w.Text, "="); ok && n != "" && !strings.ContainsAny(n, " /:?{$") {
				name, value = n, w.Sub(len(n)+1, len(w.Text))
			}
		}
		name = strings.TrimLeft(name, "-")
		if name == "header" || name == "H" || name == "headers" {
			r.header(value)
			continue
		}
		r.launch.Credentials = append(r.launch.Credentials,
			Recognise(r.in.Entry, name, value, facts.InArgument, r.in.Remedy, r.out)...)
	}
}

// header reads a header given as one argument, "Name: value".
func (r *reader) header(w facts.Word) {
	name, _, ok := strings.Cut(w.Text, ":")
	if !ok {
		return
	}
	from := len(name) + 1
	for from < len(w.Text) && w.Text[from] == ' ' {
		from++
	}
	r.launch.Credentials = append(r.launch.Credentials,
		Recognise(r.in.Entry, name, w.Sub(from, len(w.Text)), facts.InArgument, r.in.Remedy, r.out)...)
}

func (r *reader) isTaken(span facts.Span) bool {
	for _, t := range r.taken {
		if t.Start < span.End && span.Start < t.End && t.Source == span.Source {
			return true
		}
	}
	return false
}
