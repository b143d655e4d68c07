package defaults

// traefik is what holds for TLS options without minVersion. Traefik leaves the versions of such options to Go (buildTLSConfig
// in pkg/tls/tlsmanager.go), whose servers accept TLS 1.0 by default where go.mod asks for a Go before 1.22: that of Traefik
// 2.10.7 asks for 1.21, those of 2.11.0 and 3.0.0 for 1.22.
var traefik = []Row{
	{"traefik", "ssl_protocols", "", "2.11.0", "TLSv1 TLSv1.1 TLSv1.2 TLSv1.3", "crypto/tls before Go 1.22, tls.Config.MinVersion"},
	{"traefik", "ssl_protocols", "2.11.0", "", "TLSv1.2 TLSv1.3", "crypto/tls since Go 1.22, tls.Config.MinVersion"},
}
