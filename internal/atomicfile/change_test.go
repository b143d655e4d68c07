package atomicfile

import (
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
)

func anywhere(string) bool { return true }

// file returns the path of a new file with a text.
func file(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "config.json")
	if err := os.WriteFile(path, []byte(text), 0o640); err != nil {
		t.Fatal(err)
	}
	return path
}

// holds fails unless the file has the text, and stands alone in its folder.
func holds(t *testing.T, path, want string) {
	t.Helper()
	if got, err := os.ReadFile(path); err != nil || string(got) != want {
		t.Errorf("the file holds %q, %v; want %q", got, err, want)
	}
	if all, _ := filepath.Glob(filepath.Join(filepath.Dir(path), ".*")); len(all) != 0 {
		t.Errorf("left behind: %v", all)
	}
}

func TestChange(t *testing.T) {
	path := file(t, "old")
	if err := Change(path, []byte("old"), []byte("new"), anywhere); err != nil {
		t.Fatal(err)
	}
	holds(t, path, "new")
	if info, err := os.Stat(path); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o640 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
}

func TestChangeLeavesAFileAloneThatIsNoLongerWhatWasRead(t *testing.T) {
	path := file(t, "somebody else's")
	err := Change(path, []byte("old"), []byte("new"), anywhere)
	if err == nil || !strings.Contains(err.Error(), "has changed it since it was read; run again") {
		t.Errorf("%v", err)
	}
	holds(t, path, "somebody else's")
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if err := Change(path, []byte("old"), []byte("new"), anywhere); err == nil {
		t.Error("a file that is gone was written")
	}
}

func TestAWriterThatFailsLeavesTheOldFile(t *testing.T) {
	for _, fault := range []error{syscall.ENOSPC, syscall.EIO, io.ErrShortWrite} {
		path := file(t, "old")
		err := Write(path, func(w io.Writer) error {
			if _, err := io.WriteString(w, strings.Repeat("half", 4096)); err != nil {
				return err
			}
			return fault
		})
		if !errors.Is(err, fault) || strings.Count(err.Error(), path) != 1 {
			t.Errorf("%v", err)
		}
		holds(t, path, "old")
	}
}

func TestAPanicLeavesTheOldFile(t *testing.T) {
	path := file(t, "old")
	func() {
		defer func() { _ = recover() }()
		_ = Write(path, func(w io.Writer) error {
			_, _ = io.WriteString(w, "half")
			panic("in the middle")
		})
	}()
	holds(t, path, "old")
}

// TestAKilledWriterLeavesTheOldFile starts this test again in a process that is killed when half of the text is on disk.
func TestAKilledWriterLeavesTheOldFile(t *testing.T) {
	if path := os.Getenv("WRITE_AND_DIE"); path != "" {
		_ = Write(path, func(w io.Writer) error {
			_, _ = io.WriteString(w, strings.Repeat("half", 65536))
			self, _ := os.FindProcess(os.Getpid())
			return self.Kill()
		})
		return
	}
	path := file(t, "old")
	c := exec.Command(os.Args[0], "-test.run=^TestAKilledWriterLeavesTheOldFile$")
	c.Env = append(os.Environ(), "WRITE_AND_DIE="+path)
	if err := c.Run(); err == nil {
		t.Fatal("it lived")
	}
	if got, err := os.ReadFile(path); err != nil || string(got) != "old" {
		t.Errorf("the file holds %q, %v", got, err)
	}
}
