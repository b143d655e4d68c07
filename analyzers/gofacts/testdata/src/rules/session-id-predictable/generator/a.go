package generator

import (
	"crypto/rand"
	"fmt"
	"sync"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

type counting struct {
	mu   sync.Mutex
	last int
}

func (c *counting) Generate() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.last++
	return fmt.Sprintf("session-%d", c.last) // want `from a counter`
}

func (c *counting) Validate(string) (bool, error)  { return false, nil }
func (c *counting) Terminate(string) (bool, error) { return false, nil }

type stateless struct{}

func (stateless) Generate() string               { return "" }
func (stateless) Validate(string) (bool, error)  { return false, nil }
func (stateless) Terminate(string) (bool, error) { return false, nil }

// No session manager: it only generates.
type names struct{}

func (names) Generate() string { return time.Now().String() }

var fixed = &mcp.ServerOptions{GetSessionID: func() string { return "the-session" }} // want `from a constant`

var sound = &mcp.ServerOptions{GetSessionID: rand.Text}

var text = &mcp.ServerOptions{GetSessionID: func() string { return rand.Text() }}
