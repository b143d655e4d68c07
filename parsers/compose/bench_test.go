package compose_test

import (
	"fmt"
	"testing"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/parsers/compose"
	"github.com/wirevet/wirevet/parsers/input"
)

// BenchmarkProjects reads n folders with a main file and an override each; time and memory grow as n does.
func BenchmarkProjects(b *testing.B) {
	for _, n := range []int{500, 5_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				var u input.Unit
				for i := range n {
					for name, text := range map[string]string{"compose.override.yaml": override, "compose.yaml": main} {
						data := []byte(text)
						u.Files = append(u.Files, input.File{Source: facts.NewSource(fmt.Sprintf("p%d/%s", i, name), data), Data: data})
					}
				}
				if out := compose.Parse(&u, nil); len(out) != n {
					b.Fatalf("%d projects", len(out))
				}
			}
		})
	}
}

const main = `services:
  mcp-gw:
    image: example/gw:1.4
    user: "1000:1000"
    environment: {A: one, B: "${B}", C: three}
    ports: ["127.0.0.1:8080:8080"]
    volumes: ["./data:/data", "named:/n"]
    command: ["serve", "--port", "8080"]
  db:
    image: postgres:18
    environment: [POSTGRES_PASSWORD_FILE=/run/secrets/db]
    healthcheck: {test: ["CMD", "pg_isready"]}
`

const override = `services:
  mcp-gw:
    environment: [B=two]
    volumes: ["./dev:/data"]
`
