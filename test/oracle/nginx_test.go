package oracle

import (
	"os/exec"
	"strings"
	"testing"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/parsers/input"
	"github.com/wirevet/wirevet/parsers/nginx"
)

func TestNginx(t *testing.T) {
	badRequest := func(a *answer) bool { return a != nil && a.StatusCode == 400 }
	try(t, &program{
		name: "nginx", file: "nginx.conf", openssl: true,
		version: func() (string, error) {
			out, err := exec.Command("nginx", "-v").CombinedOutput()
			_, version, _ := strings.Cut(strings.TrimSpace(string(out)), "nginx/")
			return version, err
		},
		config: func(g *grammar) string { return (&nginxGrammar{grammar: g}).config() },
		command: func(dir, file string) *exec.Cmd {
			const foreground = "daemon off; master_process off; pid nginx.pid; error_log error.log warn;"
			return exec.Command("nginx", "-p", dir, "-c", file, "-g", foreground)
		},
		parse: func(src *facts.Source, data []byte) []*facts.Facts {
			return nginx.Parse(&input.Unit{
				Files: []input.File{{Source: src, Data: data}},
				Open:  func(string) (input.File, bool) { return input.File{}, false },
				Glob:  func(string) []string { return nil },
			})
		},
		compared: comparedName, redirectsFirst: true, stream: isNginxStream,
		refusesClear: badRequest, refusesClient: badRequest, hopFailed: 502,
		logged: func(p *probe, mark string) string { return loggedInFile(p.dir, mark, "http.log", "other.log") },
	})
}
