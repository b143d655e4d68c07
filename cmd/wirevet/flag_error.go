package main

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/wirevet/wirevet/internal/nearest"
)

// flagError turns pflag's message for an unknown flag into one that names the nearest.
func flagError(c *cobra.Command, err error) error {
	m := regexp.MustCompile(`^unknown (?:shorthand )?flag: (?:'.' in )?(-\S+)`).FindStringSubmatch(err.Error())
	if m == nil {
		return fmt.Errorf("%w; %s --help shows the flags", err, c.CommandPath())
	}
	var names []string
	c.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, "--"+f.Name) })
	name, _, _ := strings.Cut(m[1], "=")
	return fmt.Errorf("there is no flag %s%s; %s --help shows the flags", name, nearest.Suggestion(name, names), c.CommandPath())
}
