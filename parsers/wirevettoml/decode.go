package wirevettoml

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/nearest"
	"github.com/wirevet/wirevet/parsers/tree"
)

// decoder fills the types of the document from the tree. It goes on after a mistake, so that one run names them all; an
// entry with a mistake is left out. A library that decodes TOML stops at the first one, and tells no place of an entry
// in a list.
type decoder struct {
	src     *facts.Source
	data    []byte
	options Options
	out     *facts.Facts
	known   map[reflect.Type]keys
}

// keys are the keys of a table.
type keys struct {
	fields map[string]reflect.StructField
	names  []string // in the order of the type
}

func (d *decoder) problem(at facts.Span, format string, args ...any) {
	d.out.Problems = append(d.out.Problems, &facts.Problem{Span: at, Kind: facts.Syntax, Message: fmt.Sprintf(format, args...)})
}

// table reads the members of a table into a struct. It reports whether all of it is right.
func (d *decoder) table(n *tree.Node, key facts.Span, into reflect.Value, where string) bool {
	if n.Kind != tree.Object {
		d.problem(n.Span(d.src), "expected a table here, %s", form(where))
		return false
	}
	if block := into.FieldByName("Block"); block.IsValid() {
		block.Set(reflect.ValueOf(n.Span(d.src)))
	}
	table := d.keysOf(into.Type())
	fields, names := table.fields, table.names
	good := true
	for _, m := range n.Members {
		f, known := fields[m.Key]
		switch {
		case !known:
			d.problem(m.KeySpan(d.src), "there is no key %q in %s%s; the keys are %s", m.Key, place(where), nearest.Suggestion(m.Key, names), strings.Join(names, ", "))
			good = false
		case m.Shadowed:
			d.problem(m.KeySpan(d.src), "the key %q stands again below; keep one", m.Key)
			good = false
		default:
			good = d.value(m.Value, m.KeySpan(d.src), into.FieldByIndex(f.Index), f, m.Key) && good
		}
	}
	for _, name := range names {
		f := fields[name]
		if f.Tag.Get("need") == "always" && n.Get(name) == nil {
			d.problem(key, "%s needs the key %q", place(where), name)
			good = false
		}
	}
	return good
}

// value reads one value into a field of a struct. Tables and lists of tables leave out what is wrong in them, and are
// right nevertheless.
func (d *decoder) value(n *tree.Node, key facts.Span, into reflect.Value, f reflect.StructField, name string) bool {
	switch x := into.Addr().Interface().(type) {
	case *text:
		return d.text(n, x, f, name)
	case *boolean:
		if n.Kind != tree.Bool {
			d.problem(n.Span(d.src), "expected true or false for %q, found %s", name, kindOf(n))
			return false
		}
		*x = facts.Written(n.Text == "true", n.Span(d.src))
		return true
	case *[]text:
		return d.texts(n, x, f, name)
	}
	switch into.Kind() {
	case reflect.Struct:
		if filled := reflect.New(into.Type()).Elem(); d.table(n, key, filled, "["+name+"]") {
			into.Set(filled)
		}
	case reflect.Slice:
		if n.Kind != tree.Array {
			d.problem(key, "expected a list of tables here, each written [[%s]]", name)
			return true
		}
		for _, item := range n.Items {
			at := facts.Span{Source: d.src, Start: item.Start, End: min(item.Start+key.End-key.Start, item.End)}
			if filled := reflect.New(into.Type().Elem()).Elem(); d.table(item, at, filled, "[["+name+"]]") {
				into.Set(reflect.Append(into, filled))
			}
		}
	case reflect.Map:
		d.byName(n, into, name)
	}
	return true
}

// byName reads a table whose keys are names.
func (d *decoder) byName(n *tree.Node, into reflect.Value, name string) {
	if n.Kind != tree.Object {
		d.problem(n.Span(d.src), "expected a table here, written [%s.\"NAME\"]", name)
		return
	}
	into.Set(reflect.MakeMap(into.Type()))
	for _, m := range n.Members {
		if filled := reflect.New(into.Type().Elem()).Elem(); d.table(m.Value, m.KeySpan(d.src), filled, "["+name+"."+m.Key+"]") {
			filled.FieldByName("Block").Set(reflect.ValueOf(m.KeySpan(d.src)))
			into.SetMapIndex(reflect.ValueOf(m.Key), filled)
		}
	}
}

func (d *decoder) texts(n *tree.Node, into *[]text, f reflect.StructField, name string) bool {
	if n.Kind != tree.Array {
		d.problem(n.Span(d.src), "expected a list of texts for %q, found %s", name, kindOf(n))
		return false
	}
	good := true
	for _, item := range n.Items {
		var t text
		if d.text(item, &t, f, name) {
			*into = append(*into, t)
		} else {
			good = false
		}
	}
	return good
}

// text reads a text and holds it to the form that its field asks for.
func (d *decoder) text(n *tree.Node, into *text, f reflect.StructField, name string) bool {
	span := n.Span(d.src)
	kind := f.Tag.Get("is")
	bare := n.Kind == tree.String && d.data[n.Start] != '"' && d.data[n.Start] != '\''
	dated := kind == "date" || kind == "past"
	switch {
	case dated && !bare:
		d.problem(span, "expected a date for %q, such as 2027-01-31 without quotes", name)
		return false
	case !dated && (n.Kind != tree.String || bare):
		d.problem(span, "expected a text in quotes for %q, found %s", name, kindOf(n))
		return false
	}
	if wrong := d.wrong(n.Text, kind, f.Tag.Get("enum")); wrong != "" {
		d.problem(span, "%q: %s", name, wrong)
		return false
	}
	*into = facts.Written(n.Text, span)
	return true
}

func kindOf(n *tree.Node) string {
	switch n.Kind {
	case tree.Bool:
		return n.Text
	case tree.Number:
		return "a number"
	case tree.Object:
		return "a table"
	case tree.Array:
		return "a list"
	}
	return "a date"
}

// place names a table in a sentence; the root has no name.
func place(where string) string {
	if where == "" {
		return "wirevet.toml"
	}
	return where
}

func form(where string) string { return "written " + where }

// keysOf returns the keys of a table. There may be thousands of tables of one type.
func (d *decoder) keysOf(t reflect.Type) keys {
	if k, ok := d.known[t]; ok {
		return k
	}
	k := keys{fields: make(map[string]reflect.StructField, t.NumField())}
	for i := range t.NumField() {
		f := t.Field(i)
		if name := f.Tag.Get("toml"); name != "-" {
			k.fields[name] = f
			k.names = append(k.names, name)
		}
	}
	d.known[t] = k
	return k
}
