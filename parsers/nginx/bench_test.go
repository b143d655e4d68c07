package nginx_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/link"
	"github.com/wirevet/wirevet/parsers/input"
	"github.com/wirevet/wirevet/parsers/nginx"
)

// site is what stands in a typical file of sites-enabled.
const site = `server {
    listen 80;
    listen [::]:80;
    server_name mcp%d.example.com;
    return 301 https://$host$request_uri;
}
server {
    listen 443 ssl;
    listen [::]:443 ssl;
    http2 on;
    server_name mcp%d.example.com;
    ssl_certificate /etc/ssl/certs/mcp%d.pem;
    ssl_certificate_key /etc/ssl/private/mcp%d.key;
    ssl_protocols TLSv1.2 TLSv1.3;
    ssl_ciphers ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384;
    ssl_prefer_server_ciphers off;
    add_header Strict-Transport-Security "max-age=63072000" always;
    access_log /var/log/nginx/mcp%d.log;
    location /mcp {
        auth_request /auth;
        proxy_pass https://backend%d.internal:8443;
        proxy_ssl_verify on;
        proxy_ssl_trusted_certificate /etc/ssl/internal.pem;
        proxy_http_version 1.1;
        proxy_buffering off;
        proxy_set_header Host $host;
        proxy_set_header X-Real-IP $remote_addr;
    }
    location / { root /srv/www; }
}
`

func sites(n int) string {
	var b strings.Builder
	b.WriteString("events {}\nhttp {\n")
	for i := range n {
		fmt.Fprintf(&b, site, i, i, i, i, i, i)
	}
	b.WriteString("}\n")
	return b.String()
}

func benchmark(b *testing.B, n int) {
	text := []byte(sites(n))
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		src := facts.NewSource("nginx.conf", text)
		parsed := nginx.Parse(&input.Unit{
			Files: []input.File{{Source: src, Data: text}},
			Open:  func(string) (input.File, bool) { return input.File{}, false },
			Glob:  func(string) []string { return nil },
		})
		if s := link.Link(parsed); len(s.Listeners) != 4*n {
			b.Fatalf("%d listeners", len(s.Listeners))
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/float64(n), "µs/site")
}

// The time for a site is the same, however many there are.
func BenchmarkOneSite(b *testing.B)      { benchmark(b, 1) }
func BenchmarkHundredSites(b *testing.B) { benchmark(b, 100) }
func BenchmarkSites5000(b *testing.B)    { benchmark(b, 5000) } // 10,000 servers
