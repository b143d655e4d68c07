package gosource

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"reflect"
	"runtime/debug"
	"slices"
	"strings"
	"testing"

	"github.com/wirevet/wirevet/analyzers/gofacts"
	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/parsers/input"
)

// described writes all that facts say, with the places as offsets, what is hidden, and which things are one.
func described(all []*facts.Facts) string {
	var b strings.Builder
	numbers := map[any]int{}
	var write func(v reflect.Value)
	write = func(v reflect.Value) {
		switch v.Kind() {
		case reflect.Pointer:
			if v.IsNil() {
				b.WriteString("nil")
				return
			}
			if s, ok := v.Interface().(*facts.Source); ok {
				b.WriteString(s.Path)
				return
			}
			if n, ok := numbers[v.Interface()]; ok {
				fmt.Fprintf(&b, "#%d", n)
				return
			}
			if _, ok := v.Interface().(*facts.Why); !ok {
				numbers[v.Interface()] = len(numbers)
				fmt.Fprintf(&b, "#%d ", len(numbers)-1)
			}
			write(v.Elem())
		case reflect.Struct:
			b.WriteString("{")
			for i := range v.NumField() {
				if v.Type().Field(i).IsExported() && !v.Field(i).IsZero() {
					b.WriteString(v.Type().Field(i).Name + ":")
					write(v.Field(i))
					b.WriteString(" ")
				}
			}
			b.WriteString("}\n")
		case reflect.Slice:
			b.WriteString("[")
			for i := range v.Len() {
				write(v.Index(i))
				b.WriteString(" ")
			}
			b.WriteString("]")
		default:
			fmt.Fprintf(&b, "%#v", v.Interface())
		}
	}
	write(reflect.ValueOf(all))
	for _, f := range all {
		for _, s := range f.Sources {
			b.WriteString("\n" + s.Path + "\n" + s.All().Text())
		}
	}
	return b.String()
}

// difference shows the first lines that differ.
func difference(want, got string) string {
	a, b := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return fmt.Sprintf("line %d\nfresh:   %s\nsession: %s", i, a[i], b[i])
		}
	}
	return fmt.Sprintf("%d and %d lines", len(a), len(b))
}

// editor is a workspace that somebody works in.
type editor struct {
	session Session
	files   map[string]input.File
}

func (e *editor) set(name, text string) {
	src := facts.NewSource(name, []byte(text))
	src.Asked = true
	e.files[name] = input.File{Source: src, Data: []byte(text)}
}

func (e *editor) options(t testing.TB) Options {
	o := Options{Analyzer: gofacts.Analyzer, Jobs: 2}
	o.Recovered = func(place string, p any) { t.Errorf("%s: panic: %v\n%s", place, p, debug.Stack()) }
	for _, name := range slices.Sorted(maps.Keys(e.files)) {
		o.Files = append(o.Files, e.files[name])
	}
	return o
}

// compare loads the workspace in the session and anew, and compares what comes out.
func (e *editor) compare(t testing.TB, after string) {
	t.Helper()
	o := e.options(t)
	stated := e.session.Load(o)
	got := described(stated)
	for _, f := range stated { // what link does must not be seen by the next load
		for _, p := range f.GoPackages {
			p.Entry.Relevance, p.Imports = facts.IsMCP, nil
		}
		for _, p := range f.TLS {
			p.Function, p.Verify = "", facts.Stated[facts.Verification]{}
		}
		f.Listeners = append(f.Listeners[:0], &facts.Listener{})
	}
	for i, f := range o.Files {
		src := facts.NewSource(f.Source.Path, f.Data)
		src.Asked = true
		o.Files[i].Source = src
	}
	if want := described(Load(o)); want != got {
		t.Fatalf("after %s, a session and a fresh load differ: %s", after, difference(want, got))
	}
}

// pieces are declarations that tell importers something, or use what others tell. %d is the number of the file, OWN. and DEP.
// stand for names of this and of another package of the workspace.
var pieces = [][]string{
	{ // each list is one declaration in several bodies and signatures
		"func Config%d() *tls.Config { return &tls.Config{MinVersion: tls.VersionTLS12} }",
		"func Config%d() *tls.Config { return &tls.Config{InsecureSkipVerify: true} }",
		"func Config%d() *tls.Config {\n\tc := &tls.Config{}\n\tc.InsecureSkipVerify = DEP.Insecure0\n\treturn c\n}",
		"func Config%d(skip bool) *tls.Config { return &tls.Config{InsecureSkipVerify: skip} }",
		"func Config%d() *tls.Config { return DEP.Config0() }",
		"func Config%d() string { return \"\" }",
	},
	{
		"var Insecure%d = true", "var Insecure%d = false", "var Insecure%d = os.Getenv(\"INSECURE\") != \"\"", "var Insecure%d = DEP.Insecure0",
		"const Insecure%d = true", "var Insecure%d = *flag.Bool(\"insecure\", false, \"\")", "var Insecure%d string",
	},
	{
		"func Client%d() *http.Client {\n\treturn &http.Client{Transport: &http.Transport{TLSClientConfig: DEP.Config0()}}\n}",
		"func Client%d() *http.Client { return &http.Client{} }",
		"func Client%d() *http.Client { return DEP.Client0() }",
		"func Client%d(d int) *http.Transport {\n\tt := http.DefaultTransport.(*http.Transport).Clone()\n\tt.TLSClientConfig = DEP.Config0()\n\treturn t\n}",
	},
	{
		"func Check%d(next http.Handler) http.Handler {\n\treturn http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {\n\t\tif r.Header.Get(\"Authorization\") != DEP.Secret0 {\n\t\t\thttp.Error(w, \"no\", http.StatusUnauthorized)\n\t\t\treturn\n\t\t}\n\t\tnext.ServeHTTP(w, r)\n\t})\n}",
		"func Check%d(next http.Handler) http.Handler { return next }",
		"func Check%d(next http.Handler) http.Handler { return DEP.Check0(next) }",
	},
	{
		"func Serve%d() error { return http.ListenAndServe(\":8080\", DEP.Check0(DEP.Handler0())) }",
		"func Serve%d() error {\n\ts := &http.Server{Addr: DEP.Address0, Handler: DEP.Check0(DEP.Handler0()), TLSConfig: DEP.Config0()}\n\treturn s.ListenAndServeTLS(\"\", \"\")\n}",
		"func Serve%d() error { return DEP.Serve0() }",
	},
	{"const Address%d = \":9090\"", "const Address%d = \"127.0.0.1:9090\"", "var Address%d = os.Getenv(\"ADDRESS\")"},
	{"var Secret%d = os.Getenv(\"TOKEN\")", "const Secret%d = \"Zk3nQ8vLx2Pw9TyB4rEu\"", "var Secret%d = DEP.Secret0"},
	{
		"func Server%d() *mcp.Server { return mcp.NewServer(&mcp.Implementation{Name: \"a\"}, nil) }",
		"func Server%d() *mcp.Server {\n\ts := mcp.NewServer(&mcp.Implementation{Name: \"a\"}, nil)\n\ts.AddReceivingMiddleware(DEP.Audit0)\n\treturn s\n}",
		"func Server%d() *mcp.Server { return DEP.Server0() }",
	},
	{
		"func Handler%d() http.Handler {\n\treturn mcp.NewStreamableHTTPHandler(func(*http.Request) *mcp.Server { return DEP.Server0() }, nil)\n}",
		"func Handler%d() http.Handler { return http.NotFoundHandler() }",
		"func Handler%d() http.Handler { return DEP.Handler0() }",
	},
	{
		"func Audit%d(next mcp.MethodHandler) mcp.MethodHandler {\n\treturn func(ctx context.Context, method string, req mcp.Request) (mcp.Result, error) {\n\t\tslog.Info(\"call\", \"method\", method, \"params\", req.GetParams())\n\t\treturn next(ctx, method, req)\n\t}\n}",
		"func Audit%d(next mcp.MethodHandler) mcp.MethodHandler { return next }",
	},
	{
		"func Start%d(name string, args ...string) *exec.Cmd { return exec.Command(name, args...) }",
		"func Start%d(name string) *exec.Cmd {\n\tc := exec.Command(\"sh\", \"-c\", name)\n\tc.Env = append(os.Environ(), \"A=b\")\n\treturn c\n}",
		"func Start%d(name string) *exec.Cmd { return DEP.Start0(name) }",
	},
	{
		"type Box%d struct {\n\tInner *DEP.Box0\n\tHTTP  *http.Client\n\tkept  tls.Config\n}",
		"type Box%d struct{ HTTP *http.Client }",
		"type Box%d[T any] struct{ It T }",
		"type Box%d = DEP.Box0",
		"type Box%d interface{ Do() }",
	},
	{
		"func (b *Box%d) Do() { b.HTTP = DEP.Client0() }",
		"func (b Box%d) Do() (int, error) { return 0, http.ListenAndServe(DEP.Address0, nil) }",
	},
	{
		"func With%d(ctx context.Context, token string) context.Context { return context.WithValue(ctx, key%[1]d{}, token) }\n\ntype key%[1]d struct{}",
		"func With%d(ctx context.Context, token string) context.Context { return DEP.With0(ctx, token) }",
	},
	{
		"func helper%d() { _ = DEP.Start0(\"ls\").Run(); DEP.Serve0() }",
		"func helper%d(x int) int { b := DEP.Box0{}; b.Do(); b.Inner.Do(); return x }",
		"func helper%d() { http.ListenAndServe(Address%[1]d, nil) } // wirevet:ignore cleartext-listener -- a test",
	},
	{"func init() { Insecure%d = true; DEP.Insecure0 = true }", "func main() { Serve%d(); DEP.Serve0() }"},
	{"// AKIAIOSFODNN7EXAMPLE is nobody's.\nvar _ = 1", "func broken%d( {", "var x%d = )", "/* no end"},
}

// written is a file of the workspace.
func written(r *rand.Rand, pkg string, n int) string {
	var b strings.Builder
	imports := []string{"context", "crypto/tls", "flag", "log/slog", "net/http", "os", "os/exec", "github.com/modelcontextprotocol/go-sdk/mcp"}
	dep := fmt.Sprintf("p%d", r.IntN(6))
	if r.IntN(12) == 0 {
		dep = "gone"
	}
	fmt.Fprintf(&b, "package %s\n\nimport (\n\t%q\n", pkg, "example.com/m/"+dep)
	for _, p := range imports {
		fmt.Fprintf(&b, "\t%q\n", p)
	}
	b.WriteString(")\n")
	for i, list := range pieces {
		if r.IntN(10) < 6 && i < len(pieces)-2 || r.IntN(20) == 0 {
			text := list[r.IntN(len(list))]
			if strings.Contains(text, "%") {
				text = fmt.Sprintf(text, n)
			}
			b.WriteString("\n" + strings.ReplaceAll(text, "DEP.", dep+".") + "\n")
		}
	}
	return b.String()
}

// otherPiece gives a declaration of a file another body or signature.
func (e *editor) otherPiece(r *rand.Rand, text string) string {
	for _, i := range r.Perm(len(pieces) - 1) {
		list := pieces[i]
		for _, from := range list {
			to := list[r.IntN(len(list))]
			for n := range 2 {
				for p := range 6 {
					fill := func(s string) string {
						if strings.Contains(s, "%") {
							s = fmt.Sprintf(s, n)
						}
						return strings.ReplaceAll(s, "DEP.", fmt.Sprintf("p%d.", p))
					}
					if next := strings.Replace(text, fill(from), fill(to), 1); next != text {
						return next
					}
				}
			}
		}
	}
	return text
}

// edit changes the workspace as somebody who types does, and says how.
func (e *editor) edit(r *rand.Rand) string {
	names := slices.Sorted(maps.Keys(e.files))
	name := names[r.IntN(len(names))]
	text := string(e.files[name].Data)
	isGo := strings.HasSuffix(name, ".go")
	switch kind := r.IntN(20); {
	case kind == 0 && len(names) > 6:
		delete(e.files, name)
		return "removing " + name
	case kind <= 2 || !isGo && kind != 3:
		p := r.IntN(6)
		name = fmt.Sprintf("p%d/f%d%s.go", p, r.IntN(3), []string{"", "", "", "_test", "_windows"}[r.IntN(5)])
		pkg := fmt.Sprintf("p%d", p)
		switch {
		case strings.HasSuffix(name, "_test.go") && r.IntN(2) == 0:
			pkg += "_test"
		case r.IntN(10) == 0:
			pkg = "main"
		}
		e.set(name, written(r, pkg, r.IntN(2)))
		return "writing " + name
	case kind == 3 && r.IntN(4) == 0:
		e.set("go.mod", fmt.Sprintf("module example.com/m\n\ngo 1.%d\n\nrequire github.com/modelcontextprotocol/go-sdk v1.%d.0\n", 20+r.IntN(7), r.IntN(9)))
		return "a change of go.mod"
	case kind <= 5 && isGo: // half typed
		at := r.IntN(len(text) + 1)
		e.set(name, text[:at]+[]string{"{", "\"", "x.", "\n", "/*", "}"}[r.IntN(6)]+text[at:])
		return "typing in " + name
	case kind == 6 && isGo:
		lines := strings.Split(text, "\n")
		at := r.IntN(len(lines))
		e.set(name, strings.Join(slices.Delete(lines, at, at+1), "\n"))
		return "deleting a line of " + name
	case kind == 7 && isGo:
		e.set(name, strings.Repeat("// long\n", 2000)+text)
		return "a long comment in " + name
	case isGo:
		if next := e.otherPiece(r, text); next != text {
			e.set(name, next)
			return "another body or signature in " + name
		}
	}
	return "nothing"
}

func TestASessionSaysWhatAFreshLoadSays(t *testing.T) {
	steps := 25
	if testing.Short() {
		steps = 8
	}
	for seed := range uint64(4) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			r := rand.New(rand.NewPCG(seed, 1))
			e := &editor{files: map[string]input.File{}}
			e.set("go.mod", "module example.com/m\n\ngo 1.26\n\nrequire github.com/modelcontextprotocol/go-sdk v1.8.0\n")
			for p := range 6 {
				for f := range 2 {
					e.set(fmt.Sprintf("p%d/f%d.go", p, f), written(r, fmt.Sprintf("p%d", p), f))
				}
			}
			e.compare(t, "opening")
			for range steps {
				e.compare(t, e.edit(r))
			}
		})
	}
}

// Each change is one that c sees in another way.
func TestAChangeReachesThoseWhoSeeIt(t *testing.T) {
	e := &editor{files: map[string]input.File{}}
	e.set("go.mod", "module example.com/m\n\ngo 1.26\n\nrequire github.com/modelcontextprotocol/go-sdk v1.8.0\n")
	e.set("a/a.go", "package a\n\nimport \"net/http\"\n\nconst Address = \":8080\"\n\nvar Insecure = false\n\ntype Settings struct{ Held http.Client }\n")
	e.set("b/b.go", `package b

import (
	"net/http"

	"example.com/m/a"
)

func Settings() *a.Settings { return nil }

var Insecure = a.Insecure

var Client http.Client
`)
	e.set("c/c.go", `package c

import (
	"crypto/tls"
	"net/http"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"example.com/m/a"
	"example.com/m/b"
)

func f() {
	http.ListenAndServe(a.Address, mcp.NewStreamableHTTPHandler(nil, nil))
	_ = &tls.Config{InsecureSkipVerify: b.Insecure}
	s := b.Settings()
	s.Held.Handler = mcp.NewStreamableHTTPHandler(nil, nil)
	s.Held.ListenAndServe()
}
`)
	e.compare(t, "opening")
	said := e.saidOf(t, "c/c.go")
	for _, change := range []struct{ what, file, old, new string }{
		{"the value of a constant", "a/a.go", `":8080"`, `"127.0.0.1:8080"`},
		{"a value that the package between tells on", "a/a.go", "Insecure = false", "Insecure = true"},
		{"a type that the package between returns", "a/a.go", "Held http.Client", "Held http.Server"},
		{"the syntax of the package between", "b/b.go", "func Settings", "func ) Settings"},
		{"the repair", "b/b.go", "func ) Settings", "func Settings"},
		{"the path of a package", "a/a.go", "package a\n", ""},
	} {
		text := string(e.files[change.file].Data)
		if !strings.Contains(text, change.old) {
			t.Fatalf("%s: no %q", change.what, change.old)
		}
		e.set(change.file, strings.Replace(text, change.old, change.new, 1))
		e.compare(t, change.what)
		now := e.saidOf(t, "c/c.go")
		if now == said {
			t.Errorf("%s changes nothing:\n%s", change.what, now)
		}
		said = now
	}
}

// Syntax takes many times as much memory as the text.
func TestASessionKeepsTheSyntaxOfWhatIsBeingEditedAlone(t *testing.T) {
	e := &editor{files: map[string]input.File{}}
	e.set("go.mod", "module example.com/m\n\ngo 1.26\n")
	for _, name := range []string{"a/one.go", "a/two.go", "b/one.go", "b/two.go"} {
		e.set(name, "package p\n\nimport \"net/http\"\n\nvar _ http.Client\n")
	}
	kept := func() (out []string) {
		for _, f := range e.session.last.files {
			if f.syntax != nil {
				out = append(out, f.Source.Path)
			}
		}
		return out
	}
	e.compare(t, "opening")
	if got := kept(); got != nil {
		t.Errorf("%v are kept of what was only opened", got)
	}
	for _, dir := range []string{"a", "b", "a"} {
		e.set(dir+"/one.go", string(e.files[dir+"/one.go"].Data)+"\nvar _ http.Server\n")
		e.compare(t, "another variable in "+dir)
		if got := kept(); !slices.Equal(got, []string{dir + "/one.go", dir + "/two.go"}) {
			t.Errorf("%v are kept when %s is edited", got, dir)
		}
	}
}

// A go.mod above the files is read for each load.
func TestASessionFollowsTheModuleAbove(t *testing.T) {
	e := &editor{files: map[string]input.File{}}
	e.set("sub/a.go", "package a\n\nimport \"net/http\"\n\nvar client http.Client\n")
	text := "module example.com/m\n\ngo 1.20\n"
	load := func(do func(Options) []*facts.Facts) string {
		o := e.options(t)
		o.Open = func(path string) (input.File, bool) {
			return input.File{Source: facts.NewSource(path, []byte(text)), Data: []byte(text)}, path == "go.mod"
		}
		return described(do(o))
	}
	for _, text = range []string{text, text, "module example.com/m\n\ngo 1.26\n", "module example.com/n\n\ngo 1.26\n"} {
		got := load(e.session.Load)
		if want := load(Load); got != want {
			t.Errorf("%q: %s", text, difference(want, got))
		}
		if path := strings.Fields(text)[1]; !strings.Contains(got, path+"/sub") {
			t.Errorf("%s is not the module:\n%s", path, got)
		}
	}
}

// saidOf returns what is said of the package of a file.
func (e *editor) saidOf(t testing.TB, name string) string {
	for _, f := range e.session.Load(e.options(t)) {
		if f.Sources[0].Path == name {
			return described([]*facts.Facts{f})
		}
	}
	return ""
}
