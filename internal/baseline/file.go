package baseline

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/parsers/tree"
)

// schema is the version of the file. It changes when an older program would misunderstand it.
const schema = 1

// Write writes the baseline: an entry a line, so that version control merges it.
func (b *Baseline) Write(w io.Writer) error {
	out := bufio.NewWriter(w)
	out.WriteString("{\n  \"schema\": " + strconv.Itoa(schema) + ",\n  \"findings\": [")
	var line bytes.Buffer
	e := json.NewEncoder(&line)
	e.SetEscapeHTML(false)
	entries := b.sum()
	for i := range entries {
		line.Reset()
		if err := e.Encode(entries[i]); err != nil {
			return err
		}
		separator := ",\n    "
		if i == 0 {
			separator = "\n    "
		}
		out.WriteString(separator)
		out.WriteString(string(bytes.TrimSuffix(line.Bytes(), []byte("\n"))))
	}
	if len(entries) > 0 {
		out.WriteString("\n  ")
	}
	out.WriteString("]\n}\n")
	return out.Flush()
}

// Parse reads a baseline. An error says where it is: "line:column: what".
func Parse(data []byte) (*Baseline, error) {
	p := &parser{facts.NewSource("", data)}
	if at := bytes.Index(data, []byte("<<<<<<< ")); at == 0 || at > 0 && data[at-1] == '\n' {
		return nil, p.fault(at, "expected no mark of a merge conflict; keep the lines of both sides")
	}
	doc := tree.Parse(data, tree.JSON)
	if len(doc.Problems) > 0 {
		return nil, p.fault(doc.Problems[0].Start, doc.Problems[0].Message)
	}
	if len(doc.Roots) == 0 || doc.Roots[0].Kind != tree.Object {
		return nil, p.fault(0, "expected a baseline, as --write-baseline writes it")
	}
	root := doc.Roots[0]
	version := root.Get("schema")
	switch {
	case version == nil:
		return nil, p.fault(root.Start, `expected "schema", as --write-baseline writes it`)
	case version.Text != strconv.Itoa(schema):
		return nil, p.fault(version.Start, fmt.Sprintf("expected schema %d, found %s; this wirevet cannot read the baseline of another version", schema, version.Text))
	}
	list := root.Get("findings")
	if list == nil || list.Kind != tree.Array {
		return nil, p.fault(root.Start, `expected "findings", a list`)
	}
	b := &Baseline{Entries: make([]Entry, 0, len(list.Items))}
	for _, item := range list.Items {
		e, err := p.entry(item)
		if err != nil {
			return nil, err
		}
		b.Entries = append(b.Entries, e)
	}
	return b.merged(), nil
}

type parser struct{ source *facts.Source }

func (p *parser) fault(offset int, message string) error {
	at := p.source.Position(offset)
	return errors.New(strconv.Itoa(at.Line) + ":" + strconv.Itoa(at.Column) + ": " + message)
}

func (p *parser) entry(n *tree.Node) (e Entry, err error) {
	if n.Kind != tree.Object {
		return e, p.fault(n.Start, "expected an entry in { }")
	}
	for _, m := range n.Members {
		switch m.Key {
		case "file", "rule", "subject", "fingerprint":
			if m.Value.Kind != tree.String {
				return e, p.fault(m.Value.Start, fmt.Sprintf("expected a string for %q", m.Key))
			}
			*map[string]*string{"file": &e.File, "rule": &e.Rule, "subject": &e.Subject, "fingerprint": &e.Fingerprint}[m.Key] = m.Value.Text
		case "count":
			if e.Count, err = strconv.Atoi(m.Value.Text); err != nil || e.Count < 1 || m.Value.Kind != tree.Number {
				return e, p.fault(m.Value.Start, `expected a number from 1 for "count"`)
			}
		default:
			return e, p.fault(m.KeyStart, fmt.Sprintf("expected file, rule, subject, count or fingerprint, found %q", m.Key))
		}
	}
	if e.File == "" || e.Rule == "" || e.Count == 0 || e.Fingerprint == "" {
		return e, p.fault(n.Start, "expected file, rule, count and fingerprint in each entry")
	}
	return e, nil
}

// merged returns the baseline with the larger count where a merge of two branches has left an entry twice.
func (b *Baseline) merged() *Baseline {
	count := make(map[key]int, len(b.Entries))
	for _, e := range b.Entries {
		count[e.key()] = max(count[e.key()], e.Count)
	}
	out := &Baseline{}
	for _, e := range b.Entries {
		if n := count[e.key()]; n > 0 {
			e.Count, count[e.key()] = n, 0
			out.Entries = append(out.Entries, e)
		}
	}
	return out
}
