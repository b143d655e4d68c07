package compose

import (
	"path"
	"slices"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/credential"
	"github.com/wirevet/wirevet/internal/directive"
	"github.com/wirevet/wirevet/parsers/input"
	"github.com/wirevet/wirevet/parsers/tree"
)

// The limits of what is read. Each gives a problem when it is reached.
const (
	maxNested   = 32    // files that include or extend each other
	maxServices = 5_000 // of one project
	maxFiles    = 1_000 // of one project
)

// reader holds the files of a unit.
type reader struct {
	unit  *input.Unit
	files map[string]*file
	// extended are files of which a service of another file extends one.
	extended map[*file]bool
	proxies  func(Proxied, *facts.Facts)
}

// Parse states what the compose files say. The main file of a folder is read together with its override and with what it
// includes and extends; any other file by itself. What proxies make of a project's labels is added by proxies, unless it is nil.
func Parse(u *input.Unit, proxies func(Proxied, *facts.Facts)) []*facts.Facts {
	r := &reader{unit: u, files: map[string]*file{}, extended: map[*file]bool{}, proxies: proxies}
	var files []*file
	folders := map[string][]*file{}
	for _, in := range u.Files {
		f := r.add(in)
		files = append(files, f)
		folders[f.dir] = append(folders[f.dir], f)
	}
	var projects []*project
	for _, f := range files {
		main := mainOf(folders[f.dir])
		switch {
		case f == main:
			projects = append(projects, r.project(f, overridesOf(folders[f.dir], f)))
		case main != nil && slices.Contains(overridesOf(folders[f.dir], main), f):
		default:
			projects = append(projects, r.project(f, nil))
		}
	}
	named := map[string]string{}
	for _, p := range projects {
		if p.name != "" && named[p.main.dir] == "" {
			named[p.main.dir] = p.name
		}
	}
	var out []*facts.Facts
	parts := partsOf(projects)
	for _, p := range projects {
		if r.extended[p.main] && p.main != mainOf(folders[path.Dir(p.main.src.Path)]) || parts[p] {
			p.problems = nil // what it says is said where it is used
			out = append(out, r.finish(p, &facts.Facts{}))
			continue
		}
		p.name = named[p.main.dir]
		out = append(out, r.finish(p, p.state()))
	}
	return out
}

// partsOf returns the projects whose main file another one includes. Of two that include each other the first is whole.
func partsOf(projects []*project) map[*project]bool {
	index := map[*file]int{}
	for i, p := range projects {
		index[p.main] = i
	}
	parts := map[*project]bool{}
	for j, q := range projects {
		for _, f := range q.included {
			i, ok := index[f]
			if ok && i != j && (j < i || !slices.Contains(projects[i].included, q.main)) {
				parts[projects[i]] = true
			}
		}
	}
	return parts
}

// add takes a file in, and hides what has the shape of a credential.
func (r *reader) add(in input.File) *file {
	f := &file{src: in.Source, data: in.Data, dir: path.Dir(in.Source.Path)}
	r.files[in.Source.Path] = f
	for _, m := range credential.FindBytes(in.Data) {
		in.Source.Mask(m.Start, m.End, facts.Hint(string(in.Data[m.Start:m.End])))
	}
	return f
}

// open returns the file of that shown path, or nil.
func (r *reader) open(name string) *file {
	if f := r.files[name]; f != nil {
		return f
	}
	if r.unit.Open == nil {
		return nil
	}
	in, ok := r.unit.Open(name)
	if !ok {
		return nil
	}
	f := r.add(in)
	r.files[name] = f
	return f
}

// root returns what the first document of a file says, or nil. Problems of the syntax are stated once.
func (f *file) root() *tree.Node {
	if f.doc == nil {
		f.doc = tree.Parse(f.data, tree.YAML)
	}
	if len(f.doc.Roots) == 0 || f.doc.Roots[0].Kind != tree.Object {
		return nil
	}
	return f.doc.Roots[0]
}

// What compose reads in a folder when no file is named (compose-go cli/options.go, DefaultFileNames and DefaultOverrideFileNames).
var (
	mainNames     = [...]string{"compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"}
	overrideNames = [...]string{"compose.override.yml", "compose.override.yaml", "docker-compose.override.yml", "docker-compose.override.yaml"}
)

// DefaultNames are the names of the files that compose reads in a folder when none is named.
func DefaultNames() []string { return slices.Concat(mainNames[:], overrideNames[:]) }

// mainOf returns the file that compose takes in a folder when none is named.
func mainOf(files []*file) *file {
	for _, name := range mainNames {
		for _, f := range files {
			if path.Base(f.src.Path) == name {
				return f
			}
		}
	}
	return nil
}

// overridesOf returns the files that compose puts on top of the main one by itself.
func overridesOf(files []*file, main *file) []*file {
	for _, name := range overrideNames {
		for _, f := range files {
			if f != main && path.Base(f.src.Path) == name {
				return []*file{f}
			}
		}
	}
	return nil
}

// finish adds what is about files and not about services: themselves, their comments, what could not be read. A file stands
// in the facts of one project only.
func (r *reader) finish(p *project, out *facts.Facts) *facts.Facts {
	for _, f := range p.files {
		if f.parsed {
			continue
		}
		f.parsed = true
		out.Sources = append(out.Sources, f.src)
		for _, problem := range f.doc.Problems {
			out.Problems = append(out.Problems, &facts.Problem{Span: f.span(problem.Start, problem.End), Kind: problem.Kind, Message: problem.Message})
		}
		for _, c := range f.doc.Comments {
			covers := func() facts.Span {
				if within, ok := f.doc.Covers(c); ok {
					return f.span(within.Start, within.End)
				}
				return facts.Span{}
			}
			if d := directive.Read(f.span(c.Start, c.End), f.data[c.Start:c.End], covers); d != nil {
				out.Directives = append(out.Directives, d)
			}
		}
	}
	out.Problems = append(out.Problems, p.problems...)
	return out
}

// below returns the path of a file that one in the folder names; "" for one that is not in the repository.
func below(dir, name string) string {
	name = strings.ReplaceAll(name, `\`, "/")
	if name == "" || strings.Contains(name, "://") || strings.HasPrefix(name, "git@") || strings.HasPrefix(name, "~") || strings.ContainsAny(name, "$") {
		return ""
	}
	if path.IsAbs(name) {
		return path.Clean(name)
	}
	return path.Join(dir, name)
}
