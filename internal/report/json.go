package report

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"path/filepath"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/rules"
)

const schemaVersion = 1

// JSON writes the result as one object of schema 1. It depends on nothing but the result: the same files give the
// same bytes.
func JSON(w io.Writer, r *Result) error {
	j := newJSONWriter(w)
	j.raw("{\n  \"schema\": ")
	j.value("", schemaVersion)
	j.raw(",\n  \"tool\": ")
	j.value("  ", jsonTool{"wirevet", r.Version})
	j.raw(",\n  \"findings\": ")
	list(j, r.Findings, func(f *rules.Finding) any { return findingJSON(r, f) })
	j.raw(",\n  \"problems\": ")
	list(j, r.Problems, func(p *facts.Problem) any { return problemJSON(p) })
	j.raw(",\n  \"summary\": ")
	j.value("  ", summaryJSON(r.Summary))
	if r.Baseline != nil {
		j.raw(",\n  \"baseline\": ")
		j.value("  ", baselineJSON(r.Baseline))
	}
	j.raw("\n}\n")
	return j.flush()
}

// jsonWriter writes JSON piece by piece, so that a large result is never held twice.
type jsonWriter struct {
	w    *bufio.Writer
	text bytes.Buffer
	enc  *json.Encoder
	err  error
}

func newJSONWriter(w io.Writer) *jsonWriter {
	j := &jsonWriter{w: bufio.NewWriter(w)}
	j.enc = json.NewEncoder(&j.text)
	j.enc.SetEscapeHTML(false) // the reader is a program, and people read `->` in diffs
	return j
}

func (j *jsonWriter) raw(s string) { j.w.WriteString(s) }

// value writes v; its second and later lines begin with prefix. Bytes that are not UTF-8 become U+FFFD.
func (j *jsonWriter) value(prefix string, v any) {
	if j.err != nil {
		return
	}
	j.text.Reset()
	j.enc.SetIndent(prefix, "  ")
	if j.err = j.enc.Encode(v); j.err == nil {
		_, _ = j.w.Write(bytes.TrimSuffix(j.text.Bytes(), []byte("\n")))
	}
}

func (j *jsonWriter) flush() error {
	if j.err != nil {
		return j.err
	}
	return j.w.Flush()
}

// list writes an array that is a member of the outermost object.
func list[T any](j *jsonWriter, items []T, convert func(T) any) {
	if len(items) == 0 {
		j.raw("[]")
		return
	}
	for i, item := range items {
		separator := ",\n    "
		if i == 0 {
			separator = "[\n    "
		}
		j.raw(separator)
		j.value("    ", convert(item))
	}
	j.raw("\n  ]")
}

func findingJSON(r *Result, f *rules.Finding) jsonFinding {
	out := jsonFinding{
		Rule:        f.Rule.ID,
		Severity:    f.Severity.String(),
		Confidence:  f.Confidence.String(),
		State:       f.State.String(),
		File:        fileOf(f.Span),
		Start:       positionJSON(f.Span, f.Span.Start),
		End:         positionJSON(f.Span, f.Span.End),
		Message:     f.Message,
		Subject:     f.Subject(),
		Related:     []jsonRelated{},
		Fingerprint: f.Fingerprint,
	}
	for _, x := range f.Related {
		start, end := positionJSON(x.Span, x.Span.Start), positionJSON(x.Span, x.Span.End)
		out.Related = append(out.Related, jsonRelated{fileOf(x.Span), start, end, x.Label})
	}
	if fix := r.Fixes[f]; fix != nil {
		out.Fix = fixJSON(fix)
	}
	if a := f.Acceptance; a != nil {
		out.Acceptance = &jsonAcceptance{a.Reason, a.Owner, a.Expires}
	}
	return out
}

func fixJSON(fix *Fix) *jsonFix {
	out := &jsonFix{Title: fix.Title, Safe: fix.Safe, Edits: []jsonEdit{}}
	for _, e := range fix.Edits {
		out.Edits = append(out.Edits, jsonEdit{fileOf(e.Span), e.Span.Start, e.Span.End, e.Text})
	}
	return out
}

func problemJSON(p *facts.Problem) jsonProblem {
	return jsonProblem{
		File:    filepath.ToSlash(p.File()),
		Start:   positionJSON(p.Span, p.Span.Start),
		Message: p.Message,
		Kind:    string(p.Kind),
	}
}

func summaryJSON(s Summary) jsonSummary {
	return jsonSummary{
		Files:      s.Files,
		BySeverity: byName(s.BySeverity),
		ByState:    byName(s.ByState),
		NotShown:   s.NotShown,
		Unchanged:  s.Unchanged,
		Unresolved: s.Unresolved,
		Incomplete: s.Incomplete,
	}
}

func baselineJSON(b *BaselineResult) jsonBaseline {
	out := jsonBaseline{Unmatched: []jsonKnown{}}
	for _, e := range b.Unmatched {
		out.Unmatched = append(out.Unmatched, jsonKnown{e.File, e.Rule, e.Subject, e.Count})
	}
	return out
}

// byName turns the keys of a count into the words of the format; the encoder sorts them.
func byName[K interface {
	comparable
	String() string
}](counts map[K]int) map[string]int {
	out := make(map[string]int, len(counts))
	for k, n := range counts {
		if n != 0 {
			out[k.String()] = n
		}
	}
	return out
}

func fileOf(s facts.Span) string {
	if s.IsZero() {
		return ""
	}
	return filepath.ToSlash(s.Source.Path)
}

// positionJSON returns the place of an offset; where there is no source, the first place of a file.
func positionJSON(s facts.Span, offset int) jsonPosition {
	if s.IsZero() {
		return jsonPosition{1, 1, 0}
	}
	at := s.Source.Position(offset)
	return jsonPosition{at.Line, at.Column, at.Offset}
}
