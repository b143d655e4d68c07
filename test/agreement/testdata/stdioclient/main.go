// Command stdioclient starts the servers of a list, as a host does, and calls a tool of each.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"example.com/stdioclient/internal/environment"
	"example.com/stdioclient/internal/mail"
)

var project = flag.String("project", "alpha", "whose tickets")

func host() *mcp.Client {
	return mcp.NewClient(&mcp.Implementation{Name: "stdioclient", Version: "1.0.0"}, nil)
}

// generous hands the child all keys that this process has.
func generous(ctx context.Context) (*mcp.ClientSession, error) {
	cmd := exec.CommandContext(ctx, "/usr/local/bin/tickets-server", "--stdio", "--project", *project)
	cmd.Env = append(os.Environ(), "TICKETS_PROJECT="+*project) // want process-env-inherited
	cmd.Stderr = os.Stderr
	return host().Connect(ctx, &mcp.CommandTransport{Command: cmd}, nil)
}

// silent says nothing, which means the same.
func silent(ctx context.Context) (*mcp.ClientSession, error) {
	return host().Connect(ctx, &mcp.CommandTransport{Command: exec.Command("/usr/local/bin/notes-server")}, nil) // want process-env-inherited
}

// careful hands it what it needs.
func careful(ctx context.Context) (*mcp.ClientSession, error) {
	cmd := exec.CommandContext(ctx, "/usr/local/bin/tickets-server", "--stdio")
	cmd.Env = environment.Of("tickets")
	return host().Connect(ctx, &mcp.CommandTransport{Command: cmd}, nil)
}

// fresh runs what the registry has today.
func fresh(ctx context.Context) (*mcp.ClientSession, error) {
	cmd := exec.CommandContext(ctx, "npx", "-y", "github:example/weather") // want launch-remote-code
	cmd.Env = environment.Of("weather")
	return host().Connect(ctx, &mcp.CommandTransport{Command: cmd}, nil)
}

func call(ctx context.Context, s *mcp.ClientSession, tool string) error {
	defer s.Close()
	result, err := s.CallTool(ctx, &mcp.CallToolParams{Name: tool, Arguments: map[string]any{"limit": 10}})
	if err != nil {
		return err
	}
	text, err := json.Marshal(result.Content)
	if err != nil {
		return err
	}
	fmt.Println(string(text))
	return nil
}

func main() {
	flag.Parse()
	if os.Getenv("MODEL_API_KEY") == "" {
		log.Fatal("MODEL_API_KEY is not set, so that no model can be asked what to call")
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	for _, open := range []func(context.Context) (*mcp.ClientSession, error){generous, silent, careful, fresh} {
		s, err := open(ctx)
		if err != nil {
			log.Print(err)
			continue
		}
		if err := call(ctx, s, "list"); err != nil {
			log.Print(err)
		}
	}
	c, err := mail.Open()
	if err != nil {
		log.Fatal(err)
	}
	if err := c.Close(); err != nil {
		log.Fatal(err)
	}
}
