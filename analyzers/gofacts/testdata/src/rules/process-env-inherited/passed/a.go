package passed

import (
	"os"
	"os/exec"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

var key = os.Getenv("OPENAI_API_KEY")

func wrap(cmd *exec.Cmd) *mcp.CommandTransport { return &mcp.CommandTransport{Command: cmd} }

func wrapMinimal(cmd *exec.Cmd) *mcp.CommandTransport {
	cmd.Env = []string{"PATH=" + os.Getenv("PATH")}
	return wrap(cmd)
}

func wrapAll(cmd *exec.Cmd) *mcp.CommandTransport {
	cmd.Env = append(os.Environ(), "TICKETS_PROJECT=alpha") // want `is handed the whole environment`
	return wrap(cmd)
}

func run() []*mcp.CommandTransport {
	minimal := exec.Command("tickets-server")
	minimal.Env = []string{}
	bare := exec.Command("tickets-server") // want `is handed the whole environment`
	exec.Command("git", "status").Run()
	return []*mcp.CommandTransport{
		wrap(bare),
		wrap(minimal),
		wrapMinimal(exec.Command("tickets-server")),
		wrapAll(exec.Command("tickets-server")),
	}
}
