package hostconfig

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/credential"
	"github.com/wirevet/wirevet/parsers/launch"
	"github.com/wirevet/wirevet/parsers/tree"
)

// readSubstitutions reads the commands in $(…) that a host runs while it loads the file.
func (e *entry) readSubstitutions() {
	if e.h.forms&shellForms != 0 {
		e.substitutions(e.node, 0)
	}
}

func (e *entry) substitutions(n *tree.Node, depth int) {
	switch {
	case n == nil || depth > maxScanDepth:
	case n.Kind == tree.String && strings.Contains(n.Text, "$("):
		for _, ref := range credential.References(n.Text) {
			if ref.Form != credential.Command || ref.End-ref.Start <= len("$()") {
				continue
			}
			launch.Read(launch.Input{
				Entry: e.fact, Role: facts.HelperRole, Line: e.word(n).Sub(ref.Start+len("$("), ref.End-len(")")),
				Title: "a value of " + e.title(), Remedy: e.h.remedy,
			}, e.out)
		}
	default:
		for _, m := range n.Members {
			if !m.Shadowed {
				e.substitutions(m.Value, depth+1)
			}
		}
		for _, item := range n.Items {
			e.substitutions(item, depth+1)
		}
	}
}
