package gosource

import (
	"path"
	"slices"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/parsers/input"
)

// module is a go.mod with what its lines mean for imports.
type module struct {
	*facts.GoModule
	replaced map[string]string // import path prefix → folder below the roots
	problems []*facts.Problem
}

// workspace is a go.work.
type workspace struct {
	source   *facts.Source
	dir      string
	debug    []facts.GoDebug
	replaced map[string]string
	problems []*facts.Problem
}

// maxAbove is how many folders above the files are asked for the go.mod that governs them.
const maxAbove = 32

// readModules reads every go.mod and go.work: those among the files, and those of the folders above.
func (l *loader) readModules() {
	for _, f := range l.Files {
		l.addModule(f)
	}
	l.modulesAbove = len(l.moduleFiles)
	if l.Open != nil {
		l.readAbove()
	}
	slices.SortFunc(l.modules, func(a, b *module) int { return strings.Compare(a.Dir, b.Dir) })
	for _, w := range l.works {
		for _, m := range l.modules {
			if inFolder(m.Dir, w.dir) {
				m.Debug = append(m.Debug, w.debug...)
				for from, to := range w.replaced {
					m.replaced[from] = to
				}
			}
		}
	}
	for _, m := range l.modules {
		if m.Path != "" {
			l.byModulePath[m.Path] = append(l.byModulePath[m.Path], m)
		}
	}
}

// readAbove looks above the topmost files, for whoever asks for a folder or a file inside of a module.
func (l *loader) readAbove() {
	asked := map[string]bool{}
	for _, f := range l.Files {
		dir := path.Dir(f.Source.Path)
		if path.Ext(f.Source.Path) != ".go" || l.moduleOf(dir) != nil {
			continue
		}
		for range maxAbove {
			if asked[dir] {
				break
			}
			asked[dir] = true
			if mod, ok := l.Open(path.Join(dir, "go.mod")); ok {
				l.addModule(mod)
				break
			}
			up := above(dir)
			if up == dir {
				break
			}
			dir = up
		}
	}
}

// above returns the folder above a shown one, which may be the working folder or lie outside of it.
func above(dir string) string {
	if dir == "." || dir == ".." || strings.HasSuffix(dir, "/..") {
		return path.Join(dir, "..")
	}
	return path.Dir(dir)
}

func inFolder(dir, folder string) bool {
	return folder == "." && !strings.HasPrefix(dir, "../") && dir != ".." && !path.IsAbs(dir) || dir == folder ||
		strings.HasPrefix(dir, folder+"/")
}

// addModule reads a go.mod or a go.work; other files are left alone.
func (l *loader) addModule(f input.File) {
	dir, base := path.Split(f.Source.Path)
	dir = path.Clean("./" + dir)
	if path.IsAbs(f.Source.Path) {
		dir = path.Dir(f.Source.Path)
	}
	if base != "go.mod" && base != "go.work" {
		return
	}
	l.moduleFiles = append(l.moduleFiles, f)
	lines, problems := modLines(f)
	if base == "go.work" {
		l.works = append(l.works, &workspace{source: f.Source, dir: dir, debug: debugLines(lines), replaced: replacements(lines, dir), problems: problems})
		return
	}
	m := &module{GoModule: &facts.GoModule{Source: f.Source, Dir: dir, Debug: debugLines(lines)}, problems: problems}
	m.replaced = replacements(lines, dir)
	for _, line := range lines {
		word := line.words[0]
		switch line.verb {
		case "module":
			m.Path, m.Span = word.Text, word.Span()
		case "go":
			m.Go = facts.Written(word.Text, word.Span())
		case "toolchain":
			m.Toolchain = facts.Written(word.Text, word.Span())
		case "require":
			if len(line.words) > 1 {
				m.Requires = append(m.Requires, facts.GoRequirement{
					Path: word.Text, Version: line.words[1].Text, Span: line.span(), Indirect: strings.HasPrefix(line.note, "indirect"),
				})
			}
		}
	}
	if m.Path == "" {
		m.Span = facts.Span{Source: f.Source}
		m.problems = append(m.problems, &facts.Problem{
			Span: m.Span, Kind: facts.Syntax, Message: "expected a module line; its packages are read, but nothing that imports them finds them",
		})
	}
	l.modules = append(l.modules, m)
	l.moduleAt[dir] = m
}

// debugLines returns the settings of the lines `godebug key=value`.
func debugLines(lines []modLine) []facts.GoDebug {
	var out []facts.GoDebug
	for _, line := range lines {
		if key, value, ok := strings.Cut(line.words[0].Text, "="); ok && line.verb == "godebug" {
			out = append(out, facts.GoDebug{Key: key, Value: value, Span: line.words[0].Span()})
		}
	}
	return out
}

// replacements returns the modules that are replaced by a folder: `replace example.com/a v1 => ../a`.
func replacements(lines []modLine, dir string) map[string]string {
	out := map[string]string{}
	for _, line := range lines {
		arrow := slices.IndexFunc(line.words, func(w facts.Word) bool { return w.Text == "=>" })
		if line.verb != "replace" || arrow < 1 || arrow+1 >= len(line.words) {
			continue
		}
		if to := line.words[arrow+1].Text; strings.HasPrefix(to, "./") || strings.HasPrefix(to, "../") || to == "." || to == ".." {
			out[line.words[0].Text] = path.Join(dir, to)
		}
	}
	return out
}

// moduleOf returns the module that a folder belongs to: the one whose go.mod is nearest above.
func (l *loader) moduleOf(dir string) *module {
	for {
		if m := l.moduleAt[dir]; m != nil {
			return m
		}
		up := above(dir)
		if up == dir || len(up) > len(dir) && !strings.HasPrefix(up, "..") || strings.Count(up, "../") > maxAbove {
			return nil
		}
		dir = up
	}
}

// importPath returns the import path of a folder. Outside of every module it is the folder itself, which no import names.
func importPath(m *module, dir string) string {
	if m == nil || m.Path == "" {
		return dir
	}
	return path.Join(m.Path, relative(dir, m.Dir))
}

// relative returns the part of dir below folder, which must hold it.
func relative(dir, folder string) string {
	if folder == "." {
		return dir
	}
	return strings.TrimPrefix(strings.TrimPrefix(dir, folder), "/")
}

// folderOf returns the folder of the roots that an import in module m means, or nil: the module's own, one that it
// replaces by a folder, or that of the one module of this path. Of several modules of one path none is meant.
func (l *loader) folderOf(m *module, importPath string) *folder {
	if m != nil {
		for prefix := importPath; prefix != "." && prefix != "/"; prefix = path.Dir(prefix) {
			if to, ok := m.replaced[prefix]; ok {
				return l.folders[path.Join(to, strings.TrimPrefix(strings.TrimPrefix(importPath, prefix), "/"))]
			}
			if prefix == m.Path {
				return l.folders[path.Join(m.Dir, strings.TrimPrefix(strings.TrimPrefix(importPath, prefix), "/"))]
			}
			if found := l.byModulePath[prefix]; len(found) == 1 {
				return l.folders[path.Join(found[0].Dir, strings.TrimPrefix(strings.TrimPrefix(importPath, prefix), "/"))]
			}
		}
	}
	return nil
}
