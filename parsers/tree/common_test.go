package tree

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
)

// both reads a text by its common form, and with the library. The first is nil when the text is for the library.
func both(data []byte, syntax Syntax) (common, loaded *Doc) {
	read := func(parse func(d *Doc, body []byte, shift int)) *Doc {
		doc := &Doc{data: data, syntax: syntax}
		if body, shift, ok := doc.prepare(data); ok {
			parse(doc, body, shift)
		}
		return doc
	}
	is, reader, library := true, (*Doc).parseCommonYAML, (*Doc).loadYAML
	if syntax == JSON {
		reader, library = (*Doc).parseCommonJSON, (*Doc).loadJSON
	}
	common = read(func(d *Doc, body []byte, shift int) { is = reader(d, body, shift) })
	if !is {
		common = nil
	}
	return common, read(library)
}

// sameTree fails unless both readings are the same, when there are two. It reports whether there are.
func sameTree(t *testing.T, data []byte, syntax Syntax) bool {
	t.Helper()
	common, loaded := both(data, syntax)
	if common == nil || len(common.Problems) > 0 { // of what holds for all syntaxes
		return false
	}
	if len(loaded.Problems) > 0 {
		t.Errorf("read, but the library refuses it: %v\n%s", loaded.Problems, data)
	} else if !reflect.DeepEqual(common, loaded) {
		t.Errorf("read otherwise than by the library\n%s\n%s", data, difference(common, loaded))
	}
	return true
}

// difference describes the first node that differs.
func difference(a, b *Doc) string {
	var walk func(path string, a, b *Node) string
	walk = func(path string, a, b *Node) string {
		for i := range min(len(a.Members), len(b.Members)) {
			if d := walk(path+"."+a.Members[i].Key, a.Members[i].Value, b.Members[i].Value); d != "" {
				return d
			}
		}
		for i := range min(len(a.Items), len(b.Items)) {
			if d := walk(path+"[]", a.Items[i], b.Items[i]); d != "" {
				return d
			}
		}
		if !reflect.DeepEqual(a, b) {
			return fmt.Sprintf("%s: %+v and %+v", strings.TrimPrefix(path, "."), a, b)
		}
		return ""
	}
	for i := range min(len(a.Roots), len(b.Roots)) {
		if d := walk("", a.Roots[i], b.Roots[i]); d != "" {
			return d
		}
	}
	return fmt.Sprintf("%+v and %+v", a, b)
}
