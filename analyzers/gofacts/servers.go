package gofacts

import (
	"go/ast"
	"go/token"
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// serverConstructors make an MCP server. Read in go-sdk 1.8.0 and mcp-go 1.2.1; of the others the names are those of their
// documentation.
var serverConstructors = map[string]string{
	officialSDK + "/mcp.NewServer":                       "the official Go SDK",
	mark3labs + "/server.NewMCPServer":                   "mcp-go",
	"github.com/metoro-io/mcp-golang.NewServer":          "mcp-golang",
	"github.com/ThinkInAIXYZ/go-mcp/server.NewServer":    "go-mcp",
	"github.com/strowk/foxy-contexts/pkg/app.NewBuilder": "foxy-contexts",
	"github.com/viant/mcp.NewServer":                     "viant/mcp",
}

// servingCalls serve MCP over a transport.
var servingCalls = map[string]facts.Transport{
	mark3labs + "/server.ServeStdio":                                            facts.Stdio,
	mark3labs + "/server.NewStdioServer":                                        facts.Stdio,
	officialSDK + "/mcp.NewStdioTransport":                                      facts.Stdio,
	"github.com/metoro-io/mcp-golang/transport/stdio.NewStdioServerTransport":   facts.Stdio,
	"github.com/metoro-io/mcp-golang/transport/http.NewHTTPTransport":           facts.StreamableHTTP,
	"github.com/ThinkInAIXYZ/go-mcp/transport.NewStdioServerTransport":          facts.Stdio,
	"github.com/ThinkInAIXYZ/go-mcp/transport.NewSSEServerTransport":            facts.SSE,
	"github.com/ThinkInAIXYZ/go-mcp/transport.NewStreamableHTTPServerTransport": facts.StreamableHTTP,
}

// readServers states where MCP servers are made, and over what they are served.
func (r *reader) readServers() {
	for _, name := range sortedKeys(serverConstructors) {
		for _, call := range r.calls[name] {
			r.facts.Servers = append(r.facts.Servers, &facts.MCPServer{Entry: r.pkg.Entry, Span: r.span(call.Fun), SDK: serverConstructors[name]})
		}
	}
	for _, d := range r.dispatchers() {
		r.facts.Servers = append(r.facts.Servers, &facts.MCPServer{Entry: r.pkg.Entry, Span: r.span(d.at)})
	}
	serve := func(at ast.Node, t facts.Transport) {
		r.facts.Serving = append(r.facts.Serving, &facts.Served{Entry: r.pkg.Entry, Span: r.span(at), Transport: t})
	}
	for _, table := range []map[string]facts.Transport{servingCalls, sdkHandlers} {
		for _, name := range sortedKeys(table) {
			for _, call := range r.calls[name] {
				serve(call.Fun, table[name])
			}
		}
	}
	for _, lit := range r.literals[officialSDK+"/mcp.StdioTransport"] {
		serve(lit, facts.Stdio)
	}
}

// dispatcher is code that is reached for the method of a tool call.
type dispatcher struct {
	at   ast.Node // the method's name
	body []ast.Stmt
}

// dispatchers finds, in code without an SDK, the clauses that answer a tool call: `case "tools/call":`.
func (r *reader) dispatchers() []dispatcher {
	if len(r.pkg.SDKs) > 0 || strings.HasPrefix(r.pkg.Path, officialSDK) || strings.HasPrefix(r.pkg.Path, mark3labs) {
		return nil
	}
	var out []dispatcher
	for _, file := range r.files {
		r.inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CaseClause:
				for _, e := range n.List {
					if text, ok := r.constantText(e); ok && text == toolsCall {
						out = append(out, dispatcher{e, n.Body})
					}
				}
			case *ast.IfStmt:
				if b, ok := n.Cond.(*ast.BinaryExpr); ok && b.Op == token.EQL {
					for _, e := range []ast.Expr{b.X, b.Y} {
						if text, ok := r.constantText(e); ok && text == toolsCall {
							out = append(out, dispatcher{e, n.Body.List})
						}
					}
				}
			}
			return true
		})
	}
	return out
}

// toolsCall is the method of a tool call (MCP specification, server/tools).
const toolsCall = "tools/call"
