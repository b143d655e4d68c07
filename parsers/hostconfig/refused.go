package hostconfig

import (
	"fmt"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/parsers/tree"
)

// reportType reports an entry that its host does not use because of its type.
func (e *entry) reportType(command facts.Word, address *tree.Node) {
	n := e.value("type")
	switch {
	case command.Source == nil && address == nil:
	case e.h.infer.byType && n == nil:
		e.problem(e.fact.Name, "server %q has no type, which %s refuses", e.fact.Server, e.h.host.Title)
	case e.h.infer.noSSE && n != nil && n.Text == "sse":
		e.problem(n.Span(e.src), "server %q: %s no longer connects to servers of type sse; it ignores this one", e.fact.Server, e.h.host.Title)
	}
}

// reportNoWiring reports an entry from which nothing follows.
func (e *entry) reportNoWiring() {
	if e.h == &unknown || e.f != nil && e.f.part || len(e.node.Members) == 0 || e.misspelled || len(e.doc.Problems) > 0 {
		return // what is missing may stand in the part that could not be read
	}
	for _, key := range append([]string{"command", "cmd"}, addressKeys[:]...) {
		if n := e.value(key); e.filledIn(n) || n != nil && (n.Kind == tree.Number || n.Kind == tree.Bool) {
			return // a template knows it, or it was refused already
		}
	}
	e.problem(e.fact.Name, "server %q has neither a command nor a URL", e.fact.Server)
}

// reportBoth reports what the host does not use of an entry that has both.
func (e *entry) reportBoth(useCommand bool, command facts.Word, address *tree.Node) {
	used, loser := "the URL", command.Span()
	if useCommand {
		used, loser = "the command", address.Span(e.src)
	}
	message := fmt.Sprintf("server %q has both a command and a URL; %s uses %s", e.fact.Server, e.h.host.Title, used)
	if e.h.infer.both == bothRefused {
		message = fmt.Sprintf("server %q has both a command and a URL, which %s refuses", e.fact.Server, e.h.host.Title)
	}
	e.problem(loser, "%s", message)
}
