package apache

import (
	"path"
	"slices"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/openssl"
	"github.com/wirevet/wirevet/parsers/input"
)

const product = "Apache"

// Parse states what the files of httpd say. A main file is read with what it includes. What no main file includes is read as
// packages lay it out: the enabled modules, settings and sites of Debian together, the files of conf.d and its like together,
// any other by itself.
func Parse(u *input.Unit) []*facts.Facts {
	r := &reader{unit: u, parsed: make(map[string]*file, len(u.Files)), globs: map[string][]string{}, lists: openssl.Lists{}}
	files := input.ParseEach(u, parse)
	for _, f := range files {
		r.parsed[f.src.Path] = f
	}
	claimed := map[*file]bool{}
	var out []*facts.Facts
	for _, f := range files {
		if !f.isMain() {
			continue
		}
		t := newTree(r, homes(f.src.Path))
		t.main = true
		out = append(out, t.read([]*file{f}))
		for _, part := range t.files {
			claimed[part] = true
		}
	}
	// What a fragment includes is no fragment by itself.
	rest := slices.DeleteFunc(files, func(f *file) bool { return claimed[f] || f.isMain() })
	groups := folders(rest)
	for _, g := range groups {
		t := newTree(r, []string{g.home})
		g.facts = t.read(g.files)
		for _, part := range t.files {
			if !slices.Contains(g.files, part) {
				claimed[part] = true
			}
		}
	}
	for _, g := range groups {
		if !slices.ContainsFunc(g.files, func(f *file) bool { return !claimed[f] }) {
			continue
		}
		out = append(out, g.facts)
	}
	return out
}

// isMain reports whether the file is what httpd is started with.
func (f *file) isMain() bool {
	base := path.Base(f.src.Path)
	if strings.HasPrefix(base, "httpd.conf") || strings.HasPrefix(base, "apache2.conf") {
		return true
	}
	return slices.ContainsFunc(f.statements, func(d *statement) bool { return d.name == "serverroot" })
}

// homes returns the folders that the includes of a main file may be relative to. ServerRoot is a path of the machine that httpd
// runs on: in a repository it is the folder of the file, or the one above where the file is in conf/, as sources and Red Hat
// have it.
func homes(main string) []string {
	dir := path.Dir(main)
	if path.Base(dir) == "conf" {
		return []string{path.Dir(dir), dir}
	}
	return []string{dir}
}

// folder is fragments that belong together and that no main file includes.
type folder struct {
	home  string // the folder that their includes are relative to
	files []*file
	facts *facts.Facts
}

func folders(files []*file) []*folder {
	var out []*folder
	byPath := map[string]*folder{}
	for _, f := range files {
		dir := path.Dir(f.src.Path)
		key, home := "", dir
		switch path.Base(dir) {
		case "mods-enabled", "conf-enabled", "sites-enabled": // as apache2.conf of Debian includes them
			key, home = path.Dir(dir), path.Dir(dir)
		case "conf.d", "vhosts.d", "conf.modules.d", "vhosts", "extra", "http.d":
			key, home = dir, path.Dir(dir)
		case "sites-available", "conf-available", "mods-available", "templates":
			home = path.Dir(dir)
		}
		if key == "" {
			out = append(out, &folder{home: home, files: []*file{f}})
			continue
		}
		if byPath[key] == nil {
			byPath[key] = &folder{home: home}
			out = append(out, byPath[key])
		}
		byPath[key].files = append(byPath[key].files, f)
	}
	order := map[string]int{"mods-enabled": 0, "conf-enabled": 1, "sites-enabled": 2}
	for _, g := range out {
		slices.SortStableFunc(g.files, func(a, b *file) int {
			return order[path.Base(path.Dir(a.src.Path))] - order[path.Base(path.Dir(b.src.Path))]
		})
	}
	return out
}

// read states what files say, one behind the other.
func (t *tree) read(files []*file) *facts.Facts {
	root := &statement{section: true, file: files[0]}
	for _, f := range files {
		t.add(f)
		t.chain = []*file{f}
		t.expand(f.statements, root, facts.NoReason, nil)
	}
	e := &emitter{tree: t, out: &facts.Facts{}, patterns: map[string]*pattern{}}
	e.servers(root)
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

	formats  map[string]*statement // LogFormat by nickname
	managed  map[string]bool       // the names that mod_md has certificates for
	balancer map[string][]*statement
	patterns map[string]*pattern
}
