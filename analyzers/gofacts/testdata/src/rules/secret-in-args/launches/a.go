package launches

import "os/exec"

func run(token, project string) {
	exec.Command("tickets-server", "--token", token).Start()   // want `on the command line: token`
	exec.Command("tickets-server", "--api-key="+token).Start() // want `on the command line: api-key`
	exec.Command("tickets-server", "--project", project).Start()
	exec.Command("tickets-server", "--token-file", project).Start()
	exec.Command("tickets-server", "--token", "-").Start()
}
