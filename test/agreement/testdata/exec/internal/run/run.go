// Package run starts what others ask for.
package run

import (
	"context"
	"os/exec"
)

// Line lets a shell run a line.
func Line(ctx context.Context, line string) error {
	cmd := exec.CommandContext(ctx, "sh", "-c", line)
	cmd.Env = []string{"PATH=/usr/bin:/bin"}
	return cmd.Run()
}

// Program runs a program.
func Program(ctx context.Context, name string, args ...string) error {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Env = []string{"PATH=/usr/bin:/bin"}
	return cmd.Run()
}
