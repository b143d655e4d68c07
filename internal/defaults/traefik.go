package defaults

// traefik is what holds for TLS options without minVersion, and without cipherSuites. Traefik leaves the versions of such options to Go (buildTLSConfig
// in pkg/tls/tlsmanager.go), whose servers accept TLS 1.0 by default where go.mod asks for a Go before 1.22: that of Traefik
// 2.10.7 asks for 1.21, those of 2.11.0 and 3.0.0 for 1.22.
var traefik = []Row{
	{"traefik", "ssl_protocols", "", "2.11.0", "TLSv1 TLSv1.1 TLSv1.2 TLSv1.3", "crypto/tls before Go 1.22, tls.Config.MinVersion"},
	{"traefik", "ssl_protocols", "2.11.0", "", "TLSv1.2 TLSv1.3", "crypto/tls since Go 1.22, tls.Config.MinVersion"},
	{"traefik", "ssl_ciphers", "", "2.10.7", NotKnown, "built with several Go versions"},
	{"traefik", "ssl_ciphers", "2.10.7", "2.11.0", traefikSuites + ":AES128-GCM-SHA256:AES256-GCM-SHA384:AES128-SHA:AES256-SHA", "crypto/tls.CipherSuites of Go 1.21"},
	{"traefik", "ssl_ciphers", "2.11.0", "", traefikSuites, "crypto/tls.CipherSuites since Go 1.22"},
}

// traefikSuites are those that all options have which name none (getCipherSuites in pkg/tls/tlsmanager.go, since 2.9.0): what Go calls
// secure, of which 1.22 has taken the exchange by RSA away. Read in Traefik 2.10.7, 2.11.0, 3.0.0, 3.5.0, 3.6.0 and 3.7.13, and in Go
// 1.21, 1.22 and 1.26. Of the versions before 2.10.7 nothing is said: they were built with several Go versions.
const traefikSuites = "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:" +
	"ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305:" +
	"ECDHE-ECDSA-AES128-SHA:ECDHE-RSA-AES128-SHA:ECDHE-ECDSA-AES256-SHA:ECDHE-RSA-AES256-SHA"
