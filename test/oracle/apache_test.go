package oracle

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/parsers/apache"
	"github.com/wirevet/wirevet/parsers/input"
)

func TestApache(t *testing.T) {
	try(t, &program{
		name: "apache", file: "apache2.conf", openssl: true,
		version: func() (string, error) {
			out, err := exec.Command("apache2", "-v").CombinedOutput()
			_, version, _ := strings.Cut(string(out), "Apache/")
			version, _, _ = strings.Cut(version, " ")
			return version, err
		},
		firstOwns: true,
		config:    func(g *grammar) string { return (&apacheGrammar{grammar: g}).config() },
		command: func(dir, file string) *exec.Cmd {
			// It gives its rights up, and reads the passwords as somebody else.
			for _, folder := range []string{filepath.Dir(dir), dir} {
				if err := os.Chmod(folder, 0o755); err != nil {
					panic(err)
				}
			}
			return exec.Command("apache2", "-X", "-d", dir, "-f", file)
		},
		parse: func(src *facts.Source, data []byte) []*facts.Facts {
			return apache.Parse(&input.Unit{
				Files: []input.File{{Source: src, Data: data}},
				Open:  func(string) (input.File, bool) { return input.File{}, false },
				Glob:  func(string) []string { return nil },
			})
		},
		refusesClear: func(a *answer) bool { return a == nil || a.StatusCode == 400 },
		// It breaks off the handshake, which with TLS 1.3 a client learns when it reads.
		refusesClient: func(a *answer) bool { return a == nil },
		hopFailed:     500,
		logged:        func(p *probe, mark string) string { return loggedInFile(p.dir, mark, "main.log", "other.log") },
	})
}
