package wrapped

import "rules/process-root/runner"

func start(args []string) {
	runner.Run("sudo", "tickets-server", "--stdio") // want `runs as root`
	runner.Run("sudo", args...)                     // want `runs as root`
	runner.Run("sudo", "-u", "tickets", "tickets-server")
	runner.Run("tickets-server", "sudo")
	runner.Elevated("tickets-server") // said where it is written
}
