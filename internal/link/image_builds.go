package link

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// findBuilds finds the image of each workload among those that the repository builds: the one that a compose file says how
// to build, or one that a compose file builds under the image's name. It also finds the program that an image starts.
func findBuilds(s *facts.System) {
	if len(s.Builds) == 0 {
		return
	}
	programs := mainsByFolder(s)
	byFile := map[string][]*facts.ImageBuild{}
	for _, b := range s.Builds {
		b.Program = programOf(programs, b, "")
		byFile[b.Source.Path] = append(byFile[b.Source.Path], b)
	}
	named := map[string][]*facts.ImageBuild{}
	for _, w := range s.Workloads {
		if w.Deployed == nil || w.Deployed.Image == nil || w.Container == nil {
			continue
		}
		b := buildOf(byFile[w.Deployed.Image.Dockerfile], w.Deployed.Image)
		if b == nil {
			continue
		}
		if b.Program == nil {
			b.Program = programOf(programs, b, w.Deployed.Image.Context)
		}
		runs(w, b)
		if name := imageName(w.Container.Image); name != "" && !slices.Contains(named[name], b) {
			named[name] = append(named[name], b)
		}
	}
	for _, w := range s.Workloads {
		if w.Container == nil || w.Container.Built != nil {
			continue
		}
		switch found := named[imageName(w.Container.Image)]; len(found) {
		case 0:
		case 1:
			runs(w, found[0])
		default:
			s.Ambiguous = append(s.Ambiguous, facts.Ambiguity{
				Span: w.Container.Image.Span, What: fmt.Sprintf("%d images that are built here", len(found)),
			})
		}
	}
}

func runs(w *facts.Workload, b *facts.ImageBuild) {
	w.Container.Built = b
	b.RunBy = append(b.RunBy, w)
	if b.Program != nil {
		b.Program.RunBy = append(b.Program.RunBy, w)
	}
}

// buildOf returns the build of a Dockerfile that a reference means, or nil.
func buildOf(builds []*facts.ImageBuild, ref *facts.BuildReference) *facts.ImageBuild {
	for _, b := range builds {
		if ref.Target == "" && b.Last || ref.Target != "" && b.Target == ref.Target {
			return b
		}
	}
	return nil
}

// imageName is by what an image is found again; a tag does not make it another image.
func imageName(i *facts.Image) string {
	if i == nil {
		return ""
	}
	return strings.TrimPrefix(strings.TrimPrefix(i.Name, "docker.io/"), "library/")
}

func mainsByFolder(s *facts.System) map[string]*facts.GoPackage {
	out := map[string]*facts.GoPackage{}
	for _, p := range s.GoPackages {
		if p.Name == "main" && !p.Test {
			out[p.Dir] = p
		}
	}
	return out
}

// programOf returns the main package that an image starts. The folders of its main packages are relative to the context of
// the build; where nobody states it, that is the Dockerfile's folder, or one above.
func programOf(mains map[string]*facts.GoPackage, b *facts.ImageBuild, context string) *facts.GoPackage {
	contexts := []string{context}
	if context == "" {
		contexts = contexts[:0]
		for at := path.Dir(b.Source.Path); ; at = path.Dir(at) {
			contexts = append(contexts, at)
			if at == "." || at == "/" {
				break
			}
		}
	}
	for _, at := range contexts {
		var found []*facts.GoPackage
		for _, main := range b.GoMains {
			if p := mains[path.Join(at, main)]; p != nil {
				found = append(found, p)
			}
		}
		if len(found) == 1 {
			return found[0]
		}
		for _, p := range found {
			if b.Starts != nil && path.Base(b.Starts.Program) == binaryName(p) {
				return p
			}
		}
		if len(found) > 0 {
			return nil
		}
	}
	return nil
}
