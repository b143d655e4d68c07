package graph

import (
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// Formats are what a picture can be written as.
var Formats = []string{"mermaid", "dot", "json"}

func itoa(n int) string { return strconv.Itoa(n) }

// Write writes the picture as Mermaid (a flowchart), DOT (Graphviz) or JSON.
func Write(w io.Writer, g *Graph, format string) error {
	var b strings.Builder
	switch format {
	case "mermaid":
		g.mermaid(&b)
	case "dot":
		g.dot(&b)
	case "json":
		data, err := json.MarshalIndent(g, "", "  ")
		if err != nil {
			return err
		}
		b.Write(append(data, '\n'))
	default:
		return fmt.Errorf("a graph is drawn as %s, not as %q", strings.Join(Formats, ", "), format)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// shapes are the brackets that Mermaid draws a kind of node with.
var shapes = map[Kind][2]string{
	Host: {"([", "])"}, Server: {"[", "]"}, Address: {"((", "))"}, Proxy: {"{{", "}}"}, Workload: {"[[", "]]"},
	Service: {"(", ")"}, Image: {"[/", "/]"}, Program: {"[", "]"}, Network: {"((", "))"},
}

func (g *Graph) mermaid(b *strings.Builder) {
	b.WriteString("flowchart LR\n")
	for _, n := range g.Nodes {
		shape := shapes[n.Kind]
		fmt.Fprintf(b, "  %s%s%s%s\n", n.ID, shape[0], mermaidText(n.Label), shape[1])
	}
	var wrong []string
	for i, e := range g.Edges {
		arrow := "-->"
		if len(e.Marks) > 0 {
			arrow = "-.->"
			wrong = append(wrong, strconv.Itoa(i))
		}
		fmt.Fprintf(b, "  %s %s|%s| %s\n", e.From, arrow, mermaidText(e.words()), e.To)
	}
	if len(wrong) > 0 {
		fmt.Fprintf(b, "  linkStyle %s stroke:#c00,color:#c00\n", strings.Join(wrong, ","))
	}
}

// words are what stands at an edge: its label, and what is wrong.
func (e *Edge) words() string {
	words := append([]string{e.Label}, e.Marks...)
	if e.Label == "" {
		words = words[1:]
	}
	return strings.Join(words, ", ")
}

// mermaidText quotes a text; within quotes Mermaid takes all but a quote, which is written as an entity, and would read
// others as markup.
func mermaidText(text string) string {
	return `"` + strings.NewReplacer(`"`, "#quot;", "#", "#35;", "<", "#lt;", ">", "#gt;", "\n", " ", "\r", " ").Replace(text) + `"`
}

func (g *Graph) dot(b *strings.Builder) {
	b.WriteString("digraph wiring {\n  rankdir=LR;\n  node [shape=box];\n")
	for _, n := range g.Nodes {
		fmt.Fprintf(b, "  %s [label=%s, class=%q];\n", n.ID, dotText(n.Label), n.Kind)
	}
	for _, e := range g.Edges {
		style := ""
		if len(e.Marks) > 0 {
			style = ", style=dashed, color=red, fontcolor=red"
		}
		fmt.Fprintf(b, "  %s -> %s [label=%s%s];\n", e.From, e.To, dotText(e.words()), style)
	}
	b.WriteString("}\n")
}

// dotText quotes a text as DOT has it: only the quote and the backslash are special.
func dotText(text string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", " ", "\r", " ").Replace(text) + `"`
}
