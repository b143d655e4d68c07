package gofacts

import (
	"go/ast"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/parsers/launch"
)

const command = "os/exec.Cmd"

// started is one command that the package starts.
type started struct {
	at     ast.Node   // what a finding about the whole command underlines
	words  []ast.Expr // the program and its arguments
	more   bool       // arguments follow that are not written here
	rest   ast.Expr   // the slice of those
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
			if r.called(made) == "os/exec.CommandContext" {
				first = 1
			}
			if len(made.Args) <= first {
				continue
			}
			s.words, s.more = r.words(made.Args[first:], made.Ellipsis.IsValid())
			if s.more {
				s.rest = made.Args[len(made.Args)-1]
			}
			r.noteWrapper(s)
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
	r.readWrapped()
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
		name := r.called(call)
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
