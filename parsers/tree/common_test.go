package tree

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
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

// ofRandomTexts makes texts of up to so many pieces, and fails unless at least 1,000 of them are taken.
func ofRandomTexts(t *testing.T, texts, most int, pieces []string, takes func([]byte) bool) {
	t.Helper()
	rng := rand.New(rand.NewPCG(1, 2))
	taken := 0
	for range texts {
		var b strings.Builder
		for range 1 + rng.IntN(most) {
			b.WriteString(pieces[rng.IntN(len(pieces))])
		}
		if takes([]byte(b.String())) {
			taken++
		}
		if t.Failed() {
			return
		}
	}
	if taken < 1000 {
		t.Errorf("only %d texts are taken", taken)
	}
}

// ofRealFiles returns how many files with a name of that kind there are in the corpus and in testdata, and how many of them are taken.
func ofRealFiles(t *testing.T, more []string, named func(extension string) bool, takes func([]byte) bool) (files, taken int) {
	t.Helper()
	for _, root := range append([]string{corpus, "../../testdata"}, more...) {
		if _, err := os.Stat(root); root == corpus && (err != nil || testing.Short()) {
			continue
		}
		err := filepath.WalkDir(root, func(file string, entry os.DirEntry, err error) error {
			if err != nil || entry.IsDir() || !named(filepath.Ext(file)) {
				return err
			}
			data, err := os.ReadFile(file)
			if files++; takes(data) {
				taken++
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return files, taken
}
