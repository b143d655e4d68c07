package launch

import (
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/wirevet/wirevet/facts"
)

// maxDepth bounds how many launchers may stand in front of each other.
const maxDepth = 8

// Input is one command line as a file states it.
type Input struct {
	Entry   *facts.Entry
	Role    facts.Role
	Command facts.Word
	Args    []facts.Word
	// Line is a whole command line that the host gives to a shell; then Command and Args are empty.
	Line facts.Word
	// Environment is what the entry gives to the child; its variables are also read for their meaning.
	Environment facts.Environment
	// Values are the decoded values of Environment.Variables, in the same order; the zero Word for a variable
	// that is only named. They may be credentials.
	Values []facts.Word
	Cwd    facts.Stated[string]
	// Contained is the container that the command line runs in; nil when it runs on the machine. What a program is given by
	// its arguments is then the container's own.
	Contained *facts.Container
	Title     string // names the server in messages: `server "billing"`
	Remedy    string // the host's way to refer to a variable, with NAME in place of the name
}

// Read adds to out what the command line states: one Launch with its Workload, and the roots, remotes, listeners,
// tunnels, TLS settings, credentials and problems that follow from it. It returns the Launch.
func Read(in Input, out *facts.Facts) *facts.Launch {
	l := &facts.Launch{
		Entry: in.Entry, Role: in.Role, Command: in.Command.Span(), Args: spans(in.Args), Cwd: in.Cwd, Environment: in.Environment,
	}
	r := newReader(in, l, out)
	r.variables()
	if in.Line.Source != nil {
		l.Process.Span = in.Line.Span()
		r.shellString("sh", in.Line, 0)
	}
	words := append([]facts.Word{in.Command}, in.Args...)
	commandLine := words
	if parts := r.wholeLine(); in.Line.Source == nil && parts != nil {
		words = slices.Concat(parts, in.Args)
	}
	r.run(words, 0)
	r.argumentCredentials(commandLine)
	out.Launches = append(out.Launches, l)
	out.Workloads = append(out.Workloads, l.Process)
	return l
}

func spans(words []facts.Word) []facts.Span {
	out := make([]facts.Span, len(words))
	for i, w := range words {
		out[i] = w.Span()
	}
	return out
}

// ReadEnvironment adds to out what variables mean that are set for a program which is not named. It returns a Launch that has
// nothing but them, and that is not in out.
func ReadEnvironment(in Input, out *facts.Facts) *facts.Launch {
	l := &facts.Launch{Entry: in.Entry, Role: in.Role, Environment: in.Environment}
	newReader(in, l, out).variables()
	return l
}

func newReader(in Input, l *facts.Launch, out *facts.Facts) *reader {
	l.Process = &facts.Workload{Entry: in.Entry, Span: in.Command.Span(), Title: in.Title, Container: in.Contained}
	return &reader{in: in, out: out, launch: l}
}

// reader holds what is known of one command line while it is read.
type reader struct {
	in     Input
	out    *facts.Facts
	launch *facts.Launch
	// taken are the arguments whose credentials were read as something better than a plain argument: a header,
	// a variable of a container.
	taken []facts.Span
}

// launcher reads the words behind a program's name. It records what it learns in r and calls r.run on the words
// of the inner command, when there is one.
type launcher func(r *reader, self facts.Word, words []facts.Word, depth int)

var (
	launchersOnce sync.Once
	launchers     map[string]launcher // by program name, lower case, without folder and extension
)

// lookup returns the launcher of that name. The table is filled on first use: nothing is initialised at start-up.
func lookup(name string) launcher {
	launchersOnce.Do(func() {
		launchers = make(map[string]launcher, 128)
		for _, add := range [...]func(map[string]launcher){
			addPackageRunners, addInterpreters, addWrappers, addShells, addContainers, addBridges, addInstallers, addSSH, addTunnels,
		} {
			add(launchers)
		}
	})
	return launchers[name]
}

// run reads words as one command line.
func (r *reader) run(words []facts.Word, depth int) {
	if len(words) == 0 || words[0].Text == "" || depth > maxDepth {
		return
	}
	r.place(words[0])
	if read := lookup(programName(words[0].Text)); read != nil {
		read(r, words[0], words[1:], depth)
		return
	}
	r.program(words[0], words[1:], depth)
}

// step records a launcher of the chain.
func (r *reader) step(name string, span facts.Span) {
	r.launch.Chain = append(r.launch.Chain, facts.Step{Name: name, Span: span})
}

// programName returns the name by which a program is known: without its folder and Windows extension, in lower
// case. `C:\Program Files\nodejs\npx.cmd` is npx.
func programName(command string) string {
	name := strings.ToLower(path.Base(strings.ReplaceAll(strings.TrimSpace(command), `\`, "/")))
	for _, extension := range []string{".exe", ".cmd", ".bat", ".ps1"} {
		if trimmed, ok := strings.CutSuffix(name, extension); ok && trimmed != "" {
			return trimmed
		}
	}
	return name
}

// wholeLine returns the words of a command that holds a whole command line ("npx -y foo"), which most hosts take
// for the name of one program. A path with blanks in it is none.
func (r *reader) wholeLine() []facts.Word {
	text := r.in.Command.Text
	first, _, blank := strings.Cut(strings.TrimSpace(text), " ")
	if !blank || strings.ContainsAny(first, `/\`) || lookup(programName(first)) == nil {
		return nil
	}
	r.refuse(r.in.Command.Span(), "most hosts take this for the name of one program; put the arguments into args")
	return Split(r.in.Command)
}

func (r *reader) refuse(span facts.Span, message string) {
	r.out.Problems = append(r.out.Problems, &facts.Problem{Span: span, Kind: facts.HostRefuses, Message: message})
}
