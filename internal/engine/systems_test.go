package engine_test

import (
	"context"
	"flag"
	"fmt"
	"os"
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
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			system := txtar.Parse(data)
			want := map[string]string{}
			dir := t.TempDir()
			project := &txtar.Archive{Comment: system.Comment}
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

// judge returns the findings from warning upwards, a line each with its related places, and the picture.
func judge(t *testing.T, dir string) (found, picture string) {
	t.Helper()
	run, err := engine.Check(context.Background(), engine.Options{
		WorkDir: dir, Rules: rules.All(), MinSeverity: rules.Note, Now: time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC),
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
	var drawn strings.Builder
	if err := graph.Write(&drawn, graph.Of(run.Result.System, run.Result.Findings), "mermaid"); err != nil {
		t.Fatal(err)
	}
	return lines.String(), drawn.String()
}
