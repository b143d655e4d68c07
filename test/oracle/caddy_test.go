package oracle

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/parsers/caddy"
	"github.com/wirevet/wirevet/parsers/input"
)

func TestCaddy(t *testing.T) {
	try(t, &program{
		name: "caddy", file: "Caddyfile",
		version: func() (string, error) {
			out, err := exec.Command("caddy", "version").Output()
			version, _, _ := strings.Cut(strings.TrimPrefix(string(out), "v"), " ")
			return strings.TrimSpace(version), err
		},
		config: func(g *grammar) string { return (&caddyGrammar{g}).config() },
		command: func(dir, file string) *exec.Cmd {
			cmd := exec.Command("caddy", "run", "--config", file, "--adapter", "caddyfile")
			cmd.Env = append(os.Environ(), "HOME="+dir, "XDG_CONFIG_HOME="+dir, "XDG_DATA_HOME="+dir)
			return cmd
		},
		parse: func(src *facts.Source, data []byte) []*facts.Facts {
			return caddy.Parse(&input.Unit{
				Files: []input.File{{Source: src, Data: data}},
				Open:  func(string) (input.File, bool) { return input.File{}, false },
				Glob:  func(string) []string { return nil },
			})
		},
		refusesClear:  func(a *answer) bool { return a != nil && a.StatusCode == 400 },
		refusesClient: func(a *answer) bool { return a == nil },
		hopFailed:     502,
		logged: func(p *probe, mark string) string {
			for _, name := range []string{"http.log", "other.log"} {
				data, _ := os.ReadFile(filepath.Join(p.dir, name))
				for line := range strings.Lines(string(data)) {
					if strings.Contains(line, `"logger":"http.log.access`) && strings.Contains(line, fmt.Sprintf("/%s\"", mark)) {
						return filepath.Join(p.dir, name)
					}
				}
			}
			return ""
		},
	})
}
