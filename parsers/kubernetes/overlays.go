package kubernetes

import (
	"path"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/credential"
	"github.com/wirevet/wirevet/parsers/input"
	"github.com/wirevet/wirevet/parsers/tree"
)

// Overlays are the kustomizations of a tree that no other one uses, and the files that they put together. Those files are judged
// by what becomes of them: a base that every overlay repairs is in order, and a patch is no workload.
type Overlays struct {
	Roots  []*Overlay
	claims map[string]bool
}

// Claims reports whether a file is read as a part of an overlay.
func (v *Overlays) Claims(file string) bool { return v.claims[file] }

// Overlay is what one kustomization makes of the manifests that it names (kustomize v5.8, api v0.21). Patches, images,
// namespaces, prefixes and components are followed; generators, replacements, labels and plugins are not.
type Overlay struct {
	Path       string
	words      []facts.Word
	Objects    []*tree.Node // the resources; places are those of the joined text
	made       []madeOf
	problems   []tree.Problem
	sources    []*facts.Source // of files that nobody else reads
	deployment *facts.Deployment
}

// madeOf is a kustomization that an overlay is made of.
type madeOf struct {
	file string
	node *tree.Node
}

// FindOverlays puts together what the kustomizations among the files make.
func FindOverlays(u *input.Unit) *Overlays {
	out := &Overlays{claims: map[string]bool{}}
	set := &manifestSet{unit: u, byPath: make(map[string]input.File, len(u.Files)), opened: map[string]bool{}, absent: map[string]bool{}}
	for _, f := range u.Files {
		set.byPath[f.Source.Path] = f
	}
	used := map[string]bool{}
	var all []string
	for _, f := range u.Files {
		if KnownPath(f.Source.Path) {
			all = append(all, f.Source.Path)
			for _, other := range set.uses(f) {
				used[other] = true
			}
		}
	}
	for _, file := range all {
		if used[file] {
			continue
		}
		b := &builder{set: set, overlay: &Overlay{Path: file}, claims: map[string]bool{}}
		if b.build(file) {
			out.Roots = append(out.Roots, b.overlay)
			for claimed := range b.claims {
				out.claims[claimed] = true
			}
		}
	}
	return out
}

// Parse states what the manifests say when the overlay has been put together, and what stands in them that others read. All
// places are those of one text: [facts.Facts.Rebase] turns them into those of the files.
func (v *Overlay) Parse() (*facts.Facts, Rest) {
	src, data := facts.NewJoined(v.words)
	r := &reader{src: src, data: data, out: &facts.Facts{Sources: v.sources}, deployment: v.deployment}
	r.text, r.templates = blankTemplates(data)
	for _, k := range v.made {
		(&object{reader: r, node: k.node}).kustomize(k.file)
	}
	for _, n := range v.Objects {
		r.object(n, 0)
	}
	for _, p := range v.problems {
		r.problem(facts.Span{Source: src, Start: p.Start, End: p.End}, p.Kind, p.Message)
	}
	return r.out, Rest{r.embedded, r.custom}
}

// manifestSet are the files that overlays may name.
type manifestSet struct {
	unit   *input.Unit
	byPath map[string]input.File
	opened map[string]bool
	absent map[string]bool
}

// file returns a file by its path.
func (s *manifestSet) file(file string) (f input.File, ok bool) {
	f, ok = s.byPath[file]
	if ok || s.unit.Open == nil || s.absent[file] {
		return f, ok
	}
	if f, ok = s.unit.Open(file); !ok {
		s.absent[file] = true
	} else {
		for _, m := range credential.FindBytes(f.Data) {
			f.Source.Mask(m.Start, m.End, facts.Hint(string(f.Data[m.Start:m.End])))
		}
		s.byPath[file], s.opened[file] = f, true
	}
	return f, ok
}

// kustomization returns the file of a folder that says what is made of it.
func (s *manifestSet) kustomization(dir string) (input.File, bool) {
	if _, isFile := s.byPath[dir]; isFile {
		return input.File{}, false
	}
	for _, name := range [...]string{"kustomization.yaml", "kustomization.yml", "Kustomization"} {
		if f, ok := s.file(path.Join(dir, name)); ok {
			return f, true
		}
	}
	return input.File{}, false
}

// uses returns the kustomizations that a file names.
func (s *manifestSet) uses(f input.File) (out []string) {
	for _, root := range tree.Parse(f.Data, tree.YAML).Roots {
		for _, key := range [...]string{"resources", "bases", "components"} {
			for _, name := range texts(root.Get(key)) {
				if !isLocal(name) {
					continue
				}
				if other, ok := s.kustomization(resolve(f.Source.Path, name)); ok {
					out = append(out, other.Source.Path)
				}
			}
		}
	}
	return out
}

// isLocal reports whether a name in a kustomization is a path, and not the address of a repository or a file elsewhere.
func isLocal(name string) bool {
	return name != "" && !strings.Contains(name, "://") && !strings.Contains(name, "?ref=") && !strings.HasPrefix(name, "git@") &&
		!strings.HasPrefix(name, "github.com/") && !path.IsAbs(name)
}

// resolve returns the path of what a kustomization names.
func resolve(kustomization, name string) string { return path.Join(path.Dir(kustomization), name) }

// texts returns the strings of a list.
func texts(n *tree.Node) (out []string) {
	if n == nil || n.Kind != tree.Array {
		return nil
	}
	for _, item := range n.Items {
		if item.Kind == tree.String {
			out = append(out, item.Text)
		}
	}
	return out
}
