package agreement_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// finding is a rule that was broken at a line of a file. The file's path begins with the name of the sample.
type finding struct {
	file string
	line int
	rule string
}

// programs are the three that are compared, built from this work tree.
type programs struct{ wirevet, vettool, golangci string }

func build(t *testing.T) programs {
	t.Helper()
	dir := t.TempDir()
	p := programs{filepath.Join(dir, "wirevet"), filepath.Join(dir, "wirevet-vettool"), filepath.Join(dir, "golangci-lint")}
	run(t, "../..", "go", "build", "-o", p.wirevet, "./cmd/wirevet")
	run(t, "../..", "go", "build", "-o", p.vettool, "./cmd/wirevet-vettool")
	run(t, "../../golangci/custom", "go", "build", "-o", p.golangci, ".")
	return p
}

// check runs `wirevet check` in each sample.
func check(t *testing.T, p programs, samples []string) []finding {
	t.Helper()
	var found []finding
	for _, sample := range samples {
		var report struct {
			Findings []struct {
				Rule, File string
				Start      struct{ Line int }
			}
		}
		out := run(t, filepath.Join("testdata", sample), p.wirevet, "check", "--fail-on", "never", "--format", "json")
		if err := json.Unmarshal(out, &report); err != nil {
			t.Fatal(err)
		}
		for _, f := range report.Findings {
			found = append(found, finding{sample + "/" + f.File, f.Start.Line, f.Rule})
		}
	}
	return found
}

// vet runs go vet once over all samples.
func vet(t *testing.T, p programs, samples []string) []finding {
	t.Helper()
	return lines(t, run(t, "testdata", "go", append([]string{"vet", "-vettool=" + p.vettool}, patterns(samples)...)...))
}

// golangci runs golangci-lint once over all samples.
func golangci(t *testing.T, p programs, samples []string) []finding {
	t.Helper()
	t.Setenv("GOLANGCI_LINT_CACHE", t.TempDir())
	return lines(t, run(t, "testdata", p.golangci, append([]string{"run"}, patterns(samples)...)...))
}

// workspace makes the samples one workspace, in which a single run covers them: each stays a module of its own.
func workspace(t *testing.T, samples []string) {
	t.Helper()
	text := "go 1.26.0\n"
	for _, sample := range samples {
		dir, err := filepath.Abs(filepath.Join("testdata", sample))
		if err != nil {
			t.Fatal(err)
		}
		text += "use " + strconv.Quote(dir) + "\n"
	}
	file := filepath.Join(t.TempDir(), "go.work")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("GOWORK", file)
}

func patterns(samples []string) []string {
	var list []string
	for _, sample := range samples {
		list = append(list, "./"+sample+"/...")
	}
	return list
}

// offered are the rules that all three have.
func offered(t *testing.T, p programs) map[string]bool {
	t.Helper()
	var flags []struct{ Name string }
	if err := json.Unmarshal(run(t, ".", p.vettool, "-flags"), &flags); err != nil {
		t.Fatal(err)
	}
	rules := map[string]bool{}
	for _, f := range flags {
		if name, ok := strings.CutSuffix(f.Name, ".all"); ok {
			rules[strings.ReplaceAll(name, "_", "-")] = true
		}
	}
	if len(rules) == 0 {
		t.Fatal("the tool has no rules")
	}
	return rules
}

// run runs a program and returns what it writes. That it has findings is no failure.
func run(t *testing.T, dir, name string, args ...string) []byte {
	t.Helper()
	c := exec.Command(name, args...)
	c.Dir = dir
	var stdout, stderr bytes.Buffer
	c.Stdout, c.Stderr = &stdout, &stderr
	err := c.Run()
	var exit *exec.ExitError
	if err != nil && (!errors.As(err, &exit) || exit.ExitCode() != 1) {
		t.Fatalf("%s %s in %s: %v\n%s%s", name, strings.Join(args, " "), dir, err, stdout.Bytes(), stderr.Bytes())
	}
	return append(stdout.Bytes(), stderr.Bytes()...)
}

var (
	diagnostic = regexp.MustCompile(`^(.+\.go):(\d+):\d+: (?:error|warning)\[([a-z0-9-]+)\]: `)
	// go vet shows related places, too.
	related = regexp.MustCompile(`^.+\.go:\d+:\d+: \t`)
	// The samples' modules may have to be fetched first.
	download = regexp.MustCompile(`^go: downloading `)
)

// lines reads the findings that go vet and golangci-lint print. A line that is none means that something went wrong.
func lines(t *testing.T, out []byte) []finding {
	t.Helper()
	var found []finding
	for line := range strings.Lines(string(out)) {
		if related.MatchString(line) || download.MatchString(line) {
			continue
		}
		m := diagnostic.FindStringSubmatch(line)
		if m == nil {
			t.Fatalf("this is no finding: %s", line)
		}
		number, err := strconv.Atoi(m[2])
		if err != nil {
			t.Fatal(err)
		}
		found = append(found, finding{strings.TrimPrefix(filepath.ToSlash(m[1]), "./"), number, m[3]})
	}
	return found
}
