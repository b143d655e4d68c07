package wirevettoml

import (
	"fmt"
	"strings"
	"testing"
)

// BenchmarkParse shows that the time grows with the number of acceptances, and not faster.
func BenchmarkParse(b *testing.B) {
	for _, n := range []int{2_000, 20_000} {
		var text strings.Builder
		for i := range n {
			fmt.Fprintf(&text, "[[accept]]\nrule = \"process-root\"\npath = \"team%d/**\"\nreason = \"r\"\nowner = \"o\"\nexpires = 2027-01-31\n\n", i)
		}
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				if out := parse(text.String()); len(out.Acceptances) != n || len(out.Problems) > 0 {
					b.Fatal(len(out.Acceptances), len(out.Problems))
				}
			}
		})
	}
}
