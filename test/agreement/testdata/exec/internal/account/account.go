//go:build linux

// Package account starts servers under other accounts.
package account

import (
	"context"
	"os/exec"
	"syscall"
)

// Root starts the server that talks to the hardware.
func Root(ctx context.Context) *exec.Cmd {
	cmd := exec.CommandContext(ctx, "sudo", "/usr/local/bin/hardware-server", "--stdio") // want process-root
	cmd.Env = []string{"PATH=/usr/bin:/bin"}
	return cmd
}

// Own starts it under the account that it was given.
func Own(ctx context.Context, uid uint32) *exec.Cmd {
	cmd := exec.CommandContext(ctx, "/usr/local/bin/hardware-server", "--stdio")
	cmd.Env = []string{"PATH=/usr/bin:/bin"}
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uid, Gid: uid}}
	return cmd
}
