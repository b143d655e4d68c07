package apache_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/link"
	"github.com/wirevet/wirevet/parsers/apache"
	"github.com/wirevet/wirevet/parsers/input"
)

// site is what stands in a typical file of sites-enabled.
const site = `<VirtualHost *:80>
    ServerName mcp%d.example.com
    Redirect permanent / https://mcp%d.example.com/
</VirtualHost>
<VirtualHost *:443>
    ServerName mcp%d.example.com
    SSLEngine on
    SSLCertificateFile /etc/ssl/certs/mcp%d.pem
    SSLCertificateKeyFile /etc/ssl/private/mcp%d.key
    SSLProtocol -all +TLSv1.2 +TLSv1.3
    SSLCipherSuite ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384
    SSLHonorCipherOrder off
    Header always set Strict-Transport-Security "max-age=63072000"
    CustomLog ${APACHE_LOG_DIR}/mcp%d.log combined
    SSLProxyEngine on
    SSLProxyVerify require
    SSLProxyCACertificateFile /etc/ssl/internal.pem
    <Location /mcp>
        AuthType openid-connect
        Require valid-user
        ProxyPass https://backend%d.internal:8443/ flushpackets=on
    </Location>
    <Directory /srv/www>
        Require all granted
    </Directory>
</VirtualHost>
`

func sites(n int) string {
	var b strings.Builder
	b.WriteString("ServerRoot /etc/apache2\nListen 80\nListen 443\n")
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
		src := facts.NewSource("apache.conf", text)
		parsed := apache.Parse(&input.Unit{
			Files: []input.File{{Source: src, Data: text}},
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
func BenchmarkSites5000(b *testing.B)    { benchmark(b, 5000) } // 10,000 servers
