package nginx

import (
	"path"
	"slices"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/openssl"
	"github.com/wirevet/wirevet/parsers/input"
)

// Parse states what the files of nginx say. A main file is read with what it includes. What no main file includes stands
// inside of http, as packages lay it out: the files of conf.d and its like together, any other by itself.
func Parse(u *input.Unit) []*facts.Facts {
	r := &reader{unit: u, parsed: make(map[string]*file, len(u.Files)), dh: map[string]int{}, lists: openssl.Lists{}}
	files := input.ParseEach(u, parse)
	for _, f := range files {
		r.parsed[f.src.Path] = f
	}
	claimed := map[*file]bool{}
	var out []*facts.Facts
	for _, f := range mains(files) {
		t := &tree{reader: r, home: path.Dir(f.src.Path), seen: map[*file]bool{}}
		t.add(f)
		t.chain = []*file{f}
		out = append(out, t.facts(t.scope(nil, nil, f.all()), false))
		for _, part := range t.files {
			claimed[part] = true
		}
	}
	for _, folder := range folders(files, claimed) {
		out = append(out, folder.facts(r))
	}
	return out
}

// mains returns the files that nginx is started with.
func mains(files []*file) []*file {
	var out []*file
	for _, f := range files {
		if f.isMain() {
			out = append(out, f)
		}
	}
	return out
}

// isMain reports whether the file is what nginx is started with: it has what only stands outside of http.
func (f *file) isMain() bool {
	return slices.ContainsFunc(f.all(), func(d *statement) bool {
		switch d.name.text {
		case "http", "events", "stream", "mail", "worker_processes":
			return true
		}
		return false
	})
}

// folder is fragments that belong together and that no main file includes.
type folder struct {
	home  string // the folder that their includes are relative to
	files []*file
}

func folders(files []*file, claimed map[*file]bool) []*folder {
	var out []*folder
	byPath := map[string]*folder{}
	for _, f := range files {
		if claimed[f] || f.isMain() {
			continue
		}
		dir := path.Dir(f.src.Path)
		switch path.Base(dir) {
		case "conf.d", "sites-enabled", "http.d":
			if byPath[dir] == nil {
				byPath[dir] = &folder{home: path.Dir(dir)}
				out = append(out, byPath[dir])
			}
			byPath[dir].files = append(byPath[dir].files, f)
		case "sites-available", "templates":
			out = append(out, &folder{home: path.Dir(dir), files: []*file{f}})
		default:
			out = append(out, &folder{home: dir, files: []*file{f}})
		}
	}
	return out
}

func (d *folder) facts(r *reader) *facts.Facts {
	t := &tree{reader: r, home: d.home, seen: map[*file]bool{}}
	s := &scope{}
	for _, f := range d.files {
		t.add(f)
		t.chain = []*file{f}
		if f.hasServer() {
			t.addTo(s, f.all())
		}
	}
	return t.facts(s, true)
}

// hasServer reports whether a fragment belongs into http. Others are parts of a server or location, which mean nothing
// where nobody includes them.
func (f *file) hasServer() bool {
	return slices.ContainsFunc(f.all(), func(d *statement) bool {
		switch d.name.text {
		case "server", "upstream", "map", "log_format", "include":
			return true
		}
		return false
	})
}

// facts states what a configuration says. A fragment stands inside of http.
func (t *tree) facts(s *scope, fragment bool) *facts.Facts {
	e := &emitter{tree: t, out: &facts.Facts{}}
	if fragment {
		e.http(s)
	}
	for _, d := range s.own {
		switch {
		case fragment:
		case d.name.text == "http" && d.blocked:
			e.http(t.scope(s, d, d.block))
		case d.name.text == "stream" && d.blocked:
			e.stream(t.scope(s, d, d.block))
		}
	}
	for _, f := range t.files {
		e.out.Sources = append(e.out.Sources, f.src)
		e.out.Problems = append(e.out.Problems, f.problems...)
		e.out.Directives = append(e.out.Directives, f.ignores...)
	}
	e.out.Problems = append(e.out.Problems, t.problems...)
	return e.out
}

// emitter turns scopes into facts.
type emitter struct {
	tree *tree
	out  *facts.Facts

	groups  map[string]*group     // upstream blocks by name
	formats map[string]*statement // log_format by name
	maps    map[string]*statement // map blocks by the variable that they set
}
