package oracle

import (
	"cmp"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/link"
)

var (
	count  = flag.Int("configs", 60, "how many configurations to try of each server")
	only   = flag.Int("only", -1, "try one configuration, and show it")
	shrink = flag.Bool("shrink", false, "make a configuration on which wirevet and the server disagree as small as it can be, and show it")
)

// program is a server that wirevet is held against. Each has two files: NAME_grammar_test.go writes its configurations,
// NAME_test.go says how it is started and understood.
type program struct {
	name    string // as [version] of wirevet.toml calls it
	file    string // what its configuration is called
	version func() (string, error)
	config  func(g *grammar) string
	// command starts the program in the foreground, in one process.
	command func(dir, file string) *exec.Cmd
	// parse is wirevet's reading of one file.
	parse func(src *facts.Source, data []byte) []*facts.Facts

	stop os.Signal // by which it ends when all that was asked is answered and logged; SIGTERM unless it is said
	// losesLines is true when it writes its log to a pipe and drops a line that does not fit at once.
	losesLines bool
	openssl    bool // it speaks TLS by Debian's OpenSSL, and not by Go's
	// firstOwns is true when the first listener of an address begins every handshake there, also where its versions do not
	// govern those of other names.
	firstOwns bool
	// mixed is true when a port speaks in clear to some routes and TLS to others.
	mixed bool
	// ready reports whether a program that listens has read its configuration, if it does that later.
	ready func(p *probe) bool
	// breaks reports whether a program that runs on has refused a part of its configuration.
	breaks func(p *probe) bool
	// answersOrigins is true when it names an origin only to whoever comes from there.
	answersOrigins bool
	// answeredBy returns the component that has answered, as facts.Entry names it, or "" where the answer does not tell. It is nil for a
	// program of which a path leads to the longest route.
	answeredBy func(*answer) string
	// refusesClear and refusesClient tell how it turns away a request in clear on an address with TLS, and a client whose
	// certificate it does not take. A nil answer is none at all.
	refusesClear, refusesClient func(*answer) bool
	// redirectsFirst is true when a redirect is answered before it is looked at who asks.
	redirectsFirst bool
	// hopFailed is the status that it answers with when it does not trust the next hop.
	hopFailed int
	// compared returns the name that the certificate of a next hop is compared with, as the text says it: it is no fact. The empty
	// name is that of the hop, and is good.
	compared func(p *probe, r *facts.Route) string
	// stream reports whether connections are handed on as they are, whatever they carry.
	stream func(*facts.Listener) bool
	// logged returns where a request whose target ends in mark was logged, as facts.AuditTrail.Sink says it, or "". The program
	// has ended by then, but the world is still there.
	logged func(p *probe, mark string) string
}

// try holds wirevet against a program for as many configurations as were asked for.
func try(t *testing.T, program *program) {
	version, err := program.version()
	if err != nil {
		t.Fatalf("%s is not installed here; .ci/run installs it: %v", program.name, err)
	}
	t.Logf("%s %s", program.name, version)
	w := newWorld(t)
	var asked, refused int
	shrunk := map[string]bool{}
	for i := range *count {
		if *only >= 0 && i != *only {
			continue
		}
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			dir := t.TempDir()
			w.write(t, dir)
			ports := freePorts(t, 4)
			g := &grammar{r: rand.New(rand.NewPCG(29, uint64(i))), dir: dir, ports: ports[:2], more: ports[2:], hops: w.hops}
			p := &probe{program: program, version: version, w: w, dir: dir, ports: g.ports, text: program.config(g)}
			if *only >= 0 {
				t.Log(p.text)
			}
			if err := p.run(); err != nil {
				t.Fatal(err)
			}
			if program.losesLines && p.differs(notLogged) {
				t.Log("a line is not in the log: asked again")
				p = &probe{program: program, version: version, w: w, dir: dir, ports: p.ports, text: p.text}
				if err := p.run(); err != nil {
					t.Fatal(err)
				}
			}
			asked += p.asked
			for _, name := range []string{"error.log", "traefik.log"} {
				said, err := os.ReadFile(filepath.Join(dir, name))
				if err != nil || *only < 0 {
					continue
				}
				t.Logf("its log of errors:\n%s", said)
			}
			if p.refused {
				refused++
			}
			for _, d := range p.differences {
				t.Error(d.text)
			}
			if *shrink && len(p.differences) > 0 && !shrunk[p.differences[0].kind] {
				shrunk[p.differences[0].kind] = true // the others of a kind mostly have one cause
				t.Logf("disagreement in short:\n%s", p.shrunk())
			}
		})
	}
	t.Logf("%d configurations, of which both refuse %d; %d questions", *count, refused, asked)
}

// run starts the program with the probe's configuration, asks it, and compares.
func (p *probe) run() error {
	p.system = p.understand()
	stop, err := p.start()
	if err == nil && p.program.breaks != nil && p.program.breaks(p) {
		stop()
		err = fmt.Errorf("%w in part", errRefused)
	}
	refused := errors.Is(err, errRefused)
	if err != nil && !refused {
		return err
	}
	problems := slices.DeleteFunc(slices.Clone(p.system.Problems), ignored)
	if refused {
		p.refused = true
		if len(problems) == 0 {
			return err // of all that it refuses, wirevet has to say so
		}
		return nil
	}
	for _, problem := range problems {
		p.differences = append(p.differences, difference{"problem", "problem: " + problem.Message})
	}
	func() {
		defer stop()
		p.all()
		if p.program.answeredBy != nil {
			p.sweep()
		}
	}()
	p.logs()
	return nil
}

// ignored reports whether a problem is one of what a program takes, and then goes its own way.
func ignored(p *facts.Problem) bool {
	return p.Kind == facts.HostRefuses && !strings.Contains(p.Message, "refuses")
}

var errRefused = errors.New("the configuration is refused")

func (p *probe) said() string { return p.stdout.String() + p.stderr.String() }

// understand returns what wirevet makes of a configuration.
func (p *probe) understand() *facts.System {
	src := facts.NewSource(p.program.file, []byte(p.text))
	src.Policy = "wirevet.toml"
	toml := facts.NewSource("wirevet.toml", []byte(p.version))
	return link.Link(append(p.program.parse(src, []byte(p.text)), &facts.Facts{Declarations: facts.Declarations{Policies: []*facts.Policy{{
		Source: toml, Versions: []facts.ProductVersion{{Product: p.program.name, Version: facts.Written(p.version, toml.All())}},
	}}}}))
}

// start runs the program until the returned function is called, which waits for its end.
func (p *probe) start() (stop func(), err error) {
	file := filepath.Join(p.dir, p.program.file)
	if err := os.WriteFile(file, []byte(p.text), 0o600); err != nil {
		return nil, err
	}
	cmd := p.program.command(p.dir, file)
	cmd.Stdout, cmd.Stderr = &p.stdout, &p.stderr
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	deadline := time.After(cmp.Or(p.patience, 10*time.Second))
	for {
		c, err := net.DialTimeout("tcp", fmt.Sprintf("127.0.0.1:%d", p.ports[0]), time.Second)
		if err == nil {
			c.Close()
			if p.program.ready == nil || p.program.ready(p) {
				break
			}
		}
		select {
		case <-ended:
			return nil, fmt.Errorf("%w: %s", errRefused, p.said())
		case <-deadline:
			err = cmd.Process.Kill()
			<-ended
			return nil, errors.Join(fmt.Errorf("%s does not listen: %s", p.program.name, p.said()), err)
		case <-time.After(5 * time.Millisecond):
		}
	}
	return func() {
		if err := cmd.Process.Signal(cmp.Or[os.Signal](p.program.stop, syscall.SIGTERM)); err != nil {
			p.differences = append(p.differences, difference{"ended", "ended before its time: " + p.said()})
		}
		<-ended
	}, nil
}
