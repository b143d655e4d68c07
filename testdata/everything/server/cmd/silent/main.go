// Command silent is a server that records nothing.
package main

import "github.com/modelcontextprotocol/go-sdk/mcp"

func main() { mcp.NewServer(&mcp.Implementation{Name: "silent"}, nil) }
