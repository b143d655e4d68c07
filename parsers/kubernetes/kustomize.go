package kubernetes

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/parsers/launch"
)

// kustomize reads what a kustomization itself holds: the literals of its generators, which become Secrets and ConfigMaps.
// What it makes of the resources and patches that it names is an [Overlay].
func (o *object) kustomize() {
	e := o.entry("kustomization "+o.deployment.Dir, o.at, o.node.Span(o.src))
	for _, generator := range [...]string{"secretGenerator", "configMapGenerator"} {
		for _, n := range items(o.node.Get(generator)) {
			for _, w := range o.words(n.Get("literals")) {
				name, _, ok := strings.Cut(w.Text, "=")
				if !ok {
					continue
				}
				launch.Recognise(e, name, w.Sub(len(name)+1, len(w.Text)), facts.InField, "", o.out)
			}
		}
	}
}
