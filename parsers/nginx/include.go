package nginx

import (
	"fmt"
	"path"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/openssl"
	"github.com/wirevet/wirevet/parsers/input"
)

const (
	maxIncludeDepth = 20
	// maxIncludes is how many files one configuration may include, counting each time. Files that include each other by
	// a pattern would otherwise grow without end.
	maxIncludes = 10_000
)

// tree is one configuration: a main file, or fragments that belong together, with what they include.
type tree struct {
	reader   *reader
	home     string // the folder that relative includes are relative to: that of the main file
	files    []*file
	seen     map[*file]bool
	chain    []*file // the files that are being included
	includes int
	problems []*facts.Problem
}

// reader opens each file once.
type reader struct {
	unit   *input.Unit
	parsed map[string]*file // by shown path; nil for one that is not there
	dh     map[string]int   // the size of the parameters in a file; 0 for one that is not there
	lists  openssl.Lists

	// The facts of all configurations lie together.
	entries   input.Blocks[facts.Entry]
	routing   input.Blocks[facts.Route]
	trails    input.Blocks[facts.AuditTrail]
	upstreams input.Blocks[facts.Upstream]
	policies  input.Blocks[facts.TLSPolicy]
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

// prefixes are the folders in which packages of nginx have their configuration.
var prefixes = []string{"/etc/nginx/", "/usr/local/nginx/conf/", "/usr/local/etc/nginx/", "/opt/nginx/conf/"}

// packaged are the files that every package of nginx brings, and that set nothing of interest here.
var packaged = map[string]bool{
	"mime.types": true, "fastcgi_params": true, "fastcgi.conf": true, "uwsgi_params": true, "scgi_params": true,
	"proxy_params": true, "koi-utf": true, "koi-win": true, "win-utf": true, "fastcgi-php.conf": true,
}

// scope returns the scope of the directives, with their includes put in.
func (t *tree) scope(parent *scope, block *statement, directives []*statement) *scope {
	s := &scope{parent: parent, block: block}
	if !includes(directives) {
		s.own = directives
		return s
	}
	t.addTo(s, directives)
	return s
}

func includes(directives []*statement) bool {
	for _, d := range directives {
		if d.name.text == "include" {
			return true
		}
	}
	return false
}

func (t *tree) addTo(s *scope, directives []*statement) {
	for _, d := range directives {
		if d.name.text != "include" || len(d.args) == 0 {
			s.own = append(s.own, d)
			continue
		}
		files, missing := t.included(d)
		if missing && s.open.IsZero() {
			s.open = d.written()
		}
		for _, f := range files {
			t.enter(f, d, s)
		}
	}
}

func (t *tree) enter(f *file, d *statement, s *scope) {
	for _, above := range t.chain {
		if above == f {
			t.problem(d, facts.Syntax, "%s includes itself: nginx would not end; this include is passed over", f.src.Path)
			return
		}
	}
	if t.includes++; t.includes > maxIncludes || len(t.chain) >= maxIncludeDepth {
		if t.includes == maxIncludes+1 || t.includes <= maxIncludes {
			t.problem(d, facts.TooLarge, "more includes than wirevet follows (%d files, %d levels): this one is passed over", maxIncludes, maxIncludeDepth)
		}
		return
	}
	t.add(f)
	t.chain = append(t.chain, f)
	t.addTo(s, f.all())
	t.chain = t.chain[:len(t.chain)-1]
}

func (t *tree) add(f *file) {
	if !t.seen[f] {
		t.seen[f] = true
		t.files = append(t.files, f)
	}
}

// version returns the version of nginx that a file, or else the main one, was written for.
func (t *tree) version(f *file) facts.Stated[string] {
	if f.comments.Version.Known() {
		return f.comments.Version
	}
	return t.files[0].comments.Version
}

func (t *tree) problem(d *statement, kind facts.ProblemKind, format string, args ...any) {
	t.problems = append(t.problems, &facts.Problem{Span: d.written(), Kind: kind, Message: fmt.Sprintf(format, args...)})
}

// included returns the files that an include names, and whether there may be others that are not here.
func (t *tree) included(d *statement) (files []*file, missing bool) {
	name := d.args[0].text
	if unknownText(name) != facts.NoReason {
		return nil, true
	}
	local := name
	if strings.HasPrefix(name, "/") {
		below, ours := belowPrefix(name)
		if !ours {
			return nil, !packaged[path.Base(name)]
		}
		local = below
	}
	shown := path.Join(t.home, local)
	if strings.ContainsAny(name, "*?[") {
		for _, match := range t.reader.unit.Glob(shown) {
			if f := t.reader.open(match); f != nil {
				files = append(files, f)
			}
		}
		return files, false // nginx takes a pattern without a match
	}
	if f := t.reader.open(shown); f != nil {
		return []*file{f}, false
	}
	if packaged[path.Base(name)] {
		return nil, false
	}
	if !strings.HasPrefix(name, "/") {
		t.problem(d, facts.Unreadable, "%s is not there: what it sets is not known", shown)
	}
	return nil, true
}

// belowPrefix returns what an absolute path is below nginx's own folder, which a repository holds under another name.
func belowPrefix(name string) (string, bool) {
	for _, prefix := range prefixes {
		if below, ok := strings.CutPrefix(name, prefix); ok {
			return below, true
		}
	}
	return "", false
}
