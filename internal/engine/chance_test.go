package engine_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/wirevet/wirevet/internal/engine"
	"github.com/wirevet/wirevet/internal/report"
	"github.com/wirevet/wirevet/rules"
)

// Two functions that return one policy gave it the name of either.
func TestFactsOfGoDoNotDependOnChance(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"go.mod": "module example.com/m\n\ngo 1.26\n",
		"wire/wire.go": `package wire

import (
	"crypto/tls"
	"net/http"

	_ "github.com/modelcontextprotocol/go-sdk/mcp"
)

func settings() *tls.Config { return &tls.Config{MinVersion: tls.VersionTLS12} }

func A() *tls.Config { return settings() }

func B() *tls.Config { return settings() }

func C() *http.Transport { return &http.Transport{TLSClientConfig: settings()} }
`,
		"main.go": `package main

import (
	"net/http"

	"example.com/m/wire"
)

func main() {
	_ = &http.Client{Transport: &http.Transport{TLSClientConfig: wire.A()}}
	_ = &http.Client{Transport: &http.Transport{TLSClientConfig: wire.B()}}
	_ = &http.Client{Transport: wire.C()}
}
`,
	} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	first := ""
	for range 20 {
		run, err := engine.Check(context.Background(), engine.Options{WorkDir: dir, Rules: rules.All(), MinSeverity: rules.Note})
		if err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		if err := report.Facts(&b, run.Result.System, "json"); err != nil {
			t.Fatal(err)
		}
		if first == "" {
			first = b.String()
			if !strings.Contains(first, "example.com/m/wire.A") {
				t.Fatal("nothing is said of the function that returns the policy")
			}
		}
		if b.String() != first {
			t.Fatal("two runs over the same files say different things")
		}
	}
}
