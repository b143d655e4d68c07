package launches

import "os/exec"

const installed = "/usr/local/bin/tickets-server"

func run() {
	exec.Command("/tmp/tickets-server", "--stdio").Start() // want `loads code from a temporary folder`
	exec.Command(installed, "--stdio").Start()
	exec.Command("tickets-server", "--data", "/tmp/tickets").Start()
}
