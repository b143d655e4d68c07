// Package gosec compares how long wirevet and gosec take for the same repository, wirevet's own unless WIREVET_GO names another
// one whose packages build:
//
//	cd test/gosec && go test -run '^$' -bench . -benchtime 3x
//
// gosec has run once before, so that what it needs is compiled and cached. x-gosec is how many times as fast wirevet is by
// the clock, x-processors by the time on the processors, which depends less on what else the machine does.
//
// It is a module of its own because gosec needs many others. It judges nothing, and no gate runs it.
package gosec

import (
	"cmp"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

func BenchmarkGosec(b *testing.B) {
	dir, err := filepath.Abs(cmp.Or(os.Getenv("WIREVET_GO"), "../.."))
	if err != nil {
		b.Fatal(err)
	}
	gosec := build(b, ".", "github.com/securego/gosec/v2/cmd/gosec")
	wirevet := build(b, "../..", "./cmd/wirevet")
	scan := []string{"-quiet", "-no-fail", "-fmt", "json", "./..."}
	run(b, dir, gosec, scan...)
	var theirs, ours cost
	for b.Loop() {
		theirs.add(run(b, dir, gosec, scan...))
		ours.add(run(b, dir, wirevet, "check", "--no-config", "--fail-on", "never", "--quiet", "."))
	}
	for name, c := range map[string]cost{"gosec": theirs, "wirevet": ours} {
		b.ReportMetric(c.clock.Seconds()/float64(b.N), "s-"+name)
		b.ReportMetric(c.processors.Seconds()/float64(b.N), "s-processors-"+name)
		b.ReportMetric(c.memory/1e6, "MB-"+name)
	}
	b.ReportMetric(theirs.clock.Seconds()/ours.clock.Seconds(), "x-gosec")
	b.ReportMetric(theirs.processors.Seconds()/ours.processors.Seconds(), "x-processors")
}

// cost is what runs of a program took.
type cost struct {
	clock, processors time.Duration
	memory            float64 // resident at the peak, in bytes
}

func (c *cost) add(o cost) {
	c.clock += o.clock
	c.processors += o.processors
	c.memory = max(c.memory, o.memory)
}

// build compiles a command as the module of a folder has it.
func build(b *testing.B, module, command string) string {
	b.Helper()
	out := filepath.Join(b.TempDir(), "command")
	c := exec.Command("go", "build", "-o", out, command)
	c.Dir = module
	if text, err := c.CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, text)
	}
	return out
}

// run runs a program in a folder.
func run(b *testing.B, dir, program string, args ...string) cost {
	b.Helper()
	c := exec.Command(program, args...)
	c.Dir = dir
	begin := time.Now()
	if _, err := c.Output(); err != nil {
		b.Fatalf("%s: %v", program, err)
	}
	out := cost{clock: time.Since(begin), processors: c.ProcessState.UserTime() + c.ProcessState.SystemTime()}
	if usage, ok := c.ProcessState.SysUsage().(*syscall.Rusage); ok {
		out.memory = float64(usage.Maxrss) * 1024
	}
	return out
}
