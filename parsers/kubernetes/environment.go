package kubernetes

import (
	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/parsers/tree"
)

// environment reads the variables of a container. One with valueFrom is handed on by name: a Secret, a field of the pod.
func (p *pod) environment(c *tree.Node) (facts.Environment, []facts.Word) {
	var env facts.Environment
	var values []facts.Word
	for _, n := range items(c.Get("env")) {
		name := n.Get("name")
		if name == nil || name.Kind == tree.Object || name.Kind == tree.Array || p.templated(name.Start, name.End) {
			continue
		}
		v := facts.Variable{Name: name.Text, Key: name.Span(p.src)}
		var word facts.Word
		switch value, ok := n.Member("value"); {
		case n.Get("valueFrom") != nil, ok && p.decides(value):
			v.ByName = true
		case !ok || value.Value.Kind == tree.Null || value.Value.Kind == tree.Object || value.Value.Kind == tree.Array:
			v.Unset = true // an empty value
		default:
			word = p.word(value.Value)
			v.Value = word.Span()
			p.out.Parts = append(p.out.Parts, facts.Part{Of: value.Value.Span(p.src), Whole: n.Span(p.src)})
		}
		env.Variables = append(env.Variables, v)
		values = append(values, word)
	}
	return env, values
}
