package gofacts

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// TestTheListOfNodesSaysWhatWalkingSays compares both ways over this package's own files and over code that does not parse.
func TestTheListOfNodesSaysWhatWalkingSays(t *testing.T) {
	r := &reader{fset: token.NewFileSet()}
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	texts := []string{"package p\nfunc f(a int { x := []int{1, \nfunc (r *T) g() { return (}\n", "package p; type T struct { a int; struct{ b }; }", "package"}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		texts = append(texts, string(data), string(data[:len(data)/2]))
	}
	for _, text := range texts {
		if file, _ := parser.ParseFile(r.fset, "", text, parser.ParseComments|parser.SkipObjectResolution); file != nil {
			r.files = append(r.files, file)
		}
	}
	r.walk()
	compared := 0
	for _, file := range r.files {
		ast.Inspect(file, func(root ast.Node) bool {
			switch root.(type) {
			case nil, *ast.CommentGroup:
				return false
			case *ast.File, *ast.FuncDecl, *ast.BlockStmt, *ast.CallExpr, *ast.StructType, *ast.Ident, *ast.BinaryExpr:
				for _, skip := range []func(ast.Node) bool{
					func(ast.Node) bool { return false },
					func(n ast.Node) bool { _, is := n.(*ast.CallExpr); return is },
					func(n ast.Node) bool { _, is := n.(*ast.BlockStmt); return is && n != root },
				} {
					if want, got := walked(root, skip), inspected(r, root, skip); !slices.Equal(want, got) {
						t.Fatalf("below %T at %s: %d nodes, want %d", root, r.fset.Position(root.Pos()), len(got), len(want))
					}
					compared++
				}
			}
			return true
		})
		for _, decl := range file.Decls {
			if fn, ok := decl.(*ast.FuncDecl); ok && fn.Body != nil && len(fn.Body.List) > 0 {
				if got := r.functionAround(fn.Body.List[0]); got != fn {
					t.Errorf("%s: %s is around it", fn.Name, got.Name)
				}
			}
		}
	}
	if compared < 10_000 {
		t.Errorf("only %d nodes were compared", compared)
	}
}

func walked(root ast.Node, skip func(ast.Node) bool) (out []ast.Node) {
	ast.Inspect(root, func(n ast.Node) bool {
		switch n.(type) {
		case nil, *ast.Ident, *ast.CommentGroup:
			return false
		case *ast.FieldList:
			return true
		}
		out = append(out, n)
		return !skip(n)
	})
	return out
}

func inspected(r *reader, root ast.Node, skip func(ast.Node) bool) (out []ast.Node) {
	r.inspect(root, func(n ast.Node) bool {
		out = append(out, n)
		return !skip(n)
	})
	return out
}
