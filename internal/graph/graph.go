// Package graph draws who starts what, who calls what, and by which hops: the picture of a [facts.System]. What the findings
// say of a connection is marked on it.
package graph

import (
	"slices"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/rules"
)

// Graph is the picture. Its order depends on the files alone.
type Graph struct {
	Nodes []*Node `json:"nodes"`
	Edges []*Edge `json:"edges"`
}

// Node is a thing that runs, or a place outside of the files.
type Node struct {
	ID    string `json:"id"`   // unique in this picture: "n1"
	Kind  Kind   `json:"kind"` // what it is
	Label string `json:"label"`
	File  string `json:"file,omitempty"`
	Line  int    `json:"line,omitempty"` // from 1
}

// Kind is what a node is.
type Kind string

// The kinds of node.
const (
	Host     Kind = "host"     // an AI application
	Server   Kind = "server"   // what a host starts
	Address  Kind = "address"  // a URL or host name outside of the files
	Proxy    Kind = "proxy"    // a virtual server, a gateway
	Workload Kind = "workload" // a container of a compose file or manifest
	Service  Kind = "service"  // a name in a cluster by which workloads are reached
	Image    Kind = "image"    // that is built here
	Program  Kind = "program"  // a main package of Go
	Network  Kind = "network"  // whoever can reach a listener
)

// Edge is a connection, or the start of a process, from one node to another.
type Edge struct {
	From  string `json:"from"`
	To    string `json:"to"`
	Label string `json:"label,omitempty"`
	// Marks say what is wrong with it: "not encrypted", "not verified", "not authenticated".
	Marks []string `json:"marks,omitempty"`
	File  string   `json:"file,omitempty"`
	Line  int      `json:"line,omitempty"`

	places []facts.Span
	policy *facts.TLSPolicy
}

// Of draws the system. Findings that stand at a connection mark it.
func Of(s *facts.System, findings []*rules.Finding) *Graph {
	d := &drawing{Graph: &Graph{Nodes: []*Node{}, Edges: []*Edge{}}, nodes: map[any]*Node{}, deployed: map[*facts.Entry]*facts.Workload{}}
	for _, w := range s.Workloads {
		if w.Deployed != nil {
			d.deployed[w.Entry] = w
		}
	}
	d.starts(s)
	d.calls(s)
	d.listeners(s)
	d.workloads(s)
	d.services(s)
	d.mark(findings)
	return d.Graph
}

type drawing struct {
	*Graph
	nodes    map[any]*Node
	deployed map[*facts.Entry]*facts.Workload
}

// node returns the node of a key, which is made when it is first asked for.
func (d *drawing) node(key any, kind Kind, label string, at facts.Span) *Node {
	if n := d.nodes[key]; n != nil {
		return n
	}
	if at.Source != nil {
		label = at.Source.Redact(label)
	}
	n := &Node{Kind: kind, Label: label}
	n.ID = "n" + itoa(len(d.Nodes)+1)
	n.File, n.Line = place(at)
	d.nodes[key] = n
	d.Nodes = append(d.Nodes, n)
	return n
}

func (d *drawing) edge(from, to *Node, label string, places ...facts.Span) *Edge {
	e := &Edge{From: from.ID, To: to.ID, Label: label, places: places}
	for _, at := range places {
		if !at.IsZero() {
			e.File, e.Line = place(at)
			break
		}
	}
	d.Edges = append(d.Edges, e)
	return e
}

// starts draws what hosts start.
func (d *drawing) starts(s *facts.System) {
	for _, l := range s.Launches {
		if !asked(l.Entry) || l.Entry.Host == nil || l.Role != facts.ServerRole && l.Role != facts.BridgeRole {
			continue
		}
		host, server := d.host(l.Entry), d.server(l)
		d.edge(host, server, "stdio", l.Process.Span)
		if l.Starts != nil {
			d.edge(server, d.program(l.Starts), "starts", l.Starts.Entry.Name)
		}
		if l.Compose != nil && l.Compose.Workload != nil {
			d.edge(server, d.workload(l.Compose.Workload), "runs", l.Compose.Span)
		}
		if c := l.Process.Container; c != nil && c.Built != nil {
			d.edge(server, d.image(c.Built), "runs", c.Built.Span)
		}
	}
}

func (d *drawing) server(l *facts.Launch) *Node {
	label := l.Entry.Server
	if l.Program != "" {
		label += " (" + l.Program + ")"
	}
	return d.node(l.Entry, Server, label, l.Entry.Name)
}

func (d *drawing) host(e *facts.Entry) *Node {
	type key struct{ host, file string }
	file, _ := place(e.Name)
	return d.node(key{e.Host.ID, file}, Host, e.Host.Title, facts.Span{Source: e.Name.Source})
}

func (d *drawing) program(p *facts.GoPackage) *Node {
	return d.node(p, Program, p.Path, p.Entry.Name)
}

func (d *drawing) image(b *facts.ImageBuild) *Node {
	label := b.Source.Path
	if !b.Last {
		label += " (" + b.Target + ")"
	}
	return d.node(b, Image, label, b.Span)
}

// calls draws what hosts and their bridges connect to.
func (d *drawing) calls(s *facts.System) {
	for _, r := range s.Remotes {
		if !asked(r.Entry) || r.Entry.Host == nil {
			continue
		}
		from := d.host(r.Entry)
		if bridge := d.nodes[r.Entry]; bridge != nil {
			from = bridge
		}
		label := "an address that is not known here"
		if r.URL.Known() {
			label = r.URL.Value
		}
		to := d.node("address "+label, Address, label, r.Span)
		e := d.edge(from, to, scheme(r.Scheme), r.Span, r.Scheme.Span)
		for _, p := range s.TLS {
			if slices.Contains(p.Targets, r) {
				e.places = append(e.places, p.Verify.Span)
			}
		}
	}
}

// listeners draws proxies with their hops, and what reaches programs from the network.
func (d *drawing) listeners(s *facts.System) {
	for _, l := range s.Listeners {
		if !asked(l.Entry) || l.Contains || l.Entry.Relevance > facts.OnPath {
			continue
		}
		to := d.listening(l)
		if to == nil {
			continue
		}
		d.edge(d.node("network "+l.Exposure.String(), Network, reach(l), facts.Span{}), to, listens(l), l.Span)
		for _, r := range l.Routes {
			if u := r.Upstream; u != nil && r.MCP {
				d.hop(to, r, u)
			}
		}
	}
}

// listening returns the node of what listens: a proxy, a container, a program.
func (d *drawing) listening(l *facts.Listener) *Node {
	switch {
	case l.Proxy:
		return d.node(l.Entry, Proxy, l.Entry.Component, l.Entry.Name)
	case l.Entry.Host != nil:
		return d.nodes[l.Entry]
	}
	if w := d.deployed[l.Entry]; w != nil {
		return d.workload(w)
	}
	return d.node(l.Entry, Program, l.Entry.Component, l.Entry.Name)
}

func (d *drawing) hop(from *Node, r *facts.Route, u *facts.Upstream) {
	label := r.Path
	if u.Scheme.Known() {
		label = u.Scheme.Value + " " + r.Path
	}
	places := []facts.Span{r.Span, u.Span, u.Scheme.Span, u.Address.Span}
	var targets []*Node
	for _, w := range u.Workloads {
		targets = append(targets, d.workload(w))
	}
	if len(targets) == 0 {
		name := "an address that is not known here"
		if u.Address.Known() {
			name = strings.TrimSuffix(u.Address.Value+":"+u.Port, ":")
		}
		targets = append(targets, d.node("address "+name, Address, name, u.Span))
	}
	for _, to := range targets {
		d.edge(from, to, label, places...).policy = u.Policy
	}
}

func (d *drawing) workload(w *facts.Workload) *Node {
	return d.node(w.Entry, Workload, w.Entry.Component, w.Entry.Name)
}

// workloads draws what containers run.
func (d *drawing) workloads(s *facts.System) {
	for _, w := range s.Workloads {
		if w.Deployed == nil || d.nodes[w.Entry] == nil && (!asked(w.Entry) || w.Entry.Relevance > facts.OnPath) {
			continue
		}
		from := d.workload(w)
		if w.Container != nil && w.Container.Built != nil {
			d.edge(from, d.image(w.Container.Built), "runs", w.Span)
		}
	}
	for _, b := range s.Builds {
		if b.Program != nil && d.nodes[b] != nil {
			d.edge(d.nodes[b], d.program(b.Program), "starts", b.Span)
		}
	}
}

// services draws which workloads a service of Kubernetes leads to, and from how far beyond the cluster. One that leads to none of
// the picture is not in it.
func (d *drawing) services(s *facts.System) {
	for _, v := range s.Services {
		if len(v.Selector) == 0 || !asked(v.Entry) {
			continue
		}
		var from *Node
		for _, w := range v.Workloads {
			to := d.nodes[w.Entry]
			if to == nil {
				continue
			}
			if from == nil {
				from = d.node(v, Service, v.Entry.Component, v.Span)
				if reach := v.Exposure; reach.Known() && reach.Value > facts.LocalContainer {
					d.edge(d.node("network "+reach.Value.String(), Network, reach.Value.String(), facts.Span{}), from, ports(v, false), reach.Span)
				}
			}
			d.edge(from, to, ports(v, true), v.Span)
		}
	}
}

// ports says which ports a service has, and where they lead.
func ports(v *facts.Service, targets bool) string {
	var out []string
	for _, p := range v.Ports {
		port := p.Port
		if targets && p.Target != p.Port && p.Target != "" {
			port += " to " + p.Target
		}
		out = append(out, port)
	}
	return strings.Join(out, ", ")
}

// asked reports whether an entry stands in a file that the caller asked for. What it leads to is drawn as well.
func asked(e *facts.Entry) bool {
	return e != nil && (e.Name.Source == nil || e.Name.Source.Asked)
}

// marks says of which rules the findings mark a connection, and with what words.
var marks = []struct{ family, words string }{
	{"cleartext-", "not encrypted"},
	{"tls-verify-", "not verified"},
	{"ssh-host-unverified", "not verified"},
	{"endpoint-unauthenticated", "not authenticated"},
}

func (d *drawing) mark(findings []*rules.Finding) {
	for _, m := range marks {
		at := map[facts.Span]bool{}
		for _, f := range findings {
			if strings.HasPrefix(f.Rule.ID, m.family) {
				at[f.Span] = true
			}
		}
		for _, e := range d.Edges {
			if slices.ContainsFunc(e.places, func(s facts.Span) bool { return !s.IsZero() && at[s] }) ||
				m.words == "not verified" && e.policy != nil && at[e.policy.Verify.Span] {
				e.Marks = append(e.Marks, m.words)
			}
		}
	}
	for _, e := range d.Edges {
		slices.Sort(e.Marks)
		e.Marks = slices.Compact(e.Marks)
	}
}

func reach(l *facts.Listener) string {
	if l.Exposure == facts.ExposureUnknown {
		return "whoever reaches it"
	}
	return l.Exposure.String()
}

func scheme(s facts.Stated[string]) string {
	if s.Known() {
		return s.Value
	}
	return "not known"
}

func listens(l *facts.Listener) string {
	label := "plain"
	if l.TLS.Known() && l.TLS.Value {
		label = "TLS"
	}
	if port := l.Port; port.Known() && port.Value != "" {
		label += " " + port.Value
	}
	return label
}

// place returns file and line of a span; "" and 0 for none.
func place(at facts.Span) (string, int) {
	if at.Source == nil {
		return "", 0
	}
	if at == (facts.Span{Source: at.Source}) {
		return at.Source.Path, 0
	}
	return at.Source.Path, at.Begin().Line
}
