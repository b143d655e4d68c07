package discover

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// contents returns what the files of a staged tree hold, and what is said of those that cannot be read.
func contents(t *testing.T, f *Found) map[string]string {
	t.Helper()
	defer f.Close()
	out := map[string]string{}
	for _, file := range f.Files {
		src, data, problem := Read(file, 100)
		switch {
		case problem != nil:
			out[file.Path] = string(problem.Kind) + ": " + problem.Message
		case src != nil:
			out[file.Path] = string(data)
			if src.HasMode {
				t.Errorf("%s has a mode, which no index knows", file.Path)
			}
		}
	}
	return out
}

func TestTheIndexIsReadInEveryKindOfRepository(t *testing.T) {
	for _, format := range []string{"sha1", "sha256"} {
		dir := filepath.Join(t.TempDir(), "main")
		write(t, filepath.Join(dir, ".mcp.json"), "staged")
		write(t, filepath.Join(dir, "sub/other.json"), "staged too")
		runGit(t, dir, "", "init", "-q", "--object-format="+format)
		runGit(t, dir, "", "add", "-A")
		runGit(t, dir, "", "commit", "-qm", "x")
		second := filepath.Join(dir, "..", "second")
		runGit(t, dir, "", "worktree", "add", "-q", second)
		write(t, filepath.Join(second, ".mcp.json"), "staged in the second")
		runGit(t, second, "", "add", "-A")
		write(t, filepath.Join(second, ".mcp.json"), "not staged")
		write(t, filepath.Join(dir, ".mcp.json"), "not staged")
		for work, want := range map[string]map[string]string{
			dir:    {".mcp.json": "staged", "sub/other.json": "staged too"},
			second: {".mcp.json": "staged in the second", "sub/other.json": "staged too"},
		} {
			if diff := cmp.Diff(want, contents(t, find(t, work, Options{Staged: true}))); diff != "" {
				t.Errorf("%s %s: %s", format, work, diff)
			}
		}
	}
}

func TestSubmodulesAreLeftAlone(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "inner/.mcp.json"), "theirs")
	runGit(t, filepath.Join(dir, "inner"), "", "init", "-q")
	runGit(t, filepath.Join(dir, "inner"), "", "add", "-A")
	runGit(t, filepath.Join(dir, "inner"), "", "commit", "-qm", "x")
	write(t, filepath.Join(dir, ".mcp.json"), "ours")
	runGit(t, dir, "", "init", "-q")
	runGit(t, dir, "", "-c", "advice.addEmbeddedRepo=false", "add", "-A")
	if diff := cmp.Diff(map[string]string{".mcp.json": "ours"}, contents(t, find(t, dir, Options{Staged: true}))); diff != "" {
		t.Error(diff)
	}
	got := contents(t, find(t, dir, Options{Staged: true, Roots: []string{"inner"}}))
	if diff := cmp.Diff(map[string]string{"inner/.mcp.json": "theirs"}, got); diff != "" {
		t.Errorf("asked for itself: %s", diff)
	}
}

func TestAConflictIsAProblemOfTheFileThatIsOurs(t *testing.T) {
	dir := t.TempDir()
	runGit(t, dir, "", "init", "-q", "-b", "main")
	for i := range 3 {
		for _, name := range []string{".mcp.json", "maybe.json"} {
			write(t, filepath.Join(dir, name), strings.Repeat("x", i+1))
		}
		runGit(t, dir, "", "add", "-A")
		runGit(t, dir, "", "commit", "-qm", "x")
	}
	info := "0 " + strings.Repeat("0", 40) + "\t.mcp.json\n0 " + strings.Repeat("0", 40) + "\tmaybe.json\n"
	for stage, revision := range []string{"main~2", "main~1", "main"} {
		for _, name := range []string{".mcp.json", "maybe.json"} {
			id := strings.TrimSpace(runGit(t, dir, "", "rev-parse", revision+":"+name))
			info += "100644 " + id + " " + string(rune('1'+stage)) + "\t" + name + "\n"
		}
	}
	runGit(t, dir, info, "update-index", "--index-info")
	want := map[string]string{".mcp.json": "unreadable: this file is in conflict: several versions of it are staged; resolve it and git add it"}
	if diff := cmp.Diff(want, contents(t, find(t, dir, Options{Staged: true}))); diff != "" {
		t.Error(diff)
	}
}

// A clone may lack the content of what its sparse checkout leaves out.
func TestWhatASparseCheckoutLeavesOutMayBeMissing(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, ".mcp.json"), "here")
	write(t, filepath.Join(dir, "out/.mcp.json"), "left out")
	runGit(t, dir, "", "init", "-q")
	runGit(t, dir, "", "add", "-A")
	runGit(t, dir, "", "commit", "-qm", "x")
	runGit(t, dir, "", "update-index", "--skip-worktree", "out/.mcp.json")
	want := map[string]string{".mcp.json": "here", "out/.mcp.json": "left out"}
	if diff := cmp.Diff(want, contents(t, find(t, dir, Options{Staged: true}))); diff != "" {
		t.Error(diff)
	}
	removeObject := func(name string) {
		id := strings.TrimSpace(runGit(t, dir, "", "rev-parse", ":"+name))
		if err := os.Remove(filepath.Join(dir, ".git/objects", id[:2], id[2:])); err != nil {
			t.Fatal(err)
		}
	}
	removeObject("out/.mcp.json")
	delete(want, "out/.mcp.json")
	if diff := cmp.Diff(want, contents(t, find(t, dir, Options{Staged: true}))); diff != "" {
		t.Error(diff)
	}
	removeObject(".mcp.json")
	want[".mcp.json"] = "unreadable: its staged content is not in this clone; git fetch brings it"
	if diff := cmp.Diff(want, contents(t, find(t, dir, Options{Staged: true}))); diff != "" {
		t.Error(diff)
	}
}

func TestReferencesOfStagedFilesAreFollowedInTheIndex(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"conf/a.conf", "conf/b.conf", "conf/sub/c.conf"} {
		write(t, filepath.Join(dir, name), "staged "+name)
	}
	runGit(t, dir, "", "init", "-q")
	runGit(t, dir, "", "add", "-A")
	write(t, filepath.Join(dir, "conf/a.conf"), "not staged")
	write(t, filepath.Join(dir, "conf/new.conf"), "not staged")
	found := find(t, dir, Options{Staged: true})
	defer found.Close()
	r := NewReach(found, dir, 100)
	if got := r.Glob("conf/*.conf"); !slices.Equal(got, []string{"conf/a.conf", "conf/b.conf"}) {
		t.Errorf("%q", got)
	}
	if _, data, ok := r.Open("conf/a.conf"); !ok || string(data) != "staged conf/a.conf" {
		t.Errorf("%q %v", data, ok)
	}
	for _, name := range []string{"conf/new.conf", "conf", "../x", "/etc/passwd"} {
		if _, data, ok := r.Open(name); ok {
			t.Errorf("%s: %q", name, data)
		}
	}
}

func TestAnOverlayTakesThePlaceOfAFileWhereverItIsMet(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, ".mcp.json"), "on disk")
	write(t, filepath.Join(dir, "a.json"), "on disk")
	overlay := map[string][]byte{filepath.Join(dir, ".mcp.json"): []byte("edited")}
	for _, root := range []string{".", ".mcp.json", "a.json"} {
		found := find(t, dir, Options{Overlay: overlay, Roots: []string{root}})
		for _, f := range found.Files {
			if _, data, _ := Read(f, 100); f.Path == ".mcp.json" && string(data) != "edited" {
				t.Errorf("%s: %q", root, data)
			}
		}
	}
}

// A hook hands over names that it did not choose.
func TestNamedFilesCanBeTakenAsFound(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"notes.txt", "node_modules/x/.mcp.json", "left/.mcp.json", "examples/.mcp.json", "maybe.json"} {
		write(t, filepath.Join(dir, name), "{}")
	}
	runGit(t, dir, "", "init", "-q")
	runGit(t, dir, "", "add", "-A")
	none := func() []string { return nil }
	found := find(t, filepath.Join(dir, "examples"), Options{
		AsFound: true, Exclude: []string{"left"}, Beside: none, Joins: func([]Asked) []string { return nil },
		Roots: []string{"../notes.txt", "../node_modules/x/.mcp.json", "../left/.mcp.json", ".mcp.json", "../maybe.json"},
	})
	if got := shown(found); !slices.Equal(got, []string{"../maybe.json", ".mcp.json"}) || found.Passed != 3 {
		t.Fatalf("%q, %d passed", got, found.Passed)
	}
	if below := found.Files[1].Below; below != "examples/.mcp.json" {
		t.Errorf("the example lies at %s", below)
	}
}

func TestARootThatIsNotStagedEndsTheRun(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "a.json"), "{}")
	for _, want := range []string{errNoRepository.Error(), errNotStaged.Error()} {
		_, err := Find(context.Background(), Options{WorkDir: dir, Roots: []string{"a.json"}, Staged: true, Interest: interestOf})
		if err == nil || err.Error() != "a.json: "+want {
			t.Errorf("%v, want %s", err, want)
		}
		runGit(t, dir, "", "init", "-q")
	}
}
