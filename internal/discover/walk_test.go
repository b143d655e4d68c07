package discover

import (
	"context"
	"errors"
	"net"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/wirevet/wirevet/facts"
)

// interestOf knows .mcp.json by name, and takes other JSON files for candidates.
func interestOf(file string) Interest {
	switch {
	case path.Base(file) == ".mcp.json":
		return Known
	case strings.HasSuffix(file, ".json"):
		return Candidate
	}
	return NotOurs
}

// nearOrApart knows two kinds of the same name.
func nearOrApart(file string) string {
	switch {
	case interestOf(file) != Known:
		return ""
	case strings.Contains(file, "apart"):
		return "apart"
	}
	return "near"
}

func find(t *testing.T, dir string, o Options) *Found {
	t.Helper()
	o.WorkDir, o.Interest = dir, interestOf
	if o.Roots == nil {
		o.Roots = []string{"."}
	}
	if o.Beside == nil {
		o.Beside = func() []string { return []string{".mcp.json", "other/.mcp.json"} }
	}
	if o.Joins == nil {
		o.Joins = func([]Asked) []string { return []string{"near"} }
	}
	o.Near = func(kind string) func(string) Interest {
		return func(file string) Interest {
			if nearOrApart(file) == kind {
				return Known
			}
			return NotOurs
		}
	}
	found, err := Find(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// shown lists the paths of the asked files, and in parentheses those that are only read for joins.
func shown(f *Found) []string {
	var out []string
	for _, file := range f.Files {
		if !file.Asked {
			file.Path = "(" + file.Path + ")"
		}
		out = append(out, file.Path)
	}
	return out
}

func tree(t *testing.T, files ...string) string {
	t.Helper()
	dir := t.TempDir()
	for _, f := range files {
		write(t, filepath.Join(dir, filepath.FromSlash(f)), "{}")
	}
	return dir
}

func expect(t *testing.T, f *Found, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, shown(f)); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
}

func TestHiddenFilesAreFoundAndOthersWorkIsNot(t *testing.T) {
	dir := tree(t, ".mcp.json", "a/.hidden/x.json", "node_modules/.mcp.json", "a/vendor/x.json", ".git/x.json", "a.txt")
	for _, jobs := range []int{1, 2, 8} {
		expect(t, find(t, dir, Options{Jobs: jobs}), ".mcp.json", "a/.hidden/x.json")
	}
}

func TestExcludedFilesAreLeftOut(t *testing.T) {
	dir := tree(t, "a/x.json", "a/b/x.json", "c/x.json", "y.json")
	expect(t, find(t, dir, Options{Exclude: []string{"a"}}), "c/x.json", "y.json")
	expect(t, find(t, dir, Options{Exclude: []string{"a/*"}}), "c/x.json", "y.json")
	expect(t, find(t, dir, Options{Exclude: []string{"**/b/**", "./y.json"}}), "a/x.json", "c/x.json")
	expect(t, find(t, dir, Options{Exclude: []string{"x.json"}}), "y.json")
}

func TestIgnoredFilesAreLeftOutUnlessTheyAreTrackedOrNamed(t *testing.T) {
	dir := tree(t, "in/kept.json", "in/lost.json", "other/a.json", "tracked/deep/.mcp.json")
	runGit(t, dir, "", "init", "-q")
	runGit(t, dir, "", "add", "-f", "tracked", "in/kept.json")
	write(t, filepath.Join(dir, ".gitignore"), "tracked/\nlost.json\nkept.json\n")
	write(t, filepath.Join(dir, "other", ".gitignore"), "*\n!a.json\n")
	f := find(t, dir, Options{})
	expect(t, f, "in/kept.json", "other/a.json", "tracked/deep/.mcp.json")
	for _, file := range f.Files {
		want := facts.TrackedYes
		if file.Path == "other/a.json" {
			want = facts.TrackedNo
		}
		if file.Tracked != want {
			t.Errorf("%s is %s", file.Path, file.Tracked)
		}
	}
	named := find(t, dir, Options{Roots: []string{"in/lost.json"}})
	if named.Files[0].Path != "in/lost.json" || !named.Files[0].Named {
		t.Errorf("%+v", named.Files)
	}
}

func TestPatternsAboveTheAskedFolderCount(t *testing.T) {
	dir := tree(t, "a/b/x.json", "a/b/y.json")
	runGit(t, dir, "", "init", "-q")
	write(t, filepath.Join(dir, ".gitignore"), "/a/b/x.json\n")
	expect(t, find(t, dir, Options{Roots: []string{"a/b"}}), "a/b/y.json")
}

func TestOneAskedFileBringsItsSiblings(t *testing.T) {
	dir := tree(t, ".mcp.json", "other/.mcp.json", "unrelated/x.json")
	f := find(t, dir, Options{Roots: []string{".mcp.json"}})
	expect(t, f, ".mcp.json", "(other/.mcp.json)")
	dir = tree(t, ".cursor/.mcp.json", ".mcp.json")
	expect(t, find(t, dir, Options{Roots: []string{".cursor/.mcp.json"}}), ".cursor/.mcp.json", "(.mcp.json)")
}

func TestOneAskedFolderBringsWhatGitListsElsewhere(t *testing.T) {
	dir := tree(t, "a/.mcp.json", "b/.mcp.json", "b/x.json", "c/.mcp.json")
	runGit(t, dir, "", "init", "-q")
	runGit(t, dir, "", "add", "a", "b")
	expect(t, find(t, dir, Options{Roots: []string{"a"}}), "a/.mcp.json", "(b/.mcp.json)")
}

func TestFilesAreReadOnce(t *testing.T) {
	dir := tree(t, "a/x.json", "b/y.json")
	expect(t, find(t, dir, Options{Roots: []string{"a", ".", "a/x.json"}}), "a/x.json", "b/y.json")
}

func TestPathsAreShownFromTheWorkingFolder(t *testing.T) {
	dir := tree(t, "a/x.json", "b/y.json")
	inside := filepath.Join(dir, "b")
	f := find(t, inside, Options{Roots: []string{"../a"}})
	expect(t, f, "../a/x.json")
	f = find(t, inside, Options{Roots: []string{filepath.Join(dir, "a")}})
	expect(t, f, filepath.ToSlash(filepath.Join(dir, "a", "x.json")))
	f = find(t, dir, Options{Roots: []string{inside}})
	expect(t, f, "b/y.json")
	if f.Files[0].Below != "y.json" {
		t.Errorf("below the asked folder: %s", f.Files[0].Below)
	}
}

func TestLinksAreFollowedOnlyInsideTheRoot(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("links need rights here")
	}
	outside := tree(t, "x.json", "d/y.json")
	dir := tree(t, "real/settings.txt", "a.json")
	for link, target := range map[string]string{
		"b.json": "a.json", ".mcp.json": "real/settings.txt", "c.json": filepath.Join(outside, "x.json"),
		"d": filepath.Join(outside, "d"), "loop": ".", "e/.mcp.json": ".mcp.json",
	} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, link)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(target, filepath.Join(dir, link)); err != nil {
			t.Fatal(err)
		}
	}
	f := find(t, dir, Options{})
	expect(t, f, ".mcp.json", "a.json")
	if len(f.Problems) != 1 || f.Problems[0].Path != "e/.mcp.json" {
		t.Errorf("problems: %+v", f.Problems)
	}
}

func TestWhatIsNoFileIsAProblem(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no sockets in folders here")
	}
	dir := tree(t, "folder/.mcp.json/x", "good/.mcp.json")
	short, err := os.MkdirTemp("", "w") // a socket's path is bounded
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(short)
	l, err := net.Listen("unix", filepath.Join(short, ".mcp.json"))
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	f := find(t, dir, Options{Roots: []string{".", short}})
	var got []string
	for _, p := range f.Problems {
		got = append(got, path.Base(path.Dir(p.Path))+": "+p.Message)
	}
	slices.Sort(got)
	want := []string{"folder: expected a file here, found a folder", filepath.Base(short) + ": expected a file here, found a socket"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
	expect(t, f, "good/.mcp.json")
}

func TestAMissingRootIsAnError(t *testing.T) {
	_, err := Find(context.Background(), Options{WorkDir: t.TempDir(), Roots: []string{"no"}, Interest: interestOf})
	var root *RootError
	if !errors.As(err, &root) || err.Error() != "no: no such file or folder" {
		t.Errorf("%v", err)
	}
}

func TestAnEndedContextEndsTheWalk(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := Find(ctx, Options{WorkDir: tree(t, "a.json"), Roots: []string{"."}, Interest: interestOf, Beside: func() []string { return nil }})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

func TestUserFilesAreReadWhereTheyExist(t *testing.T) {
	home := tree(t, ".a/.mcp.json", ".b/one.json", ".b/two.json")
	dir := tree(t, "x.txt")
	f := find(t, dir, Options{User: []UserFile{
		{home + "/.a/.mcp.json", facts.UserOwned}, {home + "/.b/*.json", facts.SystemOwned}, {home + "/none.json", facts.UserOwned},
	}})
	if len(f.Files) != 3 || f.Files[0].Owner != facts.UserOwned || f.Files[2].Owner != facts.SystemOwned || !f.Files[0].Asked {
		t.Errorf("%+v", f.Files)
	}
}

func TestReading(t *testing.T) {
	dir := tree(t, ".mcp.json", "big.json")
	known := File{Abs: filepath.Join(dir, ".mcp.json"), Path: ".mcp.json", Interest: Known}
	if src, data, p := Read(known, 100); p != nil || string(data) != "{}" || src.Path != ".mcp.json" || src.HasMode == (runtime.GOOS == "windows") {
		t.Errorf("%v %q %v", src, data, p)
	}
	if _, _, p := Read(known, 1); p == nil || p.Kind != facts.TooLarge {
		t.Errorf("a file over the limit: %+v", p)
	}
	gone := known
	gone.Abs += "x"
	if _, _, p := Read(gone, 100); p == nil || p.Kind != facts.Unreadable || !strings.Contains(p.Message, "vanished") {
		t.Errorf("a file that vanished: %+v", p)
	}
	folder := known
	folder.Abs = dir
	if _, _, p := Read(folder, 1<<20); p == nil {
		t.Error("a folder in a file's place is read")
	}
	for _, candidate := range []File{{Abs: gone.Abs, Interest: Candidate}, {Abs: known.Abs, Interest: Candidate}} {
		if src, _, p := Read(candidate, 1); src != nil || p != nil {
			t.Errorf("nothing says that it is ours: %v %v", src, p)
		}
	}
	if os.Geteuid() != 0 && runtime.GOOS != "windows" {
		if err := os.Chmod(known.Abs, 0); err != nil {
			t.Fatal(err)
		}
		if _, _, p := Read(known, 100); p == nil || !strings.Contains(p.Message, "permission denied") {
			t.Errorf("%+v", p)
		}
	}
}

func TestWhatCannotJoinWithTheAskedFileIsNotRead(t *testing.T) {
	dir := tree(t, "a/.mcp.json", "b/.mcp.json", "apart/.mcp.json")
	runGit(t, dir, "", "init", "-q")
	runGit(t, dir, "", "add", ".")
	expect(t, find(t, dir, Options{Roots: []string{"a/.mcp.json"}}), "a/.mcp.json", "(b/.mcp.json)")
	expect(t, find(t, dir, Options{Roots: []string{"a"}}), "a/.mcp.json", "(b/.mcp.json)")
	expect(t, find(t, dir, Options{}), "a/.mcp.json", "apart/.mcp.json", "b/.mcp.json")
}

func TestLacks(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "Wirevet.TOML"), "")
	f := &Found{names: map[string][]string{}}
	if f.lacks(dir, "wirevet.toml") {
		t.Error("a name in another case is the same file on some systems")
	}
	if !f.lacks(dir, ".git", ".mcp.json") {
		t.Error("what is not in the folder is not known to be missing")
	}
	if f.lacks(filepath.Join(dir, "nothing"), ".git") {
		t.Error("a folder that cannot be listed is taken to be empty")
	}
}
