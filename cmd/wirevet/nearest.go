package main

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// suggestion returns ` (did you mean "x"?)` for the nearest of the names, or nothing when none is near.
func suggestion(got string, names []string) string {
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

// flagError turns pflag's message for an unknown flag into one that names the nearest.
func flagError(c *cobra.Command, err error) error {
	m := regexp.MustCompile(`^unknown (?:shorthand )?flag: (?:'.' in )?(-\S+)`).FindStringSubmatch(err.Error())
	if m == nil {
		return fmt.Errorf("%w; %s --help shows the flags", err, c.CommandPath())
	}
	var names []string
	c.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, "--"+f.Name) })
	name, _, _ := strings.Cut(m[1], "=")
	return fmt.Errorf("there is no flag %s%s; %s --help shows the flags", name, suggestion(name, names), c.CommandPath())
}
