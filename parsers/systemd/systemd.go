package systemd

import (
	"path"
	"strings"
	"unicode/utf8"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/credential"
	"github.com/wirevet/wirevet/internal/directive"
	"github.com/wirevet/wirevet/parsers/launch"
)

// KnownPath reports whether a file is a unit of a service by its path.
func KnownPath(file string) bool { return path.Ext(file) == ".service" }

// unit is a service while it is read.
type unit struct {
	src   *facts.Source
	out   *facts.Facts
	list  []setting
	entry *facts.Entry
}

// Parse states what a unit file says.
func Parse(src *facts.Source, data []byte) *facts.Facts {
	u := &unit{src: src, out: &facts.Facts{Sources: []*facts.Source{src}}}
	if !utf8.Valid(data) || strings.IndexByte(string(data), 0) >= 0 {
		u.out.Problems = append(u.out.Problems, &facts.Problem{
			Span: facts.Span{Source: src}, Kind: facts.Syntax, Message: "expected text in UTF-8, as systemd does; the file is passed over",
		})
		return u.out
	}
	credential.Mask(src, data)
	var comments []facts.Span
	u.list, comments = settings(src, string(data))
	start, ok := u.last("Service", "ExecStart")
	if !ok {
		return u.out
	}
	name := path.Base(src.Path)
	u.entry = &facts.Entry{
		Component: "unit " + name, Name: start.key, Block: src.All(), Relevance: facts.Unrelated,
		Deployment: &facts.Deployment{Kind: "unit", Name: name, Dir: src.Path},
	}
	u.out.Entries = append(u.out.Entries, u.entry)
	u.read(start)
	u.directives(data, comments)
	return u.out
}

// last returns the assignment that counts: the last one. An empty one takes all before it back.
func (u *unit) last(section, name string) (setting, bool) {
	var found setting
	ok := false
	for _, s := range u.list {
		if s.section == section && s.name == name {
			found, ok = s, s.value.Text != ""
		}
	}
	return found, ok
}

// on returns a setting that is a boolean (systemd.syntax(7)).
func (u *unit) on(name string) facts.Stated[bool] {
	s, ok := u.last("Service", name)
	if !ok {
		return facts.Stated[bool]{}
	}
	switch strings.ToLower(s.value.Text) {
	case "1", "yes", "y", "true", "t", "on":
		return facts.Written(true, s.value.Span())
	case "0", "no", "n", "false", "f", "off":
		return facts.Written(false, s.value.Span())
	}
	return facts.Undecided[bool](s.value.Span(), facts.UnknownVariable)
}

// read states the process that the unit starts.
func (u *unit) read(start setting) {
	command := start.value
	raised := false
	for command.Text != "" && strings.IndexByte("@-:+!|", command.Text[0]) >= 0 {
		raised = raised || command.Text[0] == '+'
		command = command.Sub(1, len(command.Text))
	}
	words := launch.Split(command)
	in := launch.Input{Entry: u.entry, Title: "the service " + path.Base(u.src.Path)}
	if len(words) > 0 {
		in.Command, in.Args = words[0], words[1:]
	}
	in.Environment, in.Values = u.environment()
	if dir, ok := u.last("Service", "WorkingDirectory"); ok {
		in.Cwd = facts.Written(dir.value.Text, dir.value.Span())
	}
	l := launch.Read(in, u.out)
	l.Shells = nil // what one puts together is what the unit itself says
	w := l.Process
	if w.Container != nil {
		return // a container engine: what it starts has its own account
	}
	w.Span = start.key
	w.Deployed = &facts.Deployed{Starts: l, Environment: l.Environment}
	if !w.User.Known() {
		w.User = u.account(start, raised)
	}
	u.confinement(w)
}

// account says who the service runs as: root, for a unit of the system that does not say otherwise (systemd.exec(5), User=).
func (u *unit) account(start setting, raised bool) facts.Stated[facts.Account] {
	if raised {
		return facts.Written(facts.Account{Name: "root", Root: true}, start.value.Sub(0, 1).Span())
	}
	if user, ok := u.last("Service", "User"); ok {
		if strings.ContainsAny(user.value.Text, "%${") {
			return facts.Undecided[facts.Account](user.value.Span(), facts.UnknownVariable)
		}
		return facts.Written(facts.Account{Name: user.value.Text, Root: launch.IsRoot(user.value.Text)}, user.value.Span())
	}
	if dynamic := u.on("DynamicUser"); dynamic.State != facts.Unset {
		if !dynamic.Known() || dynamic.Value {
			return facts.Stated[facts.Account]{Value: facts.Account{Name: "an account of its own"}, Span: dynamic.Span, State: dynamic.State, Why: dynamic.Why}
		}
	}
	if u.ofUser() {
		return facts.Stated[facts.Account]{}
	}
	const why = "systemd starts a service of the system as root unless User= or DynamicUser= says otherwise (systemd.exec(5))"
	return facts.ByDefault(facts.Account{Name: "root", Root: true}, start.key, why)
}

// ofUser reports whether the unit is one of a person's own manager: by its place, or by what wants it. default.target is
// where those hang themselves; the system's hang on multi-user.target.
func (u *unit) ofUser() bool {
	if strings.Contains("/"+u.src.Path, "/user/") || strings.Contains("/"+u.src.Path, "/.config/") {
		return true
	}
	wanted, ok := u.last("Install", "WantedBy")
	return ok && strings.Contains(" "+wanted.value.Text+" ", " default.target ")
}

// environment reads the variables. One assignment may hold several, each in quotes of its own.
func (u *unit) environment() (facts.Environment, []facts.Word) {
	var env facts.Environment
	var values []facts.Word
	for _, s := range u.list {
		if s.section != "Service" {
			continue
		}
		switch s.name {
		case "Environment":
			if s.value.Text == "" {
				env.Variables, values = nil, nil
			}
			for _, w := range launch.Split(s.value) {
				name, _, ok := strings.Cut(w.Text, "=")
				if !ok {
					continue
				}
				value := w.Sub(len(name)+1, len(w.Text))
				env.Variables = append(env.Variables, facts.Variable{Name: name, Key: w.Sub(0, len(name)).Span(), Value: value.Span()})
				values = append(values, value)
			}
		case "EnvironmentFile":
			if file := strings.TrimPrefix(s.value.Text, "-"); file != "" {
				env.Files = append(env.Files, facts.Written(file, s.value.Span()))
			}
		case "PassEnvironment":
			for _, w := range launch.Split(s.value) {
				env.Variables = append(env.Variables, facts.Variable{Name: w.Text, Key: w.Span(), ByName: true})
				values = append(values, facts.Word{})
			}
		}
	}
	return env, values
}

// confinement reads the protections (systemd.exec(5), Sandboxing).
func (u *unit) confinement(w *facts.Workload) {
	if s := u.on("NoNewPrivileges"); s.Known() {
		w.Confinement = append(w.Confinement, facts.Confinement{Name: "no-new-privileges", On: s.Value, Span: s.Span})
	}
	if s, ok := u.last("Service", "AmbientCapabilities"); ok {
		for _, c := range launch.Split(s.value) {
			if !strings.HasPrefix(c.Text, "~") {
				w.CapAdd = append(w.CapAdd, facts.Written(strings.TrimPrefix(strings.ToUpper(c.Text), "CAP_"), c.Span()))
			}
		}
	}
	for _, name := range [...]string{"ProtectHome", "ProtectSystem", "RootDirectory", "RootImage", "TemporaryFileSystem", "DynamicUser"} {
		s, ok := u.last("Service", name)
		if ok && s.value.Text != "no" && s.value.Text != "false" {
			w.Confinement = append(w.Confinement, facts.Confinement{Name: name, On: true, Span: s.value.Span()})
			if name != "ProtectSystem" { // which leaves homes readable
				w.Sandbox = facts.Written("systemd ("+name+")", s.value.Span())
			}
		}
	}
	w.Deployed.ReadOnlyRoot = u.protectedSystem()
}

// protectedSystem says whether the file system is read-only: ProtectSystem=strict.
func (u *unit) protectedSystem() facts.Stated[bool] {
	s, ok := u.last("Service", "ProtectSystem")
	if !ok {
		return facts.Stated[bool]{}
	}
	return facts.Written(s.value.Text == "strict", s.value.Span())
}

// directives states the comments that ask for findings to be passed over. One covers the assignment below it; at the top, and
// where none follows, the whole unit.
func (u *unit) directives(data []byte, comments []facts.Span) {
	for _, c := range comments {
		covers := func() facts.Span {
			for i, s := range u.list {
				if s.line.Start < c.End {
					continue
				}
				if i == 0 {
					break
				}
				return s.line
			}
			return u.src.All()
		}
		if d := directive.Read(c, data[c.Start:c.End], covers); d != nil {
			u.out.Directives = append(u.out.Directives, d)
		}
	}
}
