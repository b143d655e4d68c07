package kubernetes

import (
	"strconv"
	"strings"
	"testing"

	"github.com/wirevet/wirevet/facts"
)

// manyServices is a file of n documents of which each is a Service, with one that is broken in the middle.
func manyServices(n int) string {
	var b strings.Builder
	for i := range n {
		if i == n/2 {
			b.WriteString("apiVersion: v1\nkind: Service\nmetadata: {name: [\n---\n")
			continue
		}
		b.WriteString("apiVersion: v1\nkind: Service\nmetadata: {name: s" + strconv.Itoa(i) + "}\n---\n")
	}
	return b.String()
}

func TestOneOfTenThousandDocumentsIsBroken(t *testing.T) {
	const n = 10_000
	text := manyServices(n)
	out, _, _ := Parse(facts.NewSource("a.yaml", []byte(text)), []byte(text))
	if len(out.Services) != n-1 || out.Services[n-2].Names[0] != "s9999" {
		t.Errorf("%d services are read, of %d", len(out.Services), n-1)
	}
	if len(out.Problems) != 1 || out.Problems[0].Kind != facts.Syntax {
		t.Fatalf("problems: %v", out.Problems)
	}
	broken := strings.Index(text, "{name: [")
	if at := out.Problems[0].Span.Start; at < broken || at > broken+len("{name: [\n---\n") {
		t.Errorf("the problem is at %d, not behind %d", at, broken)
	}
}

func TestFilesOfTooManyDocumentsAreReadUpToALimit(t *testing.T) {
	text := manyServices(maxDocuments + 10)
	out, _, _ := Parse(facts.NewSource("a.yaml", []byte(text)), []byte(text))
	last := out.Problems[len(out.Problems)-1]
	for _, p := range out.Problems {
		if p.Kind == facts.TooLarge {
			last = p
		}
	}
	if last.Kind != facts.TooLarge || last.Span.Start < len(text)*9/10 || len(out.Services) != maxDocuments-1 {
		t.Errorf("%d services, %s at %d of %d", len(out.Services), last.Kind, last.Span.Start, len(text))
	}
}
