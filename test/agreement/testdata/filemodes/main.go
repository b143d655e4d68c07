// Command filemodes signs in to MCP servers and keeps their tokens, as a host does.
package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"log"
	"net"
	"os"
	"path/filepath"
	"time"

	"example.com/filemodes/internal/private"
)

var dir = flag.String("dir", "/var/lib/mcp", "where everything is kept")

type token struct {
	Access  string    `json:"access_token"`
	Refresh string    `json:"refresh_token"`
	Expires time.Time `json:"expires"`
}

// keep writes tokens where every account can read them.
func keep(server string, t token) error {
	data, err := json.Marshal(t)
	if err != nil {
		return err
	}
	folder := filepath.Join(*dir, server)
	if err := os.MkdirAll(folder, 0o777); err != nil { // want file-mode-permissive
		return err
	}
	return os.WriteFile(filepath.Join(folder, "credentials.json"), data, 0o644) // want file-mode-permissive
}

// report writes what anybody may know.
func report(server string, tools []string) error {
	data, err := json.Marshal(map[string]any{"server": server, "tools": tools, "method": "tools/call"})
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(*dir, server+".json"), data, 0o644)
}

// journal opens the record of calls, for all accounts to write.
func journal() (*os.File, error) {
	return os.OpenFile(filepath.Join(*dir, "calls.log"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o666) // want file-mode-permissive
}

// read opens the record and creates nothing, so that no mode counts.
func read() (*os.File, error) {
	return os.OpenFile(filepath.Join(*dir, "calls.log"), os.O_RDONLY, 0o666)
}

// listen opens a socket to which everybody can connect.
func listen() (net.Listener, error) {
	name := filepath.Join(*dir, "host.sock")
	l, err := net.Listen("unix", name)
	if err != nil {
		return nil, err
	}
	return l, os.Chmod(name, 0o777) // want file-mode-permissive
}

func main() {
	flag.Parse()
	t := token{Access: os.Getenv("ACCESS_TOKEN"), Expires: time.Now().Add(time.Hour)}
	for _, server := range flag.Args() {
		if err := errors.Join(keep(server, t), private.Keep(*dir, server, []byte(t.Refresh)), report(server, nil)); err != nil {
			log.Fatal(err)
		}
	}
	j, err := journal()
	if err != nil {
		log.Fatal(err)
	}
	defer j.Close()
	if r, err := read(); !errors.Is(err, fs.ErrNotExist) {
		defer r.Close()
	}
	l, err := listen()
	if err != nil {
		log.Fatal(err)
	}
	for {
		c, err := l.Accept()
		if err != nil {
			log.Fatal(err)
		}
		fmt.Fprintln(j, c.RemoteAddr())
		c.Close()
	}
}
