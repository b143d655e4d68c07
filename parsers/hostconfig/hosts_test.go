package hostconfig

import (
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/wirevet/wirevet/facts"
)

var update = flag.Bool("update", false, "write the facts that come out into testdata")

// tokens are credentials that exist only while a test runs: @ghp@ in a test file becomes one of GitHub's form.
var tokens = strings.NewReplacer(
	"@ghp@", "ghp_"+"q7Lw2XcV9bNm4ZpRt6Ys8KdJf3Hg5Ga1Ue0I",
	"@random@", "q7Lw2XcV9b"+"Nm4ZpRt6Ys8K",
)

// TestEveryHostIsReadAsItReadsItself reads the files of testdata/<host>.txtar and compares the facts. The section
// "facts" holds them, a line each behind the name of the file; -update writes it.
func TestEveryHostIsReadAsItReadsItself(t *testing.T) {
	for _, id := range hostIDs() {
		t.Run(id, func(t *testing.T) {
			t.Parallel()
			compareArchive(t, filepath.Join("testdata", id+".txtar"), id)
		})
	}
}

// hostIDs returns the ids of all hosts that have a description.
func hostIDs() []string {
	var out []string
	seen := map[string]bool{}
	for _, h := range append(allHosts(), shapedHosts()...) {
		if !seen[h.host.ID] {
			seen[h.host.ID] = true
			out = append(out, h.host.ID)
		}
	}
	return out
}

// TestCornerCases reads the files of testdata/cases: "what it is about | path of the file".
func TestCornerCases(t *testing.T) {
	files, err := filepath.Glob("testdata/cases/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) { compareArchive(t, file, "") })
	}
}

func TestLookAlikesStaySilent(t *testing.T) {
	archive, err := txtar.ParseFile("testdata/cases/look-alikes.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range archive.Files {
		if _, path, ok := strings.Cut(f.Name, " | "); ok {
			out := parseText(path, string(f.Data))
			if len(out.Entries)+len(out.Problems)+len(out.Credentials)+len(out.Approvals) > 0 {
				t.Errorf("%s:\n%s", f.Name, print(out))
			}
		}
	}
}

// compareArchive parses every file of an archive and compares what comes out with its section "facts". At least one
// entry must belong to the host with the id, when there is one.
func compareArchive(t *testing.T, path, id string) {
	t.Helper()
	archive, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatalf("every host needs a file that shows how it is read: %v", err)
	}
	var got strings.Builder
	var want string
	inputs, entries := archive.Files[:0:0], 0
	for _, f := range archive.Files {
		if f.Name == "facts" {
			want = string(f.Data)
			continue
		}
		inputs = append(inputs, f)
		name := f.Name
		if _, path, ok := strings.Cut(name, " | "); ok {
			name = path
		}
		out := parseText(name, tokens.Replace(string(f.Data)))
		checkFacts(t, out)
		for _, e := range out.Entries {
			if e.Host.ID == id {
				entries++
			}
		}
		got.WriteString("# " + f.Name + "\n" + print(out))
	}
	if entries == 0 && id != "" {
		t.Errorf("no server of %s was read", id)
	}
	if *update {
		archive.Files = append(slices.Clone(inputs), txtar.File{Name: "facts", Data: []byte(got.String())})
		if err := os.WriteFile(path, txtar.Format(archive), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(want, got.String()); diff != "" {
		t.Errorf("facts differ (-want +got):\n%s", diff)
	}
}

// parseText parses text as the file at path.
func parseText(path, text string) *facts.Facts {
	data := []byte(text)
	return Parse(facts.NewSource(path, data), data)
}
