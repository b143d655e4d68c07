package agreement_test

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestThreeWaysToRunTheRulesAgree runs each way over all samples. What it finds must be what the comments want, but for
// what testdata/differences.txt lists; and what that lists must be so.
func TestThreeWaysToRunTheRulesAgree(t *testing.T) {
	t.Setenv("GOWORK", "off")
	built := build(t)
	rules := offered(t, built)
	samples := folders(t)
	wanted := wants(t)
	for _, want := range wanted {
		if !rules[want.rule] {
			t.Errorf("%s:%d wants %s, which is not offered everywhere", want.file, want.line, want.rule)
		}
	}
	listed := differences(t)
	var real []string
	workspace(t, samples)
	for _, way := range []struct {
		name string
		run  func(*testing.T, programs, []string) []finding
	}{
		{"check", check}, {"vet", vet}, {"golangci-lint", golangci},
	} {
		found := way.run(t, built, samples)
		found = slices.DeleteFunc(found, func(f finding) bool { return !rules[f.rule] })
		real = append(real, differ(way.name, "misses", wanted, found)...)
		real = append(real, differ(way.name, "adds", found, wanted)...)
	}
	for _, difference := range real {
		if !slices.Contains(listed, difference) {
			t.Error(difference)
		}
	}
	for _, difference := range listed {
		if !slices.Contains(real, difference) {
			t.Errorf("testdata/differences.txt lists what is not so: %s", difference)
		}
	}
}

// differ describes the findings of one list that the other does not have.
func differ(way, verb string, these, others []finding) []string {
	var list []string
	for _, f := range these {
		difference := fmt.Sprintf("%s %s %s:%d %s", way, verb, f.file, f.line, f.rule)
		if !slices.Contains(others, f) && !slices.Contains(list, difference) {
			list = append(list, difference)
		}
	}
	return list
}

// differences reads the lines of testdata/differences.txt, without their reasons.
func differences(t *testing.T) []string {
	t.Helper()
	data, err := os.ReadFile("testdata/differences.txt")
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		difference, reason, ok := strings.Cut(line, " -- ")
		if !ok || strings.TrimSpace(reason) == "" {
			t.Errorf("testdata/differences.txt: %q has no reason", line)
		}
		list = append(list, difference)
	}
	return list
}

// folders returns the names of the samples.
func folders(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("testdata/*/go.mod")
	if err != nil || len(files) < 15 {
		t.Fatalf("%d samples, want at least 15 (%v)", len(files), err)
	}
	for i, file := range files {
		files[i] = filepath.Base(filepath.Dir(file))
	}
	return files
}

var want = regexp.MustCompile(`// want ([a-z0-9 -]+)$`)

// wants reads the comments of the samples. A comment may name several rules.
func wants(t *testing.T) []finding {
	t.Helper()
	var wanted []finding
	err := fs.WalkDir(os.DirFS("testdata"), ".", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".go" {
			return err
		}
		data, err := os.ReadFile(filepath.Join("testdata", path))
		if err != nil {
			return err
		}
		for i, line := range strings.Split(string(data), "\n") {
			if m := want.FindStringSubmatch(line); m != nil {
				for rule := range strings.FieldsSeq(m[1]) {
					wanted = append(wanted, finding{path, i + 1, rule})
				}
			}
		}
		return nil
	})
	if err != nil || len(wanted) == 0 {
		t.Fatalf("the samples want nothing (%v)", err)
	}
	return wanted
}
