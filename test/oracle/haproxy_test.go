package oracle

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/parsers/haproxy"
	"github.com/wirevet/wirevet/parsers/input"
)

func TestHAProxy(t *testing.T) {
	var dir string // of the configuration that is being tried, where its crt-list is
	hangsUp := func(a *answer) bool { return a == nil }
	try(t, &program{
		name: "haproxy", file: "haproxy.cfg", openssl: true, firstOwns: true, losesLines: true, stop: syscall.SIGUSR1,
		version: func() (string, error) {
			out, err := exec.Command("haproxy", "-v").Output()
			_, rest, _ := strings.Cut(string(out), "version ")
			version, _, _ := strings.Cut(rest, "-")
			return version, err
		},
		config: func(g *grammar) string {
			dir = g.dir
			return (&haproxyGrammar{grammar: g}).config()
		},
		command: func(dir, file string) *exec.Cmd {
			cmd := exec.Command("haproxy", "-db", "-f", file)
			cmd.Dir = dir
			return cmd
		},
		parse: func(src *facts.Source, data []byte) []*facts.Facts {
			return haproxy.Parse(&input.Unit{
				Files: []input.File{{Source: src, Data: data}},
				Open: func(name string) (input.File, bool) {
					list, err := os.ReadFile(filepath.Join(dir, name))
					beside := facts.NewSource(name, list)
					beside.Policy = src.Policy
					return input.File{Source: beside, Data: list}, err == nil
				},
			})
		},
		refusesClear: hangsUp, refusesClient: hangsUp, hopFailed: 503,
		logged: func(p *probe, mark string) (sinks string) {
			for sink, text := range map[string]string{"stdout": p.stdout.String(), "stderr": p.stderr.String()} {
				if strings.Contains(text, "/"+mark+" ") {
					sinks += sink + " " // a proxy may have several
				}
			}
			return sinks
		},
	})
}
