package dockerfile

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/parser"

	"github.com/wirevet/wirevet/facts"
	ours "github.com/wirevet/wirevet/parsers/dockerfile"
)

// theirs returns what BuildKit says of a file, a line for each stage.
func theirs(data []byte) ([]string, error) {
	result, err := parser.Parse(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	stages, _, err := instructions.Parse(result.AST, nil)
	if err != nil {
		return nil, err
	}
	var out []string
	for i, s := range stages {
		if s.Name == "" && i < len(stages)-1 {
			continue
		}
		line := fmt.Sprintf("stage %q on %s:", s.Name, s.BaseName)
		for _, c := range s.Commands {
			if c, ok := c.(*instructions.EnvCommand); ok {
				for _, kv := range c.Env {
					line += fmt.Sprintf(" env %s=%s", kv.Key, kv.Value)
				}
			}
		}
		user, command := "", ""
		for _, c := range s.Commands {
			switch c := c.(type) {
			case *instructions.UserCommand:
				user = c.User
			case *instructions.CmdCommand:
				command = spoken(c.CmdLine, c.PrependShell)
			}
		}
		out = append(out, line+" user "+user+" starts "+command)
	}
	return out, nil
}

func spoken(words []string, shell bool) string {
	if len(words) == 0 {
		return ""
	}
	if shell {
		return "shell " + strings.Join(words, " ")
	}
	return fmt.Sprintf("%q", words)
}

// read returns the same of wirevet's facts. Only the last stage has its variables and command among them.
func read(data []byte) ([]string, []*facts.Problem) {
	src := facts.NewSource("Dockerfile", data)
	out := ours.Parse(src, data)
	var lines []string
	for _, b := range out.Builds {
		base := b.Entry.Name.Text()
		line := fmt.Sprintf("stage %q on %s:", b.Target, base)
		l := b.Starts
		if b.Last {
			for _, other := range out.Launches {
				if other.Process == b.Process {
					l = other
				}
			}
		}
		command := ""
		if l != nil && b.Last {
			for _, v := range l.Environment.Variables {
				line += fmt.Sprintf(" env %s=%s", v.Name, unfolded(v.Value.Text()))
			}
		}
		if s := b.Starts; s != nil {
			command = started(s)
		}
		user := ""
		if b.Process.User.State != facts.Unset && b.Process.User.State != facts.Default {
			at := b.Process.User.Span
			if b.Process.User.Why != nil && !b.Process.User.Why.Effect.IsZero() {
				at = b.Process.User.Why.Effect
			}
			user = unfolded(at.Text())
		}
		lines = append(lines, line+" user "+user+" starts "+command)
	}
	return lines, out.Problems
}

func started(l *facts.Launch) string {
	if l.Command.IsZero() {
		if len(l.Shells) == 0 {
			return ""
		}
		return "shell " + unfolded(l.Shells[0].Span.Text())
	}
	words := append([]facts.Span{l.Command}, l.Args...)
	list := make([]string, len(words))
	for i, w := range words {
		if json.Unmarshal([]byte(unfolded(w.Text())), &list[i]) != nil {
			list[i] = "?"
		}
	}
	return fmt.Sprintf("%q", list)
}

// unfolded takes the continuations out of a text.
func unfolded(text string) string {
	var b strings.Builder
	folded := false
	for line := range strings.Lines(text) {
		if folded && (strings.TrimSpace(line) == "" || strings.HasPrefix(strings.TrimSpace(line), "#")) {
			continue
		}
		body := strings.TrimRight(line, "\r\n")
		if cut, ok := strings.CutSuffix(strings.TrimRight(body, " \t"), `\`); ok {
			folded = true
			b.WriteString(cut)
			continue
		}
		folded = false
		b.WriteString(body)
	}
	return b.String()
}

// grammar makes a Dockerfile of pieces that are easy to read differently.
func grammar(r *rand.Rand) string {
	pick := func(list ...string) string { return list[r.IntN(len(list))] }
	var b strings.Builder
	b.WriteString(pick("", "", "\ufeff", "# syntax=docker/dockerfile:1\n", "# check=skip=all\n# a comment\n", "\n", "#escape=\\\n"))
	end := pick("\n", "\n", "\r\n")
	fold := func() string {
		return pick(" ", " ", "\t", "  ", " \\"+end+"  ", " \\ "+end+end, " \\"+end+"# USER root"+end+"  ")
	}
	for range 1 + r.IntN(3) {
		b.WriteString(pick("FROM", "from", "  FROM") + fold() + pick("", "--platform=linux/amd64 ") + pick("alpine", "node:22", "example.com/a/b@sha256:0", "alpine:3"))
		b.WriteString(pick("", " AS "+pick("one", "two", "three")+fmt.Sprint(r.IntN(1000)), " as x"+fmt.Sprint(r.IntN(1000))) + end)
		for range r.IntN(7) {
			switch r.IntN(9) {
			case 0:
				b.WriteString("ENV" + fold() + pick("A=1", "A=1"+fold()+"B=2", `A="x y"`+fold()+"B='z'", "A x y", `A=a\ b C=`, "A=$B", `A="\"q\""`, "A=\u00e9"))
			case 1:
				b.WriteString("USER" + fold() + pick("root", "0:0", "app", "1000", "ContainerUser"))
			case 2:
				b.WriteString("CMD" + fold() + pick(`["a", "b c"]`, `[ "a" ]`, "a b c", `["a", 'b']`, `["a"`, "[]", `a "b c" $D`, `["\u0061"]`, "exec a && b"))
			case 3:
				b.WriteString("RUN" + fold() + pick("a", "a <<EOF\nUSER root\nEOF", "a <<-'E' <<F\n\tx\n\tE\nFROM x\nF", `["a", "<<EOF"]`, "a '<<EOF'", "echo $((1<<2))", "--mount=type=secret,id=a b"))
			case 4:
				b.WriteString("COPY" + fold() + pick("a b", "--from=one a b", `["a", "b c", "/d"]`, "<<A <<B /x/\nCMD a\nA\nB"))
			case 5:
				b.WriteString("# USER root")
			case 6:
				b.WriteString("LABEL" + fold() + pick("a=b", `a="b c"`, "a.b c d", `"a b"=c`))
			case 7:
				b.WriteString("ONBUILD" + fold() + pick("RUN x", "USER root", "RUN <<E\nUSER root\nE", "CMD x"))
			case 8:
				b.WriteString(pick("EXPOSE 80", "WORKDIR /a", "STOPSIGNAL 9", "HEALTHCHECK NONE", "HEALTHCHECK --interval=3s CMD a", `SHELL ["a"]`, "ARG A=1", "VOLUME /x", "MAINTAINER me"))
			}
			b.WriteString(end)
		}
	}
	return b.String()
}

func TestGeneratedFilesAreReadAsBuildKitReadsThem(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 9))
	compared := 0
	for i := range 20_000 {
		text := grammar(r)
		compared += compare(t, fmt.Sprintf("file %d", i), []byte(text))
		if t.Failed() {
			t.Fatalf("%q", text)
		}
	}
	if compared < 10_000 {
		t.Errorf("BuildKit accepts only %d files", compared)
	}
}

// compare returns 1 when BuildKit accepts the file.
func compare(t *testing.T, name string, data []byte) int {
	t.Helper()
	want, err := theirs(data)
	got, problems := read(data)
	if err != nil {
		if len(problems) == 0 {
			t.Errorf("%s: no problem, and BuildKit says: %v", name, err)
		}
		return 0
	}
	for _, p := range problems {
		if p.Kind == facts.Syntax {
			t.Errorf("%s:%d: %s; BuildKit accepts it", name, p.Span.Begin().Line, p.Message)
		}
	}
	if len(got) != len(want) {
		t.Errorf("%s:\n got %q\nwant %q", name, got, want)
		return 1
	}
	for i := range want {
		w := want[i]
		if i < len(want)-1 { // a stage that is not the last
			w = withoutVariables(w)
		}
		if got[i] != w {
			t.Errorf("%s:\n got %s\nwant %s", name, got[i], w)
		}
	}
	return 1
}

func withoutVariables(line string) string {
	i := strings.Index(line, ": env ")
	j := strings.LastIndex(line, " user ")
	if i < 0 {
		return line
	}
	return line[:i+1] + line[j:]
}

func TestRealFilesAreReadAsBuildKitReadsThem(t *testing.T) {
	root := os.Getenv("WIREVET_DOCKERFILES")
	if root == "" {
		t.Skip("WIREVET_DOCKERFILES names no folder of Dockerfiles")
	}
	files := 0
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !ours.KnownPath(filepath.ToSlash(path)) {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		files++
		_, failed := theirs(data)
		_, problems := read(data)
		for _, p := range problems {
			if failed == nil && p.Kind == facts.Syntax {
				t.Errorf("%s: %s; BuildKit accepts it", path, p.Message)
			}
		}
		if failed != nil && len(problems) == 0 {
			t.Errorf("%s: no problem, and BuildKit says: %v", path, failed)
		}
		return nil
	})
	if err != nil || files == 0 {
		t.Errorf("%d files: %v", files, err)
	}
}
