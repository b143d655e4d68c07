// Package nearest finds the name that somebody may have meant.
package nearest

import (
	"fmt"
	"strings"
)

// Suggestion returns ` (did you mean "x"?)` for the nearest of the names, or nothing when none is near.
func Suggestion(got string, names []string) string {
	best, least := "", max(2, len(got)/3)+1
	for _, name := range names {
		d := distance(got, name)
		if strings.HasPrefix(name, got) && len(got) > 2 {
			d = 1
		}
		if d < least {
			best, least = name, d
		}
	}
	if best == "" {
		return ""
	}
	return fmt.Sprintf(" (did you mean %q?)", best)
}

// distance is the Levenshtein distance of two strings.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		diagonal := row[0]
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			diagonal, row[j] = row[j], min(row[j]+1, row[j-1]+1, diagonal+cost)
		}
	}
	return row[len(b)]
}
