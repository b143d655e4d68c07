package apache

import (
	"path"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/openssl"
	"github.com/wirevet/wirevet/parsers/input"
)

const (
	maxIncludeDepth = 20
	// maxIncludes is how many files one configuration may include, counting each time.
	maxIncludes = 10_000
)

// reader opens each file once.
type reader struct {
	unit   *input.Unit
	parsed map[string]*file // by shown path; nil for one that is not there
	globs  map[string][]string
	lists  openssl.Lists
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

func (r *reader) glob(pattern string) []string {
	found, known := r.globs[pattern]
	if !known {
		found = r.unit.Glob(pattern)
		r.globs[pattern] = found
	}
	return found
}

// prefixes are the folders in which packages of httpd have their configuration.
var prefixes = []string{
	"/etc/apache2/", "/etc/httpd/", "/usr/local/apache2/", "/usr/local/etc/apache24/", "/opt/bitnami/apache/", "/opt/bitnami/apache2/",
}

// include puts the files that an Include names into the section that it stands in.
func (t *tree) include(d *statement, into *statement, reason facts.Reason) {
	for _, a := range d.args {
		files, missing := t.included(d, a)
		if missing {
			t.open = true
			if into.open.IsZero() {
				into.open = d.written()
			}
		}
		for _, f := range files {
			t.enter(f, d, into, reason)
		}
	}
}

func (t *tree) enter(f *file, d *statement, into *statement, reason facts.Reason) {
	for _, above := range t.chain {
		if above == f {
			t.problem(d, facts.Syntax, "%s includes itself: httpd would not end; this include is passed over", f.src.Path)
			return
		}
	}
	if t.includes++; t.includes > maxIncludes || len(t.chain) >= maxIncludeDepth {
		if t.includes <= maxIncludes+1 {
			t.problem(d, facts.TooLarge, "more includes than wirevet follows (%d files, %d levels): this one is passed over", maxIncludes, maxIncludeDepth)
		}
		return
	}
	t.add(f)
	t.chain = append(t.chain, f)
	t.expand(f.statements, into, reason, nil)
	t.chain = t.chain[:len(t.chain)-1]
}

// included returns the files that a word of an Include names, and whether there may be others that are not here.
func (t *tree) included(d *statement, a arg) (files []*file, missing bool) {
	name := a.text
	if unknownText(name) != facts.NoReason {
		return nil, true
	}
	if strings.HasPrefix(name, "/") {
		below, ours := t.belowRoot(name)
		if !ours {
			return nil, true
		}
		name = below
	}
	optional := d.name == "includeoptional"
	for _, shown := range t.places(name) {
		if strings.ContainsAny(name, "*?[") {
			for _, match := range t.reader.glob(shown) {
				if f := t.reader.open(match); f != nil {
					files = append(files, f)
				}
			}
		} else if f := t.reader.open(shown); f != nil {
			files = append(files, f)
		} else {
			files = append(files, t.folderOf(shown)...)
		}
		if len(files) > 0 {
			return files, false
		}
	}
	if strings.ContainsAny(name, "*?[") && (optional || !strings.HasPrefix(a.text, "/")) {
		return nil, false // without a match nothing is included
	}
	if !optional && !strings.HasPrefix(a.text, "/") {
		t.problem(d, facts.Unreadable, "%s is not there: what it sets is not known", t.places(name)[0])
	}
	return nil, true
}

// folderOf returns the files of a folder, which httpd includes with those below.
func (t *tree) folderOf(shown string) []*file {
	var out []*file
	for _, match := range t.reader.glob(path.Join(shown, "*")) {
		if f := t.reader.open(match); f != nil {
			out = append(out, f)
		}
	}
	return out
}

// places returns where a file that is named relative to ServerRoot may be in the repository.
func (t *tree) places(name string) []string {
	var out []string
	for _, home := range t.homes {
		out = append(out, path.Join(home, name))
	}
	if below, ok := strings.CutPrefix(name, "conf/"); ok {
		out = append(out, path.Join(t.homes[len(t.homes)-1], below))
	}
	return out
}

// belowRoot returns what an absolute path is below httpd's own folder, which a repository holds under another name.
func (t *tree) belowRoot(name string) (string, bool) {
	if t.root != "" && strings.HasPrefix(t.root, "/") {
		if below, ok := strings.CutPrefix(name, strings.TrimRight(t.root, "/")+"/"); ok {
			return below, true
		}
	}
	for _, prefix := range prefixes {
		if below, ok := strings.CutPrefix(name, prefix); ok {
			return below, true
		}
	}
	return "", false
}
