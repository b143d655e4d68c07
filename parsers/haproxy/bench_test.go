package haproxy_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/link"
	"github.com/wirevet/wirevet/parsers/haproxy"
	"github.com/wirevet/wirevet/parsers/input"
)

// head is what a typical configuration begins with.
const head = `global
    log /dev/log local0
    ssl-default-bind-ciphers ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384
    ssl-default-bind-options ssl-min-ver TLSv1.2 no-tls-tickets
defaults
    log global
    mode http
    option httplog
    timeout connect 5s
    timeout client 50s
    timeout server 50s
`

// site is what it has for each of its endpoints.
const site = `
frontend www%d
    bind *:80
    bind *:443 ssl crt /etc/haproxy/certs/mcp%d.pem alpn h2,http/1.1
    http-request redirect scheme https code 301 unless { ssl_fc }
    http-response set-header Strict-Transport-Security "max-age=63072000"
    acl host_mcp hdr(host) -i mcp%d.example.com
    acl is_mcp path_beg /mcp
    http-request deny deny_status 401 if is_mcp !{ req.hdr(authorization) -m found }
    use_backend mcp%d if host_mcp is_mcp
    default_backend web%d

backend mcp%d
    server one 10.0.0.10:8443 check ssl verify required ca-file /etc/ssl/internal.pem verifyhost backend.internal

backend web%d
    server one 127.0.0.1:8080 check
`

func sites(n int) string {
	var b strings.Builder
	b.WriteString(head)
	for i := range n {
		fmt.Fprintf(&b, site, i, i, i, i, i, i, i)
	}
	return b.String()
}

func benchmark(b *testing.B, n int) {
	text := []byte(sites(n))
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		src := facts.NewSource("haproxy.cfg", text)
		parsed := haproxy.Parse(&input.Unit{
			Files: []input.File{{Source: src, Data: text}},
			Open:  func(string) (input.File, bool) { return input.File{}, false },
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
func BenchmarkSites5000(b *testing.B)    { benchmark(b, 5000) } // 15,000 sections
