// Package runner starts what other packages ask for.
package runner

import (
	"context"
	"os/exec"
)

// Shell lets a shell run a line.
func Shell(ctx context.Context, line string) error {
	return exec.CommandContext(ctx, "sh", "-c", line).Run()
}

// Run runs a program.
func Run(name string, args ...string) ([]byte, error) {
	return exec.Command(name, args...).CombinedOutput()
}

// Start starts a program with options of its own before those that are given.
func Start(name string, args []string) error {
	cmd := exec.Command(name, append([]string{"--quiet"}, args...)...)
	return cmd.Start()
}

// Runner keeps a shell.
type Runner struct{}

// Do lets the shell run a line.
func (Runner) Do(line string) error { return Shell(context.Background(), line) }
