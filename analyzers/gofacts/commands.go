package gofacts

import (
	"go/ast"
	"go/constant"
	"go/token"
	"strconv"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/credential"
	"github.com/wirevet/wirevet/parsers/launch"
)

const command = "os/exec.Cmd"

// started is one command that the package starts.
type started struct {
	at     ast.Node   // what a finding about the whole command underlines
	words  []ast.Expr // the program and its arguments
	more   bool       // arguments follow that are not written here
	cmd    *object    // the exec.Cmd; nil when a library makes it
	server bool       // it is an MCP server that is spoken to
	all    string     // the library, when that hands on the whole environment by itself
}

// readCommands states what the package starts, and how.
func (r *reader) readCommands() {
	servers := r.serverCommands()
	for _, o := range r.objectsOf(command) {
		server := servers[o.made]
		if server != nil {
			o = server
		}
		s := started{at: o.made, cmd: o, server: server != nil || r.spokenTo(o)}
		switch made := o.made.(type) {
		case *ast.CallExpr:
			s.at = made.Fun
			first := 0
			if r.symbol(made.Fun) == "os/exec.CommandContext" {
				first = 1
			}
			if len(made.Args) <= first {
				continue
			}
			s.words, s.more = r.words(made.Args[first:], made.Ellipsis.IsValid())
		case *ast.CompositeLit:
			if path := o.last("Path"); path != nil && path.value != nil {
				s.words = []ast.Expr{path.value}
			}
			s.more = true
			if args := o.last("Args"); args != nil {
				if lit, ok := args.value.(*ast.CompositeLit); ok && len(lit.Elts) > 0 {
					s.words, s.more = append(s.words, lit.Elts[1:]...), false
				}
			}
		default:
			continue // handed in from elsewhere, where it is read
		}
		r.addLaunch(s)
	}
	for _, name := range sortedKeys(mcpGoClients) {
		if strings.HasPrefix(r.pkg.Path+"/", mark3labs+"/client/") {
			break // these functions call each other; what is started is decided by who calls them
		}
		for _, call := range r.calls[mark3labs+"/client"+name] {
			c := mcpGoClients[name]
			if len(call.Args) <= c.args-1 {
				continue
			}
			s := started{at: call.Fun, server: true, all: "mcp-go"}
			s.words, s.more = r.words(append([]ast.Expr{call.Args[0]}, call.Args[min(c.args, len(call.Args)):]...), call.Ellipsis.IsValid())
			if c.options {
				s.words, s.more = call.Args[:1], true
				if lit, ok := call.Args[c.args].(*ast.CompositeLit); ok {
					s.words, s.more = append(s.words, lit.Elts...), false
				}
				if r.setsCommand(call.Args[c.args+1:]) {
					s.all = "" // the command is made where the option says
				}
			}
			r.addLaunch(s)
		}
	}
	r.readExec()
}

// mcpGoClients are the functions of mcp-go (v1.2.1) that start a server. What they start gets os.Environ() and what is added,
// whatever is passed for the environment (client/transport/stdio.go).
var mcpGoClients = map[string]struct {
	args    int  // where the arguments of the command begin
	options bool // they are a slice, and options follow
}{
	".NewStdioMCPClient":               {2, false},
	".NewStdioMCPClientWithOptions":    {2, true},
	"/transport.NewStdio":              {2, false},
	"/transport.NewStdioWithOptions":   {2, true},
	"/transport.NewCommand":            {1, false},
	"/transport.NewCommandWithEnv":     {2, false},
	"/transport.NewCommandWithOptions": {2, true},
}

// setsCommand reports whether an option makes the command in its own way, or may do so.
func (r *reader) setsCommand(options []ast.Expr) bool {
	for _, o := range options {
		call, ok := o.(*ast.CallExpr)
		if !ok {
			return true
		}
		name := r.symbol(call.Fun)
		if !strings.HasPrefix(name, mark3labs+"/") || strings.HasSuffix(name, ".WithCommandFunc") {
			return true
		}
	}
	return false
}

// words returns the arguments of a command that stand in a call. Behind a slice that is handed on with dots nothing is known,
// unless the slice is a literal.
func (r *reader) words(args []ast.Expr, dots bool) (out []ast.Expr, more bool) {
	if !dots {
		return args, false
	}
	last := args[len(args)-1]
	out = args[:len(args)-1]
	lit, ok := r.madeOf(last).(*ast.CompositeLit)
	if !ok {
		return out, true
	}
	return append(append([]ast.Expr(nil), out...), lit.Elts...), len(r.appended(last)) > 0
}

// serverCommands are the commands that are given to the official SDK's transport, also by a function that is handed them, by
// what makes them.
func (r *reader) serverCommands() map[ast.Node]*object {
	out := map[ast.Node]*object{}
	give := func(e ast.Expr) {
		for _, o := range r.objectsPassed(e) {
			out[o.made] = o
		}
	}
	for _, lit := range r.literals[officialSDK+"/mcp.CommandTransport"] {
		if e := field(lit, "Command"); e != nil {
			give(e)
		}
	}
	for _, call := range r.calls[officialSDK+"/mcp.NewCommandTransport"] { // until v0.3.0
		if len(call.Args) == 1 {
			give(call.Args[0])
		}
	}
	return out
}

// spokenTo reports whether the package itself talks to a command over its standard streams, and speaks MCP.
func (r *reader) spokenTo(o *object) bool {
	if len(r.pkg.SDKs) == 0 && r.pkg.SpeaksMCP.IsZero() {
		return false
	}
	return r.methodCalled(o, "StdinPipe") && r.methodCalled(o, "StdoutPipe")
}

func (r *reader) methodCalled(o *object, method string) bool {
	for _, call := range r.calls[command+"."+method] {
		if sel, ok := call.Fun.(*ast.SelectorExpr); ok && r.objectOf(sel.X) == o {
			return true
		}
	}
	return false
}

// addLaunch states one command. One that is no server, and says nothing that a rule judges, is left out: programs start git
// and the like all the time.
func (r *reader) addLaunch(s started) {
	words, complete := r.literalWords(s)
	role, title := facts.CommandRole, "a command of "+r.pkg.Entry.Component
	if s.server {
		role, title = facts.ServerRole, "a server that "+r.pkg.Entry.Component+" starts"
	}
	var out facts.Facts
	in := launch.Input{Entry: r.pkg.Entry, Role: role, Title: title}
	if len(words) > 0 {
		in.Command, in.Args = words[0], words[1:]
	}
	l := launch.Read(in, &out)
	if l.Process.Span.IsZero() || l.Command.Source == nil {
		l.Process.Span = r.span(s.at)
	}
	if !complete {
		r.readShell(s, words, l)
	}
	r.secretArguments(s, l, &out)
	r.readProcess(s, l)
	if l.Process.Container == nil && !changesEnvironment(l) && (complete || !startsContainers(words)) {
		l.Environment.Base, l.Environment.Held = r.environmentOf(s), r.heldCredentials()
	}
	if !s.server && !says(l) {
		return
	}
	r.facts.Add(&out)
}

// says reports whether there is anything to judge about a command that is no server.
func says(l *facts.Launch) bool {
	return len(l.Shells)+len(l.RemoteCode)+len(l.DebugPorts)+len(l.CodePaths)+len(l.Credentials) > 0 ||
		l.Process.User.State != facts.Unset || len(l.Process.CapAdd) > 0 || l.Process.Container != nil
}

// literalWords returns the leading words of a command that are written in the source, and whether those are all.
func (r *reader) literalWords(s started) (out []facts.Word, complete bool) {
	for _, e := range s.words {
		w, ok := r.word(e)
		if !ok {
			return out, false
		}
		out = append(out, w)
	}
	return out, !s.more
}

// word returns a constant text with the place of each of its bytes, when it is one literal; else with the place of the
// expression that gives it.
func (r *reader) word(e ast.Expr) (facts.Word, bool) {
	v := r.value(e)
	text, ok := textOf(v.constant)
	if !ok || v.origin != constantOrigin {
		return facts.Word{}, false
	}
	span := r.span(e)
	w := facts.Word{Text: text, Source: span.Source, Start: span.Start, End: span.End, Quoted: span}
	lit, isLiteral := e.(*ast.BasicLit)
	if !isLiteral || span.Source == nil {
		w.Offsets = make([]int, len(text)) // all of it stands where the name does
		for i := range w.Offsets {
			w.Offsets[i] = span.Start
		}
		return w, true
	}
	w.Start, w.End = span.Start+1, span.End-1
	if len(lit.Value) != len(text)+2 {
		w.Offsets = literalOffsets(lit.Value, w.Start, len(text))
	}
	return w, true
}

// literalOffsets returns where each byte of a literal with escapes stands in the source, which begins at start behind the
// quote.
func literalOffsets(literal string, start, length int) []int {
	out := make([]int, 0, length)
	rest := literal[1 : len(literal)-1]
	if literal[0] == '`' { // only carriage returns are left out
		for i := range len(rest) {
			if rest[i] != '\r' {
				out = append(out, start+i)
			}
		}
		return out
	}
	for rest != "" {
		at := start + len(literal) - 2 - len(rest)
		c, multibyte, tail, err := strconv.UnquoteChar(rest, '"')
		if err != nil {
			break
		}
		n := 1
		if multibyte {
			n = len(string(c))
		}
		for range n {
			out = append(out, at)
		}
		rest = tail
	}
	for len(out) < length {
		out = append(out, start)
	}
	return out
}

// readShell states a shell whose command is put together at run time.
func (r *reader) readShell(s started, words []facts.Word, l *facts.Launch) {
	n := len(words)
	if n < 2 || n >= len(s.words) || len(l.Shells) > 0 {
		return
	}
	name, ok := shellOf(words)
	if !ok {
		return
	}
	text := s.words[n]
	shell := facts.Shell{Name: name, Span: r.span(text), Whole: true}
	for _, o := range r.origins(text) {
		parts, composed := r.variableParts(o)
		if !composed {
			continue
		}
		shell.Whole = false
		for _, p := range parts {
			shell.Interpolated = append(shell.Interpolated, r.span(p))
		}
		break
	}
	if len(shell.Interpolated) > 0 {
		if r.interpolated[shell.Interpolated[0]] {
			return // one command for several shells
		}
		if r.interpolated == nil {
			r.interpolated = map[facts.Span]bool{}
		}
		r.interpolated[shell.Interpolated[0]] = true
	}
	l.Shells = append(l.Shells, shell)
}

// startsContainers reports whether a command whose arguments are not all known may start a container.
func startsContainers(words []facts.Word) bool {
	if len(words) == 0 {
		return false
	}
	switch words[0].Text {
	case "docker", "podman", "nerdctl", "container":
		return true
	}
	return false
}

// changesEnvironment reports whether something stands in front of the program that gives it an environment of its own.
func changesEnvironment(l *facts.Launch) bool {
	for _, step := range l.Chain {
		switch step.Name {
		case "sudo", "doas", "ssh", "env -i", "su", "runas":
			return true
		}
	}
	return false
}

// shellOf names the shell that words ask to run the command that follows: sh -c, cmd /c, powershell -Command.
func shellOf(words []facts.Word) (string, bool) {
	name := strings.ToLower(words[0].Text[strings.LastIndexAny(words[0].Text, `/\`)+1:])
	name = strings.TrimSuffix(name, ".exe")
	option := strings.ToLower(words[len(words)-1].Text)
	switch name {
	case "sh", "bash", "zsh", "dash", "ksh", "ash":
		return name, strings.HasPrefix(option, "-") && strings.HasSuffix(option, "c")
	case "cmd":
		return name, option == "/c" || option == "/k"
	case "powershell", "pwsh":
		return name, option == "-command" || option == "-c"
	}
	return "", false
}

// variableParts returns the values that an expression puts between texts that are written: x of "ls " + x, and of
// fmt.Sprintf("ls %s", x). Numbers change no command. It is not composed when it is one value.
func (r *reader) variableParts(e ast.Expr) (parts []ast.Expr, composed bool) {
	var operands []ast.Expr
	switch e := e.(type) {
	case *ast.BinaryExpr:
		if e.Op != token.ADD {
			return nil, false
		}
		operands = addends(e)
	case *ast.CallExpr:
		if r.symbol(e.Fun) != "fmt.Sprintf" {
			return nil, false
		}
		operands = e.Args
	default:
		return nil, false
	}
	for _, x := range operands {
		if r.isConstant(x) {
			text, _ := r.constantText(x)
			composed = composed || strings.Trim(text, "%sqv \n") != ""
			continue
		}
		if isText(r.info.TypeOf(x)) && !r.quoted(x) {
			parts = append(parts, x)
		}
	}
	return parts, composed
}

func addends(e ast.Expr) []ast.Expr {
	if b, ok := ast.Unparen(e).(*ast.BinaryExpr); ok && b.Op == token.ADD {
		return append(addends(b.X), addends(b.Y)...)
	}
	return []ast.Expr{e}
}

// quoted reports whether a value is a number, or has gone through a function that quotes it for a shell, by its name.
func (r *reader) quoted(e ast.Expr) bool {
	call, ok := r.madeOf(e).(*ast.CallExpr)
	if !ok {
		return false
	}
	name := strings.ToLower(calledNameText(call))
	return strings.HasPrefix(r.symbol(call.Fun), "strconv.") || strings.Contains(name, "quote") || strings.Contains(name, "escape")
}

// secretArguments states the credentials that are handed over on a command line, told by the options before them.
func (r *reader) secretArguments(s started, l *facts.Launch, out *facts.Facts) {
	for i, e := range s.words {
		if i == 0 || r.isConstant(e) {
			continue
		}
		name := ""
		if before, ok := r.constantText(s.words[i-1]); ok && strings.HasPrefix(before, "-") && !strings.Contains(before, "=") {
			name = strings.TrimLeft(before, "-")
		} else if sum, ok := e.(*ast.BinaryExpr); ok && sum.Op == token.ADD {
			if text, ok := r.constantText(sum.X); ok && strings.HasPrefix(text, "-") && strings.HasSuffix(text, "=") {
				name = strings.Trim(text, "-=")
			}
		}
		if name == "" || !credential.NamesSecret(name) {
			continue
		}
		c := &facts.Credential{Entry: r.pkg.Entry, Name: name, Carrier: facts.InArgument, Span: r.span(e), Confidence: facts.Medium}
		l.Credentials = append(l.Credentials, c)
		out.Credentials = append(out.Credentials, c)
	}
}

// readProcess states the account and the capabilities that SysProcAttr gives to a command.
func (r *reader) readProcess(s started, l *facts.Launch) {
	if s.cmd == nil {
		return
	}
	for _, set := range s.cmd.of("SysProcAttr") {
		if set.value != nil {
			r.processAttributes(set.value, l)
		}
	}
	for _, assign := range r.fieldSets { // cmd.SysProcAttr.Credential = …
		for i, left := range assign.Lhs {
			sel, ok := left.(*ast.SelectorExpr)
			if !ok || sel.Sel.Name != "Credential" || i >= len(assign.Rhs) {
				continue
			}
			if attr, ok := sel.X.(*ast.SelectorExpr); ok && attr.Sel.Name == "SysProcAttr" && r.objectOf(attr.X) == s.cmd {
				r.account(assign.Rhs[i], l)
			}
		}
	}
}

func (r *reader) processAttributes(e ast.Expr, l *facts.Launch) {
	for _, o := range r.origins(e) {
		lit, ok := o.(*ast.CompositeLit)
		if !ok {
			continue
		}
		if e := field(lit, "Credential"); e != nil {
			r.account(e, l)
		}
		if caps, ok := field(lit, "AmbientCaps").(*ast.CompositeLit); ok {
			for _, c := range caps.Elts {
				name := lastPart(r.symbol(c))
				if sel, ok := c.(*ast.SelectorExpr); ok {
					name = sel.Sel.Name
				}
				if rest, ok := strings.CutPrefix(name, "CAP_"); ok {
					l.Process.CapAdd = append(l.Process.CapAdd, facts.Written(rest, r.span(c)))
				}
			}
		}
	}
}

// account reads a syscall.Credential. A literal without Uid means 0.
func (r *reader) account(e ast.Expr, l *facts.Launch) {
	for _, o := range r.origins(e) {
		lit, ok := o.(*ast.CompositeLit)
		if !ok {
			continue
		}
		at, uid := ast.Node(lit), field(lit, "Uid")
		if uid == nil {
			if len(lit.Elts) > 0 {
				l.Process.User = facts.Written(facts.Account{Name: "0", Root: true}, r.span(at))
			}
			continue
		}
		l.Process.User = stated(r.value(uid), r.span(uid), func(c constant.Value) (facts.Account, bool) {
			n, ok := constant.Int64Val(constant.ToInt(c))
			return facts.Account{Name: strconv.FormatInt(n, 10), Root: n == 0}, ok
		})
	}
}

// environmentOf states what a command finds in its environment (os/exec, Cmd.Env: nil is the process's own).
func (r *reader) environmentOf(s started) facts.Stated[facts.EnvironmentBase] {
	at := r.span(s.at)
	switch {
	case s.all != "":
		return facts.ByDefault(facts.EnvironmentAll, at, s.all+" starts servers with os.Environ()")
	case s.cmd == nil:
		return facts.Undecided[facts.EnvironmentBase](at, facts.OutsideRepository)
	}
	settings := s.cmd.of("Env")
	if len(settings) == 0 {
		return facts.ByDefault(facts.EnvironmentAll, at, "os/exec starts a command without Env with the environment of the process")
	}
	known := false
	for _, set := range settings {
		for _, o := range r.origins(set.value) {
			switch o := o.(type) {
			case *ast.CallExpr:
				if name := r.symbol(o.Fun); name == "os.Environ" || strings.HasSuffix(name, "exec.Cmd.Environ") {
					return facts.Written(facts.EnvironmentAll, r.span(o))
				}
			case *ast.CompositeLit:
				known = true
			}
		}
	}
	if known {
		return facts.Written(facts.EnvironmentNone, r.span(settings[0].node))
	}
	return facts.Undecided[facts.EnvironmentBase](r.span(settings[0].node), facts.SeveralValues)
}

// readExec states what replaces the process, or is started without os/exec.
func (r *reader) readExec() {
	for _, name := range []string{"golang.org/x/sys/unix.Exec", "os.StartProcess", "syscall.Exec", "syscall.ForkExec"} {
		for _, call := range r.calls[name] {
			if len(call.Args) < 2 {
				continue
			}
			s := started{at: call.Fun, words: call.Args[:1], more: true}
			if lit, ok := r.madeOf(call.Args[1]).(*ast.CompositeLit); ok && len(lit.Elts) > 0 {
				s.words, s.more = append(s.words, lit.Elts[1:]...), false
			}
			r.addLaunch(s)
		}
	}
}
