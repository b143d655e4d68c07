package launch

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/wirevet/wirevet/facts"
)

var update = flag.Bool("update", false, "write the facts that come out into testdata")

// tokens are credentials that exist only while a test runs.
var tokens = strings.NewReplacer("@ghp@", "gh"+"p_"+"x7Kq2mVbR9TnW4sLd8YhJc3ZfPa6QeUg1oNi", "@random@", "q8Zr4Lw1"+"Xc6Vb3Nm"+"0Kj7Hg2F"+"d5Sa9PoT")

// TestCommandLines reads testdata/*.txt: a command line behind "$", with variables in front as a shell has them, and below it
// the facts that must come out. Each fact ends with the bytes of the line that it is about.
func TestCommandLines(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("%d files: %v", len(files), err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var out strings.Builder
		for _, block := range blocks(string(data)) {
			got := describe(t, block.line)
			out.WriteString(block.comment + "$ " + block.line + "\n" + got + "\n")
			if diff := cmp.Diff(block.facts, got); diff != "" && !*update {
				t.Errorf("%s: $ %s (-want +got):\n%s", file, block.line, diff)
			}
		}
		if *update {
			if err := os.WriteFile(file, []byte(out.String()), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

type block struct{ comment, line, facts string }

func blocks(text string) []block {
	var out []block
	comment := ""
	for line := range strings.Lines(text) {
		rest, isCommand := strings.CutPrefix(line, "$ ")
		switch {
		case isCommand:
			out = append(out, block{comment: comment, line: strings.TrimSuffix(rest, "\n")})
			comment = ""
		case strings.HasPrefix(line, "#"):
			comment += line
		case line != "\n":
			out[len(out)-1].facts += line
		}
	}
	return out
}

// read reads a line as a host would: its words are what a shell makes of it, its leading assignments the environment.
func read(line string) (*facts.Launch, *facts.Facts) {
	text := tokens.Replace(line)
	src := facts.NewSource("x", []byte(text))
	words := Split(facts.Word{Text: text, Source: src, Start: 0, End: len(text)})
	in := Input{Entry: &facts.Entry{Host: facts.UnknownHost, Server: "x", Name: src.All()}, Title: `server "x"`, Remedy: "${NAME}"}
	for len(words) > 0 {
		name, _, ok := strings.Cut(words[0].Text, "=")
		if !ok || name == "" || strings.Trim(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz0123456789") != "" {
			break
		}
		value := words[0].Sub(len(name)+1, len(words[0].Text))
		in.Environment.Variables = append(in.Environment.Variables, facts.Variable{Name: name, Key: words[0].Sub(0, len(name)).Span(), Value: value.Span()})
		in.Values = append(in.Values, value)
		words = words[1:]
	}
	out := &facts.Facts{}
	if len(words) == 0 {
		ReadEnvironment(in, out)
		return nil, out
	}
	in.Command, in.Args = words[0], words[1:]
	return Read(in, out), out
}

func describe(t *testing.T, line string) string {
	t.Helper()
	l, out := read(line)
	checkSpans(t, line, l, out)
	var b strings.Builder
	say := func(span facts.Span, format string, args ...any) {
		fmt.Fprintf(&b, format, args...)
		if !span.IsZero() {
			fmt.Fprintf(&b, " «%s»", span.Text())
		}
		b.WriteByte('\n')
	}
	if l != nil {
		describeLaunch(l, say)
	}
	for _, r := range out.Roots {
		path := r.Path
		if r.Unresolved != facts.NoReason {
			path = "unresolved by a " + r.Unresolved.String()
		}
		if r.Whole {
			path = "everything"
		}
		say(r.Span, "root %s, %s, %s", path, r.By, r.Access.Value)
	}
	for _, r := range out.Remotes {
		transport := "unset"
		if r.Transport.Known() {
			transport = r.Transport.Value.String()
		}
		say(r.Span, "remote %s://%s, %s, %s by %s", r.Scheme.Value, r.Address.Value, r.Exposure, transport, r.Via)
		if !r.AllowsClear.IsZero() {
			say(r.AllowsClear, "  allows http")
		}
	}
	for _, x := range out.Listeners {
		say(x.Span, "listener %s on %s:%s (%s)%s%s%s%s", x.Product, x.Address.Value, x.Port.Value, x.Address.State,
			stated(" tls", x.TLS), stated(" auth", x.Authentication), stated(" log", x.ToolLog), stated(" origins", x.Origins))
	}
	for _, x := range out.Tunnels {
		say(x.Span, "tunnel %s", x.Product)
	}
	for _, x := range out.SSH {
		say(x.Span, "ssh to %s%s%s", x.Destination, stated(" host key", x.HostKey), stated(" known hosts", x.KnownHosts))
	}
	for _, x := range out.TLS {
		switch {
		case x.Lowest.Known():
			say(x.Lowest.Span, "tls from %s", x.Lowest.Value)
		case x.Verify.Known():
			say(x.Verify.Span, "tls %s: %s", x.Purpose, x.Verify.Value)
		default:
			say(x.Verify.Span, "tls %s: not known", x.Purpose)
		}
	}
	for _, c := range out.Credentials {
		kind := "reference " + c.Variable
		if c.Literal {
			kind = "literal " + c.Kind
		}
		say(c.Span, "credential %s in %s: %s", c.Name, c.Carrier, strings.TrimSpace(kind))
	}
	for _, p := range out.Problems {
		say(p.Span, "problem %s", p.Message)
	}
	return b.String()
}

func stated[T any](name string, s facts.Stated[T]) string {
	if !s.Known() {
		return ""
	}
	return fmt.Sprintf("%s %v", name, s.Value)
}

func describeLaunch(l *facts.Launch, say func(facts.Span, string, ...any)) {
	var chain []string
	for _, s := range l.Chain {
		chain = append(chain, s.Name)
	}
	say(facts.Span{}, "%s %s by %s", l.Role, l.Program, strings.Join(chain, ", "))
	for _, p := range l.Packages {
		say(p.Span, "package %s %s, %s%s", p.Registry, p.Name, p.Pin, suffix(p.Version))
	}
	if i := l.Image; i != nil {
		say(i.Span, "image %s, %s", i.Name, i.Pin)
	}
	switch c := l.Compose; {
	case c == nil:
	case c.Container:
		say(c.Span, "in container %s", c.Name)
	default:
		say(c.Span, "service %s of %q in %q", c.Name, c.Files, c.Dir)
	}
	for _, s := range l.Shells {
		say(s.Span, "shell %s, %d interpolated, documented %v", s.Name, len(s.Interpolated), s.Documented)
		for _, i := range s.Interpolated {
			say(i, "  value")
		}
	}
	for _, c := range l.RemoteCode {
		say(c.Span, "runs %s", c.What)
	}
	for _, d := range l.DebugPorts {
		say(d.Span, "debug port %s, %s", d.Tool, d.Exposure)
	}
	for _, p := range l.CodePaths {
		say(p.Span, "code from %s %s", p.Place, p.Variable)
	}
	if l.Environment.Base.Known() {
		say(l.Environment.Base.Span, "environment %s", l.Environment.Base.Value)
	}
	for _, f := range l.Environment.Files {
		say(f.Span, "env file %s", f.Value)
	}
	w := l.Process
	box := facts.Container{}
	if w.Container != nil {
		box = *w.Container
		say(w.Span, "container of %s", box.Engine)
	}
	if w.User.Known() {
		say(w.User.Span, "user %s, root %v", w.User.Value.Name, w.User.Value.Root)
	}
	if box.RootMapped.Known() {
		say(box.RootMapped.Span, "root mapped")
	}
	if box.Privileged.Known() {
		say(box.Privileged.Span, "privileged %v", box.Privileged.Value)
	}
	for _, c := range w.CapAdd {
		say(c.Span, "capability %s", c.Value)
	}
	for _, n := range box.Namespaces {
		say(n.Span, "shares %s with %s", n.Kind, n.With)
	}
	for _, c := range w.Confinement {
		say(c.Span, "confinement %s %v", c.Name, c.On)
	}
	if w.Sandbox.Known() {
		say(w.Sandbox.Span, "sandbox %s", w.Sandbox.Value)
	}
	for _, s := range w.Sockets {
		say(s.Span, "socket %s", map[facts.SocketKind]string{facts.RuntimeSocket: "of an engine", facts.AgentSocket: "of an agent"}[s.Kind])
	}
	for _, p := range box.Ports {
		say(p.Span, "port %s:%s to %s", p.Address, p.Host, p.Container)
	}
}

func suffix(version string) string {
	if version == "" {
		return ""
	}
	return " " + version
}

// checkSpans holds that every place lies in the line, on the borders of characters.
func checkSpans(t *testing.T, line string, l *facts.Launch, out *facts.Facts) {
	t.Helper()
	text := tokens.Replace(line)
	check := func(s facts.Span) {
		if s.IsZero() {
			return
		}
		if s.Start < 0 || s.End < s.Start || s.End > len(text) ||
			s.Start < len(text) && !utf8.RuneStart(text[s.Start]) || s.End < len(text) && !utf8.RuneStart(text[s.End]) {
			t.Errorf("%q: a place is %d-%d", line, s.Start, s.End)
		}
	}
	for _, r := range out.Remotes {
		check(r.Span)
	}
	for _, c := range out.Credentials {
		check(c.Span)
	}
	for _, r := range out.Roots {
		check(r.Span)
	}
	for _, x := range out.Listeners {
		check(x.Span)
	}
	for _, x := range out.TLS {
		check(x.Span)
		check(x.Verify.Span)
		check(x.Lowest.Span)
	}
	for _, p := range out.Problems {
		check(p.Span)
		if p.Message == "" {
			t.Errorf("%q: a problem without words", line)
		}
	}
	if l == nil {
		return
	}
	for _, p := range l.Packages {
		check(p.Span)
	}
	for _, s := range l.Shells {
		check(s.Span)
		for _, i := range s.Interpolated {
			check(i)
		}
	}
	for _, s := range slices.Concat(l.Process.CapAdd, l.Process.CapDrop) {
		check(s.Span)
	}
	for _, c := range l.RemoteCode {
		check(c.Span)
	}
}

func FuzzRead(f *testing.F) {
	files, _ := filepath.Glob("testdata/*.txt")
	for _, file := range files {
		data, _ := os.ReadFile(file)
		for _, b := range blocks(string(data)) {
			f.Add(b.line)
		}
	}
	f.Fuzz(func(t *testing.T, line string) {
		if !utf8.ValidString(line) {
			return // no parser hands on such text
		}
		l, out := read(line)
		checkSpans(t, line, l, out)
	})
}

func FuzzReadURL(f *testing.F) {
	for _, url := range []string{"https://u:p@h.example.com:1/x?token=a#b", "${X:-http://h}/y", "unix:///s#/p", "http://[::1]:2", "://", "${"} {
		f.Add(url)
	}
	f.Fuzz(func(t *testing.T, url string) {
		if !utf8.ValidString(url) {
			return
		}
		src := facts.NewSource("x", []byte(url))
		out := &facts.Facts{}
		r := ReadURL(&facts.Entry{Host: facts.UnknownHost, Name: src.All()}, facts.Word{Text: url, Source: src, End: len(url)}, out)
		out.Remotes = append(out.Remotes, r)
		checkSpans(t, url, nil, out)
	})
}

func BenchmarkRead(b *testing.B) {
	lines := []string{
		"TOKEN=${T} LEVEL=info npx -y @example/tickets@1.2.3 --project alpha", "uvx tickets==1.2.3",
		"docker run --rm -i -e TOKEN example/tickets:1.4", "node server.js --port 8080",
	}
	for b.Loop() {
		for _, line := range lines {
			read(line)
		}
	}
}
