package hostconfig

import (
	"fmt"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/parsers/tree"
)

// environment returns what the child finds in its environment, and the decoded values of the variables.
func (e *entry) environment() (facts.Environment, []facts.Word) {
	var env facts.Environment
	var values []facts.Word
	env.Base = e.base()
	add := func(name string, key facts.Span, value *tree.Node) {
		v := facts.Variable{Name: name, Key: key, ByName: value == nil}
		var word facts.Word
		switch {
		case value == nil:
		case e.filledIn(value):
			v.ByName = true // some value, which a template knows
		case value.Kind == tree.Null:
			e.checkText(value)
			v.Unset = true
		case value.Kind == tree.Object || value.Kind == tree.Array:
			e.refuse(value, fmt.Sprintf("server %q: expected a string for the variable %s", e.fact.Server, name))
			return
		default:
			e.checkText(value)
			e.checkForms(value)
			word = e.word(value)
			v.Value = word.Span()
		}
		env.Variables = append(env.Variables, v)
		values = append(values, word)
	}
	command := e.value("command")
	maps := []*tree.Node{e.value("env"), e.value("environment"), e.value("envs")}
	if command != nil && command.Kind == tree.Object {
		maps = append(maps, command.Get("env"))
	}
	n := 0
	for _, m := range maps {
		if m != nil {
			n += len(m.Members) + len(m.Items)
		}
	}
	if n > 0 {
		env.Variables, values = make([]facts.Variable, 0, n), make([]facts.Word, 0, n)
	}
	for _, m := range maps {
		e.eachVariable(m, add)
	}
	for _, key := range [...]string{"env_vars", "env_keys"} {
		if n := e.value(key); n != nil && n.Kind == tree.Array {
			e.eachName(n, add)
		}
	}
	for _, key := range [...]string{"envFile", "env_file"} {
		if n := e.value(key); n != nil && n.Kind == tree.String {
			env.Files = append(env.Files, facts.Written(n.Text, n.Span(e.src)))
		}
	}
	return env, values
}

// base says what the host hands on of its own environment.
func (e *entry) base() facts.Stated[facts.EnvironmentBase] {
	var b facts.EnvironmentBase
	switch e.h.base {
	case baseAll:
		b = facts.EnvironmentAll
	case baseFiltered:
		b = facts.EnvironmentFiltered
	case baseShortList:
		b = facts.EnvironmentShortList
	default:
		return facts.Stated[facts.EnvironmentBase]{}
	}
	if e.inherits == nil || e.inherits.Text != e.h.source {
		e.inherits = &facts.Why{Text: e.h.source}
	}
	return facts.Stated[facts.EnvironmentBase]{Value: b, Span: e.fact.Name, State: facts.Default, Why: e.inherits}
}

// eachVariable calls add for every variable of a map, of a list of "K=V", or of a list of {name, value}.
func (e *entry) eachVariable(n *tree.Node, add func(string, facts.Span, *tree.Node)) {
	if n == nil {
		return
	}
	switch n.Kind {
	case tree.Object:
		for _, m := range n.Members {
			if m.Shadowed {
				if m.Value.Kind == tree.String {
					e.secret(m.Key, m.Value, facts.InEnvironment)
				}
				continue
			}
			add(m.Key, m.KeySpan(e.src), m.Value)
		}
	case tree.Array:
		for _, item := range n.Items {
			switch item.Kind {
			case tree.Object:
				if name := item.Get("name"); name != nil && name.Kind == tree.String {
					value := item.Get("value")
					add(name.Text, name.Span(e.src), value)
					if value != nil {
						e.out.Parts = append(e.out.Parts, facts.Part{Of: value.Span(e.src), Whole: item.Span(e.src)})
					}
				}
			case tree.String:
				name, _, has := strings.Cut(item.Text, "=")
				word := e.word(item)
				if !has {
					add(name, word.Span(), nil)
					continue
				}
				add(name, word.Sub(0, len(name)).Span(), part(item, len(name)+1))
			}
		}
	}
}

// part returns a node for the text of the string n from byte i on.
func part(n *tree.Node, i int) *tree.Node {
	return n.Tail(i)
}

// eachName calls add for variables that are handed on by name: a list of names, or of {name, source}.
func (e *entry) eachName(n *tree.Node, add func(string, facts.Span, *tree.Node)) {
	for _, item := range n.Items {
		if item.Kind == tree.Object {
			item = item.Get("name")
		}
		if item != nil && item.Kind == tree.String {
			add(item.Text, item.Span(e.src), nil)
		}
	}
}

// scanEnvironment looks for credentials in the environment of an entry that starts nothing: the host ignores it,
// but what is written there is written.
func (e *entry) scanEnvironment() {
	for _, m := range [...]*tree.Node{e.value("env"), e.value("environment"), e.value("envs")} {
		e.eachVariable(m, func(name string, _ facts.Span, value *tree.Node) {
			if value != nil && value.Kind != tree.Object && value.Kind != tree.Array {
				e.secret(name, value, facts.InEnvironment)
			}
		})
	}
}
