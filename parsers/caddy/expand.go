package caddy

import (
	"fmt"
	"path"
	"strconv"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/parsers/input"
)

const (
	maxImportDepth = 20
	// maxImported is how many directives imports may bring in, counting each time.
	maxImported = 100_000
)

// reader opens each file once.
type reader struct {
	unit   *input.Unit
	parsed map[string]*file // by shown path; nil for one that is not there
}

func (r *reader) open(shown string) *file {
	if f, known := r.parsed[shown]; known {
		return f
	}
	r.parsed[shown] = nil
	if in, ok := r.unit.Open(shown); ok {
		r.parsed[shown] = parse(in.Source, in.Data)
	}
	return r.parsed[shown]
}

// caddyfile is one configuration: a file with what it imports.
type caddyfile struct {
	reader   *reader
	files    []*file
	lines    []*segment // the outermost ones, with what they import
	seen     map[*file]bool
	snippets map[string]*segment
	named    map[string]*segment // named routes: &(name)
	imported int
	problems []*facts.Problem
	// open is an import that is not among the files: what is not set may be set there.
	open facts.Span
}

func (t *caddyfile) problem(at facts.Span, kind facts.ProblemKind, format string, args ...any) {
	const most = 50
	if len(t.problems) < most {
		t.problems = append(t.problems, &facts.Problem{Span: at, Kind: kind, Message: fmt.Sprintf(format, args...)})
	}
}

func (t *caddyfile) add(f *file) {
	if !t.seen[f] {
		t.seen[f] = true
		t.files = append(t.files, f)
	}
}

// top puts in what the outermost lines of a file import, and takes the snippets and named routes out: what is left are global
// options, addresses with their blocks, and the directives of a site without a block.
func (t *caddyfile) top(list []*segment, chain []string) []*segment {
	var out []*segment
	for _, s := range list {
		switch {
		case isSnippet(s):
			name := s.words[0].text
			if inner, isRoute := strings.CutPrefix(name, "&("); isRoute {
				t.named[strings.TrimSuffix(inner, ")")] = s
				continue
			}
			t.snippets[name[1:len(name)-1]] = s
		case s.name() == "import":
			for _, part := range t.importOf(s, chain) {
				out = append(out, t.top(part.list, part.chain)...)
			}
		case s.blocked && imports(s.block):
			whole := *s
			whole.block = t.expand(s.block, chain)
			out = append(out, &whole)
		default:
			out = append(out, s)
		}
	}
	return out
}

// expand puts in what a list of directives imports, on every level. chain are the files and snippets that are being imported.
func (t *caddyfile) expand(list []*segment, chain []string) []*segment {
	if !imports(list) {
		return list
	}
	out := make([]*segment, 0, len(list))
	for _, s := range list {
		switch {
		case s.name() == "import" && !s.words[0].quoted:
			for _, part := range t.importOf(s, chain) {
				out = append(out, t.expand(part.list, part.chain)...)
			}
		case s.blocked && imports(s.block):
			whole := *s
			whole.block = t.expand(s.block, chain)
			out = append(out, &whole)
		default:
			out = append(out, s)
		}
	}
	return out
}

func imports(list []*segment) bool {
	for _, s := range list {
		if s.name() == "import" || s.blocked && imports(s.block) {
			return true
		}
	}
	return false
}

func isSnippet(s *segment) bool {
	return len(s.words) == 1 && s.blocked && strings.HasPrefix(strings.TrimPrefix(s.words[0].text, "&"), "(") && strings.HasSuffix(s.words[0].text, ")")
}

// brought is what an import brings in, not expanded yet.
type brought struct {
	list  []*segment
	chain []string
}

// importOf returns what one import stands for.
func (t *caddyfile) importOf(s *segment, chain []string) []brought {
	name := s.arg(0)
	if name.text == "" {
		return nil
	}
	if name.unknown != facts.NoReason || strings.Contains(name.text, "{") {
		t.miss(s)
		return nil
	}
	if snippet := t.snippets[name.text]; snippet != nil {
		return t.enter(nil, s, "("+name.text+")", snippet.block, chain)
	}
	files, found := t.filesOf(s, name)
	if !found {
		return nil
	}
	var out []brought
	for _, f := range files {
		t.add(f)
		out = t.enter(out, s, f.src.Path, f.lines, chain)
	}
	return out
}

// miss notes an import whose contents are not known.
func (t *caddyfile) miss(s *segment) {
	if t.open.IsZero() {
		t.open = s.written()
	}
}

// filesOf returns the files that an import names, relative to the file that it stands in.
func (t *caddyfile) filesOf(s *segment, name word) ([]*file, bool) {
	pattern := name.text
	if path.IsAbs(pattern) {
		below, ours := strings.CutPrefix(pattern, "/etc/caddy/")
		if !ours {
			t.miss(s)
			return nil, false
		}
		pattern = below // a repository holds Caddy's own folder under another name
	}
	shown := path.Join(path.Dir(name.span.Source.Path), pattern)
	if strings.ContainsAny(pattern, "*?[") {
		var out []*file
		for _, match := range t.reader.unit.Glob(shown) {
			hidden := strings.HasPrefix(path.Base(pattern), "*") && strings.HasPrefix(path.Base(match), ".")
			if f := t.reader.open(match); f != nil && !hidden {
				out = append(out, f)
			}
		}
		return out, true // Caddy takes a pattern without a match
	}
	if f := t.reader.open(shown); f != nil {
		return []*file{f}, true
	}
	t.miss(s)
	t.problem(s.written(), facts.Unreadable, "%s is neither a snippet nor a file that is there: what it sets is not known", name.text)
	return nil, false
}

// enter adds the directives of a snippet or file, with the arguments of the import put in.
func (t *caddyfile) enter(out []brought, s *segment, name string, list []*segment, chain []string) []brought {
	for _, above := range chain {
		if above == name {
			t.problem(s.written(), facts.Syntax, "%s imports itself: Caddy refuses it; this import is passed over", name)
			return out
		}
	}
	if len(chain) >= maxImportDepth || t.imported > maxImported {
		t.problem(s.written(), facts.TooLarge, "more imports than wirevet follows (%d directives, %d levels): this one is passed over", maxImported, maxImportDepth)
		return out
	}
	f := filling{args: s.args()[1:], block: s.block, file: t}
	return append(out, brought{f.fill(list), append(chain[:len(chain):len(chain)], name)})
}

// filling puts the arguments and the block of an import into what it imports.
type filling struct {
	args  []word
	block []*segment
	file  *caddyfile
}

func (f *filling) fill(list []*segment) []*segment {
	out := make([]*segment, 0, len(list))
	for _, s := range list {
		if f.file.imported++; f.file.imported > maxImported {
			return out
		}
		if isSnippet(s) {
			out = append(out, s) // its arguments are those of its own import
			continue
		}
		if name := s.name(); len(s.words) == 1 && strings.HasPrefix(name, "{block") && strings.HasSuffix(name, "}") {
			out = append(out, f.part(name)...)
			continue
		}
		if !f.holds(s) {
			out = append(out, s)
			continue
		}
		filled := *s
		filled.words = make([]word, 0, len(s.words))
		for _, w := range s.words {
			filled.words = append(filled.words, f.word(w)...)
		}
		filled.block = f.fill(s.block)
		out = append(out, &filled)
	}
	return out
}

// holds reports whether a segment or its block has anything to fill in.
func (f *filling) holds(s *segment) bool {
	for _, w := range s.words {
		if strings.Contains(w.text, "{args") || strings.Contains(w.text, "{block") {
			return true
		}
	}
	for _, in := range s.block {
		if f.holds(in) {
			return true
		}
	}
	return false
}

// part returns what {block} or {blocks.name} stands for.
func (f *filling) part(name string) []*segment {
	key, one := strings.CutPrefix(strings.TrimSuffix(name, "}"), "{blocks.")
	if !one {
		return f.block
	}
	for _, s := range f.block {
		if s.name() == key {
			return s.block
		}
	}
	return nil
}

// word returns what a word becomes: {args[0]}, {args.0} and {args[0:2]} stand for arguments of the import.
func (f *filling) word(w word) []word {
	if strings.HasPrefix(w.text, "{args[") && strings.HasSuffix(w.text, "]}") && strings.Contains(w.text, ":") {
		from, to, _ := strings.Cut(w.text[len("{args["):len(w.text)-len("]}")], ":")
		begin, end := 0, len(f.args)
		if n, err := strconv.Atoi(from); err == nil {
			begin = n
		}
		if n, err := strconv.Atoi(to); err == nil {
			end = n
		}
		if begin < 0 || begin > end || end > len(f.args) {
			return nil
		}
		return f.args[begin:end]
	}
	for i, arg := range f.args {
		for _, form := range [...]string{fmt.Sprintf("{args[%d]}", i), fmt.Sprintf("{args.%d}", i)} {
			if w.text == form {
				w = arg
			} else if strings.Contains(w.text, form) {
				w.text = strings.ReplaceAll(w.text, form, arg.text)
				if w.unknown == facts.NoReason {
					w.unknown = arg.unknown
				}
			}
		}
	}
	return []word{w}
}
