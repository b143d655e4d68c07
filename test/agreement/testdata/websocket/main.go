// Command websocket bridges MCP over a WebSocket to stdin and stdout.
package main

import (
	"bufio"
	"context"
	"crypto/tls"
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"net/http"
	"os"
	"time"

	"github.com/gorilla/websocket"

	"example.com/websocket/internal/dial"
)

var endpoint = flag.String("url", "wss://mcp.example.com/mcp", "the server")

// loose dials without looking at the certificate.
func loose(ctx context.Context, url string) (*websocket.Conn, error) {
	d := websocket.Dialer{
		HandshakeTimeout: 10 * time.Second,
		TLSClientConfig: &tls.Config{
			InsecureSkipVerify: true, // want tls-verify-disabled
		},
	}
	c, _, err := d.DialContext(ctx, url, http.Header{"Mcp-Protocol-Version": {"2025-11-25"}})
	return c, err
}

// weak dials and takes a cipher suite that is broken.
func weak(ctx context.Context, url string) (*websocket.Conn, error) {
	d := *websocket.DefaultDialer
	d.TLSClientConfig = &tls.Config{
		MinVersion:   tls.VersionTLS12,
		CipherSuites: []uint16{tls.TLS_ECDHE_RSA_WITH_RC4_128_SHA}, // want tls-cipher-weak
	}
	c, _, err := d.DialContext(ctx, url, nil)
	return c, err
}

type message struct {
	JSONRPC string          `json:"jsonrpc"`
	ID      int             `json:"id"`
	Method  string          `json:"method,omitempty"`
	Params  map[string]any  `json:"params,omitempty"`
	Result  json.RawMessage `json:"result,omitempty"`
}

func call(c *websocket.Conn, id int, tool string) (json.RawMessage, error) {
	m := message{JSONRPC: "2.0", ID: id, Method: "tools/call", Params: map[string]any{"name": tool}}
	if err := c.WriteJSON(m); err != nil {
		return nil, err
	}
	var reply message
	if err := c.ReadJSON(&reply); err != nil {
		return nil, err
	}
	return reply.Result, nil
}

func bridge(c *websocket.Conn) error {
	defer c.Close()
	in := bufio.NewScanner(os.Stdin)
	for id := 1; in.Scan(); id++ {
		result, err := call(c, id, in.Text())
		if err != nil {
			return err
		}
		fmt.Println(string(result))
	}
	return in.Err()
}

func main() {
	flag.Parse()
	ctx := context.Background()
	for _, open := range []func(context.Context, string) (*websocket.Conn, error){dial.Pinned, dial.Trusted, loose, weak} {
		c, err := open(ctx, *endpoint)
		if err != nil {
			log.Print(err)
			continue
		}
		if err := bridge(c); err != nil {
			log.Fatal(err)
		}
		return
	}
}
