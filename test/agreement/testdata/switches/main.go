// Command switches is an MCP client for the command line whose TLS can be told by flags and variables.
package main

import (
	"bufio"
	"crypto/tls"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"

	"example.com/switches/internal/config"
)

var (
	insecure = flag.Bool("insecure", false, "do not verify the server's certificate")
	endpoint = flag.String("url", "https://mcp.example.com/mcp", "the server")
	timeout  = flag.Duration("timeout", 30*time.Second, "how long a call may take")
)

func byFlag() *tls.Config {
	return &tls.Config{
		MinVersion:         tls.VersionTLS12,
		InsecureSkipVerify: *insecure, // want tls-verify-switchable
	}
}

func byVariable() *tls.Config {
	skip, err := strconv.ParseBool(os.Getenv("MCP_SKIP_VERIFY"))
	if err != nil {
		skip = false
	}
	return &tls.Config{InsecureSkipVerify: skip} // want tls-verify-switchable
}

func byBranch(c config.Config) *tls.Config {
	t := &tls.Config{ServerName: c.ServerName}
	if c.SkipVerify {
		t.InsecureSkipVerify = true // want tls-verify-switchable
	}
	return t
}

// never tells a switch from a constant: what the file says has no effect.
func never(c config.Config) *tls.Config {
	t := &tls.Config{ServerName: c.ServerName, InsecureSkipVerify: c.SkipVerify}
	t.InsecureSkipVerify = false
	return t
}

func client(c *tls.Config) *http.Client {
	return &http.Client{Timeout: *timeout, Transport: &http.Transport{TLSClientConfig: c}}
}

func call(c *http.Client, url, line string) error {
	body, err := json.Marshal(map[string]any{"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": map[string]any{"name": line}})
	if err != nil {
		return err
	}
	resp, err := c.Post(url, "application/json", strings.NewReader(string(body)))
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode >= http.StatusBadRequest {
		return errors.New(resp.Status)
	}
	var result struct{ Result json.RawMessage }
	if err := json.NewDecoder(resp.Body).Decode(&result); err != nil {
		return err
	}
	fmt.Println(string(result.Result))
	return nil
}

func main() {
	flag.Parse()
	c, err := config.Read("mcp.json")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	clients := []*http.Client{client(byFlag()), client(byVariable()), client(byBranch(c)), client(never(c))}
	in := bufio.NewScanner(os.Stdin)
	for in.Scan() {
		for _, c := range clients {
			if err := call(c, *endpoint, in.Text()); err != nil {
				fmt.Fprintln(os.Stderr, err)
			}
		}
	}
}
