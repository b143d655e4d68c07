package engine_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/wirevet/wirevet/internal/engine"
	"github.com/wirevet/wirevet/internal/graph"
	"github.com/wirevet/wirevet/rules"
)

var updateSystems = flag.Bool("update-systems", false, "write what comes out into testdata/systems; read the difference")

// TestSystems checks small whole projects: what is found in all of their files together, and the picture of them. Each file
// of testdata/systems holds a project, the findings from warning upwards under `want`, and the picture under `graph`. What a
// file is for stands at its head; many come in pairs that differ in one line of one file.
func TestSystems(t *testing.T) {
	files, err := filepath.Glob("../../testdata/systems/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("%d systems: %v", len(files), err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			dir := t.TempDir()
			project, want := unpack(t, file, dir)
			found, picture := judge(t, dir)
			if *updateSystems {
				project.Files = append(project.Files, txtar.File{Name: "want", Data: []byte(found)}, txtar.File{Name: "graph", Data: []byte(picture)})
				if err := os.WriteFile(file, txtar.Format(project), 0o600); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(want["want"], found); diff != "" {
				t.Errorf("findings differ (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(want["graph"], picture); diff != "" {
				t.Errorf("the picture differs (-want +got):\n%s", diff)
			}
		})
	}
}

// unpack writes a system into a folder. It returns the project, and what is wanted of it.
func unpack(t *testing.T, file, dir string) (project *txtar.Archive, want map[string]string) {
	t.Helper()
	system, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	project, want = &txtar.Archive{Comment: system.Comment}, map[string]string{}
	for _, f := range system.Files {
		if f.Name == "want" || f.Name == "graph" {
			want[f.Name] = string(f.Data)
			continue
		}
		project.Files = append(project.Files, f)
		path := filepath.Join(dir, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, f.Data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return project, want
}

// TestOneFileOfASystemIsJudgedAsAllOfItIs holds that a hook, which names the files of a commit, finds in them what a run over the
// repository finds there: no more, because the file that makes it right was not staged, and no less.
func TestOneFileOfASystemIsJudgedAsAllOfItIs(t *testing.T) {
	git, err := exec.LookPath("git")
	if err != nil {
		t.Skip("needs git")
	}
	files, err := filepath.Glob("../../testdata/systems/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("%d systems: %v", len(files), err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			dir := t.TempDir()
			project, want := unpack(t, file, dir)
			for _, args := range [][]string{{"init", "-q"}, {"add", "-A"}} {
				c := exec.Command(git, args...)
				c.Dir = dir
				if out, err := c.CombinedOutput(); err != nil {
					t.Fatalf("git %v: %v\n%s", args, err, out)
				}
			}
			for _, f := range project.Files {
				whole := ""
				for line := range strings.Lines(want["want"]) {
					if strings.HasPrefix(line, f.Name+":") {
						whole += line
					}
				}
				part := ""
				for line := range strings.Lines(findings(check(t, dir, f.Name))) {
					if strings.HasPrefix(line, f.Name+":") {
						part += line
					} else if !strings.Contains(want["want"], line) {
						t.Errorf("asked for %s alone, found in another file only then: %s", f.Name, line)
					}
				}
				if diff := cmp.Diff(whole, part); diff != "" {
					t.Errorf("%s alone (-whole +alone):\n%s", f.Name, diff)
				}
			}
		})
	}
}

// check checks a folder, or files of it.
func check(t *testing.T, dir string, roots ...string) *engine.Run {
	t.Helper()
	run, err := engine.Check(context.Background(), engine.Options{
		WorkDir: dir, Roots: roots, AsFound: true, Rules: rules.All(), MinSeverity: rules.Note, Now: time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC),
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, bug := range run.Bugs {
		t.Error(bug)
	}
	for _, p := range run.Result.Problems {
		t.Errorf("%s: %s", p.File(), p.Message)
	}
	return run
}

// judge returns the findings from warning upwards, and the picture.
func judge(t *testing.T, dir string) (found, picture string) {
	t.Helper()
	run := check(t, dir)
	var drawn strings.Builder
	if err := graph.Write(&drawn, graph.Of(run.Result.System, run.Result.Findings), "mermaid"); err != nil {
		t.Fatal(err)
	}
	return findings(run), drawn.String()
}

// findings returns those from warning upwards, a line each with its related places.
func findings(run *engine.Run) string {
	var lines strings.Builder
	for _, f := range run.Result.Findings {
		if f.Severity < rules.Warning {
			continue
		}
		fmt.Fprintf(&lines, "%s:%d %s %s", f.Span.Source.Path, f.Span.Begin().Line, f.Rule.ID, f.Severity)
		for _, r := range f.Related {
			fmt.Fprintf(&lines, " <- %s:%d", r.Span.Source.Path, r.Span.Begin().Line)
		}
		lines.WriteString("\n")
	}
	return lines.String()
}
