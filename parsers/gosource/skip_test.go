package gosource

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

// declared parses a file and prints its declarations with their places, without bodies.
func declared(t *testing.T, data []byte) string {
	t.Helper()
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "a.go", data, parser.SkipObjectResolution)
	if err != nil {
		t.Fatalf("%v\n%s", err, data)
	}
	for _, d := range f.Decls {
		if fn, ok := d.(*ast.FuncDecl); ok && fn.Body != nil {
			fn.Body = &ast.BlockStmt{Lbrace: fn.Body.Lbrace, Rbrace: fn.Body.Rbrace}
		}
	}
	var b strings.Builder
	if err := ast.Fprint(&b, nil, f, func(name string, _ reflect.Value) bool { return name != "Comments" && name != "FileVersion" }); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestBlankBodiesKeepEveryDeclarationInItsPlace(t *testing.T) {
	files, err := filepath.Glob("../*/*.go") // as good Go as any
	if err != nil || len(files) < 50 {
		t.Fatalf("too few files to compare: %d, %v", len(files), err)
	}
	texts := []string{
		"package a\n\nfunc f(x struct{ A int }, y interface{ B() }) interface{ C() } {\n\treturn \"}\"\n}\n\nvar x = func() { g() }\n",
		"package a\n\nfunc f[T interface{ ~int }](x [2]T) (y map[string]struct{}) { if '}' == '\\'' { /* } */ } // }\n\treturn `}`\n}\nfunc g()\n\ntype t struct{ f func() }\n",
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		texts = append(texts, string(data))
	}
	blanked := 0
	for _, text := range texts {
		blank := blankBodies([]byte(text))
		if string(blank) != text {
			blanked++
		}
		if declared(t, blank) != declared(t, []byte(text)) {
			t.Errorf("other declarations after\n%.300s", text)
		}
	}
	if blanked < len(texts)/2 {
		t.Errorf("only %d of %d files have blank bodies", blanked, len(texts))
	}
}

func TestWhatIsNotUnderstoodStaysAsItIs(t *testing.T) {
	for _, text := range []string{"package a\nfunc f() {", "package a\nfunc f() { \"", "package a\n}", "", "package a\nfunc f() { ` }", "package a\nfunc f() { /* }"} {
		if got := string(blankBodies([]byte(text))); got != text {
			t.Errorf("%q became %q", text, got)
		}
	}
}
