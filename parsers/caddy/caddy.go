package caddy

import (
	"slices"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/parsers/input"
)

const product = "caddy"

// Parse states what the files of Caddy say. A file that another imports is read as a part of it.
func Parse(u *input.Unit) []*facts.Facts {
	r := &reader{unit: u, parsed: make(map[string]*file, len(u.Files))}
	var trees []*caddyfile
	imported := map[*file]bool{}
	type parsed struct {
		caddyfile *file // one of both
		json      *facts.Facts
	}
	all := input.ParseEach(u, func(src *facts.Source, data []byte) parsed {
		if isJSON(data) {
			return parsed{json: parseJSON(src, data)}
		}
		return parsed{caddyfile: parse(src, data)}
	})
	var out []*facts.Facts
	for i, in := range u.Files {
		if f := all[i].caddyfile; f != nil {
			r.parsed[in.Source.Path] = f
		} else {
			out = append(out, all[i].json)
		}
	}
	for i, in := range u.Files {
		if all[i].json != nil {
			continue
		}
		t := &caddyfile{reader: r, seen: map[*file]bool{}, snippets: map[string]*segment{}, named: map[string]*segment{}}
		f := r.parsed[in.Source.Path]
		t.add(f)
		t.lines = t.top(f.lines, []string{f.src.Path})
		trees = append(trees, t)
		for _, part := range t.files[1:] {
			imported[part] = true
		}
	}
	// Files that import each other have no first one: then it is the first of their names.
	stated := map[*file]bool{}
	for _, rest := range []bool{false, true} {
		for _, t := range trees {
			if stated[t.files[0]] || imported[t.files[0]] && !rest {
				continue
			}
			out = append(out, t.facts())
			for _, part := range t.files {
				stated[part] = true
			}
		}
	}
	slices.SortStableFunc(out, compareSources)
	return out
}

// compareSources orders facts by the path of their first file.
func compareSources(a, b *facts.Facts) int {
	x, y := a.Sources[0].Path, b.Sources[0].Path
	switch {
	case x < y:
		return -1
	case x > y:
		return 1
	}
	return 0
}

// isFragment reports whether a file holds directives of a site whose address stands elsewhere, as what is meant to be imported
// does: its first line begins with a directive of Caddy and has no block of others.
func (t *caddyfile) isFragment() bool {
	if len(t.lines) == 0 || len(t.lines[0].words) == 0 {
		return false // global options
	}
	name := t.lines[0].name()
	_, ordered := positions()[name]
	return ordered || name == "tls" || name == "log" || name == "bind"
}

// emitter turns servers into facts.
type emitter struct {
	out     *facts.Facts
	options *options
	// open is an import that is not among the files: what is not set may be set there.
	open      facts.Span
	entries   map[entryKey]*facts.Entry
	upstreams map[*step]*facts.Upstream
}

func newEmitter(o *options) *emitter {
	return &emitter{out: &facts.Facts{}, options: o, entries: map[entryKey]*facts.Entry{}, upstreams: map[*step]*facts.Upstream{}}
}

// facts states what a Caddyfile says with all that it imports.
func (t *caddyfile) facts() *facts.Facts {
	o := t.readOptions()
	e := newEmitter(o)
	e.open = t.open
	if !t.isFragment() {
		e.emit(t.servers(o))
	}
	for _, f := range t.files {
		e.out.Sources = append(e.out.Sources, f.src)
		e.out.Problems = append(e.out.Problems, f.problems...)
		e.out.Directives = append(e.out.Directives, f.ignores...)
	}
	e.out.Problems = append(e.out.Problems, t.problems...)
	return e.out
}
