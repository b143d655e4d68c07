//go:build linux

package bench

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/wirevet/wirevet/internal/samplego"
)

// parseProgram reads the Go files below the working folder and parses them with as many workers as there are processors: what
// nobody who reads Go can do without.
const parseProgram = `package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
)

func main() {
	var names []string
	_ = filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(path, ".go") {
			names = append(names, path)
		}
		return nil
	})
	work := make(chan string, len(names))
	for _, name := range names {
		work <- name
	}
	close(work)
	set := token.NewFileSet()
	var group sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() {
			for name := range work {
				data, _ := os.ReadFile(name)
				_, _ = parser.ParseFile(set, name, data, parser.SkipObjectResolution)
			}
		})
	}
	group.Wait()
}
`

// BenchmarkGo compares the check of Go modules with only parsing the same files. Beside the time on the clock it tells that on the
// processors, which depends less on what else the machine does; x-parse is the ratio of the latter. WIREVET_GO names a folder
// to measure too.
func BenchmarkGo(b *testing.B) {
	wirevet, _ := build(b)
	parse := filepath.Join(b.TempDir(), "parse")
	write(b, parse+".go", parseProgram)
	if text, err := exec.Command("go", "build", "-o", parse, parse+".go").CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, text)
	}
	compare := func(b *testing.B, dir string) {
		var parsing, checking time.Duration
		peak := 0.0
		for b.Loop() {
			t, _ := processors(b, dir, parse)
			parsing += t
			t, memory := processors(b, dir, wirevet, "check", "--no-config", "--fail-on", "never", "-q", ".")
			checking += t
			peak = max(peak, memory)
		}
		b.ReportMetric(float64(parsing.Milliseconds())/float64(b.N), "ms-parse")
		b.ReportMetric(float64(checking.Milliseconds())/float64(b.N), "ms-check")
		b.ReportMetric(checking.Seconds()/parsing.Seconds(), "x-parse")
		b.ReportMetric(peak/1e6, "MB-peak")
	}
	for _, lines := range []int{10_000, 100_000, 1_000_000} {
		b.Run(fmt.Sprint(lines), func(b *testing.B) {
			dir := b.TempDir()
			for name, text := range samplego.Module(lines) {
				write(b, filepath.Join(dir, name), text)
			}
			compare(b, dir)
		})
	}
	for dir := range strings.FieldsSeq(os.Getenv("WIREVET_GO")) {
		b.Run(filepath.Base(dir), func(b *testing.B) { compare(b, dir) })
	}
}

// processors runs a program in a folder and returns how long it ran on the processors, and its peak resident memory in bytes.
func processors(b *testing.B, dir, program string, args ...string) (time.Duration, float64) {
	b.Helper()
	c := exec.Command(program, args...)
	c.Dir = dir
	if text, err := c.CombinedOutput(); err != nil {
		b.Fatalf("%s %v: %v\n%.2000s", program, args, err, text)
	}
	usage := c.ProcessState.SysUsage().(*syscall.Rusage)
	return c.ProcessState.UserTime() + c.ProcessState.SystemTime(), float64(usage.Maxrss) * 1024
}
