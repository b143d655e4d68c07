package main

import (
	"bytes"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/packages"
)

func TestWhatIsCheckedInIsWhatThePackagesDeclare(t *testing.T) {
	want, err := makeStubs()
	if err != nil {
		t.Fatal(err)
	}
	err = filepath.WalkDir(folder, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, _ := filepath.Rel(folder, name)
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		if !bytes.Equal(data, want[filepath.ToSlash(rel)]) {
			t.Errorf("%s is not what go run . writes", rel)
		}
		delete(want, filepath.ToSlash(rel))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for name := range want {
		t.Errorf("%s is not checked in", name)
	}
}

// stubImporter type-checks stubs from the files that are checked in. What has none is the package itself.
type stubImporter struct {
	t    *testing.T
	fset *token.FileSet
	done map[string]*types.Package
	real map[string]*types.Package
}

func (s *stubImporter) Import(p string) (*types.Package, error) {
	if p == "unsafe" {
		return types.Unsafe, nil
	}
	if pkg := s.done[p]; pkg != nil {
		return pkg, nil
	}
	data, err := os.ReadFile(filepath.Join(folder, filepath.FromSlash(p), "stub.go.txt"))
	if errors.Is(err, fs.ErrNotExist) && s.real[p] != nil {
		return s.real[p], nil
	}
	if err != nil {
		return nil, err
	}
	f, err := parser.ParseFile(s.fset, p, data, parser.SkipObjectResolution)
	if err != nil {
		s.t.Errorf("%v", err)
	}
	config := types.Config{Importer: s, IgnoreFuncBodies: true, Error: func(err error) {
		if !strings.Contains(err.Error(), "missing function body") { // that is what a stub is
			s.t.Errorf("%v", err)
		}
	}}
	s.done[p], _ = config.Check(p, s.fset, []*ast.File{f}, nil)
	return s.done[p], nil
}

// TestStubsHaveTheTypesOfThePackages holds what the type checker makes of a stub against what it makes of the package: the
// generator could write a declaration that means something else.
func TestStubsHaveTheTypesOfThePackages(t *testing.T) {
	loaded, err := load()
	if err != nil {
		t.Fatal(err)
	}
	real := map[string]*types.Package{}
	packages.Visit(slices.Collect(maps.Values(loaded)), nil, func(p *packages.Package) { real[p.PkgPath] = p.Types })
	im := &stubImporter{t, token.NewFileSet(), map[string]*types.Package{}, real}
	compared := 0
	for _, f := range families {
		for _, p := range f.packages {
			stub, err := im.Import(p)
			if err != nil {
				t.Fatal(err)
			}
			for _, name := range stub.Scope().Names() {
				got, want := stub.Scope().Lookup(name), loaded[p].Types.Scope().Lookup(name)
				if want == nil {
					t.Errorf("%s.%s is only in the stub", p, name)
					continue
				}
				compared++
				compare(t, got, want, f.only[p] != nil)
			}
			for _, name := range loaded[p].Types.Scope().Names() {
				if f.only[p] == nil && token.IsExported(name) && stub.Scope().Lookup(name) == nil {
					t.Errorf("%s.%s is missing", p, name)
				}
			}
		}
	}
	if compared < 3000 {
		t.Errorf("only %d declarations", compared)
	}
}

func compare(t *testing.T, got, want types.Object, trimmed bool) {
	t.Helper()
	g, w := describe(got), describe(want)
	if trimmed { // methods may be missing
		w = slices.DeleteFunc(w, func(line string) bool { return strings.HasPrefix(line, "method ") && !slices.Contains(g, line) })
	}
	if !slices.Equal(g, w) {
		t.Errorf("%s.%s:\n%s\nnot\n%s", want.Pkg().Path(), want.Name(), strings.Join(g, "\n"), strings.Join(w, "\n"))
	}
}

// describe prints an object's type, its exported fields and its exported methods.
func describe(o types.Object) []string {
	text := func(t types.Type) string { return types.TypeString(t, (*types.Package).Path) }
	out := []string{kind(o) + " " + text(o.Type())}
	if c, ok := o.(*types.Const); ok {
		out = append(out, c.Val().String())
	}
	if _, ok := o.(*types.TypeName); !ok {
		return out
	}
	if s, ok := o.Type().Underlying().(*types.Struct); ok {
		for i := range s.NumFields() {
			if f := s.Field(i); f.Exported() {
				out = append(out, "field "+f.Name()+" "+text(f.Type()))
			}
		}
	} else {
		out = append(out, text(o.Type().Underlying()))
	}
	if named, ok := o.Type().(*types.Named); ok {
		var methods []string
		for i := range named.NumMethods() {
			if m := named.Method(i); m.Exported() {
				methods = append(methods, "method "+m.Name()+" "+text(m.Signature().Recv().Type())+" "+text(m.Type()))
			}
		}
		slices.Sort(methods)
		out = append(out, methods...)
	}
	return out
}

func kind(o types.Object) string {
	switch o.(type) {
	case *types.Const:
		return "const"
	case *types.Var:
		return "var"
	case *types.Func:
		return "func"
	}
	return "type"
}
