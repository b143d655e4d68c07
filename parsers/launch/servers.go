package launch

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// server reads the arguments of a server by its name in a registry ("npm", "pypi", "oci", "go"; empty for a program
// that is already there).
func (r *reader) server(registry, name string, subject facts.Word, args []facts.Word, depth int) {
	if r.bridge(registry, name, subject, args, depth) {
		return
	}
	switch name {
	case "@modelcontextprotocol/server-filesystem", "mcp-server-filesystem", "mcp/filesystem", "rust-mcp-filesystem", "mcp-filesystem-server":
		r.launch.Program = name
		for _, w := range args {
			if !strings.HasPrefix(w.Text, "-") && registry != "oci" {
				r.root(w, w.Text, facts.ServerArgument, facts.ReadWrite, facts.High)
			}
		}
	case "mcp-server-git":
		o := options{valued: []string{"-r", "--repository"}}
		found, _ := o.parse(args)
		for _, f := range found {
			if f.has {
				r.root(f.value, f.text(), facts.ServerArgument, facts.ReadWrite, facts.High)
			}
		}
	case "localtunnel", "ngrok", "@ngrok/ngrok":
		r.tunnel(name, subject)
	case "@modelcontextprotocol/inspector":
		r.inspector(subject)
	default:
		r.unknownServer(registry, args)
	}
}

// program reads the arguments of a program that is no launcher.
func (r *reader) program(word facts.Word, args []facts.Word, depth int) {
	if r.launch.Program == "" {
		r.launch.Program = word.Text
	}
	r.server("", programName(word.Text), word, args, depth)
}

// rootOptions are options that name a folder in the programs we have seen.
var rootOptions = []string{"--root", "--dir", "--directory", "--workspace", "--allowed-directories", "--allowed-dir", "--base-path"}

// unknownServer looks for what most servers mean alike: an address to listen on, a folder to work in.
func (r *reader) unknownServer(registry string, args []facts.Word) {
	for i, w := range args {
		name, _, has := strings.Cut(w.Text, "=")
		var value facts.Word
		switch {
		case has && strings.HasPrefix(name, "--"):
			value = w.Sub(len(name)+1, len(w.Text))
		case strings.HasPrefix(w.Text, "--") && i+1 < len(args) && !strings.HasPrefix(args[i+1].Text, "-"):
			name, value = w.Text, args[i+1]
		default:
			continue
		}
		switch {
		case name == "--host" || name == "--bind" || name == "--listen-address":
			if exposed := listenerExposure(value.Text); looksLikeAddress(value.Text) {
				r.out.Listeners = append(r.out.Listeners, &facts.Listener{
					Entry: r.in.Entry, Product: r.launch.Program, Span: value.Span(), Exposure: exposed,
					Address: facts.Written(value.Text, value.Span()), Contains: r.launch.Process.Container != nil,
				})
			}
		case contains(rootOptions, name) && registry != "oci":
			r.root(value, value.Text, facts.GuessedRoot, facts.ReadWrite, facts.Medium)
		}
	}
}

// looksLikeAddress tells a bind address from the name of a service: --host db.example.com is a client's option.
func looksLikeAddress(text string) bool {
	host, _ := splitPort(text)
	host = strings.Trim(host, "[]")
	return host == "0.0.0.0" || host == "::" || host == "*" || host == "localhost" || host == "::1" || strings.HasPrefix(host, "127.")
}

// inspector reads the MCP Inspector, whose backend starts programs on request.
func (r *reader) inspector(subject facts.Word) {
	l := r.listener("MCP Inspector", subject, "127.0.0.1", "MCP Inspector")
	l.Authentication = facts.ByDefault(true, subject.Span(), "MCP Inspector asks for a session token")
	for i, v := range r.in.Environment.Variables {
		value := r.in.Values[i]
		switch v.Name {
		case "DANGEROUSLY_OMIT_AUTH":
			l.Authentication = facts.Written(false, value.Span())
		case "HOST":
			l.Address, l.Exposure = facts.Written(value.Text, value.Span()), listenerExposure(value.Text)
		case "DANGEROUSLY_BIND_ALL_INTERFACES":
			l.Address, l.Exposure = facts.Written("0.0.0.0", value.Span()), listenerExposure("0.0.0.0")
		}
	}
}
