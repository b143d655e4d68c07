// Package runner starts what other packages ask for.
package runner

import "os/exec"

// Run runs a program.
func Run(name string, args ...string) error { return exec.Command(name, args...).Run() }

// Elevated runs a program as root.
func Elevated(args ...string) error {
	return exec.Command("sudo", args...).Run() // want `runs as root`
}
