package main

import (
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"testing"
)

func TestThreeFilesAreWrittenAndNoneIsOverwritten(t *testing.T) {
	root := t.TempDir()
	for _, dir := range []string{"rules/docs", "rules/testdata"} {
		if err := os.MkdirAll(filepath.Join(root, dir), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := run(root, []string{"tls-key-shared"}); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(root, "rules/tls_key_shared.go")
	f, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	if err != nil || f.Scope.Lookup("TLSKeyShared") == nil {
		t.Errorf("the rule is no Go with its name: %v", err)
	}
	for _, name := range []string{"rules/docs/tls-key-shared.md", "rules/testdata/tls-key-shared.txtar"} {
		if _, err := os.Stat(filepath.Join(root, name)); err != nil {
			t.Error(err)
		}
	}
	if run(root, []string{"tls-key-shared"}) == nil {
		t.Error("a second run overwrites")
	}
	for _, id := range []string{"", "One", "tls", "tls_key", "../x-y"} {
		if run(root, []string{id}) == nil {
			t.Errorf("%q is taken for an id", id)
		}
	}
}
