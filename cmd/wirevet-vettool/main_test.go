package main

import (
	"os/exec"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"wirevet-vettool": main})
}

// TestScripts runs go vet with the tool as its users do. Each script says what it is about in its first line.
func TestScripts(t *testing.T) {
	if testing.Short() {
		t.Skip("go vet runs the tool once for each package of the standard library: minutes with the race detector")
	}
	tool, err := exec.LookPath("wirevet-vettool")
	if err != nil {
		t.Fatal(err)
	}
	cache, err := exec.Command("go", "env", "GOCACHE").Output()
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(e *testscript.Env) error {
			e.Setenv("GOCACHE", strings.TrimSpace(string(cache)))
			e.Setenv("GOPROXY", "off")
			e.Setenv("GOWORK", "off")
			e.Setenv("VETTOOL", tool)
			return nil
		},
	})
}
