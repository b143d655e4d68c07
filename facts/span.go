package facts

import "strings"

// Span is a half-open range of bytes of one source. The zero Span is no place at all.
type Span struct {
	Source     *Source
	Start, End int // byte offsets from 0, BOM included; End is exclusive
}

// IsZero reports whether s names no place.
func (s Span) IsZero() bool { return s.Source == nil }

// Contains reports whether t lies within s, in the same source.
func (s Span) Contains(t Span) bool {
	return s.Source != nil && s.Source == t.Source && s.Start <= t.Start && t.End <= s.End
}

// Text returns the text of the span with the source's secrets masked.
func (s Span) Text() string {
	if s.Source == nil {
		return ""
	}
	return s.Source.Text(s)
}

// Find returns the first place within s that has a text of ASCII letters and signs, given in lower case; the zero Span when none has.
func (s Span) Find(text string) Span {
	lower := strings.ToLower(s.Text())
	if i := strings.Index(lower, text); i >= 0 && len(lower) == s.End-s.Start {
		return Span{s.Source, s.Start + i, s.Start + i + len(text)}
	}
	return Span{}
}

// Position is a place in a source as people and tools count it.
type Position struct {
	Line   int // from 1
	Column int // in Unicode code points, from 1
	Offset int // in bytes, from 0
}

// Begin returns the position of the span's first byte.
func (s Span) Begin() Position { return s.Source.Position(s.Start) }

// Finish returns the position just behind the span's last byte.
func (s Span) Finish() Position { return s.Source.Position(s.End) }

// Word is a decoded string that remembers which byte of the source each of its bytes was decoded from:
// "a\u0026b" in JSON is the word a&b, and the & still points at the six bytes of its escape.
type Word struct {
	Text   string
	Source *Source
	Start  int // offset of the first content byte, behind an opening quote
	End    int // offset behind the last content byte, before a closing quote
	// Offsets[i] is the source offset of Text[i]. It is nil where the text stands in the source as it is:
	// then Text[i] is at Start+i.
	Offsets []int
	Quoted  Span // the whole scalar as written, quotes included
}

// Span returns the bytes of the whole word as written, quotes included.
func (w Word) Span() Span {
	if !w.Quoted.IsZero() {
		return w.Quoted
	}
	return Span{w.Source, w.Start, w.End}
}

// Content returns the bytes of the word without its quotes.
func (w Word) Content() Span { return Span{w.Source, w.Start, w.End} }

// Offset returns the source offset of byte i of the text; i may be len(Text), which gives End.
func (w Word) Offset(i int) int {
	switch {
	case i >= len(w.Text):
		return w.End
	case w.Offsets != nil:
		return w.Offsets[i]
	default:
		return w.Start + i
	}
}

// Sub returns the part of the word from byte i up to byte j of its text. Its Span is that part alone.
func (w Word) Sub(i, j int) Word {
	if i == 0 && j == len(w.Text) {
		return w
	}
	sub := Word{Text: w.Text[i:j], Source: w.Source, Start: w.Offset(i), End: w.Offset(j)}
	if w.Offsets != nil {
		sub.Offsets = w.Offsets[i:j]
	}
	return sub
}
