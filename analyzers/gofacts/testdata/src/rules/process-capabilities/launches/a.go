package launches

import (
	"os/exec"
	"syscall"

	"golang.org/x/sys/unix"
)

func run() {
	cmd := exec.Command("tickets-server")
	cmd.SysProcAttr = &syscall.SysProcAttr{AmbientCaps: []uintptr{
		unix.CAP_SYS_PTRACE, // want `SYS_PTRACE`
	}}
	cmd.Start()
}
