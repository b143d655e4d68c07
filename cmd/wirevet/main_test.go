package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"wirevet": main})
}

// TestScripts runs the command as its users do. Each script says what it is about in its first line.
func TestScripts(t *testing.T) {
	repository, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(e *testscript.Env) error {
			e.Setenv("REPOSITORY", repository)
			e.Setenv("GITHUB_ACTIONS", "")
			e.Setenv("GIT_CONFIG_NOSYSTEM", "1")
			for _, who := range []string{"AUTHOR", "COMMITTER"} {
				e.Setenv("GIT_"+who+"_NAME", "Tester")
				e.Setenv("GIT_"+who+"_EMAIL", "tester@example.com")
			}
			return nil
		},
		Condition: func(name string) (bool, error) {
			if name == "root" {
				return os.Geteuid() == 0, nil
			}
			return false, fmt.Errorf("unknown condition %q", name)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"status": status, "fill": fill, "bytes": writeBytes, "sparse": sparse, "hides": hides, "plant": plant,
		},
	})
}

// status runs a command and compares its exit status: `status 2 wirevet check`.
func status(ts *testscript.TestScript, _ bool, args []string) {
	err := ts.Exec(args[1], args[2:]...)
	got := 0
	if err != nil {
		var code int
		if _, scan := fmt.Sscanf(err.Error(), "exit status %d", &code); scan != nil {
			ts.Fatalf("%v", err)
		}
		got = code
	}
	if fmt.Sprint(got) != args[0] {
		ts.Fatalf("exit status %d, want %s", got, args[0])
	}
}

// fill writes a text many times: `fill FILE COUNT BEFORE TEXT AFTER`.
func fill(ts *testscript.TestScript, _ bool, args []string) {
	var n int
	fmt.Sscan(args[1], &n)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(args[2]+strings.Repeat(args[3], n)+args[4]), 0o600))
}

// writeBytes writes a Go string literal: `bytes FILE "a\x00b"`, also under a name that is a literal.
func writeBytes(ts *testscript.TestScript, _ bool, args []string) {
	text := strings.NewReplacer(`\x00`, "\x00", `\xff`, "\xff", `\xfe`, "\xfe", `\n`, "\n", `\e`, "\x1b", `\r`, "\r", `\t`, "\t", `\ufeff`, "\ufeff")
	ts.Check(os.WriteFile(ts.MkAbs(text.Replace(args[0])), []byte(text.Replace(args[1])), 0o600))
}

// sparse writes a file that is large and takes no room: `sparse FILE MiB`.
func sparse(ts *testscript.TestScript, _ bool, args []string) {
	var n int64
	fmt.Sscan(args[1], &n)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), nil, 0o600))
	ts.Check(os.Truncate(ts.MkAbs(args[0]), n<<20))
}

// marker is a credential of a known format that is put together here, and must appear in no output.
var marker = "gh" + "p_" + "x7Kq2mVbR9TnW4sLd8YhJc3ZfPa6QeUg1oNi"

// plant replaces @marker@ in a file by a credential.
func plant(ts *testscript.TestScript, _ bool, args []string) {
	for _, name := range args {
		path := ts.MkAbs(name)
		data, err := os.ReadFile(path)
		ts.Check(err)
		if !strings.Contains(string(data), "@marker@") {
			ts.Fatalf("%s holds no @marker@", name)
		}
		ts.Check(os.WriteFile(path, []byte(strings.ReplaceAll(string(data), "@marker@", marker)), 0o600))
	}
}

// hides holds that neither the outputs of the last command nor the files show the credential, nor a large part of it.
func hides(ts *testscript.TestScript, _ bool, args []string) {
	texts := []string{ts.ReadFile("stdout"), ts.ReadFile("stderr")}
	for _, name := range args {
		texts = append(texts, ts.ReadFile(name))
	}
	for _, text := range texts {
		for i := 4; i+8 <= len(marker); i++ {
			if strings.Contains(text, marker[i:i+8]) {
				ts.Fatalf("shows a part of the credential: …%s…", marker[i:i+8])
			}
		}
	}
}

// TestInterruptedRunsSaySo holds the exit status of a run that a signal ends.
func TestInterruptedRunsSaySo(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no signals here")
	}
	p := &program{stdout: os.Stdout, stderr: os.Stderr, getenv: func(string) string { return "" }}
	if got := p.exit(syscall.EPIPE); got != p.status {
		t.Errorf("a closed pipe: status %d", got)
	}
	if got := p.exit(fmt.Errorf("x: %w", errInterrupted)); got != statusInterrupted {
		t.Errorf("an interrupt: status %d", got)
	}
	ctx, cancel := context.WithCancel(context.Background())
	p.cancel = cancel
	p.heedInterrupts()
	self, err := os.FindProcess(os.Getpid())
	if err == nil {
		err = self.Signal(os.Interrupt)
	}
	if err != nil {
		t.Fatal(err)
	}
	<-ctx.Done() // a signal that is not heeded ends the test here
	signal.Reset(os.Interrupt, syscall.SIGTERM)
}
