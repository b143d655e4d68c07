package launches

import (
	"fmt"
	"os/exec"
	"strconv"
)

func run(name, command string, n int) {
	exec.Command("sh", "-c", "tickets-server --project "+name).Start()               // want `with a value in the command`
	exec.Command("bash", "-c", fmt.Sprintf("cat %s | tickets-server", name)).Start() // want `with a value in the command`
	line := "tickets-server " + name                                                 // want `with a value in the command`
	exec.Command("/bin/sh", "-c", line).Start()
	exec.Command("cmd", "/c", "start "+name).Start() // want `with a value in the command`
	exec.Command("sh", "-c", "tickets-server --stdio").Start()
	exec.Command("sh", "-c", fmt.Sprintf("sleep %d", n)).Start()
	exec.Command("sh", "-c", "sleep "+strconv.Itoa(n)).Start()
	exec.Command("sh", "-c", command).Start()
	exec.Command("sh", "-c", "cat "+shellQuote(name)).Start()
	exec.Command("tickets-server", "--project", name).Start()
	exec.Command("git", "-c", "user.name="+name, "log").Run()
	exec.Command("sh", "script.sh", name).Run()
}

func either(windows bool, name string) {
	line := "tickets-server " + name // want `with a value in the command`
	if windows {
		exec.Command("cmd", "/c", line).Start()
		return
	}
	exec.Command("sh", "-c", line).Start()
}

func shellQuote(s string) string { return "'" + s + "'" }
