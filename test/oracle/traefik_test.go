package oracle

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/parsers/input"
	"github.com/wirevet/wirevet/parsers/traefik"
)

// traefikReady is what Traefik logs when it has taken a configuration in which a router names a resolver that is not there: by
// then the routers are in place (the order of the listeners in its cmd/traefik). The ports are open long before.
const traefikReady = "Router uses a nonexistent certificate resolver"

// TestTraefik asks Traefik. What is left out, and why:
//   - Routers of one and the same priority: which of them answers is the order of a map in Traefik.
//   - Where the order of a map in Traefik decides about options, wirevet says that it does not know them.
//   - A way to match a rule by what any request here has (a method, an address) hides what wirevet states of routers of lower priority: such
//     a router has the lowest one.
//   - A router with some ways that name a host and some that do not: it is asked by whoever says one of its names in the handshake alone.
//   - Options that are not there: wirevet says that they may be elsewhere. Host(`*.test`) beside names as long: which TLS options hold is chance.
//   - Hybrid groups alone leave TLS 1.2 without a key exchange but that of RSA. wirevet says which versions are on.
//   - A router of connections connects to its next hop before the handshake: where that one is not trusted, nothing is accepted.
//   - tcpServersTransport has no name to compare: with rootCAs alone nothing is connected to. It is written with insecureSkipVerify.
//   - A redirection of an entry point with TLS is for the default options, and 421 for others: such a one is not written.
func TestTraefik(t *testing.T) {
	try(t, &program{
		name: "traefik", file: "traefik.txt", mixed: true, answersOrigins: true,
		version: func() (string, error) {
			out, err := exec.Command("traefik", "version").Output()
			_, rest, _ := strings.Cut(string(out), "Version:")
			version, _, _ := strings.Cut(strings.TrimSpace(rest), "\n")
			return strings.TrimPrefix(version, "v"), err
		},
		config: func(g *grammar) string { return (&traefikGrammar{grammar: g}).config() },
		command: func(dir, file string) *exec.Cmd {
			static := ""
			text, err := os.ReadFile(file)
			if err != nil {
				panic(err)
			}
			for _, part := range split(string(text)) {
				if strings.HasPrefix(part.name, "traefik.") {
					static = part.name
				}
				if err := part.write(dir); err != nil {
					panic(err)
				}
			}
			return exec.Command("traefik", "--configFile="+filepath.Join(dir, static))
		},
		ready: func(p *probe) bool { return strings.Contains(contentOf(p.dir, "traefik.log"), traefikReady) },
		breaks: func(p *probe) bool {
			return strings.Contains(contentOf(p.dir, "traefik.log"), "building TLS config: ")
		},
		parse: func(src *facts.Source, data []byte) []*facts.Facts {
			var unit input.Unit
			for _, part := range split(string(data)) {
				file := facts.NewSource(part.name, []byte(part.text))
				file.Policy = src.Policy
				unit.Files = append(unit.Files, input.File{Source: file, Data: []byte(part.text)})
			}
			return traefik.Parse(&unit, nil)
		},
		answeredBy: func(a *answer) string {
			if router := a.Header.Get(routerHeader); router != "" {
				return "Traefik router " + router
			}
			return ""
		},
		// Traefik serves requests in clear on every port, and finds no router for them.
		refusesClear:  func(a *answer) bool { return a != nil && a.StatusCode == 404 },
		refusesClient: func(a *answer) bool { return a == nil },
		hopFailed:     500,
		logged: func(p *probe, mark string) string {
			for sink, text := range map[string]string{"stdout": p.stdout.String(), filepath.Join(p.dir, "http.log"): contentOf(p.dir, "http.log")} {
				if strings.Contains(text, "/"+mark+" ") || strings.Contains(text, "/"+mark+`"`) {
					return sink
				}
			}
			return ""
		},
	})
}

// part is one of the files that a text stands for.
type part struct{ name, text string }

// split takes a text apart at its headers: -- NAME --.
func split(text string) (out []part) {
	for line := range strings.Lines(text) {
		if name, ok := strings.CutPrefix(line, "-- "); ok {
			out = append(out, part{name: strings.TrimSuffix(strings.TrimSpace(name), " --")})
		} else if len(out) > 0 {
			out[len(out)-1].text += line
		}
	}
	return out
}

func (p *part) write(dir string) error {
	file := filepath.Join(dir, p.name)
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return err
	}
	return os.WriteFile(file, []byte(p.text), 0o600)
}

func contentOf(dir, name string) string {
	data, _ := os.ReadFile(filepath.Join(dir, name))
	return string(data)
}
