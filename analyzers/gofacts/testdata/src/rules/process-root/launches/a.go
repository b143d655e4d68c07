package launches

import (
	"os/exec"
	"syscall"
)

const nobody = 65534

func account(uid uint32) {
	cmd := exec.Command("tickets-server")
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 0, Gid: 0}} // want `runs as 0`
	cmd.Start()

	other := exec.Command("tickets-server")
	other.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	other.Start()

	given := exec.Command("tickets-server")
	given.SysProcAttr = &syscall.SysProcAttr{}
	given.SysProcAttr.Credential = &syscall.Credential{Uid: uid}
	given.Start()

	group := exec.Command("tickets-server")
	group.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	group.Start()
}

func wrapped(args []string) {
	exec.Command("sudo", "tickets-server", "--stdio").Start() // want `runs as root`
	exec.Command("sudo", args...).Start()                     // want `runs as root`
	exec.Command("sudo", "-u", "tickets", "tickets-server").Start()
	exec.Command("git", "status").Run()
	exec.Command("docker", "run", "--rm", "-u", "0", "example/tickets:1").Start() // want `runs as 0`
}
