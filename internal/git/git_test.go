package git

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// repository makes a repository with one commit of the files.
func repository(t *testing.T, files map[string]string) (*Repository, string) {
	t.Helper()
	dir := t.TempDir()
	gitIn(t, dir, "init", "-q", "-b", "main")
	commit(t, dir, files)
	r, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return r, dir
}

func commit(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		write(t, filepath.Join(dir, name), text)
	}
	gitIn(t, dir, "add", "-A")
	gitIn(t, dir, "commit", "-q", "-m", "x")
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o755); err != nil {
		t.Fatal(err)
	}
}

// plainGit runs git as somebody would at a prompt, with nothing switched off.
func plainGit(dir string, args ...string) (string, error) {
	c := exec.Command("git", args...)
	c.Dir = dir
	c.Env = append(os.Environ(), "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_AUTHOR_NAME=t", "GIT_AUTHOR_EMAIL=t@example.com",
		"GIT_COMMITTER_NAME=t", "GIT_COMMITTER_EMAIL=t@example.com")
	out, err := c.CombinedOutput()
	return strings.TrimSpace(string(out)), err
}

func gitIn(t *testing.T, dir string, args ...string) string {
	t.Helper()
	out, err := plainGit(dir, args...)
	if err != nil {
		t.Fatalf("git %v: %v: %s", args, err, out)
	}
	return out
}

func TestObjectsAreReadByNameAndByPath(t *testing.T) {
	ctx := context.Background()
	r, dir := repository(t, map[string]string{"a.json": "{}\n", "empty": "", "sub/with space": "x", "large": strings.Repeat("x", 1000)})
	o := r.Objects(ctx)
	defer o.Close()
	for name, want := range map[string]string{
		gitIn(t, dir, "rev-parse", "HEAD:a.json"): "{}\n", "HEAD:empty": "", "HEAD:sub/with space": "x",
	} {
		if data, size, err := o.Read(name, 100); err != nil || string(data) != want || size != int64(len(want)) {
			t.Errorf("%s: %q %d %v", name, data, size, err)
		}
	}
	if data, size, err := o.Read("HEAD:large", 999); err != nil || data != nil || size != 1000 {
		t.Errorf("over the limit: %d bytes, %d, %v", len(data), size, err)
	}
	for _, name := range []string{"HEAD:gone", "HEAD:sub", "HEAD:no such\nHEAD:a.json", "", strings.Repeat("1", 40), "HEAD:x blob 5"} {
		if _, _, err := o.Read(name, 100); !errors.Is(err, ErrMissing) {
			t.Errorf("%q: %v", name, err)
		}
	}
	if data, _, err := o.Read("HEAD:a.json", 100); err != nil || string(data) != "{}\n" {
		t.Errorf("after all that: %q %v", data, err)
	}
}

func TestABrokenRepositoryIsAnErrorThatSaysWhy(t *testing.T) {
	r, err := Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	o := r.Objects(context.Background())
	defer o.Close()
	for range 2 {
		if _, _, err := o.Read("HEAD:a", 100); err == nil || !strings.Contains(err.Error(), "git cat-file: not a git repository") {
			t.Errorf("%v", err)
		}
	}
}

func TestNoGitIsSaid(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	if _, err := Open(t.TempDir()); !errors.Is(err, ErrNotInstalled) {
		t.Error(err)
	}
}

func TestTheBaseIsWhereHeadLeftTheRevision(t *testing.T) {
	ctx := context.Background()
	r, dir := repository(t, map[string]string{"a": "1"})
	fork := gitIn(t, dir, "rev-parse", "HEAD")
	gitIn(t, dir, "checkout", "-q", "-b", "topic")
	commit(t, dir, map[string]string{"b": "1"})
	gitIn(t, dir, "checkout", "-q", "main")
	commit(t, dir, map[string]string{"c": "1"})
	gitIn(t, dir, "checkout", "-q", "topic")
	if base, err := r.Base(ctx, "main"); err != nil || base != fork {
		t.Errorf("%s %v, want %s", base, err, fork)
	}
	gitIn(t, dir, "checkout", "-q", "--orphan", "other")
	if base, err := r.Base(ctx, "HEAD"); err != nil || base != "" {
		t.Errorf("before the first commit: %q %v", base, err)
	}
	gitIn(t, dir, "commit", "-q", "-m", "x")
	for revision, want := range map[string]string{
		"main":         "HEAD and main have no commit in common",
		"nope":         "nope is no revision of this repository; git fetch origin nope brings it if it is one elsewhere",
		"--output=x":   `"--output=x" is no revision`,
		"":             `"" is no revision`,
		"main:c":       "main:c is no revision",
		"main^{/nope}": "main^{/nope} is no revision",
	} {
		if base, err := r.Base(ctx, revision); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q: %s %v, want %s", revision, base, err, want)
		}
	}
}

func TestAShallowCloneSaysWhatBringsTheRest(t *testing.T) {
	ctx := context.Background()
	_, dir := repository(t, map[string]string{"a": "1"})
	gitIn(t, dir, "tag", "first")
	commit(t, dir, map[string]string{"b": "1"})
	commit(t, dir, map[string]string{"c": "1"})
	clone := filepath.Join(t.TempDir(), "clone")
	gitIn(t, dir, "clone", "-q", "--depth=1", "--no-tags", "file://"+dir, clone)
	r, err := Open(clone)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Base(ctx, "first"); err == nil || err.Error() != "first is not in this shallow clone; git fetch --unshallow origin first brings it" {
		t.Error(err)
	}
	gitIn(t, clone, "fetch", "-q", "--depth=1", "origin", "tag", "first")
	if _, err := r.Base(ctx, "first"); err == nil || err.Error() != "the commit where HEAD left first is not in this shallow clone; git fetch --unshallow brings it" {
		t.Error(err)
	}
	gitIn(t, clone, "fetch", "-q", "--unshallow")
	if base, err := r.Base(ctx, "first"); err != nil || base != gitIn(t, dir, "rev-parse", "first") {
		t.Errorf("%s %v", base, err)
	}
}

func TestChangesFollowRenames(t *testing.T) {
	ctx := context.Background()
	lines := strings.Repeat("a line\n", 50)
	r, dir := repository(t, map[string]string{"same": "s", "changed": "c", "moved": lines, "gone": "unlike the others", "tab\tname": "1"})
	was := func(name string) string { return gitIn(t, dir, "rev-parse", "main:"+name) }
	gitIn(t, dir, "mv", "moved", "to here")
	gitIn(t, dir, "rm", "-q", "gone")
	write(t, filepath.Join(dir, "changed"), "C")
	write(t, filepath.Join(dir, "new\nline"), "n")
	write(t, filepath.Join(dir, "tab\tname"), "2")
	write(t, filepath.Join(dir, "to here"), lines+"one more\n")
	gitIn(t, dir, "add", "-A")
	write(t, filepath.Join(dir, "same"), "only in the work tree")
	changes, err := r.Changes(ctx, "main")
	if err != nil {
		t.Fatal(err)
	}
	want := []Change{{"changed", was("changed")}, {"new\nline", ""}, {"tab\tname", was("tab\tname")}, {"to here", was("moved")}}
	if !slices.Equal(changes, want) {
		t.Errorf("got %q\nwant %q", changes, want)
	}
	gitIn(t, dir, "commit", "-q", "-m", "x")
	if changes, err := r.Changes(ctx, "HEAD"); err != nil || len(changes) != 0 {
		t.Errorf("%q %v", changes, err)
	}
}
