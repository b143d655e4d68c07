package report

import (
	"bufio"
	"fmt"
	"io"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// Facts writes what the parsers understood, as "text" or "json": every noun in the order of the sources, with the
// places that state it. Places are half-open, like everywhere. Credentials are masked.
func Facts(w io.Writer, system *facts.System, format string) error {
	switch format {
	case "text":
		return factsText(w, system)
	case "json":
		return factsJSON(w, system)
	default:
		return fmt.Errorf("facts are written as text or json, not as %q", format)
	}
}

func factsText(w io.Writer, system *facts.System) error {
	b := bufio.NewWriter(w)
	for _, n := range nounsOf(system) {
		b.WriteString(n.kind + "  " + nounPlace(n))
		if n.title != "" {
			b.WriteString("  " + Visible(n.title))
		}
		b.WriteByte('\n')
		writeFields(b, n.fields, "    ", n.file)
	}
	return b.Flush()
}

func nounPlace(n noun) string {
	if n.span.IsZero() {
		return Visible(n.file)
	}
	return location(n.span.Source, n.span.Begin())
}

func writeFields(b *bufio.Writer, fields []field, indent, file string) {
	for _, f := range fields {
		b.WriteString(indent + f.name)
		switch {
		case f.quote:
			b.WriteString("  " + strconv.Quote(f.value))
		case f.value != "":
			b.WriteString("  " + f.value)
		}
		if aside := fieldAside(f, file); aside != "" {
			b.WriteString("  (" + aside + ")")
		}
		b.WriteByte('\n')
		writeFields(b, f.fields, indent+"    ", file)
	}
}

// fieldAside says how surely a value is known, why, and where it stands.
func fieldAside(f field, file string) string {
	var parts []string
	for _, p := range []string{f.state, f.why} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	if !f.span.IsZero() {
		parts = append(parts, spanPlace(f.span, file))
	}
	return strings.Join(parts, ", ")
}

// spanPlace returns 9:3-9:20, with the path in front when it is not file's.
func spanPlace(s facts.Span, file string) string {
	start, end := s.Begin(), s.Finish()
	place := fmt.Sprintf("%d:%d-%d:%d", start.Line, start.Column, end.Line, end.Column)
	if s.Source.Path != file {
		place = Visible(s.Source.Path) + ":" + place
	}
	return place
}

// jsonNoun is a noun in the JSON form of `wirevet facts`.
type jsonNoun struct {
	Kind    string        `json:"kind"`
	File    string        `json:"file"`
	Start   *jsonPosition `json:"start,omitempty"`
	End     *jsonPosition `json:"end,omitempty"`
	Subject string        `json:"subject,omitempty"`
	Fields  []jsonField   `json:"fields"`
}

type jsonField struct {
	Name   string        `json:"name"`
	Value  string        `json:"value,omitempty"`
	State  string        `json:"state,omitempty"`
	Why    string        `json:"why,omitempty"`
	File   string        `json:"file,omitempty"`
	Start  *jsonPosition `json:"start,omitempty"`
	End    *jsonPosition `json:"end,omitempty"`
	Fields []jsonField   `json:"fields,omitempty"`
}

func factsJSON(w io.Writer, system *facts.System) error {
	j := newJSONWriter(w)
	j.raw("{\n  \"schema\": ")
	j.value("", schemaVersion)
	j.raw(",\n  \"facts\": ")
	list(j, nounsOf(system), func(n noun) any {
		out := jsonNoun{Kind: n.kind, File: filepath.ToSlash(n.file), Subject: n.title, Fields: fieldsJSON(n.fields)}
		out.Start, out.End = ends(n.span)
		return out
	})
	j.raw("\n}\n")
	return j.flush()
}

func fieldsJSON(fields []field) []jsonField {
	out := make([]jsonField, 0, len(fields))
	for _, f := range fields {
		x := jsonField{Name: f.name, Value: f.value, State: f.state, Why: f.why, File: fileOf(f.span), Fields: fieldsJSON(f.fields)}
		x.Start, x.End = ends(f.span)
		out = append(out, x)
	}
	return out
}

// ends returns both ends of a span, or nothing for no place.
func ends(s facts.Span) (start, end *jsonPosition) {
	if s.IsZero() {
		return nil, nil
	}
	a, b := positionJSON(s, s.Start), positionJSON(s, s.End)
	return &a, &b
}
