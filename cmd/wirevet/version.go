package main

import (
	"encoding/json"
	"fmt"
	"io"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"github.com/wirevet/wirevet/rules"
)

// build is what the program knows of itself.
type build struct {
	Version string `json:"version"`
	Commit  string `json:"commit,omitempty"`
	Go      string `json:"go"`
	Rules   int    `json:"rules"`
}

// readVersion reads what the Go toolchain has recorded. A build from a work tree is 0.0.0-devel.
func readVersion() build {
	b := build{Version: "0.0.0-devel", Go: runtime.Version(), Rules: len(rules.All())}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return b
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			b.Commit = s.Value
		}
	}
	// A work tree gets a pseudo-version, which names no release.
	if v := info.Main.Version; v != "" && v != "(devel)" && b.Commit == "" {
		b.Version = v
	}
	return b
}

func (p *program) versionCommand() *cobra.Command {
	var format string
	c := &cobra.Command{
		Use:   "version",
		Short: "show version, commit, Go version and the number of rules",
		Example: examples(
			"wirevet version                    for people",
			"wirevet version --format json      for tools",
			"wirevet version | head -n 1        only the version",
		),
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			b := readVersion()
			return p.write(func(w io.Writer) error {
				switch format {
				case "json":
					return json.NewEncoder(w).Encode(b)
				case "text":
					_, err := fmt.Fprintf(w, "wirevet %s\ncommit %s\n%s\n%d rules\n", b.Version, orUnknown(b.Commit), b.Go, b.Rules)
					return err
				}
				return fmt.Errorf("--format is text or json, not %q", format)
			})
		},
	}
	c.Flags().StringVar(&format, "format", "text", "`text` or json")
	completeWords(c, "format", "text", "json")
	return c
}

func orUnknown(s string) string {
	if s == "" {
		return "unknown"
	}
	return s
}
