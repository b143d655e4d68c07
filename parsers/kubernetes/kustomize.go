package kubernetes

import (
	"path"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/parsers/launch"
)

// kustomize reads what a kustomization itself holds: the literals of its generators, which become Secrets and ConfigMaps, and which
// files of variables do. What it makes of the resources and patches that it names is an [Overlay].
func (o *object) kustomize(file string) {
	o.at = facts.Span{Source: o.src, Start: o.node.Start, End: min(o.node.Start+1, o.node.End)}
	e := o.entry("kustomization "+path.Dir(file), o.at, o.node.Span(o.src))
	for _, generator := range [...]string{"secretGenerator", "configMapGenerator"} {
		for _, n := range items(o.node.Get(generator)) {
			for _, w := range o.words(n.Get("literals")) {
				name, _, ok := strings.Cut(w.Text, "=")
				if !ok {
					continue
				}
				launch.Recognise(e, name, w.Sub(len(name)+1, len(w.Text)), facts.InField, "", o.out)
			}
			names := o.words(n.Get("envs"))
			if env := n.Get("env"); scalarText(env) != "" {
				names = append(names, o.word(env))
			}
			for _, w := range names {
				if isLocal(w.Text) {
					o.out.EnvFileUses = append(o.out.EnvFileUses, &facts.EnvFileUse{Entry: e, Path: resolve(file, w.Text), Span: w.Span()})
				}
			}
		}
	}
}
