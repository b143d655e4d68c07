package devcontainer

import (
	"strconv"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/parsers/launch"
	"github.com/wirevet/wirevet/parsers/tree"
)

// ports reads appPort and forwardPorts. A port that is forwarded, or that stands there as a number, is one of the machine's own;
// a string is handed to `docker run -p` as it is.
func (r *reader) ports(w *facts.Workload) {
	if n := r.root.Get("appPort"); n != nil && n.Kind != tree.Null {
		items := n.Items
		if n.Kind != tree.Array {
			items = []*tree.Node{n}
		}
		for _, item := range items {
			switch {
			case item.Kind == tree.Number:
				r.loopback(w, item, item.Text)
			case r.isText(item) && !strings.Contains(item.Text, "${"):
				p := launch.PublishedPort(item.Word(r.src))
				if r.isPort(item, p.Container) && (p.Host == "" || r.isPort(item, p.Host)) {
					w.Container.Ports = append(w.Container.Ports, p)
				}
			}
		}
	}
	n := r.root.Get("forwardPorts")
	if n == nil || n.Kind == tree.Null {
		return
	}
	if n.Kind != tree.Array {
		r.refuse(n, "expected a list of ports for forwardPorts")
		return
	}
	for _, item := range n.Items {
		switch {
		case item.Kind == tree.Number:
			r.loopback(w, item, item.Text)
		case r.isText(item) && !strings.Contains(item.Text, "${"):
			if _, port, ok := strings.Cut(item.Text, ":"); ok { // db:5432 is of another container
				r.isPort(item, port)
				continue
			}
			r.loopback(w, item, item.Text)
		}
	}
}

func (r *reader) loopback(w *facts.Workload, item *tree.Node, port string) {
	if r.isPort(item, port) {
		w.Container.Ports = append(w.Container.Ports, facts.Port{
			Address: "127.0.0.1", Host: port, Container: port, Span: item.Span(r.src), Exposure: facts.Loopback,
		})
	}
}

// isPort reports whether a text is a port, or a range of ports, and refuses it when it is none.
func (r *reader) isPort(item *tree.Node, text string) bool {
	low, high, isRange := strings.Cut(text, "-")
	if !isRange {
		high = low
	}
	a, err := strconv.ParseUint(low, 10, 16)
	b, other := strconv.ParseUint(high, 10, 16)
	if err != nil || other != nil || b == 0 || a > b {
		r.refuse(item, "expected a port from 1 to 65535 here")
		return false
	}
	return true
}
