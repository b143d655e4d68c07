package caddy_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/link"
	"github.com/wirevet/wirevet/parsers/caddy"
	"github.com/wirevet/wirevet/parsers/input"
)

// typicalSite is what stands in a Caddyfile for one endpoint.
const typicalSite = `mcp%d.example.com {
	tls /etc/caddy/mcp.pem /etc/caddy/mcp.key {
		protocols tls1.3
		client_auth {
			mode require_and_verify
			trust_pool file /etc/caddy/clients.pem
		}
	}
	log {
		output file /var/log/caddy/mcp.log
	}
	import security
	@foreign not remote_ip 10.0.0.0/8
	respond @foreign 403
	handle /mcp* {
		forward_auth auth:9091 {
			uri /verify
		}
		reverse_proxy https://backend%d.internal:8443 {
			flush_interval -1
			transport http {
				tls_trust_pool file /etc/caddy/internal.pem
			}
		}
	}
	handle {
		respond "not here" 404
	}
}
`

func benchmark(b *testing.B, n int) {
	var text strings.Builder
	text.WriteString("{\n\temail ops@example.com\n}\n(security) {\n\theader Strict-Transport-Security max-age=31536000\n}\n")
	for i := range n {
		fmt.Fprintf(&text, typicalSite, i, i)
	}
	data := []byte(text.String())
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		parsed := caddy.Parse(&input.Unit{
			Files: []input.File{{Source: facts.NewSource("Caddyfile", data), Data: data}},
			Open:  func(string) (input.File, bool) { return input.File{}, false },
			Glob:  func(string) []string { return nil },
		})
		if s := link.Link(parsed); len(s.Listeners) != 2*n {
			b.Fatalf("%d listeners", len(s.Listeners))
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/float64(n), "µs/site")
}

// The time for a site is the same, however many there are.
func BenchmarkOneSite(b *testing.B)      { benchmark(b, 1) }
func BenchmarkHundredSites(b *testing.B) { benchmark(b, 100) }
func BenchmarkSites2000(b *testing.B)    { benchmark(b, 2000) }
