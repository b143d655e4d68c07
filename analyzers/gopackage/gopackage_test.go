package gopackage_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/wirevet/wirevet/analyzers/gopackage"
	"github.com/wirevet/wirevet/facts"
)

const text = "\ufeff// Käse\npackage a\r\n\n//line b.go:100\nvar ä, b = \"ö\", 2\n"

func parse(t *testing.T, fset *token.FileSet, name string) *ast.File {
	t.Helper()
	f, err := parser.ParseFile(fset, name, text, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestSpansAreBytesOfTheFileWhateverItsLineDirectivesSay(t *testing.T) {
	fset := token.NewFileSet()
	f := parse(t, fset, "a.go")
	src := facts.NewSource("x/a.go", []byte(text))
	p := gopackage.New(&facts.GoPackage{Entry: &facts.Entry{}}, fset)
	p.Add(fset.File(f.FileStart), src)
	p.SetPlace(f)
	values := f.Decls[0].(*ast.GenDecl).Specs[0].(*ast.ValueSpec).Values
	for want, r := range map[string]ast.Node{`"ö"`: values[0], "2": values[1], "ä": f.Decls[0].(*ast.GenDecl).Specs[0].(*ast.ValueSpec).Names[0]} {
		span := p.Span(r)
		if span.Source != src || span.Text() != want {
			t.Errorf("%q, not %q", span.Text(), want)
		}
		if pos, end := p.Range(span); pos != r.Pos() || end != r.End() {
			t.Errorf("%s: the way back leads elsewhere", want)
		}
	}
	if got := p.Entry.Name.Text(); got != "package a" {
		t.Errorf("the package's place is %q", got)
	}
}

func TestPlacesOutsideThePackageHaveNoSpan(t *testing.T) {
	fset := token.NewFileSet()
	mine, other := parse(t, fset, "a.go"), parse(t, fset, "b.go")
	p := gopackage.New(&facts.GoPackage{Entry: &facts.Entry{}}, fset)
	p.Add(fset.File(mine.FileStart), facts.NewSource("a.go", []byte(text)))
	if !p.Span(other.Decls[0]).IsZero() || !p.Between(token.NoPos, token.NoPos).IsZero() || !p.Between(mine.End(), mine.Pos()).IsZero() {
		t.Error("a span of nowhere")
	}
	if pos, _ := p.Range(facts.NewSource("a.go", []byte(text)).All()); pos.IsValid() {
		t.Error("a span of another source leads into the package")
	}
}

// Other drivers, such as go vet, run the analyzer itself.
func TestAnotherDriverNeedsOnlyTheFiles(t *testing.T) {
	name := filepath.Join(t.TempDir(), "a.go")
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	fset := token.NewFileSet()
	f := parse(t, fset, name)
	gone := parse(t, fset, name+".gone")
	result, err := gopackage.Analyzer.Run(&analysis.Pass{
		Fset: fset, Files: []*ast.File{gone, f}, Pkg: types.NewPackage("example.com/a", "a"), ReadFile: os.ReadFile,
	})
	if err != nil {
		t.Fatal(err)
	}
	p := result.(*gopackage.Package)
	if p.Entry.Subject() != "package example.com/a" || p.Entry.Relevance != facts.IsMCP || p.Entry.Name.Text() != "package a" {
		t.Errorf("%+v", p.Entry)
	}
	if p.Module != nil || !p.Span(gone.Decls[0]).IsZero() || p.Span(f.Decls[0]).IsZero() {
		t.Error("a module, or a span in a file that is gone, or none in one that is there")
	}
	if err := analysis.Validate([]*analysis.Analyzer{gopackage.Analyzer}); err != nil {
		t.Error(err)
	}
}
