package engine_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/wirevet/wirevet/"

// arrows says which packages of ours each package may import, directly. The table is the documentation of the layers:
// facts in the middle, parsers and rules beside each other, the engine above all.
var arrows = map[string][]string{
	"facts":                {},
	"internal/credential":  {"facts"},
	"internal/directive":   {"facts"},
	"internal/goedit":      {"facts"},
	"internal/exposure":    {"facts"},
	"internal/listener":    {"facts"},
	"internal/template":    {},
	"internal/nearest":     {},
	"internal/openssl":     {"facts"},
	"internal/defaults":    {},
	"parsers/tree":         {"facts", "parsers/input"},
	"parsers/launch":       {"facts", "internal/exposure", "internal/credential"},
	"parsers/hostconfig":   {"facts", "internal/exposure", "parsers/launch", "parsers/tree", "internal/credential", "internal/directive"},
	"parsers/compose":      {"facts", "parsers/launch", "parsers/tree", "internal/credential", "internal/directive", "internal/exposure", "parsers/input"},
	"parsers/devcontainer": {"facts", "parsers/launch", "parsers/tree", "internal/credential"},
	"parsers/dockerfile":   {"facts", "parsers/launch", "internal/credential", "internal/directive"},
	"parsers/dotenv":       {"facts", "internal/credential", "internal/directive"},
	"parsers/gosource":     {"facts", "analyzers/gopackage", "internal/credential", "internal/directive", "parsers/input"},
	"parsers/kubernetes":   {"facts", "internal/credential", "internal/directive", "internal/exposure", "parsers/input", "parsers/launch", "parsers/pem", "parsers/tree"},
	"parsers/systemd":      {"facts", "internal/credential", "internal/directive", "parsers/launch"},
	"parsers/pem":          {"facts"},
	"parsers/input":        {"facts"},
	"parsers/nginx":        {"facts", "internal/credential", "internal/directive", "internal/exposure", "internal/listener", "internal/openssl", "internal/template", "parsers/input"},
	"parsers/haproxy":      {"facts", "internal/credential", "internal/directive", "internal/exposure", "internal/listener", "internal/openssl", "internal/template", "parsers/input"},
	"parsers/caddy":        {"facts", "internal/credential", "internal/directive", "internal/exposure", "internal/listener", "internal/openssl", "parsers/pem", "parsers/tree", "parsers/input"},
	"parsers/envoy":        {"facts", "internal/credential", "internal/directive", "internal/exposure", "internal/listener", "internal/openssl", "internal/template", "parsers/pem", "parsers/tree", "parsers/input"},
	"parsers/traefik":      {"facts", "internal/credential", "internal/directive", "internal/exposure", "internal/openssl", "parsers/pem", "parsers/tree", "parsers/input"},
	"parsers/apache":       {"facts", "internal/credential", "internal/directive", "internal/exposure", "internal/listener", "internal/openssl", "internal/template", "parsers/input"},
	"parsers":              {"facts", "internal/goedit", "analyzers/gofacts", "parsers/apache", "parsers/caddy", "parsers/compose", "parsers/devcontainer", "parsers/dockerfile", "parsers/dotenv", "parsers/envoy", "parsers/gosource", "parsers/haproxy", "parsers/hostconfig", "parsers/input", "parsers/kubernetes", "parsers/nginx", "parsers/pem", "parsers/systemd", "parsers/traefik", "parsers/workflow"},
	"parsers/wirevettoml":  {"facts", "internal/credential", "internal/nearest", "parsers/launch", "parsers/tree"},
	"parsers/workflow":     {"facts", "parsers/launch", "parsers/tree", "internal/credential", "internal/directive"},
	"analyzers/gopackage":  {"facts"},
	"analyzers/gofacts":    {"facts", "internal/credential", "internal/defaults", "internal/exposure", "analyzers/gopackage", "parsers/launch"},
	"analyzers":            {"facts", "internal/goedit", "internal/policy", "rules", "analyzers/gofacts", "analyzers/gopackage"},
	"rules":                {"facts"},
	"internal/atomicfile":  {},
	"internal/git":         {},
	"internal/baseline":    {"facts", "parsers/tree", "rules"},
	"internal/discover":    {"facts", "internal/git"},
	"internal/link":        {"facts", "internal/defaults", "internal/openssl"},
	"internal/policy":      {"facts", "rules"},
	"internal/report":      {"facts", "internal/baseline", "rules"},
	"internal/graph":       {"facts", "rules"},
	"internal/engine": {
		"facts", "internal/atomicfile", "internal/baseline", "internal/discover", "internal/git", "internal/link", "internal/policy",
		"internal/report", "parsers", "parsers/hostconfig", "parsers/input", "parsers/wirevettoml", "rules",
	},
	"cmd/wirevet":          {"internal/atomicfile", "internal/baseline", "internal/engine", "internal/graph", "internal/nearest", "internal/report", "parsers/wirevettoml", "rules"},
	"cmd/wirevet-vettool":  {"analyzers"},
	"internal/newrule":     {},
	"internal/samplego":    {},
	"internal/goldenfacts": {"facts", "internal/link", "parsers/input"},
	"test/bench":           {"internal/samplego"},
}

// TestNoPatternIsCompiledAtStartUp holds that a run pays for the regular expressions that it uses, and for no others.
func TestNoPatternIsCompiledAtStartUp(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", "-f", `{{range .GoFiles}}{{$.Dir}}/{{.}}{{"\n"}}{{end}}`, module+"cmd/wirevet").Output()
	if err != nil {
		t.Fatal(err)
	}
	files := 0
	for name := range strings.Lines(string(out)) {
		name = strings.TrimSpace(name)
		if !strings.HasPrefix(name, root(t)) {
			continue
		}
		files++
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			variables, ok := d.(*ast.GenDecl)
			if !ok {
				continue
			}
			ast.Inspect(variables, func(n ast.Node) bool {
				if call, ok := n.(*ast.SelectorExpr); ok && call.Sel.Name == "MustCompile" {
					t.Errorf("%s compiles a pattern before main begins: use sync.OnceValue", name)
				}
				_, later := n.(*ast.FuncLit)
				return !later
			})
		}
	}
	if files < 100 {
		t.Errorf("only %d files were looked at", files)
	}
}

// root is the folder of the module.
func root(t *testing.T) string {
	t.Helper()
	dir, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	return dir + string(filepath.Separator)
}

func TestImportsFollowTheArrows(t *testing.T) {
	out, err := exec.Command("go", "list", "-f", "{{.ImportPath}}: {{join .Imports \" \"}}", module+"...").Output()
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for line := range strings.Lines(string(out)) {
		path, imports, _ := strings.Cut(strings.TrimSpace(line), ":")
		name := strings.TrimPrefix(path, module)
		allowed, known := arrows[name]
		if !known {
			t.Errorf("%s is in no row of the table", name)
			continue
		}
		seen++
		for imported := range strings.FieldsSeq(imports) {
			ours, ok := strings.CutPrefix(imported, module)
			if ok && !slices.Contains(allowed, ours) {
				t.Errorf("%s must not import %s", name, ours)
			}
			if imported == "net/http" || imported == "net" {
				t.Errorf("%s imports %s: wirevet connects to nothing", name, imported)
			}
			if imported == "os/exec" && name != "internal/git" {
				t.Errorf("%s imports %s: wirevet runs nothing that files name, and nothing but git", name, imported)
			}
		}
	}
	if seen != len(arrows) {
		t.Errorf("%d packages of %d in the table", seen, len(arrows))
	}
}
