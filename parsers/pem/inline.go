package pem

import (
	"encoding/base64"
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// Inline states the certificates and keys that stand in a value of a configuration, in the place of a file, each at its bytes there.
// component names what they belong to. What is broken is no more than a problem of whoever is to read the value.
func Inline(component string, value facts.Word) *facts.Facts {
	out := Parse(facts.NewPart("inline.pem", value), []byte(value.Text))
	out.Rebase()
	out.Sources = nil // the file is stated already
	for _, e := range out.Entries {
		e.Component = component
	}
	for _, p := range out.Problems {
		if p.Kind == facts.Syntax {
			p.Kind = facts.HostRefuses
		}
	}
	return out
}

// InlineBase64 states what stands in a value that is encoded once more, as bytes are in the JSON of protocol buffers and in a Secret of
// Kubernetes: with either alphabet, and with padding or without (ProtoJSON, "bytes"). What is no base64 states nothing.
func InlineBase64(component string, value facts.Word) *facts.Facts {
	var text strings.Builder
	var from []int // the byte of the value that each character is
	for i := range len(value.Text) {
		switch c := value.Text[i]; c {
		case ' ', '\t', '\r', '\n', '=':
			continue
		case '-':
			text.WriteByte('+')
		case '_':
			text.WriteByte('/')
		default:
			text.WriteByte(c)
		}
		from = append(from, i)
	}
	data, err := base64.RawStdEncoding.DecodeString(text.String())
	if err != nil {
		return &facts.Facts{}
	}
	decoded := facts.Word{Text: string(data), Source: value.Source, Start: value.Start, End: value.End, Quoted: value.Quoted}
	decoded.Offsets = make([]int, len(data))
	for i := range decoded.Offsets {
		decoded.Offsets[i] = value.Offset(from[i/3*4+i%3])
	}
	out := Inline(component, decoded)
	// Each byte begins in one character and ends in the next.
	for _, e := range out.Entries {
		e.Name.End++
	}
	for _, c := range out.Certificates {
		c.Span.End++
	}
	for _, k := range out.PrivateKeys {
		k.Span.End++
	}
	for _, p := range out.Problems {
		p.Span.End++
	}
	return out
}
