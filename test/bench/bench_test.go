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
)

// config returns a host config of 40 lines with five servers.
func config(n int) string {
	var b strings.Builder
	b.WriteString("{\n  \"mcpServers\": {\n")
	for i := range 4 {
		fmt.Fprintf(&b, `    "server-%d-%d": {
      "command": "npx",
      "args": ["-y", "@example/tickets-%d@1.2.3", "--project", "alpha"],
      "env": {
        "TICKETS_TOKEN": "${TICKETS_TOKEN}",
        "TICKETS_URL": "https://tickets.example.com/%d",
        "LOG_LEVEL": "info"
      }
    },
`, n, i, i, n)
	}
	b.WriteString("    \"remote\": {\n      \"type\": \"http\",\n      \"url\": \"https://tickets.example.com/mcp\"\n    }\n  }\n}\n")
	return b.String()
}

// usual returns a host config as most are: of the 81 of the corpus half have one server and at most 12 lines.
func usual(n int) string {
	return fmt.Sprintf(`{
  "mcpServers": {
    "tickets": {
      "command": "npx",
      "args": ["-y", "@example/tickets-%d@1.2.3"],
      "env": {
        "TICKETS_TOKEN": "${TICKETS_TOKEN}",
        "LOG_LEVEL": "info"
      }
    }
  }
}
`, n)
}

// build compiles wirevet, and a program that prints one line, which is what starting a process costs.
func build(b *testing.B) (wirevet, line string) {
	b.Helper()
	dir := b.TempDir()
	source := filepath.Join(dir, "line.go")
	write(b, source, "package main\n\nimport \"fmt\"\n\nfunc main() { fmt.Println(\"one line\") }\n")
	wirevet, line = filepath.Join(dir, "wirevet"), filepath.Join(dir, "line")
	for out, what := range map[string]string{wirevet: "../../cmd/wirevet", line: source} {
		if text, err := exec.Command("go", "build", "-o", out, what).CombinedOutput(); err != nil {
			b.Fatalf("%v: %s", err, text)
		}
	}
	return wirevet, line
}

func write(b *testing.B, path, text string) {
	b.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		b.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		b.Fatal(err)
	}
}

// run runs a program in a folder and returns its peak resident memory in bytes, and the time that its threads were given.
func run(b *testing.B, dir, program string, args ...string) (peak float64, spent time.Duration) {
	b.Helper()
	c := exec.Command(program, args...)
	c.Dir = dir
	if text, err := c.CombinedOutput(); err != nil {
		b.Fatalf("%s %v: %v\n%.2000s", program, args, err, text)
	}
	return float64(c.ProcessState.SysUsage().(*syscall.Rusage).Maxrss) * 1024, c.ProcessState.UserTime() + c.ProcessState.SystemTime()
}

// measure runs a program b.N times and reports its memory, and the time of its threads: that says more on a machine with other work.
func measure(b *testing.B, dir, program string, args ...string) {
	b.Helper()
	peak, spent := 0.0, time.Duration(0)
	for b.Loop() {
		most, took := run(b, dir, program, args...)
		peak, spent = max(peak, most), spent+took
	}
	b.ReportMetric(peak/1e6, "MB-peak")
	b.ReportMetric(float64(spent.Milliseconds())/float64(b.N), "cpu-ms/op")
}

// BenchmarkOneFile compares one file of 40 lines, the whole process, with a program that prints one line.
func BenchmarkOneFile(b *testing.B) {
	wirevet, line := build(b)
	dir := b.TempDir()
	write(b, filepath.Join(dir, ".mcp.json"), config(0))
	b.Run("line", func(b *testing.B) { measure(b, dir, line) })
	b.Run("wirevet", func(b *testing.B) { measure(b, dir, wirevet, "check", ".mcp.json") })
}

// BenchmarkOneFileInRepository asks for one file inside of a repository of 5,000 files.
func BenchmarkOneFileInRepository(b *testing.B) {
	wirevet, line := build(b)
	dir := b.TempDir()
	write(b, filepath.Join(dir, ".mcp.json"), config(0))
	for i := range 5000 {
		write(b, filepath.Join(dir, fmt.Sprintf("d%d/f%d.go", i/100, i)), "package x\n")
	}
	git(b, dir, "init", "-q")
	git(b, dir, "add", "-A")
	b.Run("line", func(b *testing.B) { measure(b, dir, line) })
	b.Run("git-ls-files", func(b *testing.B) { measure(b, dir, "git", "ls-files") })
	b.Run("wirevet", func(b *testing.B) { measure(b, dir, wirevet, "check", ".mcp.json") })
}

// BenchmarkHook checks five staged files of a repository of 1,000 as hooks do: named by pre-commit, or read from the index
// with --staged, where the processes of git come on top. The files are of the usual size, and of 40 lines with five servers.
func BenchmarkHook(b *testing.B) {
	wirevet, line := build(b)
	b.Run("line", func(b *testing.B) { measure(b, b.TempDir(), line) })
	b.Run("usual", func(b *testing.B) { hook(b, wirevet, usual) })
	b.Run("40-lines", func(b *testing.B) { hook(b, wirevet, config) })
}

func hook(b *testing.B, wirevet string, text func(int) string) {
	dir := b.TempDir()
	var staged []string
	for i := range 1000 {
		write(b, filepath.Join(dir, fmt.Sprintf("d%d/f%d.go", i/100, i)), "package x\n")
	}
	for i := range 5 {
		staged = append(staged, fmt.Sprintf("p%d/.mcp.json", i))
		write(b, filepath.Join(dir, staged[i]), text(i))
	}
	git(b, dir, "init", "-q")
	git(b, dir, "add", "-A")
	b.Run("named", func(b *testing.B) { measure(b, dir, wirevet, append([]string{"check", "--as-found"}, staged...)...) })
	b.Run("git-cat-file", func(b *testing.B) { measure(b, dir, "git", "cat-file", "-e", ":p0/.mcp.json") })
	b.Run("staged", func(b *testing.B) { measure(b, dir, wirevet, append([]string{"check", "--staged"}, staged...)...) })
}

// BenchmarkConfigs checks 10,000 and 100,000 host configs; the second is slow to set up.
func BenchmarkConfigs(b *testing.B) {
	wirevet, _ := build(b)
	for _, n := range []int{10_000, 100_000} {
		dir := b.TempDir()
		for i := range n {
			write(b, filepath.Join(dir, fmt.Sprintf("d%d/p%d/.mcp.json", i/1000, i)), config(i))
		}
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			measure(b, dir, wirevet, "check", ".")
			b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "files/s")
		})
	}
}

// BenchmarkLargeTree looks for 50 host configs among 100,000 files.
func BenchmarkLargeTree(b *testing.B) {
	wirevet, _ := build(b)
	dir := b.TempDir()
	for i := range 100_000 {
		write(b, filepath.Join(dir, fmt.Sprintf("d%d/e%d/f%d.ts", i/5000, i/100, i)), "export {}\n")
	}
	for i := range 50 {
		write(b, filepath.Join(dir, fmt.Sprintf("d%d/p%d/.mcp.json", i%20, i)), config(i))
	}
	git(b, dir, "init", "-q")
	git(b, dir, "add", "-A")
	b.Run("git-ls-files", func(b *testing.B) { measure(b, dir, "git", "ls-files", "-co", "--exclude-standard") })
	b.Run("wirevet", func(b *testing.B) { measure(b, dir, wirevet, "check", ".") })
}

// BenchmarkLargeFile checks one host config of nearly 8 MiB with 20,000 servers.
func BenchmarkLargeFile(b *testing.B) {
	wirevet, _ := build(b)
	for _, n := range []int{2_000, 20_000} {
		dir := b.TempDir()
		var text strings.Builder
		text.WriteString("{\"mcpServers\": {\n")
		for i := range n {
			fmt.Fprintf(&text, `  "server-%d": {"command": "npx", "args": ["-y", "@example/tickets@1.2.3", "--description", "%s"], "env": {"TICKETS_TOKEN": "${TICKETS_TOKEN}", "LOG_LEVEL": "info", "TICKETS_URL": "https://tickets.example.com/%d"}},`+"\n", i, strings.Repeat("a project ", 20), i)
		}
		text.WriteString("  \"last\": {\"type\": \"http\", \"url\": \"https://tickets.example.com/mcp\"}\n}}\n")
		write(b, filepath.Join(dir, ".mcp.json"), text.String())
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			measure(b, dir, wirevet, "check", ".mcp.json")
			b.SetBytes(int64(text.Len()))
		})
	}
}

func git(b *testing.B, dir string, args ...string) {
	b.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		b.Skip("git is not installed")
	}
	c := exec.Command("git", append([]string{"-c", "gc.auto=0"}, args...)...)
	c.Dir = dir
	c.Env = append(os.Environ(), "GIT_CONFIG_NOSYSTEM=1", "HOME="+dir)
	if text, err := c.CombinedOutput(); err != nil {
		b.Fatalf("git %v: %v: %s", args, err, text)
	}
}
