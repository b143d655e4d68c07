package rules_test

import (
	"bytes"
	"context"
	"crypto/sha1"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sort"
	"strconv"
	"strings"
	"testing"

	"github.com/wirevet/wirevet/internal/engine"
	"github.com/wirevet/wirevet/rules"
)

// exampleFile is one file of an example.
type exampleFile struct {
	name    string
	text    string
	mode    os.FileMode // 0 for 0600, which no rule minds
	tracked bool        // git's index lists it
}

// credentials are what the markers in examples stand for. They are put together here so that no text of the repository
// looks like a credential.
var credentials = strings.NewReplacer(append(certificateMarks(),
	"@ghp@", "gh"+"p_"+"x7Kq2mVbR9TnW4sLd8YhJc3ZfPa6QeUg1oNi",
	"@sk-ant@", "sk-"+"ant-api03-"+strings.Repeat("aB3dE6gH9jK2mN5p", 5)+"qR8tU1vW4xY7z"+"AA",
	"@aws@", "AK"+"IA"+"Z7QXW3MNVKLT5RBY",
	"@slack@", "xo"+"xb-"+"263594206564-2343594206574-FGqddMF8t08v8N7Oq4i57vs1",
	"@random32@", "q8Zr4Lw1"+"Xc6Vb3Nm"+"0Kj7Hg2F"+"d5Sa9PoT",
)...)

// lint runs the whole engine over the files with one rule switched on. It returns the findings, and how many facts the
// rule was given. What policy finds follows from the findings of all rules, so that all are on for one of its own.
func lint(t *testing.T, rule *rules.Rule, files []exampleFile) ([]*rules.Finding, int) {
	t.Helper()
	if rule.Policy {
		run := check(t, rules.All(), files)
		others := func(f *rules.Finding) bool { return f.Rule != rule }
		return slices.DeleteFunc(run.Result.Findings, others), len(run.Result.System.Policies) + len(run.Result.System.Directives)
	}
	run := check(t, []*rules.Rule{rule}, files)
	asked := run.Trace.Asked[rule.ID]
	if asked == 0 && (rule.Tunnel != nil || rule.Approval != nil) {
		// That there is such a fact is the finding. Silence counts when the file was understood as a host's.
		asked = len(run.Result.System.HostFiles)
	}
	if asked == 0 && rule.Credential != nil {
		asked = len(run.Result.System.Builds) // likewise
	}
	if asked == 0 && (rule.Logged != nil || rule.Forward != nil) {
		asked = len(run.Result.System.GoPackages) + len(run.Result.System.Audits) // likewise
	}
	return run.Result.Findings, asked
}

// check writes the files into a folder and runs the whole engine over it.
func check(t *testing.T, list []*rules.Rule, files []exampleFile) *engine.Run {
	t.Helper()
	run, err := engine.Check(context.Background(), engine.Options{
		WorkDir: writeFiles(t, files), Rules: list, MinSeverity: rules.Note, Now: now, Jobs: 1,
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, bug := range run.Bugs {
		t.Fatal(bug)
	}
	return run
}

// writeFiles writes the files into a folder, and returns that.
func writeFiles(t *testing.T, files []exampleFile) string {
	t.Helper()
	dir := t.TempDir()
	var tracked []string
	for _, f := range files {
		path := filepath.Join(dir, filepath.FromSlash(f.name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		mode := f.mode
		if mode == 0 {
			mode = 0o600
		}
		if err := os.WriteFile(path, []byte(credentials.Replace(f.text)), mode); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(path, mode); err != nil { // whatever the umask says
			t.Fatal(err)
		}
		if f.tracked {
			tracked = append(tracked, f.name)
		}
	}
	if len(tracked) > 0 {
		writeIndex(t, dir, tracked)
	}
	return dir
}

// writeIndex writes a git index of version 2 that lists the files.
func writeIndex(t *testing.T, dir string, names []string) {
	t.Helper()
	sort.Strings(names)
	var b bytes.Buffer
	b.WriteString("DIRC")
	binary.Write(&b, binary.BigEndian, []uint32{2, uint32(len(names))})
	for _, name := range names {
		entry := make([]byte, 62, 72+len(name))
		binary.BigEndian.PutUint16(entry[60:], uint16(len(name)))
		entry = append(entry, name...)
		entry = append(entry, make([]byte, 8-len(entry)%8)...)
		b.Write(entry)
	}
	sum := sha1.Sum(b.Bytes())
	b.Write(sum[:])
	if err := os.MkdirAll(filepath.Join(dir, ".git"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, ".git", "index"), b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
}

// place writes a finding's span as path:line:col-line:col, the end exclusive.
func place(f *rules.Finding) string {
	a, b := f.Span.Begin(), f.Span.Finish()
	if a.Line == b.Line {
		return fmt.Sprintf("%s:%d:%d-%d", f.Span.Source.Path, a.Line, a.Column, b.Column)
	}
	return fmt.Sprintf("%s:%d:%d-%d:%d", f.Span.Source.Path, a.Line, a.Column, b.Line, b.Column)
}

// attribute reads name="value" or name=value from the head of an example.
func attribute(head, name string) (string, bool) {
	i := strings.Index(" "+head, " "+name+"=")
	if i < 0 {
		return "", false
	}
	rest := head[i+len(name)+1:]
	if strings.HasPrefix(rest, `"`) {
		value, err := strconv.QuotedPrefix(rest)
		if err != nil {
			return "", false
		}
		text, _ := strconv.Unquote(value)
		return text, true
	}
	value, _, _ := strings.Cut(rest, " ")
	return value, true
}

// fileOf reads the file that the head of an example describes.
func fileOf(t *testing.T, name, head, text string) exampleFile {
	t.Helper()
	f := exampleFile{name: name, text: text}
	if m, ok := attribute(head, "mode"); ok {
		mode, err := strconv.ParseUint(m, 8, 32)
		if err != nil {
			t.Fatalf("%s: mode %q", name, m)
		}
		f.mode = os.FileMode(mode)
	}
	for _, word := range strings.Fields(head) {
		f.tracked = f.tracked || word == "tracked"
	}
	return f
}

// needsModes skips an example that is about file modes where the system has none.
func needsModes(t *testing.T, files []exampleFile) {
	t.Helper()
	for _, f := range files {
		if f.mode != 0 && runtime.GOOS == "windows" {
			t.Skip("no file modes here")
		}
	}
}
