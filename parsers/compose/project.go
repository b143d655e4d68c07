package compose

import (
	"path"
	"slices"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/parsers/tree"
)

// project is the services of a main file, with all that belongs to them.
type project struct {
	*reader
	main       *file
	name       string // as `name:` says
	files      []*file
	loaded     []*file // those whose services are the project's
	included   []*file // by include
	services   []*service
	volumes    []*value // the top level's, of all files
	problems   []*facts.Problem
	refused    map[facts.Span]bool
	deployment *facts.Deployment
}

// service is one service, put together.
type service struct {
	*project
	name     string
	at       facts.Span   // its name, where it is first stated
	blocks   []facts.Span // where its name is stated
	value    *value
	fact     *facts.Entry
	workload *facts.Workload
	out      *facts.Facts
}

func (p *project) refuse(at facts.Span, message string) {
	if p.refused[at] {
		return // by another way to the same place
	}
	if p.refused == nil {
		p.refused = map[facts.Span]bool{}
	}
	p.refused[at] = true
	p.problems = append(p.problems, &facts.Problem{Span: at, Kind: facts.HostRefuses, Message: message})
}

// project reads a main file with what is put on top of it.
func (r *reader) project(main *file, over []*file) *project {
	p := &project{reader: r, main: main}
	p.load(main, over, nil)
	return p
}

// load reads one file of the project, with its overrides, and then what it includes.
func (p *project) load(main *file, over []*file, above []*file) {
	if slices.Contains(p.loaded, main) {
		return
	}
	p.loaded = append(p.loaded, main)
	if len(p.files) > maxFiles {
		p.problems = append(p.problems, &facts.Problem{Span: main.src.All(), Kind: facts.TooLarge, Message: "more than 1,000 files belong to one project; the rest is not read"})
		return
	}
	for _, f := range append([]*file{main}, over...) {
		if !slices.Contains(p.files, f) { // else a service extends one of it
			p.files = append(p.files, f)
		}
		root := f.root()
		if root == nil {
			if len(f.doc.Roots) > 0 && len(f.doc.Problems) == 0 && f.doc.Roots[0].Kind != tree.Null {
				p.refuse(f.doc.Roots[0].Span(f.src), "compose expects a map here, with services in it")
			}
			continue
		}
		if name := root.Get("name"); name != nil && name.Kind == tree.String && f == p.main {
			if i := interpolate(name.Text); i.known {
				p.name = i.text
			}
		}
		if v := root.Get("volumes"); v != nil {
			p.volumes = append(p.volumes, valueOf(f, v))
		}
		p.add(f, root)
	}
	for _, f := range append([]*file{main}, over...) {
		if root := f.root(); root != nil && root.Get("include") != nil {
			p.include(f, valueOf(f, root.Get("include")), append(above, main))
		}
	}
}

// add puts the services of a file on top of those that are there.
func (p *project) add(f *file, root *tree.Node) {
	services := root.Get("services")
	if services == nil || services.Kind == tree.Null {
		return
	}
	if services.Kind != tree.Object {
		p.refuse(services.Span(f.src), "compose expects a map of services here")
		return
	}
	for _, m := range services.Members {
		if m.Shadowed {
			continue
		}
		if m.Value.Kind != tree.Object {
			if m.Value.Kind != tree.Null {
				p.refuse(m.Value.Span(f.src), "compose expects a map for the service "+m.Key)
			}
			continue
		}
		v := valueOf(f, m.Value)
		v.tagged(m)
		v = p.extended(f, m.Key, normal(v), nil)
		block := f.span(m.KeyStart, max(m.KeyEnd, m.Value.End)) // an alias stands for something further up
		if s := p.service(m.Key); s != nil {
			s.value, s.blocks = merge(s.value, v, ""), append(s.blocks, block, m.Value.Span(f.src))
			continue
		}
		if len(p.services) == maxServices {
			p.problems = append(p.problems, &facts.Problem{Span: block, Kind: facts.TooLarge, Message: "more than 5,000 services; the rest is not read"})
			return
		}
		p.services = append(p.services, &service{project: p, name: m.Key, at: m.KeySpan(f.src), blocks: []facts.Span{block, m.Value.Span(f.src)}, value: v})
	}
}

func (p *project) service(name string) *service {
	for _, s := range p.services {
		if s.name == name {
			return s
		}
	}
	return nil
}

// extended puts a service on top of the one that it extends, here or in another file.
func (p *project) extended(f *file, name string, v *value, chain []string) *value {
	from := v.get("extends")
	if from == nil {
		return v
	}
	chain = append(chain, f.src.Path+"#"+name)
	base, at, other := scalarOf(from, "service"), from.span(), f
	if from.isScalar() {
		base = from.node.Text
	} else {
		if named := from.get("file"); named.isScalar() {
			if i := interpolate(named.node.Text); i.known {
				at = named.span()
				if other = p.open(below(f.dir, i.text)); other == nil {
					p.refuse(at, "the file that this service extends is not there, or not within reach")
					return v
				}
			} else {
				return v
			}
		}
	}
	key := other.src.Path + "#" + base
	if slices.Contains(chain, key) || len(chain) > maxNested {
		p.refuse(at, "the service extends itself; compose refuses this")
		return v
	}
	root := other.root()
	if other != f {
		p.reader.extended[other] = true
		if !slices.Contains(p.files, other) {
			p.files = append(p.files, other)
		}
	}
	if root == nil {
		return v
	}
	m, ok := root.Get("services").Member(base)
	if !ok || m.Value.Kind != tree.Object {
		p.refuse(at, "the service that this one extends is not there")
		return v
	}
	lower := p.extended(other, base, normal(valueOf(other, m.Value)), chain)
	return merge(lower, v, "")
}

// include reads the files that a file includes. Their relative paths are their own.
func (p *project) include(f *file, list *value, above []*file) {
	for _, item := range append(list.items, scalarItems(list)...) {
		names := item.scalars()
		dir := ""
		if item.kind == tree.Object {
			names = item.get("path").scalars()
			if d := item.get("project_directory"); d.isScalar() {
				dir = below(f.dir, d.node.Text)
			}
		}
		var files []*file
		for _, name := range names {
			i := interpolate(name.node.Text)
			where := below(f.dir, i.text)
			if !i.known || where == "" {
				continue
			}
			other := p.open(where)
			switch {
			case other == nil:
				p.refuse(name.span(), "the file that is included is not there, or not within reach")
				continue
			case slices.Contains(above, other), len(above) > maxNested:
				p.included = append(p.included, other)
				p.refuse(name.span(), "the file includes itself; compose refuses this")
				continue
			}
			p.included = append(p.included, other)
			if dir != "" {
				other.dir = dir
			} else if len(files) == 0 {
				other.dir = path.Dir(other.src.Path)
			}
			files = append(files, other)
		}
		if len(files) > 0 {
			p.load(files[0], files[1:], above)
		}
	}
}

func scalarItems(v *value) []*value {
	if v.isScalar() {
		return []*value{v}
	}
	return nil
}

// state states what the services say.
func (p *project) state() *facts.Facts {
	out := &facts.Facts{}
	name := p.name
	if name == "" {
		name = path.Base(p.main.dir)
	}
	p.deployment = &facts.Deployment{Kind: "compose project", Name: name, Dir: p.main.dir}
	for _, s := range p.services {
		s.out = out
		s.state()
	}
	if p.proxies != nil {
		p.proxies(p.proxied(), out)
	}
	return out
}
