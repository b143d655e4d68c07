package launch

import (
	"strconv"
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// wrapper describes a program that starts another one and changes who or what it runs as.
type wrapper struct {
	options options
	users   []string // options that name the account
	root    bool     // root unless an option names another account
	skip    int      // free words of its own before the inner command: timeout's duration
	envFile []string // options that name a file of variables
	sandbox string   // what it confines by; empty when it does not
}

func addWrappers(table map[string]launcher) {
	sudo := options{valued: []string{"-u", "--user", "-g", "--group", "-h", "--host", "-p", "--prompt", "-C", "--close-from", "-D", "--chdir", "-R", "--chroot", "-r", "--role", "-t", "--type", "-T", "--command-timeout", "-U", "--other-user"}, cluster: true}
	for name, w := range map[string]wrapper{
		"sudo":         {options: sudo, users: []string{"-u", "--user"}, root: true},
		"doas":         {options: options{valued: []string{"-u", "-C"}, cluster: true}, users: []string{"-u"}, root: true},
		"pkexec":       {options: options{valued: []string{"--user"}}, users: []string{"--user"}, root: true},
		"gosu":         {skip: 1},
		"su-exec":      {skip: 1},
		"setpriv":      {options: options{unknown: unknownPlain, valued: []string{"--reuid", "--regid", "--groups", "--securebits", "--pdeathsig"}}, users: []string{"--reuid"}},
		"systemd-run":  {options: options{valued: []string{"--uid", "--gid", "-p", "--property", "--unit", "-u", "--slice", "-E", "--setenv", "--nice"}}, users: []string{"--uid"}},
		"nohup":        {},
		"time":         {},
		"nice":         {options: options{valued: []string{"-n", "--adjustment"}}},
		"ionice":       {options: options{valued: []string{"-c", "-n", "-p"}}},
		"timeout":      {options: options{valued: []string{"-s", "--signal", "-k", "--kill-after"}}, skip: 1},
		"stdbuf":       {options: options{valued: []string{"-i", "-o", "-e"}}},
		"tini":         {options: options{valued: []string{"-p", "-e"}}},
		"dumb-init":    {options: options{valued: []string{"-r", "--rewrite"}}},
		"exec":         {},
		"firejail":     {sandbox: "firejail"},
		"bwrap":        {sandbox: "bubblewrap", options: options{valued: []string{"--chdir", "--setenv", "--unsetenv", "--proc", "--dev", "--tmpfs", "--uid", "--gid", "--hostname", "--dir", "--seccomp", "--cap-add", "--cap-drop"}}},
		"sandbox-exec": {sandbox: "sandbox-exec", options: options{valued: []string{"-f", "-n", "-p", "-D"}}},
		"nsjail":       {sandbox: "nsjail", options: options{unknown: unknownUnless}},
		"doppler":      {options: options{valued: []string{"-p", "--project", "-c", "--config", "-t", "--token"}}, skip: 1},
		"infisical":    {options: options{valued: []string{"--env", "--path", "--projectId"}}, skip: 1},
		"aws-vault":    {skip: 2},
		"chamber":      {skip: 2},
		"direnv":       {skip: 2},
		"op":           {options: options{valued: []string{"--env-file", "--account"}, interleave: false}, skip: 1, envFile: []string{"--env-file"}},
		"dotenv":       {options: options{valued: []string{"-e", "-f", "-c", "-v"}}, envFile: []string{"-e", "-f"}},
		"dotenvx":      {options: options{valued: []string{"-f", "--env-file"}}, skip: 1, envFile: []string{"-f", "--env-file"}},
		"envmcp":       {options: options{valued: []string{"-e", "--env-file"}}, envFile: []string{"-e", "--env-file"}},
		"conda":        {options: options{valued: []string{"-n", "--name", "-p", "--prefix"}}, skip: 1},
		"poetry":       {skip: 1},
		"rye":          {skip: 1},
		"hatch":        {skip: 1},
		"pixi":         {skip: 1},
		"mise":         {skip: 1},
		"wsl":          {options: options{valued: []string{"-d", "--distribution", "-u", "--user", "--cd"}, plain: []string{"-e", "--exec", "--system"}}, users: []string{"-u", "--user"}},
		"winpty":       {},
	} {
		table[name] = w.read
	}
	table["env"] = readEnv
	table["su"] = readSu
	table["runuser"] = readSu
	table["runas"] = readRunas
}

func (w wrapper) read(r *reader, self facts.Word, words []facts.Word, depth int) {
	found, rest := w.options.parse(words)
	name := programName(self.Text)
	r.step(name, self.Span())
	if w.root {
		r.account("root", true, self.Span())
	}
	if w.sandbox != "" {
		r.launch.Process.Sandbox = facts.Written(w.sandbox, self.Span())
	}
	if name == "bwrap" {
		rest = r.bubblewrap(words)
	}
	for i := 0; i < w.skip && len(rest) > 0; i++ {
		if name == "gosu" || name == "su-exec" {
			r.account(rest[0].Text, IsRoot(rest[0].Text), rest[0].Span())
		}
		rest = rest[1:]
	}
	if w.skip > 0 && len(rest) > 0 && strings.HasPrefix(rest[0].Text, "-") {
		var more []option
		more, rest = w.options.parse(rest)
		found = append(found, more...)
	}
	for _, o := range found {
		switch {
		case contains(w.users, o.name) && o.has:
			r.account(o.text(), IsRoot(o.text()), o.value.Span())
		case contains(w.envFile, o.name) && o.has:
			r.envFile(o.value)
		case name == "sudo" && (o.name == "-E" || o.name == "--preserve-env") && !o.has:
			r.launch.Environment.Base = facts.Written(facts.EnvironmentAll, o.span())
			r.part(o)
		}
	}
	for len(rest) > 0 && (name == "sudo" || name == "doas") && isAssignment(rest[0].Text) {
		r.assignment(rest[0])
		rest = rest[1:]
	}
	r.run(rest, depth+1)
}

// bubblewrap reads the binds of bwrap, which have two words each, and returns the inner command.
func (r *reader) bubblewrap(words []facts.Word) []facts.Word {
	for i := 0; i < len(words); i++ {
		switch w := words[i].Text; w {
		case "--bind", "--dev-bind", "--ro-bind", "--bind-try", "--ro-bind-try", "--symlink":
			if i+2 < len(words) && w != "--symlink" {
				access := facts.ReadWrite
				if strings.HasPrefix(w, "--ro") {
					access = facts.ReadOnly
				}
				r.root(words[i+1], words[i+1].Text, facts.SandboxBind, access, facts.High)
			}
			i += 2
		case "--chdir", "--unsetenv", "--proc", "--dev", "--tmpfs", "--uid", "--gid", "--hostname", "--dir", "--seccomp", "--cap-add", "--cap-drop":
			i++
		case "--setenv":
			i += 2
		case "--":
			return words[i+1:]
		default:
			if !strings.HasPrefix(w, "-") {
				return words[i:]
			}
		}
	}
	return nil
}

// account records who the process runs as; the innermost statement wins.
func (r *reader) account(name string, root bool, span facts.Span) {
	if strings.ContainsAny(name, "${}%") {
		r.launch.Process.User = facts.Undecided[facts.Account](span, facts.UnknownVariable)
		return
	}
	r.launch.Process.User = facts.Written(facts.Account{Name: name, Root: root}, span)
}

// IsRoot reports whether a user of a Unix system, with or without a group, is root.
func IsRoot(user string) bool {
	user, _, _ = strings.Cut(user, ":")
	return user == "root" || user != "" && strings.Trim(user, "0") == "" || strings.EqualFold(user, "Administrator") || strings.EqualFold(user, "SYSTEM")
}

func isAssignment(text string) bool {
	name, _, ok := strings.Cut(text, "=")
	if !ok || name == "" {
		return false
	}
	for i := range len(name) {
		c := name[i]
		if c != '_' && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z') && (i == 0 || c < '0' || c > '9') {
			return false
		}
	}
	return true
}

// assignment reads NAME=value as a variable of the child.
func (r *reader) assignment(w facts.Word) {
	name, _, _ := strings.Cut(w.Text, "=")
	value := w.Sub(len(name)+1, len(w.Text))
	r.taken = append(r.taken, w.Span())
	r.partOf(value.Span(), w.Span())
	r.setVariable(name, w.Sub(0, len(name)).Span(), value)
}

// setVariable adds a variable that the command line itself sets.
func (r *reader) setVariable(name string, key facts.Span, value facts.Word) {
	v := facts.Variable{Name: name, Key: key, Value: value.Span()}
	r.launch.Environment.Variables = append(r.launch.Environment.Variables, v)
	r.variable(name, value)
	r.recogniseVariable(name, value)
}

func readEnv(r *reader, self facts.Word, words []facts.Word, depth int) {
	o := options{valued: []string{"-u", "--unset", "-C", "--chdir", "-S", "--split-string"}, plain: []string{"-i", "-", "--ignore-environment"}}
	found, rest := o.parse(words)
	r.step("env", self.Span())
	for _, f := range found {
		switch {
		case f.name == "-i" || f.name == "--ignore-environment":
			r.launch.Environment.Base = facts.Written(facts.EnvironmentNone, f.span())
		case (f.name == "-S" || f.name == "--split-string") && f.has:
			rest = append(Split(f.value), rest...)
		}
	}
	for len(rest) > 0 && (isAssignment(rest[0].Text) || rest[0].Text == "-") {
		if rest[0].Text != "-" {
			r.assignment(rest[0])
		}
		rest = rest[1:]
	}
	r.run(rest, depth+1)
}

func readSu(r *reader, self facts.Word, words []facts.Word, depth int) {
	o := options{valued: []string{"-c", "--command", "-s", "--shell", "-g", "-G", "-w", "-u"}, interleave: true}
	found, rest := o.parse(words)
	r.step(programName(self.Text), self.Span())
	r.account("root", true, self.Span())
	for _, w := range rest {
		if w.Text != "-" {
			r.account(w.Text, IsRoot(w.Text), w.Span())
			break
		}
	}
	for _, f := range found {
		switch {
		case f.name == "-u" && f.has:
			r.account(f.text(), IsRoot(f.text()), f.value.Span())
			r.run(rest, depth+1)
		case (f.name == "-c" || f.name == "--command") && f.has:
			r.shellString("sh", f.value, depth)
		}
	}
}

func readRunas(r *reader, self facts.Word, words []facts.Word, depth int) {
	r.step("runas", self.Span())
	for i, w := range words {
		if user, ok := strings.CutPrefix(strings.ToLower(w.Text), "/user:"); ok {
			name := w.Text[len("/user:"):]
			user = user[strings.LastIndexByte(user, '\\')+1:]
			r.account(name, IsRoot(user), w.Span())
			continue
		}
		if !strings.HasPrefix(w.Text, "/") {
			r.run(append(Split(w), words[i+1:]...), depth+1)
			return
		}
	}
}

// AccountInRange reports whether no part of USER[:GROUP] is a number that container engines refuse: they take 0 to 2147483647
// (moby/sys 07dccc2b, user/user.go).
func AccountInRange(account string) bool {
	for part := range strings.SplitSeq(account, ":") {
		digits := strings.TrimPrefix(part, "-")
		if digits == "" || strings.Trim(digits, "0123456789") != "" {
			continue // a name
		}
		if _, err := strconv.ParseInt(part, 10, 32); err != nil || part != digits {
			return false
		}
	}
	return true
}
