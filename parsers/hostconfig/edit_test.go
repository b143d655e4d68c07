package hostconfig

import (
	"bytes"
	"path/filepath"
	"slices"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/wirevet/wirevet/facts"
)

// changesOf returns the changes that rules might ask for, whether or not there is anything wrong. The first arguments of
// them take words out of command lines, and may leave an entry that says nothing.
func changesOf(out *facts.Facts) (changes []facts.Change, arguments int) {
	for _, l := range out.Launches {
		for _, w := range l.Args {
			changes = append(changes, facts.Remove{What: w})
		}
	}
	arguments = len(changes)
	for _, p := range out.TLS {
		changes = append(changes, facts.Remove{What: p.Verify.Span}, facts.RequireFloor{Policy: p, Floor: facts.TLS12})
	}
	for _, a := range out.Approvals {
		changes = append(changes, facts.Remove{What: a.Span})
	}
	for _, l := range out.Launches {
		for _, d := range l.DebugPorts {
			changes = append(changes, facts.Remove{What: d.Span})
		}
		for _, w := range l.Args {
			changes = append(changes, facts.Replace{Value: w, By: `it's: "new" # ${X}`})
		}
	}
	for _, r := range out.Remotes {
		changes = append(changes, facts.Replace{Value: r.Scheme.Span, By: "https"})
	}
	for _, c := range out.Credentials {
		changes = append(changes, facts.Refer{Credential: c})
	}
	return slices.DeleteFunc(changes, func(c facts.Change) bool { return c.Place().IsZero() }), arguments
}

// checkEdits makes each change alone, and holds that the file still parses, with the entries that it had and no more
// credentials written out.
func checkEdits(t *testing.T, path string, data []byte) (made int) {
	t.Helper()
	src := facts.NewSource(path, data)
	out := Parse(src, data)
	changes, arguments := changesOf(out)
	for i, edits := range Edit(src, data, changes) {
		if len(edits) == 0 {
			continue
		}
		made++
		var b bytes.Buffer
		at := 0
		for _, e := range edits {
			if e.Span.Source != src || e.Span.Start < at || e.Span.End < e.Span.Start || e.Span.End > len(data) {
				t.Fatalf("%s: edits overlap or lie outside: %v", path, edits)
			}
			b.Write(data[at:e.Span.Start])
			b.WriteString(e.Text)
			at = e.Span.End
		}
		b.Write(data[at:])
		again := Parse(facts.NewSource(path, b.Bytes()), b.Bytes())
		if i >= arguments && len(again.Entries) != len(out.Entries) || unread(again) > unread(out) || literals(again) > literals(out) {
			t.Fatalf("%s: %T of %q breaks it:\n%s\n--- before:\n%s", path, changes[i], changes[i].Place().Text(), b.Bytes(), data)
		}
	}
	return made
}

func unread(out *facts.Facts) int {
	n := 0
	for _, p := range out.Problems {
		if p.Kind.Incomplete() {
			n++
		}
	}
	return n
}

func literals(out *facts.Facts) int {
	n := 0
	for _, c := range out.Credentials {
		if c.Literal {
			n++
		}
	}
	return n
}

func TestEditsKeepTheRestOfEveryHost(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	made := 0
	for _, name := range files {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range archive.Files {
			if len(placesOf(f.Name)) > 0 {
				made += checkEdits(t, f.Name, f.Data)
			}
		}
	}
	if made < 100 {
		t.Errorf("only %d edits were made", made)
	}
}

func FuzzEdit(f *testing.F) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range files {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			f.Fatal(err)
		}
		for _, part := range archive.Files {
			for i, path := range fuzzPaths {
				if filepath.Ext(path) == filepath.Ext(part.Name) {
					f.Add(uint8(i), part.Data)
				}
			}
		}
	}
	f.Fuzz(func(t *testing.T, which uint8, data []byte) {
		if len(data) < 4000 {
			checkEdits(t, fuzzPaths[int(which)%len(fuzzPaths)], data)
		}
	})
}
