// Package gopackage gives an analyzer what its driver knows of a package beside syntax and types: the module, the entry
// that facts belong to, and the sources that spans point into.
//
// An analyzer names it among its requirements and reads the result:
//
//	var Analyzer = &analysis.Analyzer{Requires: []*analysis.Analyzer{gopackage.Analyzer}, RunDespiteErrors: true, …}
//
//	p := pass.ResultOf[gopackage.Analyzer].(*gopackage.Package)
//	span := p.Span(field) // of any syntax node
//	entry := p.Entry      // the one entry that all facts of the package point to
//
// When wirevet loads Go itself (parsers/gosource) it does not run Analyzer but supplies the result: the sources are those
// that were read, with their masks, and the module is known. Under go vet and golangci-lint Analyzer runs, reads the files
// that the driver names, and knows no module; [Package.Range] leads from a span back to what a diagnostic needs.
//
// What wirevet collects is the result of gofacts.Analyzer, a *facts.Facts per package; diagnostics are for other drivers.
// A pass has the files of one folder in one build context. Files of other platforms, and test files, come in a further
// pass together with the files that they belong with; nouns whose span lies in a file of an earlier pass are dropped there.
// Types are often invalid: of the standard library and of well-known modules only what stubs declare is known.
package gopackage

import (
	"go/ast"
	"go/token"
	"path"
	"path/filepath"
	"reflect"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/wirevet/wirevet/facts"
)

// Analyzer stands in where nobody supplies a [Package].
var Analyzer = &analysis.Analyzer{
	Name:             "gopackage",
	Doc:              "gopackage reads the files of a package, so that other analyzers can say where facts stand",
	Run:              run,
	RunDespiteErrors: true,
	ResultType:       reflect.TypeFor[*Package](),
}

// Package is a package under analysis.
type Package struct {
	*facts.GoPackage
	fset    *token.FileSet
	sources map[*token.File]*facts.Source
	files   map[*facts.Source]*token.File
}

// New returns a package whose files are yet to be added.
func New(p *facts.GoPackage, fset *token.FileSet) *Package {
	return &Package{
		GoPackage: p, fset: fset,
		sources: make(map[*token.File]*facts.Source), files: make(map[*facts.Source]*token.File),
	}
}

// Add says which source a file was parsed from. The file must have been parsed from exactly its bytes.
func (p *Package) Add(file *token.File, source *facts.Source) {
	p.sources[file], p.files[source] = source, file
}

// Source returns the source that pos lies in, or nil when it lies in none of the package: objects of other packages do.
func (p *Package) Source(pos token.Pos) *facts.Source {
	if !pos.IsValid() {
		return nil
	}
	return p.sources[p.fset.File(pos)]
}

// Span returns the bytes of a syntax node, or of anything else that has a beginning and an end. It is the zero span when
// they are not in one file of the package.
func (p *Package) Span(r analysis.Range) facts.Span { return p.Between(r.Pos(), r.End()) }

// Between returns the bytes from pos up to end.
func (p *Package) Between(pos, end token.Pos) facts.Span {
	source := p.Source(pos)
	if source == nil || end < pos {
		return facts.Span{}
	}
	file := p.fset.File(pos)
	// A node that the parser repaired can end behind its file.
	stop := min(int(end)-file.Base(), file.Size())
	return facts.Span{Source: source, Start: int(pos) - file.Base(), End: stop}
}

// Range is the way back: the positions of a span in a file of the package. Both are token.NoPos for any other span.
func (p *Package) Range(s facts.Span) (pos, end token.Pos) {
	file := p.files[s.Source]
	if file == nil {
		return token.NoPos, token.NoPos
	}
	return file.Pos(s.Start), file.Pos(s.End)
}

func run(pass *analysis.Pass) (any, error) {
	goPackage := &facts.GoPackage{
		Entry: &facts.Entry{Component: "package " + pass.Pkg.Path(), Relevance: facts.IsMCP},
		Path:  pass.Pkg.Path(), Name: pass.Pkg.Name(),
	}
	p := New(goPackage, pass.Fset)
	for _, f := range pass.Files {
		file := pass.Fset.File(f.FileStart)
		data, err := pass.ReadFile(file.Name())
		if err != nil || len(data) != file.Size() {
			continue // cgo's output is gone by now; what stands there gets no span
		}
		source := facts.NewSource(filepath.ToSlash(file.Name()), data)
		source.Asked, source.Below = true, below(pass, file.Name())
		p.Add(file, source)
		if goPackage.Entry.Name.IsZero() {
			p.SetPlace(f)
		}
	}
	return p, nil
}

// below is the path of a file in its module: where the module lies on this machine says nothing about the file.
func below(pass *analysis.Pass, name string) string {
	dir := pass.Pkg.Path()
	if pass.Module != nil {
		dir = strings.TrimPrefix(strings.TrimPrefix(dir, pass.Module.Path), "/")
	}
	return path.Join(dir, filepath.Base(name))
}

// SetPlace makes the package clause of f the place of findings about what the package lacks.
func (p *Package) SetPlace(f *ast.File) {
	p.Entry.Name = p.Between(f.Package, f.Name.End())
	if s := p.Entry.Name.Source; s != nil {
		p.Entry.Block = s.All()
	}
}
