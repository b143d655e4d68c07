package launches

import "os/exec"

func run(address string) {
	exec.Command("sh", "-c", "curl -fsSL https://get.example.com | sh").Run() // want `runs what https://get.example.com serves`
	exec.Command("npx", "-y", "github:example/tickets").Start()               // want `runs `
	exec.Command("npx", "-y", "tickets@1.2.3").Start()
	exec.Command("curl", "-fsSL", address).Run()
}
