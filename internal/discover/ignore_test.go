package discover

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestIgnorePatterns(t *testing.T) {
	for _, c := range []struct {
		patterns, file string
		dir, ignored   bool
	}{
		{"*.log", "a.log", false, true},
		{"*.log", "d/a.log", false, true},
		{"/a", "a", false, true},
		{"/a", "d/a", false, false},
		{"d/a", "d/a", false, true},
		{"d/a", "x/d/a", false, false},
		{"**/d/a", "x/d/a", false, true},
		{"a/**/b", "a/b", false, true},
		{"a/**/b", "a/x/y/b", false, true},
		{"a/**", "a/x", false, true},
		{"a/", "a", false, false},
		{"a/", "a", true, true},
		{"*.log\n!keep.log", "keep.log", false, false},
		{"!keep.log\n*.log", "keep.log", false, true},
		{"# a comment\na", "# a comment", false, false},
		{`\#a`, "#a", false, true},
		{`\!a`, "!a", false, true},
		{"a ", "a", false, true},
		{`a\ `, "a ", false, true},
		{"a?c", "abc", false, true},
		{"a?c", "a/c", false, false},
		{"a?c", "aäc", false, true},
		{"[a-c]x", "bx", false, true},
		{"[!a-c]x", "bx", false, false},
		{"[]]x", "]x", false, true},
		{"[a", "[a", false, false},
		{"*", "anything", false, true},
		{"a\r\nb\r\n", "b", false, true},
		{"\ufeffa", "a", false, true},
		{"foo/*", "foo/bar/baz", false, false},
	} {
		f := &ignoreFile{patterns: parseIgnore([]byte(c.patterns))}
		if got := f.ignores(c.file, c.dir); got != c.ignored {
			t.Errorf("%q, %q: got %v", c.patterns, c.file, got)
		}
	}
}

func TestInnerFilesWinOverOuterOnes(t *testing.T) {
	outer := &ignoreFile{patterns: parseIgnore([]byte("*.json"))}
	inner := &ignoreFile{parent: outer, dir: "d", patterns: parseIgnore([]byte("!keep.json\n/x"))}
	for file, want := range map[string]bool{"d/keep.json": false, "d/a.json": true, "d/x": true, "d/e/x": false} {
		if got := inner.ignores(file, false); got != want {
			t.Errorf("%s: got %v", file, got)
		}
	}
}

// runGit runs git in a folder, without anybody's configuration.
func runGit(t *testing.T, dir, input string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not installed")
	}
	c := exec.Command("git", args...)
	c.Dir = dir
	c.Stdin = strings.NewReader(input)
	c.Env = append(os.Environ(), "HOME="+t.TempDir(), "XDG_CONFIG_HOME=", "GIT_CONFIG_NOSYSTEM=1", "GIT_AUTHOR_NAME=x", "GIT_AUTHOR_EMAIL=x@example.com", "GIT_COMMITTER_NAME=x", "GIT_COMMITTER_EMAIL=x@example.com")
	out, err := c.Output()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		if args[0] != "check-ignore" || exit.ExitCode() != 1 { // 1: none is ignored
			t.Fatalf("git %v: %v\n%s", args, err, exit.Stderr)
		}
	} else if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// TestIgnoringIsAsGitDoes asks git about made-up patterns and paths, and compares.
func TestIgnoringIsAsGitDoes(t *testing.T) {
	dir := t.TempDir()
	runGit(t, dir, "", "init", "-q")
	r := rand.New(rand.NewPCG(3, 4))
	pick := func(from ...string) string { return from[r.IntN(len(from))] }
	var files []string
	for _, a := range []string{"a", "b", "a.b", "ab"} {
		for _, b := range []string{"a", "b", "c.x"} {
			files = append(files, a+"/"+b, a+"/b/"+b)
		}
	}
	for _, f := range files {
		path := filepath.Join(dir, f+".f")
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	total := 0
	for round := range 60 {
		var lines []string
		for range 1 + r.IntN(4) {
			line := ""
			for range 1 + r.IntN(3) {
				line += pick("a", "b", "*", "?", "**", "/", "/", "[ab]", "[!a]", ".", "a.b", "c.x.f", "*.f")
			}
			lines = append(lines, pick("", "", "!")+pick("", "/")+line+pick("", "", "/"))
		}
		text := strings.Join(lines, "\n") + "\n"
		if err := os.WriteFile(filepath.Join(dir, ".gitignore"), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		asked := ""
		for _, f := range files {
			asked += f + ".f\n"
		}
		ignored := map[string]bool{}
		for line := range strings.Lines(runGit(t, dir, asked, "check-ignore", "--stdin", "--no-index")) {
			ignored[strings.TrimSpace(line)] = true
		}
		total += len(ignored)
		rules := &ignoreFile{patterns: parseIgnore([]byte(text))}
		for _, f := range files {
			name := f + ".f"
			if got := ignoredOnTheWay(rules, name); got != ignored[name] {
				t.Errorf("round %d, %q, %s: got %v, git says %v", round, text, name, got, ignored[name])
			}
		}
	}
	if all := 60 * len(files); total < all/10 || total > all*9/10 {
		t.Errorf("git ignores %d of %d: the patterns do not tell right from wrong", total, all)
	}
}

// ignoredOnTheWay asks for each folder above the file, as a walk does.
func ignoredOnTheWay(f *ignoreFile, file string) bool {
	for i, c := range file {
		if c == '/' && f.ignores(file[:i], true) {
			return true
		}
	}
	return f.ignores(file, false)
}

func TestIndexesOfEveryVersionAreRead(t *testing.T) {
	for _, version := range []int{2, 3, 4} {
		dir := t.TempDir()
		runGit(t, dir, "", "init", "-q")
		var want []string
		for i := range 30 {
			name := fmt.Sprintf("dir-%d/%s.json", i/7, strings.Repeat("x", i+1))
			write(t, filepath.Join(dir, name), "{}")
			want = append(want, name)
		}
		runGit(t, dir, "", "add", "-A")
		if version == 3 { // an entry that is only intended to be added
			write(t, filepath.Join(dir, "new"), "x")
			runGit(t, dir, "", "add", "-N", "new")
			want = append(want, "new")
		}
		runGit(t, dir, "", "update-index", "--index-version", fmt.Sprint(version))
		r := FindRepository(filepath.Join(dir, "dir-0"))
		if r == nil || !r.Listed || len(r.Paths) != len(want) {
			t.Fatalf("version %d: %+v", version, r)
		}
		for _, name := range want {
			if !r.Tracks(name) {
				t.Errorf("version %d: %s is not found", version, name)
			}
		}
		if r.Tracks("dir-0") || r.Tracks("dir-0/") || r.Tracks("zz") {
			t.Errorf("version %d: what is not there is found", version)
		}
	}
}

func TestWorktreesAndOtherHashesAreRead(t *testing.T) {
	dir := t.TempDir()
	main := filepath.Join(dir, "main")
	write(t, filepath.Join(main, ".mcp.json"), "{}")
	runGit(t, main, "", "init", "-q", "--object-format=sha256", "-b", "trunk")
	runGit(t, main, "", "add", "-A")
	runGit(t, main, "", "commit", "-qm", "x")
	runGit(t, main, "", "remote", "add", "origin", "https://example.com/o/r.git")
	runGit(t, main, "", "worktree", "add", "-q", filepath.Join(dir, "second"))
	head := strings.TrimSpace(runGit(t, main, "", "rev-parse", "HEAD"))
	for _, name := range []string{"main", "second"} {
		r := FindRepository(filepath.Join(dir, name))
		if r == nil || !r.Tracks(".mcp.json") {
			t.Fatalf("%s: %+v", name, r)
		}
		if remote, commit := r.Revision(); remote != "https://example.com/o/r.git" || commit != head {
			t.Errorf("%s: %s at %q", name, remote, commit)
		}
	}
	runGit(t, main, "", "pack-refs", "--all")
	if _, commit := FindRepository(main).Revision(); commit != head {
		t.Errorf("packed references: %q", commit)
	}
	runGit(t, main, "", "update-index", "--split-index")
	if r := FindRepository(main); r.Listed {
		t.Error("a split index lies in two files, but is taken for whole")
	}
}

func FuzzParseIndex(f *testing.F) {
	f.Add([]byte("DIRC\x00\x00\x00\x02\x00\x00\x00\x00" + strings.Repeat("\x00", 20)))
	f.Add([]byte("DIRC\x00\x00\x00\x04\x00\x00\x00\x01" + strings.Repeat("\x00", 90)))
	f.Fuzz(func(t *testing.T, data []byte) {
		paths, err := indexPaths(data)
		if slices.Contains(paths, "") && err == nil {
			t.Error("an empty path")
		}
	})
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
