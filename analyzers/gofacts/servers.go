package gofacts

import (
	"go/ast"
	"go/token"
	"path"
	"slices"
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

// readSinks states where the package's logs go, as far as it says so.
func (r *reader) readSinks() {
	for _, call := range slices.Concat(r.calls["log.SetOutput"], r.calls["log/slog.NewJSONHandler"], r.calls["log/slog.NewTextHandler"],
		r.calls["log.New"], r.calls["log.Logger.SetOutput"], r.calls["github.com/rs/zerolog.New"], r.calls["github.com/sirupsen/logrus.SetOutput"],
		r.calls["github.com/sirupsen/logrus.Logger.SetOutput"]) {
		if len(call.Args) > 0 {
			if s := r.sink(call.Args[0]); s != nil {
				s.Entry, s.Span = r.pkg.Entry, r.span(call.Args[0])
				r.facts.LogSinks = append(r.facts.LogSinks, s)
			}
		}
	}
}

func (r *reader) sink(e ast.Expr) *facts.LogSink {
	for _, o := range r.origins(e) {
		at := r.span(o)
		switch name := r.symbol(o); name {
		case "os.Stdout":
			return &facts.LogSink{Name: "standard output", Stream: true, Mutable: facts.Undecided[bool](at, facts.OutsideRepository)}
		case "os.Stderr":
			return &facts.LogSink{Name: "standard error", Stream: true, Mutable: facts.Undecided[bool](at, facts.OutsideRepository)}
		case "io.Discard", "io/ioutil.Discard":
			return &facts.LogSink{Name: "nowhere", Off: true}
		}
		if call, ok := o.(*ast.CallExpr); ok {
			if s := r.fileSink(call); s != nil {
				return s
			}
		}
		if lit, ok := o.(*ast.CompositeLit); ok && strings.Contains(r.literalType(lit), "lumberjack") {
			s := &facts.LogSink{Name: "a rotated file", Mutable: facts.Written(true, at)}
			if age := field(lit, "MaxAge"); age != nil {
				s.Retention = facts.Written(r.span(age).Text()+" days", r.span(age))
			}
			return s
		}
	}
	return nil
}

// fileSink reads how a file is opened that a log goes to.
func (r *reader) fileSink(call *ast.CallExpr) *facts.LogSink {
	at := r.span(call)
	switch r.called(call) {
	case "os.Create":
		return &facts.LogSink{Name: r.namedFile(call), Path: r.absolutePath(call), Mutable: facts.Written(true, at), Truncates: true}
	case "os.OpenFile":
		if len(call.Args) != 3 {
			return nil
		}
		return &facts.LogSink{
			Name: r.namedFile(call), Path: r.absolutePath(call), Mutable: facts.Written(true, at), Truncates: r.mentions(call.Args[1], "O_TRUNC"),
		}
	case "log/syslog.New", "log/syslog.Dial":
		return &facts.LogSink{Name: "syslog", Mutable: facts.Undecided[bool](at, facts.OutsideRepository)}
	}
	return nil
}

func (r *reader) namedFile(call *ast.CallExpr) string {
	if name := r.fileName(call.Args[0]); name != "" {
		return "the file " + name
	}
	return "a file"
}

// absolutePath returns the path of the file that a call opens, when it is written out and depends on no working folder.
func (r *reader) absolutePath(call *ast.CallExpr) string {
	for _, o := range r.origins(call.Args[0]) {
		if text, ok := r.constantText(o); ok && path.IsAbs(text) {
			return path.Clean(text)
		}
	}
	return ""
}

// mentions reports whether an expression uses a name.
func (r *reader) mentions(e ast.Expr, name string) bool {
	found := false
	ast.Inspect(e, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && id.Name == name {
			found = true
		}
		return !found
	})
	return found
}
