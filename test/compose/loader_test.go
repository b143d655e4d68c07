package compose

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/compose-spec/compose-go/v2/loader"
	"github.com/compose-spec/compose-go/v2/types"

	"github.com/wirevet/wirevet/facts"
	ours "github.com/wirevet/wirevet/parsers/compose"
	"github.com/wirevet/wirevet/parsers/input"
)

// theirs returns what compose makes of the files, a line for each thing of each service, sorted.
func theirs(t *testing.T, files map[string]string) ([]string, error) {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	details := types.ConfigDetails{WorkingDir: dir, Environment: types.Mapping{}}
	for _, name := range []string{"compose.yaml", "compose.override.yaml"} {
		if _, ok := files[name]; ok {
			details.ConfigFiles = append(details.ConfigFiles, types.ConfigFile{Filename: filepath.Join(dir, name)})
		}
	}
	project, err := loader.LoadWithContext(context.Background(), details, func(o *loader.Options) {
		o.SetProjectName("x", true)
		o.SkipConsistencyCheck, o.SkipResolveEnvironment = true, true
	})
	if err != nil {
		return nil, err
	}
	var out []string
	for name, s := range project.Services {
		say := func(format string, args ...any) { out = append(out, name+" "+fmt.Sprintf(format, args...)) }
		if s.User != "" {
			say("user %s", s.User)
		}
		if s.Privileged {
			say("privileged")
		}
		for _, c := range s.CapAdd {
			say("adds %s", c)
		}
		for _, c := range s.CapDrop {
			say("drops %s", c)
		}
		for _, c := range s.SecurityOpt {
			say("option %s", c)
		}
		if s.Pid != "" {
			say("pid %s", s.Pid)
		}
		if s.Image != "" {
			say("image %s", s.Image)
		}
		if s.Build != nil {
			rel, _ := filepath.Rel(dir, s.Build.Context)
			say("built from %s, target %s", rel, s.Build.Target)
		}
		if words := append(slices.Clone(s.Entrypoint), s.Command...); len(words) > 0 {
			say("starts %s", strings.Join(words, " "))
		}
		for key, value := range s.Environment {
			if value != nil {
				say("variable %s=%s", key, *value)
			}
		}
		for _, p := range s.Ports {
			say("port %s:%s:%d", p.HostIP, p.Published, p.Target)
		}
		for _, v := range s.Volumes {
			if v.Type == types.VolumeTypeBind {
				rel, _ := filepath.Rel(dir, v.Source)
				if strings.HasPrefix(rel, "..") {
					rel = v.Source
				}
				say("mount %s, read-only %v", rel, v.ReadOnly)
			}
		}
		if s.ReadOnly {
			say("read-only")
		}
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}

// read returns the same of wirevet's facts.
func read(files map[string]string) []string {
	var u input.Unit
	for _, name := range []string{"compose.override.yaml", "compose.yaml"} {
		if text, ok := files[name]; ok {
			u.Files = append(u.Files, input.File{Source: facts.NewSource(name, []byte(text)), Data: []byte(text)})
		}
	}
	u.Open = func(path string) (input.File, bool) {
		text, ok := files[path]
		return input.File{Source: facts.NewSource(path, []byte(text)), Data: []byte(text)}, ok
	}
	var out []string
	for _, f := range ours.Parse(&u, nil) {
		for _, v := range f.Services {
			w := v.Workloads[0]
			say := func(format string, args ...any) {
				out = append(out, v.Names[0]+" "+fmt.Sprintf(format, args...))
			}
			if w.User.Known() {
				say("user %s", w.User.Value.Name)
			}
			if w.Container.Privileged.Value {
				say("privileged")
			}
			for _, c := range w.CapAdd {
				say("adds %s", c.Value)
			}
			for _, c := range w.CapDrop {
				say("drops %s", c.Value)
			}
			for _, c := range w.Confinement {
				say("option %s", plain(c.Span))
			}
			for _, n := range w.Container.Namespaces {
				say("pid %s", plain(n.Span))
			}
			if i := w.Container.Image; i != nil {
				say("image %s", plain(i.Span))
			}
			if b := w.Deployed.Image; b != nil {
				say("built from %s, target %s", b.Context, b.Target)
			}
			if l := w.Deployed.Starts; !l.Command.IsZero() {
				words := []string{plain(l.Command)}
				for _, a := range l.Args {
					words = append(words, plain(a))
				}
				say("starts %s", strings.Join(words, " "))
			}
			for _, e := range w.Deployed.Environment.Variables {
				if !e.ByName {
					say("variable %s=%s", e.Name, plain(e.Value))
				}
			}
			for _, p := range w.Container.Ports {
				say("port %s:%s:%s", p.Address, p.Host, p.Container)
			}
			if w.Deployed.ReadOnlyRoot.Value {
				say("read-only")
			}
			for _, r := range f.Roots {
				if r.Entry == w.Entry {
					say("mount %s, read-only %v", strings.TrimPrefix(r.Path, "./"), r.Access.Value == facts.ReadOnly)
				}
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func plain(s facts.Span) string { return strings.Trim(s.Text(), `"'`) }

// service writes some lines about a service, of which each key stands once.
func service(r *rand.Rand, indent string, over bool) string {
	pick := func(list ...string) string { return list[r.IntN(len(list))] }
	lines := []string{
		"user: " + pick("root", `"1000:1000"`, "app"),
		"privileged: " + pick("true", "false"),
		"cap_add: " + pick("[A]", "[A, B]", "[C]"),
		"cap_drop: " + pick("[ALL]", "[A]"),
		"security_opt: " + pick("[seccomp=unconfined]", "[no-new-privileges=true]"),
		"pid: " + pick("host", "host"),
		"command: " + pick("[one, two]", "three four", "[five]"),
		"entrypoint: " + pick("[in]", "in out"),
		"environment: " + pick("{A: one, B: two}", "[A=three, C=four]", "[B=five]", "{C: six}", "[A, D=]"),
		"ports: " + pick(`["80:80"]`, `["127.0.0.1:81:80", "82:82"]`, "[{target: 80, published: \"80\"}]"),
		"volumes: " + pick(`["./a:/a"]`, `["./b:/a:ro", "/etc:/e"]`, "[{type: bind, source: ./c, target: /e, read_only: true}]", `["named:/n", "/x:/x:ro"]`),
		"build: " + pick("./web", "{context: ./api, target: prod}", "{context: .}"),
		"read_only: " + pick("true", "false"),
		"labels: " + pick("{x: y}", "[x=z]"),
	}
	r.Shuffle(len(lines), func(i, j int) { lines[i], lines[j] = lines[j], lines[i] })
	var b strings.Builder
	for _, line := range lines[:1+r.IntN(8)] {
		if key, value, _ := strings.Cut(line, ": "); over && r.IntN(8) == 0 {
			switch key {
			case "cap_add", "ports", "volumes", "security_opt", "environment":
				line = key + ": " + pick("!reset null", "!override "+value)
			}
		}
		b.WriteString(indent + line + "\n")
	}
	return b.String()
}

func project(r *rand.Rand) map[string]string {
	main := "volumes: {named: }\nservices:\n  web:\n    image: web\n" + service(r, "    ", false)
	files := map[string]string{}
	if r.IntN(2) == 0 {
		files["common.yml"] = "volumes: {named: }\nservices:\n  base:\n    image: base\n" + service(r, "    ", false)
		main += "  child:\n    extends: {file: common.yml, service: base}\n" + service(r, "    ", false)
	}
	if r.IntN(2) == 0 {
		main += "  other:\n    extends: web\n" + service(r, "    ", false)
	}
	if r.IntN(3) > 0 {
		files["compose.override.yaml"] = "services:\n  web:\n" + service(r, "    ", true)
	}
	files["compose.yaml"] = main
	return files
}

func TestProjectsArePutTogetherAsComposeDoes(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 10))
	compared := 0
	for i := range 600 {
		files := project(r)
		want, err := theirs(t, files)
		if err != nil {
			continue
		}
		compared++
		got := read(files)
		if !slices.Equal(got, want) {
			for name, text := range files {
				t.Logf("-- %s --\n%s", name, text)
			}
			t.Fatalf("project %d:\n got %s\nwant %s", i, strings.Join(missing(got, want), "\n     "), strings.Join(missing(want, got), "\n     "))
		}
	}
	if compared < 400 {
		t.Errorf("compose accepts only %d projects", compared)
	}
}

// missing returns what a has and b has not.
func missing(a, b []string) []string {
	return slices.DeleteFunc(slices.Clone(a), func(s string) bool { return slices.Contains(b, s) })
}
