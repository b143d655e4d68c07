// Command wirevet checks how MCP hosts are wired to MCP servers: it reads configuration files and says where a
// connection is not encrypted or not verified, a process has too many rights, or a credential lies open.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/wirevet/wirevet/internal/atomicfile"
	"github.com/wirevet/wirevet/internal/nearest"
	"github.com/wirevet/wirevet/internal/report"
)

// The exit statuses, the same for every format.
const (
	statusClean       = 0   // complete, nothing at or above --fail-on
	statusFindings    = 1   // complete, findings at or above --fail-on
	statusIncomplete  = 2   // bad usage, or an input that could not be read
	statusBug         = 3   // a bug in wirevet
	statusInterrupted = 130 // by a signal
)

func main() { os.Exit(run()) }

func run() int {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	p := &program{stdout: os.Stdout, stderr: os.Stderr, getenv: os.Getenv, cancel: cancel}
	defer time.AfterFunc(atOnce, p.heedInterrupts).Stop()
	args := os.Args[1:]
	root := p.command(args)
	root.SetArgs(args)
	return p.exit(root.ExecuteContext(ctx))
}

var errInterrupted = context.Canceled

// exit tells an error to people and returns the exit status.
func (p *program) exit(err error) int {
	switch {
	case err == nil:
		return p.status
	case errors.Is(err, errInterrupted), errors.Is(err, atomicfile.ErrInterrupted):
		return statusInterrupted
	case errors.Is(err, syscall.EPIPE):
		return p.status // whoever reads has seen enough
	}
	fmt.Fprintf(p.stderr, "wirevet: %s\n", report.Visible(err.Error()))
	return statusIncomplete
}

// atOnce is how long a run may take that nobody interrupts.
const atOnce = 50 * time.Millisecond

// heedInterrupts lets a signal end the run in good order. Go starts threads to listen for signals, which costs as much as
// checking the files of a commit; therefore only a run that takes a while listens, and one that is about to write a file. Any
// other dies of the signal, to the same exit status as a shell sees it.
func (p *program) heedInterrupts() {
	p.heed.Do(func() {
		interrupts := make(chan os.Signal, 1)
		signal.Notify(interrupts, os.Interrupt, syscall.SIGTERM)
		go func() {
			<-interrupts
			p.cancel()
		}()
	})
}

// program is one run of the command.
type program struct {
	stdout, stderr *os.File
	getenv         func(string) string
	cancel         context.CancelFunc
	heed           sync.Once
	status         int
}

// commands are in the order in which a newcomer meets them; the help sorts them.
var commands = []struct {
	name  string
	build func(*program) *cobra.Command
}{
	{"check", (*program).checkCommand}, {"fix", (*program).fixCommand}, {"init", (*program).initCommand},
	{"explain", (*program).explainCommand}, {"rules", (*program).rulesCommand}, {"facts", (*program).factsCommand},
	{"graph", (*program).graphCommand}, {"version", (*program).versionCommand}, {"completion", (*program).completionCommand},
}

// command returns the root command for the arguments. When they begin with the name of a command, the others are not built:
// their flags cost a hook as much as looking for its files.
func (p *program) command(args []string) *cobra.Command {
	root := &cobra.Command{
		Use:   "wirevet",
		Short: "checks how MCP hosts are wired to MCP servers",
		Long: `wirevet reads the configuration of MCP hosts and says, for every server that they start or call, what is
not encrypted, not verified, too powerful, or open to others. It runs nothing and connects to nothing.`,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          unknownCommand,
		RunE:          func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	root.CompletionOptions.DisableDefaultCmd = true
	root.SetOut(p.stdout)
	root.SetErr(p.stderr)
	root.SetFlagErrorFunc(flagError)
	for _, c := range commands {
		if len(args) > 0 && args[0] == c.name {
			root.AddCommand(c.build(p))
		}
	}
	if !root.HasSubCommands() {
		for _, c := range commands {
			root.AddCommand(c.build(p))
		}
	}
	root.SetHelpCommand(&cobra.Command{Hidden: true})
	return root
}

// unknownCommand names the nearest command.
func unknownCommand(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	var names []string
	for _, sub := range c.Commands() {
		if !sub.Hidden {
			names = append(names, sub.Name())
		}
	}
	return fmt.Errorf("there is no command %q%s; wirevet --help lists them", args[0], nearest.Suggestion(args[0], names))
}

// onTerminal reports whether a file is a terminal.
func onTerminal(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0 && info.Mode()&os.ModeDevice != 0 && !isNullDevice(info)
}

func isNullDevice(info os.FileInfo) bool {
	null, err := os.Stat(os.DevNull)
	return err == nil && os.SameFile(null, info)
}

// color decides whether text is coloured: --color, then NO_COLOR and CLICOLOR_FORCE, then the terminal.
func (p *program) color(flag string) (bool, error) {
	switch flag {
	case "always":
		return true, nil
	case "never":
		return false, nil
	case "auto":
	default:
		return false, fmt.Errorf("--color is auto, always or never, not %q", flag)
	}
	switch {
	case p.getenv("NO_COLOR") != "":
		return false, nil
	case p.getenv("CLICOLOR_FORCE") != "" && p.getenv("CLICOLOR_FORCE") != "0":
		return true, nil
	}
	return onTerminal(p.stdout) && p.getenv("TERM") != "dumb", nil
}

// write gives stdout to a writer and tells a full disk as people understand it.
func (p *program) write(f func(io.Writer) error) error {
	err := f(p.stdout)
	if err != nil && !errors.Is(err, syscall.EPIPE) {
		return fmt.Errorf("standard output cannot be written: %w", unwrapPath(err))
	}
	return err
}

func unwrapPath(err error) error {
	var at *os.PathError
	if errors.As(err, &at) {
		return at.Err
	}
	return err
}

// examples joins examples as help shows them.
func examples(lines ...string) string { return "  " + strings.Join(lines, "\n  ") }
