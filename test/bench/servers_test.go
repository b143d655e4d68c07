//go:build linux

package bench

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
)

// nginxServer returns a server of 5 kB, as they grow in years: six locations that hand requests on, and eight with files.
func nginxServer(n int) string {
	var b strings.Builder
	fmt.Fprintf(&b, `server {
    listen 443 ssl;
    server_name mcp%[1]d.example.com;
    ssl_certificate /etc/letsencrypt/live/mcp%[1]d.example.com/fullchain.pem;
    ssl_certificate_key /etc/letsencrypt/live/mcp%[1]d.example.com/privkey.pem;
    ssl_protocols TLSv1.2 TLSv1.3;
    ssl_ciphers ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384;
    add_header Strict-Transport-Security "max-age=63072000" always;
    access_log /var/log/nginx/mcp%[1]d.log;
    auth_request /auth;
`, n)
	for i := range 5 {
		fmt.Fprintf(&b, `    # the part that team %[2]d looks after; ask them before anything is changed here, and tell them when it was
    location /part%[2]d {
        proxy_pass https://backend%[1]d.internal:8443;
        proxy_ssl_verify on;
        proxy_ssl_trusted_certificate /etc/ssl/internal.pem;
        proxy_http_version 1.1;
        proxy_set_header Host $host;
        proxy_set_header X-Real-IP $remote_addr;
        proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
        proxy_set_header X-Forwarded-Proto $scheme;
        client_max_body_size 8m;
    }
`, n, i)
	}
	for i := range 8 {
		fmt.Fprintf(&b, `    location ~* ^/pages%[2]d/.*\.(css|js|png|svg|woff2)$ {
        root /srv/www/mcp%[1]d;
        expires 30d;
        add_header Cache-Control "public, immutable";
        try_files $uri /pages%[2]d/index.html =404;
    }
`, n, i)
	}
	fmt.Fprintf(&b, "    location /mcp { proxy_pass https://backend%d.internal:8443; proxy_ssl_verify on; proxy_ssl_trusted_certificate /etc/ssl/internal.pem; }\n}\n", n)
	return b.String()
}

// BenchmarkServers checks one configuration of nginx of 1,000 and of 10,000 servers in files that it includes: 5 and 50 MB.
func BenchmarkServers(b *testing.B) {
	wirevet, _ := build(b)
	for _, n := range []int{1_000, 10_000} {
		dir, size := b.TempDir(), 0
		write(b, filepath.Join(dir, "nginx.conf"), "events {}\nhttp { include sites-enabled/*; }\n")
		for i := 0; i < n; i += 2 {
			text := nginxServer(i) + nginxServer(i+1)
			write(b, filepath.Join(dir, fmt.Sprintf("sites-enabled/%d.conf", i)), text)
			size += len(text)
		}
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			measure(b, dir, wirevet, "check", "--fail-on", "never", ".")
			b.SetBytes(int64(size))
		})
	}
}
