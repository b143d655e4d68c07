package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/mod/modfile"
	"golang.org/x/mod/semver"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"golangci-lint": main})
}

// TestScripts runs golangci-lint on the module testdata/sample as its users do. Each script says what it is about in its
// first line.
func TestScripts(t *testing.T) {
	env := goEnv(t, "GOCACHE", "GOMODCACHE", "GOPROXY")
	cache := t.TempDir()
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(e *testscript.Env) error {
			e.Vars = append(e.Vars, env...)
			e.Setenv("GOLANGCI_LINT_CACHE", cache)
			e.Setenv("GOWORK", "off")
			return os.CopyFS(e.WorkDir, os.DirFS("testdata/sample"))
		},
	})
}

// goEnv returns settings of the go command, for a program that has another home.
func goEnv(t *testing.T, names ...string) []string {
	t.Helper()
	out, err := exec.Command("go", append([]string{"env"}, names...)...).Output()
	if err != nil {
		t.Fatal(err)
	}
	values := strings.Split(string(out), "\n")
	var env []string
	for i, name := range names {
		env = append(env, name+"="+values[i])
	}
	return env
}

// golangci-lint is built with the versions that its go.mod names, or newer ones when a plugin asks for them; then it would
// run on an x/tools that its authors have not tried.
func TestToolsAreNoNewerThanThoseOfGolangciLint(t *testing.T) {
	const tools = "golang.org/x/tools"
	theirs := required(t, module(t, "github.com/golangci/golangci-lint/v2"), tools)
	for _, ours := range []string{"../../go.mod", "../go.mod"} {
		if version := required(t, ours, tools); semver.Compare(version, theirs) > 0 {
			t.Errorf("%s requires %s %s, golangci-lint %s", filepath.Clean(ours), tools, version, theirs)
		}
	}
}

// module returns the go.mod of a module that this one requires.
func module(t *testing.T, path string) string {
	t.Helper()
	out, err := exec.Command("go", "list", "-m", "-f", "{{.GoMod}}", path).Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(out))
}

// required returns the version of a module that a go.mod requires.
func required(t *testing.T, file, path string) string {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := modfile.ParseLax(file, data, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range parsed.Require {
		if r.Mod.Path == path {
			return r.Mod.Version
		}
	}
	t.Fatalf("%s does not require %s", file, path)
	return ""
}
