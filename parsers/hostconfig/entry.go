package hostconfig

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/parsers/launch"
	"github.com/wirevet/wirevet/parsers/tree"
)

// entry is one server's block while it is read.
type entry struct {
	*parser
	fact *facts.Entry
	node *tree.Node
	// nested is the object under `transport`, where some hosts keep all but the name.
	nested *tree.Node

	remote *facts.Remote
	launch *facts.Launch

	misspelled bool // a key differs from a known one in its case only, and was reported
}

// get returns the first of the keys that the entry has, in the entry itself or under `transport`.
func (e *entry) get(keys ...string) (tree.Member, bool) {
	for _, key := range keys {
		if m, ok := e.node.Member(key); ok {
			return m, true
		}
	}
	if e.nested == nil {
		return tree.Member{}, false
	}
	for _, key := range keys {
		if m, ok := e.nested.Member(key); ok {
			return m, true
		}
	}
	return tree.Member{}, false
}

// value returns the node of the first of the keys that the entry has, or nil.
func (e *entry) value(keys ...string) *tree.Node {
	m, _ := e.get(keys...)
	return m.Value
}

func (e *entry) word(n *tree.Node) facts.Word { return n.Word(e.src) }

// title names the server in messages.
func (e *entry) title() string { return "server " + strconv.Quote(e.fact.Server) }

// readEntry reads one server of a server map.
func (p *parser) readEntry(m tree.Member, within string) {
	n := m.Value
	switch {
	case n == nil || n.Kind == tree.Null || n.Kind == tree.Bool:
		return
	case n.Kind != tree.Object && n.Kind != tree.String:
		p.refuse(n, fmt.Sprintf("expected an object for server %q", m.Key))
		return
	}
	fact := p.entryFact(m, within)
	e := &entry{parser: p, fact: fact, node: n}
	if n.Kind == tree.String {
		e.readString()
		return
	}
	if t := n.Get("transport"); t != nil && t.Kind == tree.Object {
		e.nested = t
	}
	p.out.Entries = append(p.out.Entries, fact)
	e.reportMisspelled()
	e.readInactive()
	e.readWiring()
	e.readOAuth()
	e.readVerification()
	e.readApprovals()
	e.readOtherFields()
	e.readSubstitutions()
}

// readString reads an entry that is only a string: hosts refuse it, but an address in it is one all the same.
func (e *entry) readString() {
	e.refuse(e.node, fmt.Sprintf("server %q is a string; %s expects an object", e.fact.Server, e.h.host.Title))
	if !strings.Contains(e.node.Text, "://") {
		return
	}
	e.out.Entries = append(e.out.Entries, e.fact)
	e.addRemote(e.node, facts.Stated[facts.Transport]{})
}

// readInactive reads the switches by which hosts leave an entry alone. `startup` and `load_on_start` only say
// when it is started.
func (e *entry) readInactive() {
	for _, sw := range [...]struct {
		key string
		off string
	}{{"disabled", "true"}, {"enabled", "false"}, {"active", "false"}} {
		if n := e.value(sw.key); n != nil && n.Kind == tree.Bool && n.Text == sw.off {
			e.fact.Inactive = facts.Written(true, n.Span(e.src))
			return
		}
	}
}

// readWiring decides between a program and an address, and reads what applies.
func (e *entry) readWiring() {
	command, args := e.command()
	address, addressKey := e.address()
	transport := e.statedTransport()
	if e.skipped(command, address) {
		return
	}
	e.reportType(command, address)
	useCommand := command.Source != nil && (address == nil || e.commandWins(transport))
	switch {
	case command.Source == nil && address == nil:
		e.reportNoWiring()
		e.scanEnvironment()
		e.readHeaders()
		return
	case command.Source != nil && address != nil:
		e.reportBoth(useCommand, command, address)
	}
	if useCommand {
		e.readLaunch(command, args)
		e.scanLostAddresses(nil)
	} else {
		e.addRemote(address, e.transportOf(transport, addressKey, address))
		if command.Source != nil || e.value("env", "environment", "envs") != nil {
			e.scanEnvironment()
		}
		e.scanLostAddresses(address)
	}
	e.readHeaders()
	e.readHeaderPrograms()
}

// skipped reports whether the entry is of a kind that neither starts nor calls anything: an extension that is
// built into the host, one that only carries settings, or one whose wiring is encrypted.
func (e *entry) skipped(command facts.Word, address *tree.Node) bool {
	if command.Source != nil || address != nil {
		return strings.HasPrefix(command.Text, "ENC[") || address != nil && strings.HasPrefix(address.Text, "ENC[")
	}
	if n := e.value("type"); n != nil && builtIn(n.Text) {
		e.readBuiltIn()
		return true
	}
	switch e.h.host.ID {
	case "zed": // a context server that an extension provides has settings only
		return true
	case "opencode", "kilo-code": // switches a server off that another file defines
		return len(e.node.Members) == 1 && e.node.Members[0].Key == "enabled"
	}
	// Continue: `uses` names a block of its hub.
	return e.node.Get("serverPath") != nil || e.node.Get("uses") != nil
}

// readBuiltIn reads a server that is a part of the host: of those only the file server of mcphost is given folders.
func (e *entry) readBuiltIn() {
	if n := e.value("name"); e.h.host.ID != "mcphost" || n == nil || n.Text != "fs" {
		return
	}
	folders := e.value("options").Get("allowed_directories")
	if folders == nil {
		return
	}
	for _, item := range folders.Items {
		if item.Kind != tree.String {
			continue
		}
		root := &facts.Root{
			Entry: e.fact, Raw: e.word(item), Span: item.Span(e.src), By: facts.ServerArgument,
			Access: facts.Written(facts.ReadWrite, item.Span(e.src)), Server: "the file server of mcphost",
		}
		root.Path, root.Unresolved = launch.CleanPath(item.Text)
		e.out.Roots = append(e.out.Roots, root)
	}
}

// commandWins says whether the host starts the command of an entry that has an address as well.
func (e *entry) commandWins(t facts.Stated[facts.Transport]) bool {
	if t.Known() {
		return t.Value == facts.Stdio
	}
	return e.h.infer.both != addressWins
}

// command returns the program and its arguments, in whichever form the host writes them; the zero Word when there
// is none.
func (e *entry) command() (facts.Word, []facts.Word) {
	n := e.value("command", "cmd")
	if n == nil || e.filledIn(n) {
		return facts.Word{}, nil
	}
	switch n.Kind {
	case tree.Array:
		words := e.words(n)
		if len(words) == 0 {
			return facts.Word{}, nil
		}
		return words[0], append(words[1:], e.arguments(e.value("args"))...)
	case tree.Object: // Zed before 2025: {"path": …, "args": […], "env": {…}}
		inner := n.Get("path")
		if inner == nil || inner.Kind != tree.String || inner.Text == "" {
			return facts.Word{}, nil
		}
		return e.word(inner), e.arguments(n.Get("args"))
	case tree.String:
		if strings.TrimSpace(n.Text) == "" {
			return facts.Word{}, nil
		}
		return e.word(n), e.arguments(e.value("args"))
	}
	e.refuse(n, fmt.Sprintf("server %q: expected a string for the command", e.fact.Server))
	return facts.Word{}, nil
}

// arguments returns the words of an argument list. A string in its place is refused by every host, and read as a
// shell would split it, so that what it says is still judged.
func (e *entry) arguments(n *tree.Node) []facts.Word {
	switch {
	case n == nil || n.Kind == tree.Null:
		return nil
	case n.Kind == tree.Array:
		return e.words(n)
	case n.Kind == tree.String:
		e.refuse(n, fmt.Sprintf("server %q: args is a string; %s expects a list of strings", e.fact.Server, e.h.host.Title))
		return launch.Split(e.word(n))
	}
	e.refuse(n, fmt.Sprintf("server %q: expected a list of strings for args", e.fact.Server))
	return nil
}

// words returns the scalars of a list.
func (e *entry) words(n *tree.Node) []facts.Word {
	out := make([]facts.Word, 0, len(n.Items))
	for _, item := range n.Items {
		switch item.Kind {
		case tree.Object, tree.Array, tree.Null:
			if e.filledIn(item) {
				continue
			}
			e.refuse(item, fmt.Sprintf("server %q: expected a string here", e.fact.Server))
		default:
			e.checkText(item)
			out = append(out, e.word(item))
		}
	}
	return out
}

// readLaunch reads the program that the host starts.
func (e *entry) readLaunch(command facts.Word, args []facts.Word) {
	environment, values := e.environment()
	in := launch.Input{
		Entry: e.fact, Command: command, Args: args, Environment: environment, Values: values,
		Title: e.title(), Remedy: e.h.remedy,
	}
	if n := e.value("cwd", "workingDirectory", "working_dir", "working_directory"); n != nil && n.Kind == tree.String {
		in.Cwd = facts.Written(n.Text, n.Span(e.src))
	}
	if e.f != nil && e.f.contained {
		in.Contained = &facts.Container{}
	}
	e.launch = launch.Read(in, e.out)
	for _, k := range e.launch.Credentials {
		k.PassedOn = k.Carrier == facts.InArgument && !k.Literal && !e.expands(k.Form)
	}
	if n := e.value("sandboxEnabled"); n != nil && n.Kind == tree.Bool {
		e.launch.Process.Confinement = append(e.launch.Process.Confinement, facts.Confinement{
			Name: "the sandbox of " + e.h.host.Title, On: n.Text == "true", Span: n.Span(e.src),
		})
		if n.Text == "true" && !e.launch.Process.Sandbox.Known() {
			e.launch.Process.Sandbox = facts.Written("the sandbox of "+e.h.host.Title, n.Span(e.src))
		}
	}
}
