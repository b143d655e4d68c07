package wrapped

import (
	"context"
	"fmt"

	"rules/launch-shell/runner"
)

func run(ctx context.Context, name string) {
	runner.Shell(ctx, "tickets-server --project "+name)             // want `with a value in the command`
	runner.Run("bash", "-c", fmt.Sprintf("cat %s | tickets", name)) // want `with a value in the command`
	runner.Runner{}.Do("tickets-server " + name)                    // want `with a value in the command`
	line := "tickets-server " + name                                // want `with a value in the command`
	runner.Shell(ctx, line)

	runner.Shell(ctx, "tickets-server --stdio")
	runner.Run("tickets-server", "--project", name)
	runner.Run("git", "-c", "user.name="+name, "log")
	runner.Start("tickets-server", []string{name})
}
