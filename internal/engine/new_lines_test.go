package engine

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

func TestAddedLinesAreThoseThatAReaderSeesInTheDiff(t *testing.T) {
	long := strings.Repeat("a line\n", 40)
	for _, c := range []struct {
		what, old, current string
		want               []int
	}{
		{"nothing", "a\nb\n", "a\nb\n", nil},
		{"a changed line", "a\nb\nc\n", "a\nB\nc\n", []int{2}},
		{"a new line", "a\nc\n", "a\nb\nc\n", []int{2}},
		{"a new first line", "b\n", "a\nb\n", []int{1}},
		{"two places", "a\n" + long + "b\n", "A\n" + long + "B\n", []int{1, 42}},
		{"a line taken out", "a\nb\nc\nd\n", "a\nc\nd\n", []int{1, 2}},
		{"a last line taken out", "a\nb\n", "a\n", []int{1, 2}},
		{"everything is new", "", "a\nb\n", []int{1, 2}},
		{"other line endings", "a\r\nb\r\n", "a\nb\n", nil},
		{"a lone CR ends a line", "a\nb\nc", "a\rB\rc", []int{2}},
		{"the final newline", "a\nb", "a\nb\n", nil},
		{"lines that look like marks", "a\n", "a\n@@ -1,3 +9,9 @@\n+++ b\n--- c\n", []int{2, 3, 4}},
		{"no line without an end", "a", "b", []int{1}},
	} {
		got := slices.Sorted(maps.Keys(addedLines([]byte(c.old), []byte(c.current))))
		if c.want == nil {
			c.want = []int{}
		}
		if !slices.Equal(slices.DeleteFunc(got, func(n int) bool { return n == 0 }), c.want) {
			t.Errorf("%s: %v, want %v", c.what, got, c.want)
		}
	}
}

// What is left of both texts without the lines that differ is one text, and no fewer lines could have been taken out.
func TestDifferencesAreThoseOfALongestCommonSubsequence(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 3000 {
		var a, b []string
		for range random.IntN(12) {
			a = append(a, fmt.Sprint(random.IntN(4)))
		}
		for range random.IntN(12) {
			b = append(b, fmt.Sprint(random.IntN(4)))
		}
		removed, added := diffLines(a, b)
		left, right := kept(a, removed), kept(b, added)
		if !slices.Equal(left, right) || len(left) != longestCommon(a, b) {
			t.Fatalf("%q and %q leave %q and %q, of %d lines", a, b, left, right, longestCommon(a, b))
		}
	}
}

func kept(lines []string, gone []bool) []string {
	var out []string
	for i, line := range lines {
		if !gone[i] {
			out = append(out, line)
		}
	}
	return out
}

// longestCommon is the textbook's table.
func longestCommon(a, b []string) int {
	table := make([][]int, len(a)+1)
	for i := range table {
		table[i] = make([]int, len(b)+1)
	}
	for i := range a {
		for j := range b {
			table[i+1][j+1] = max(table[i][j+1], table[i+1][j])
			if a[i] == b[j] {
				table[i+1][j+1] = table[i][j] + 1
			}
		}
	}
	return table[len(a)][len(b)]
}

func TestTextsWithTooManyDifferencesAreNewBetweenTheFirstAndTheLast(t *testing.T) {
	a, b := []string{"same"}, []string{"same"}
	for i := range maxEdits {
		a, b = append(a, fmt.Sprint("a", i), "between"), append(b, fmt.Sprint("b", i), "between")
	}
	_, added := diffLines(append(a, "end"), append(b, "end"))
	if added[0] || !added[1] || !added[2] || !added[len(added)-3] || added[len(added)-1] {
		t.Errorf("%v …", added[:4])
	}
}
