// Command exec is a host: it starts MCP servers, and asks them for their tools over stdio.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"time"

	"example.com/exec/internal/account"
	"example.com/exec/internal/run"
)

var (
	project = flag.String("project", "alpha", "whose tickets")
	token   = flag.String("token-file", "/run/secrets/tickets", "where the token is")
)

// session is a server that runs.
type session struct {
	cmd *exec.Cmd
	in  *json.Encoder
	out *bufio.Scanner
}

func start(cmd *exec.Cmd) (*session, error) {
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	return &session{cmd, json.NewEncoder(in), bufio.NewScanner(out)}, nil
}

func (s *session) call(tool string) (json.RawMessage, error) {
	message := map[string]any{"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": map[string]any{"name": tool}}
	if err := s.in.Encode(message); err != nil {
		return nil, err
	}
	if !s.out.Scan() {
		return nil, errors.Join(s.out.Err(), s.cmd.Wait())
	}
	return json.RawMessage(s.out.Bytes()), nil
}

// shell is the short way, until a project is named "x; rm -rf ~".
func shell(ctx context.Context) *exec.Cmd {
	return exec.CommandContext(ctx, "sh", "-c", "tickets-server --stdio --project "+*project) // want launch-shell
}

// direct needs no shell.
func direct(ctx context.Context) *exec.Cmd {
	cmd := exec.CommandContext(ctx, "/usr/local/bin/tickets-server", "--stdio", "--project", *project)
	cmd.Env = []string{"PATH=/usr/bin:/bin", "TICKETS_TOKEN_FILE=" + *token}
	return cmd
}

// argument shows the token to everybody who can list processes.
func argument(ctx context.Context, secret string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, "/usr/local/bin/tickets-server", "--token", secret) // want secret-in-args
	cmd.Env = []string{"PATH=/usr/bin:/bin"}
	return cmd
}

// fresh runs what is newest, whoever has put it there.
func fresh(ctx context.Context) *exec.Cmd {
	cmd := exec.CommandContext(ctx, "/tmp/build/tickets-server", "--stdio") // want launch-path-writable
	cmd.Env = []string{"PATH=/usr/bin:/bin"}
	return cmd
}

// clean removes what servers have left, in ways of another package.
func clean(ctx context.Context) error {
	return errors.Join(
		run.Line(ctx, "tickets-cleanup --project "+*project), // want launch-shell
		run.Line(ctx, "tickets-cleanup --all"),
		run.Program(ctx, "sudo", "tickets-cleanup", "--cache"), // want process-root
		run.Program(ctx, "tickets-cleanup", "--project", *project),
	)
}

func main() {
	flag.Parse()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	if err := clean(ctx); err != nil {
		log.Print(err)
	}
	secret, err := os.ReadFile(*token)
	if err != nil {
		log.Fatal(err)
	}
	for _, cmd := range []*exec.Cmd{
		shell(ctx), direct(ctx), argument(ctx, string(secret)), fresh(ctx), account.Root(ctx), account.Own(ctx, 1000),
	} {
		s, err := start(cmd)
		if err != nil {
			log.Print(err)
			continue
		}
		result, err := s.call("list")
		if err != nil {
			log.Print(err)
			continue
		}
		fmt.Println(string(result))
	}
}
