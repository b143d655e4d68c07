package gosource

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/types"
	"path"
	"reflect"
	"runtime/debug"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/wirevet/wirevet/analyzers/gofacts"
	"github.com/wirevet/wirevet/analyzers/gopackage"
	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/parsers/input"
)

// seen is the fact that the probe records of a function that returns a *tls.Config.
type seen struct{ Insecure bool }

func (*seen) AFact() {}

// probe is a small analyzer: it states every call as a credential that is named by the callee's full name, so that tests
// can see what was resolved, and records functions whose body mentions InsecureSkipVerify.
var probe = &analysis.Analyzer{
	Name: "probe", Doc: "probe sees what the loader hands on", Requires: []*analysis.Analyzer{gopackage.Analyzer},
	RunDespiteErrors: true, FactTypes: []analysis.Fact{(*seen)(nil)}, ResultType: reflect.TypeFor[*facts.Facts](),
	Run: func(pass *analysis.Pass) (any, error) {
		p := pass.ResultOf[gopackage.Analyzer].(*gopackage.Package)
		out := &facts.Facts{}
		for _, f := range pass.Files {
			ast.Inspect(f, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.FuncDecl:
					if o := pass.TypesInfo.Defs[n.Name]; o != nil && n.Body != nil && namesIn(n.Body, "InsecureSkipVerify") {
						pass.ExportObjectFact(o, &seen{true})
					}
				case *ast.CallExpr:
					id, ok := ast.Unparen(n.Fun).(*ast.Ident)
					if sel, isSel := ast.Unparen(n.Fun).(*ast.SelectorExpr); isSel {
						id, ok = sel.Sel, true
					}
					if !ok {
						return true
					}
					name := "?"
					if o, isFunc := pass.TypesInfo.Uses[id].(*types.Func); isFunc {
						name = o.FullName()
						if f := new(seen); pass.ImportObjectFact(o, f) {
							name += " insecure"
						}
					}
					out.Credentials = append(out.Credentials, &facts.Credential{Entry: p.Entry, Name: name, Span: p.Span(n)})
				}
				return true
			})
		}
		return out, nil
	},
}

func namesIn(n ast.Node, name string) bool {
	found := false
	ast.Inspect(n, func(n ast.Node) bool {
		id, ok := n.(*ast.Ident)
		found = found || ok && id.Name == name
		return !found
	})
	return found
}

// load loads files that are given by their paths. A "~" in a text stands for a backquote.
func load(t testing.TB, files map[string]string, change ...func(*Options)) []*facts.Facts {
	t.Helper()
	o := Options{Analyzer: probe, Jobs: 4, Recovered: func(place string, p any) { t.Errorf("%s: panic: %v\n%s", place, p, debug.Stack()) }}
	for name, text := range files {
		data := []byte(strings.ReplaceAll(text, "~", "`"))
		src := facts.NewSource(name, data)
		src.Asked = true
		o.Files = append(o.Files, input.File{Source: src, Data: data})
	}
	slices.SortFunc(o.Files, func(a, b input.File) int { return cmp.Compare(a.Source.Path, b.Source.Path) })
	for _, c := range change {
		c(&o)
	}
	return Load(o)
}

// calls returns what the probe saw: the text of each call, and what it calls.
func calls(all []*facts.Facts) map[string]string {
	out := map[string]string{}
	for _, f := range all {
		for _, c := range f.Credentials {
			out[path.Base(c.Span.Source.Path)+" "+c.Span.Text()] = c.Name
		}
	}
	return out
}

func expect(t *testing.T, got map[string]string, want map[string]string) {
	t.Helper()
	for k, v := range want {
		if got[k] != v {
			t.Errorf("%s: %q, not %q; all: %s", k, got[k], v, fmt.Sprint(got))
		}
	}
}

func TestImportsLeadToSourceThroughModulesReplacementsAndWorkspaces(t *testing.T) {
	got := calls(load(t, map[string]string{
		"go.work":       "go 1.26\nuse (\n\t./a\n\t./b\n)\nreplace example.com/d => ./dd\n",
		"a/go.mod":      "module example.com/a\nreplace (\n\texample.com/c v1.0.0 => ../c // here\n)\n",
		"a/a.go":        "package a\nimport (\"net/http\"; \"example.com/a/sub\"; \"example.com/b\"; \"example.com/c/x\"; \"example.com/d\"; \"example.com/z\")\nfunc f() { sub.F(); b.F(); x.F(); d.F(); z.F(); http.X() }\n",
		"a/sub/s.go":    "package sub\nfunc F() {}\n",
		"a/nest/go.mod": "module example.com/b\n", // a copy: two modules of one path mean nothing…
		"a/nest/n.go":   "package b\nfunc F() {}\n",
		"b/go.mod":      "module example.com/b\n",
		"b/b.go":        "package b\nfunc F() {}\n",
		"c/go.mod":      "module other.example/c\n",
		"c/x/x.go":      "package x\nfunc F() {}\n",
		"dd/d.go":       "package d\nfunc F() {}\n",
	}))
	expect(t, got, map[string]string{
		"a.go sub.F()": "example.com/a/sub.F", "a.go x.F()": "other.example/c/x.F", "a.go d.F()": "dd.F",
		"a.go b.F()": "?", "a.go z.F()": "?",
	})
}

func TestEveryFileIsLookedAtInAContextThatCompilesIt(t *testing.T) {
	files := map[string]string{
		"go.mod":           "module example.com/a\n",
		"a.go":             "package a\nimport \"net\"\nvar x net.X\nfunc all() { which() }\n",
		"a_linux.go":       "package a\nimport \"net\"\nvar y net.X\nfunc which() { linux() }\nfunc linux() {}\n",
		"a_windows.go":     "package a\nimport \"net\"\nvar y net.X\nfunc which() { windows(); all() }\nfunc windows() {}\n",
		"tagged.go":        "// +build extra,!linux\n\npackage a\nimport \"net\"\nvar z net.X\nfunc tagged() { all() }\n",
		"new.go":           "//go:build go1.99 && (plan9 || wasm)\npackage a\nimport \"net\"\nvar w net.X\nfunc n() { all() }\n",
		"never.go":         "//go:build !linux && linux\npackage a\nimport \"net\"\nvar v net.X\nfunc never() { never() }\n",
		"gen.go":           "//go:build ignore\npackage main\nimport \"net\"\nvar v net.X\nfunc main() { main(); all() }\n",
		"c.go":             "package a\nimport \"net\"\n// int f();\nimport \"C\"\nvar c net.X\nfunc cgo() { C.f(); all() }\n",
		"a_test.go":        "package a\nvar MinVersion = 1\nfunc test() { all() }\n",
		"x_test.go":        "package a_test\nimport . \"example.com/a\"\nvar MinVersion = 1\nfunc test() { test() }\n",
		"other.go":         "package b\nimport \"net\"\nvar c net.X\nfunc other() { other() }\n",
		"linux/windows.go": "package p\nimport \"net\"\nvar c net.X\nfunc plain() { plain() }\n",
	}
	all := load(t, files)
	expect(t, calls(all), map[string]string{
		"a.go which()": "example.com/a.which", "a_linux.go linux()": "example.com/a.linux", "a_windows.go windows()": "example.com/a.windows",
		"a_windows.go all()": "example.com/a.all", "tagged.go all()": "example.com/a.all", "new.go all()": "example.com/a.all",
		"never.go never()": "example.com/a.never", "gen.go main()": "example.com/a.main", "gen.go all()": "?",
		"c.go all()": "example.com/a.all", "a_test.go all()": "example.com/a.all", "x_test.go test()": "example.com/a.test",
		"other.go other()": "example.com/a.other", "windows.go plain()": "example.com/a/linux.plain",
	})
	seen := map[facts.Span]bool{}
	for _, f := range all {
		for _, c := range f.Credentials {
			if seen[c.Span] {
				t.Errorf("%s is stated twice", c.Span.Text())
			}
			seen[c.Span] = true
		}
	}
}

func TestFactsOfFunctionsTravelToTheirCallers(t *testing.T) {
	expect(t, calls(load(t, map[string]string{
		"go.mod":    "module example.com/a\n",
		"a/a.go":    "package a\nimport \"crypto/tls\"\nfunc Config() *tls.Config { return &tls.Config{InsecureSkipVerify: true} }\n",
		"b/b.go":    "package b\nimport \"net/http\"\nimport \"example.com/a/a\"\nfunc f() { a.Config(); http.X() }\n",
		"b/loop.go": "package b\nimport \"example.com/a/c\"\nfunc G() { c.H() }\n",
		"c/c.go":    "package c\nimport \"net/http\"\nimport \"example.com/a/b\"\nfunc H() { b.G(); http.X() }\n", // a cycle
	})), map[string]string{"b.go a.Config()": "example.com/a/a.Config insecure"})
}

func TestTheResultDoesNotDependOnTheNumberOfWorkers(t *testing.T) {
	files := map[string]string{"go.mod": "module example.com/a\n"}
	for i := range 40 {
		files[fmt.Sprintf("p%d/a.go", i)] = fmt.Sprintf("package p%d\nimport (\"net/http\"; \"example.com/a/p%d\")\nfunc F() { p%d.F(); http.X() }\n", i, (i+7)%40, (i+7)%40)
		files[fmt.Sprintf("p%d/bad.go", i)] = "package p\nimport \"net/http\"\nfunc ( {"
	}
	print := func(all []*facts.Facts) string {
		var b strings.Builder
		for _, f := range all {
			for _, c := range f.Credentials {
				fmt.Fprintln(&b, c.Entry.Subject(), c.Name, c.Span.Source.Path, c.Span.Start)
			}
			for _, p := range f.Problems {
				fmt.Fprintln(&b, p.File(), p.Span.Start, p.Message)
			}
			for _, p := range f.GoPackages {
				fmt.Fprintln(&b, p.Path, p.Name)
			}
		}
		return b.String()
	}
	want := print(load(t, files, func(o *Options) { o.Jobs = 1 }))
	if strings.Count(want, "\n") < 120 {
		t.Fatalf("too little to compare: %s", want)
	}
	for jobs := range 6 {
		if got := print(load(t, files, func(o *Options) { o.Jobs = jobs })); got != want {
			t.Fatalf("%d workers:\n%s\nnot\n%s", jobs, got, want)
		}
	}
}

// panicking is the probe, but panics on the package of that name.
func panicking(name string) *analysis.Analyzer {
	a := *probe
	a.Run = func(pass *analysis.Pass) (any, error) {
		if pass.Pkg.Name() == name {
			panic("no")
		}
		return probe.Run(pass)
	}
	return &a
}

func TestNoToolchainIsNeeded(t *testing.T) {
	for _, name := range []string{"PATH", "GOROOT", "GOPATH", "GOMODCACHE", "HOME"} {
		t.Setenv(name, "")
	}
	expect(t, calls(load(t, map[string]string{
		"go.mod": "module example.com/a\nrequire example.com/missing v1.0.0\n",
		"a.go":   "package a\nimport (\"net/http\"; \"example.com/missing\")\nfunc f() { http.ListenAndServe(\":1\", nil); missing.F() }\n",
	})), map[string]string{"a.go http.ListenAndServe(\":1\", nil)": "net/http.ListenAndServe", "a.go missing.F()": "?"})
}

func TestObjectsThatBeginTogetherHaveAnOrder(t *testing.T) {
	files := map[string]string{"go.mod": "module example.com/m\n\ngo 1.26\n", "a.go": `package m

import (
	"crypto/tls"
	"net/http"
)

func f() *http.Client {
	t := http.DefaultTransport.(*http.Transport).Clone()
	if t.TLSClientConfig == nil {
		t.TLSClientConfig = &tls.Config{}
	} else {
		t.TLSClientConfig = t.TLSClientConfig.Clone()
	}
	t.TLSClientConfig.MinVersion = tls.VersionTLS12
	return &http.Client{Transport: t}
}
`}
	places := func() (out []facts.Span) {
		for _, all := range Load(Options{Files: inputs(files), Analyzer: gofacts.Analyzer}) {
			for _, p := range all.TLS {
				p.Span.Source = nil
				out = append(out, p.Span)
			}
		}
		return out
	}
	first := places()
	if len(first) != 3 || first[1].Start != first[2].Start {
		t.Fatalf("policies at %v", first)
	}
	for range 40 {
		if again := places(); !slices.Equal(again, first) {
			t.Fatalf("policies at %v, then at %v", first, again)
		}
	}
}

// To check a package again for one file costs as much as the package.
func TestATagThatOnlyAddsFilesNeedsNoSecondCheck(t *testing.T) {
	const base = "package a\nimport \"net\"\nvar x net.X\nfunc all() { which() }\n"
	for _, c := range []struct {
		name  string
		files map[string]string
		units int
		calls map[string]string
	}{
		{"a tag that adds", map[string]string{
			"more.go": "//go:build cloud\npackage a\nimport \"net\"\nvar y net.X\nfunc which() { all() }\n",
		}, 1, map[string]string{"a.go which()": "example.com/a.which", "more.go all()": "example.com/a.all"}},
		{"two that add", map[string]string{
			"more.go": "//go:build cloud\npackage a\nimport \"net\"\nvar y net.X\nfunc which() { all() }\n",
			"most.go": "//go:build e2e && !windows\npackage a\nimport \"net\"\nvar z net.X\nfunc most() { which() }\n",
		}, 1, map[string]string{
			"a.go which()": "example.com/a.which", "more.go all()": "example.com/a.all", "most.go which()": "example.com/a.which",
		}},
		{"a tag that replaces", map[string]string{
			"more.go": "//go:build cloud\npackage a\nimport \"net\"\nvar y net.X\nfunc which() { all() }\n",
			"less.go": "//go:build !cloud\npackage a\nimport \"net\"\nvar y net.X\nfunc which() { less() }\nfunc less() {}\n",
		}, 2, map[string]string{
			"a.go which()": "example.com/a.which", "more.go all()": "example.com/a.all", "less.go less()": "example.com/a.less",
		}},
		{"another system", map[string]string{
			"a_linux.go":   "package a\nimport \"net\"\nvar y net.X\n",
			"a_windows.go": "package a\nimport \"net\"\nvar y net.X\nfunc which() { all() }\n",
		}, 2, map[string]string{"a.go which()": "?", "a_windows.go all()": "example.com/a.all"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.files["go.mod"], c.files["a.go"] = "module example.com/a\n", base
			expect(t, calls(load(t, c.files)), c.calls)
			l := newLoader(Options{Files: inputs(c.files)})
			l.readModules()
			l.load()
			if got := len(l.units); got != c.units {
				t.Errorf("the package was checked %d times, not %d", got, c.units)
			}
		})
	}
}
