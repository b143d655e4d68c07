package launches

import (
	"os"
	"os/exec"

	"github.com/mark3labs/mcp-go/client"
	"github.com/modelcontextprotocol/go-sdk/mcp"
)

var key = os.Getenv("OPENAI_API_KEY")

func official() []*mcp.CommandTransport {
	minimal := exec.Command("tickets-server")
	minimal.Env = []string{"PATH=" + os.Getenv("PATH")}

	all := exec.Command("tickets-server")
	all.Env = append(os.Environ(), "TICKETS_PROJECT=alpha") // want `is handed the whole environment`

	none := exec.Command("tickets-server")
	none.Env = []string{}

	return []*mcp.CommandTransport{
		&mcp.CommandTransport{Command: minimal},
		&mcp.CommandTransport{Command: all},
		&mcp.CommandTransport{Command: none},
		&mcp.CommandTransport{Command: exec.Command("tickets-server")}, // want `is handed the whole environment`
	}
}

func filtered(names []string) *mcp.CommandTransport {
	cmd := exec.Command("tickets-server")
	for _, name := range names {
		cmd.Env = append(cmd.Env, name+"="+os.Getenv(name))
	}
	return &mcp.CommandTransport{Command: cmd}
}

func markThreeLabs(command string, args []string) {
	client.NewStdioMCPClient("tickets-server", nil)             // want `is handed the whole environment`
	client.NewStdioMCPClient(command, []string{"A=b"}, args...) // want `is handed the whole environment`
	client.NewStdioMCPClientWithOptions(command, nil, args, option())
}

func option() client.Option { return nil }

// A container has an environment of its own, and so has what sudo starts.
func separate(args ...string) []*mcp.CommandTransport {
	return []*mcp.CommandTransport{
		&mcp.CommandTransport{Command: exec.Command("docker", args...)},
		&mcp.CommandTransport{Command: exec.Command("docker", "run", "--rm", "-i", "example/tickets:1")},
		&mcp.CommandTransport{Command: exec.Command("sudo", "-u", "tickets", "tickets-server")},
	}
}

// What is no server keeps the environment of its parent, as every command does.
func other() { exec.Command("git", "status").Run() }
