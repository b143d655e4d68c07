package facts

import (
	"bytes"
	"cmp"
	"io/fs"
	"path"
	"slices"
	"sort"
	"strings"
	"sync"
	"unicode/utf8"
)

// Source is one file that was read. Its bytes are not exported: whoever is not a parser sees the text with
// every credential masked, so no report, message or dump can leak one by accident.
type Source struct {
	Path  string // as shown to people: relative to the working folder, with / on every system
	Below string // path below the asked root, with /; decides what counts as an example or a test
	Asked bool   // named by the caller, or found below a folder that was; otherwise only read for joins
	Owner Owner  // whose file it is

	// Mode holds the permission bits on disk. It is not known (HasMode false) for standard input, for the git
	// index, and on systems without such bits.
	Mode    fs.FileMode
	HasMode bool

	Tracked Tracked // whether git's index lists the file

	Policy string // Path of the wirevet.toml that governs the file; empty when none does
	Inside string // path below the folder that the wirevet.toml governs, with /

	data []byte
	// within is where the bytes stand, in the order of the bytes, for a text that is put together from others; nil for a file
	// of its own.
	within []piece

	mu     sync.Mutex
	hidden []interval // what Mask was told; disjoint and sorted once merged is true
	merged bool

	secrets     []interval            // what Mask was told, one by one
	byBeginning map[string][]interval // secrets by their first bytes; built on first use
	lines       []int                 // offset of the first byte of each line; built on first use
}

// Owner says on whose behalf a host reads a file.
type Owner uint8

// The owners of a configuration file.
const (
	ProjectOwned Owner = iota // shared through a repository
	UserOwned                 // one person's own settings
	SystemOwned               // set by whoever administers the machine
)

func (o Owner) String() string { return [...]string{"project", "user", "system"}[o] }

// Tracked says whether git's index lists a file.
type Tracked uint8

// The answers of git's index.
const (
	TrackedUnknown Tracked = iota // no repository, or an index that could not be read
	TrackedYes
	TrackedNo
)

func (t Tracked) String() string { return [...]string{"unknown", "tracked", "not tracked"}[t] }

// NewSource returns the source at path with the given bytes, which must not be changed afterwards.
func NewSource(path string, data []byte) *Source {
	return &Source{Path: path, Below: path, data: data}
}

// piece is what another source gives to a text, from a byte on.
type piece struct {
	at   int
	word Word
}

// NewPart returns the source of a file that stands in another one as a value: a configuration in a ConfigMap. It is for the
// parsers alone: [Facts.Rebase] turns its places into those of the outer file. Masks hold in both.
func NewPart(name string, text Word) *Source {
	outer := text.Source
	return &Source{
		Path: path.Join(path.Dir(outer.Path), name), Below: path.Join(path.Dir(outer.Below), name), Asked: outer.Asked, Owner: outer.Owner,
		Tracked: outer.Tracked, Policy: outer.Policy, Inside: path.Join(path.Dir(outer.Inside), name), data: []byte(text.Text),
		within: []piece{{0, text}},
	}
}

// NewJoined returns the source of a text that several files make together: what an overlay makes of its base. The text has the
// words in their order, each with a line break behind it. It is for the parsers alone: [Facts.Rebase] turns its places into those
// of the files; the first word's is the file that the text passes for. Masks hold in both.
func NewJoined(words []Word) (*Source, []byte) {
	first := words[0].Source
	s := &Source{
		Path: first.Path, Below: first.Below, Asked: first.Asked, Owner: first.Owner, Tracked: first.Tracked, Policy: first.Policy, Inside: first.Inside,
	}
	for _, w := range words {
		s.within = append(s.within, piece{len(s.data), w})
		s.data = append(append(s.data, w.Text...), '\n')
	}
	return s, s.data
}

// outer returns the place of a span of a part in the file that it stands in.
func (s *Source) outer(start, end int) (Span, bool) {
	if s == nil || s.within == nil {
		return Span{}, false
	}
	i := sort.Search(len(s.within), func(i int) bool { return s.within[i].at > start }) - 1
	at, word := s.within[max(i, 0)].at, &s.within[max(i, 0)].word
	start, end = start-at, end-at
	from := word.Offset(start)
	to := from
	if end > start { // behind the last byte: what follows it in the text may be far away in the file
		to = word.Offset(end - 1)
		for to++; to < word.Offset(end) && !utf8.RuneStart(word.Source.data[to]); to++ {
		}
	}
	return Span{word.Source, from, to}, true
}

// Len returns the number of bytes of the source.
func (s *Source) Len() int { return len(s.data) }

// All returns the span of the whole source.
func (s *Source) All() Span { return Span{s, 0, len(s.data)} }

// interval is a half-open range of byte offsets.
type interval struct{ start, end int }

// Mask hides the bytes [start, end) in everything that is ever shown of the source, but for the first keep
// bytes; callers use [Hint] to choose keep. Where two masks overlap, what either hides is hidden.
func (s *Source) Mask(start, end, keep int) {
	if start += keep; start >= end {
		return
	}
	if at, ok := s.outer(start, end); ok {
		at.Source.Mask(at.Start, at.End, 0)
	}
	s.mu.Lock()
	s.hidden = append(s.hidden, interval{start, end})
	s.merged = false
	s.secrets, s.byBeginning = append(s.secrets, interval{start, end}), nil
	s.mu.Unlock()
}

// Hint returns how many bytes of a credential may be shown so that its owner recognises it: the first four
// characters, and none when it has fewer than twelve.
func Hint(secret string) int {
	if utf8.RuneCountInString(secret) < 12 {
		return 0
	}
	n := 0
	for range 4 {
		_, size := utf8.DecodeRuneInString(secret[n:])
		n += size
	}
	return n
}

// redactFrom is how many bytes a hidden text must have for [Source.Redact] to look for it elsewhere: shorter ones would
// be found in ordinary words.
const redactFrom = 8

// Redact returns text with everything that is hidden in the source replaced by "*". It is for words that were built from
// the decoded contents of a file: names, messages.
func (s *Source) Redact(text string) string {
	if len(text) < redactFrom {
		return text
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.hidden) == 0 {
		return text
	}
	if s.byBeginning == nil {
		s.indexHidden()
	}
	out := []byte(nil)
	for i := 0; i+redactFrom <= len(text); i++ {
		for _, h := range s.byBeginning[text[i:i+redactFrom]] {
			secret := string(s.data[h.start:h.end])
			if !strings.HasPrefix(text[i:], secret) {
				continue
			}
			if out == nil {
				out = []byte(text)
			}
			for j := i; j < i+len(secret); j++ {
				out[j] = '*'
			}
		}
	}
	if out == nil {
		return text
	}
	return string(out)
}

// indexHidden indexes what is hidden by its first bytes. The mutex is held.
func (s *Source) indexHidden() {
	s.byBeginning = make(map[string][]interval, len(s.secrets))
	for _, h := range s.secrets {
		if h.end-h.start >= redactFrom {
			key := string(s.data[h.start : h.start+redactFrom])
			s.byBeginning[key] = append(s.byBeginning[key], h)
		}
	}
}

// Text returns the bytes of span as text, with credentials replaced by asterisks of equal width.
func (s *Source) Text(span Span) string {
	start, end := max(span.Start, 0), min(span.End, len(s.data))
	if start >= end {
		return ""
	}
	hidden := s.hiddenIn(start, end)
	if len(hidden) == 0 {
		return string(s.data[start:end])
	}
	var b strings.Builder
	for at := start; at < end; {
		r, size := utf8.DecodeRune(s.data[at:end])
		for len(hidden) > 0 && hidden[0].end <= at {
			hidden = hidden[1:]
		}
		if len(hidden) > 0 && at >= hidden[0].start && r != '\n' && r != '\r' {
			b.WriteByte('*')
		} else {
			b.Write(s.data[at : at+size])
		}
		at += size
	}
	return b.String()
}

// hiddenIn returns the disjoint, sorted intervals that are masked and touch [start, end).
func (s *Source) hiddenIn(start, end int) []interval {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.merged {
		s.hidden = merge(s.hidden)
		s.merged = true
	}
	first := sort.Search(len(s.hidden), func(i int) bool { return s.hidden[i].end > start })
	last := first
	for last < len(s.hidden) && s.hidden[last].start < end {
		last++
	}
	return s.hidden[first:last]
}

func merge(in []interval) []interval {
	slices.SortFunc(in, func(a, b interval) int { return cmp.Compare(a.start, b.start) })
	var out []interval
	for _, i := range in {
		if n := len(out); n > 0 && i.start <= out[n-1].end {
			out[n-1].end = max(out[n-1].end, i.end)
			continue
		}
		out = append(out, i)
	}
	return out
}

// Line is one line of a source as it may be shown.
type Line struct {
	Number int    // from 1
	Text   string // masked, without its line ending
	Span   Span   // without its line ending
}

// Lines returns the lines that span touches.
func (s *Source) Lines(span Span) []Line {
	first := s.lineIndex(span.Start)
	last := first
	if span.End > span.Start {
		last = s.lineIndex(span.End - 1)
	}
	lines := make([]Line, 0, last-first+1)
	for i := first; i <= last; i++ {
		at := s.lineSpan(i)
		lines = append(lines, Line{Number: i + 1, Text: s.Text(at), Span: at})
	}
	return lines
}

// Position returns the line and column of a byte offset. Lines end at LF, CRLF or a lone CR. A byte order mark
// takes no column.
func (s *Source) Position(offset int) Position {
	offset = min(max(offset, 0), len(s.data))
	i := s.lineIndex(offset)
	start := s.lines[i]
	line := s.data[start:offset]
	if i == 0 {
		line = bytes.TrimPrefix(line, bom)
	}
	return Position{Line: i + 1, Column: utf8.RuneCount(line) + 1, Offset: offset}
}

var bom = []byte("\ufeff")

// lineIndex returns the index, from 0, of the line that holds the byte at offset.
func (s *Source) lineIndex(offset int) int {
	s.mu.Lock()
	if s.lines == nil {
		s.lines = lineStarts(s.data)
	}
	lines := s.lines
	s.mu.Unlock()
	return sort.SearchInts(lines, offset+1) - 1
}

func lineStarts(data []byte) []int {
	starts := []int{0}
	for i := 0; i < len(data); i++ {
		switch data[i] {
		case '\n':
			starts = append(starts, i+1)
		case '\r':
			if i+1 == len(data) || data[i+1] != '\n' {
				starts = append(starts, i+1)
			}
		}
	}
	return starts
}

func (s *Source) lineSpan(i int) Span {
	start, end := s.lines[i], len(s.data)
	if i+1 < len(s.lines) {
		end = s.lines[i+1]
	}
	for end > start && (s.data[end-1] == '\n' || s.data[end-1] == '\r') {
		end--
	}
	if i == 0 && bytes.HasPrefix(s.data[start:end], bom) {
		start += len(bom)
	}
	return Span{s, start, end}
}
