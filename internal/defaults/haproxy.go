package defaults

// UpstreamName is the setting that says whether HAProxy looks at the names in the certificate of a next hop whose line has
// neither sni nor verifyhost.
const UpstreamName = "name of a next hop"

// Unchecked is the value of a check that is not made.
const Unchecked = "not checked"

// haproxy is what was read in its CHANGELOG, and checked against configuration.txt and the sources of the releases around each
// threshold.
var haproxy = []Row{
	// 2.2-dev9: "use TLSv1.2 as the minimum default on bind lines". Until then ssl_sock_initial_ctx began with TLS 1.0.
	{"haproxy", "ssl_protocols", "", "2.2", "TLSv1 TLSv1.1 TLSv1.2 TLSv1.3", "HAProxy CHANGELOG 2.2-dev9"},
	{"haproxy", "ssl_protocols", "2.2", "", "TLSv1.2 TLSv1.3", "HAProxy CHANGELOG 2.2-dev9: TLSv1.2 is the minimum on bind lines"},

	{"haproxy", UpstreamName, "", "3.3", Unchecked, "HAProxy configuration.txt 3.2 §5.2, verify"},
	{"haproxy", UpstreamName, "3.3", "", "compared with the Host header", "HAProxy CHANGELOG 3.3-dev9 and configuration.txt §5.2, sni-auto"},

	{"haproxy", "ssl_ciphers", "", "", "DEFAULT", "HAProxy defaults.h, LISTEN_DEFAULT_CIPHERS: OpenSSL's own list"},
	{"haproxy", "client ssl_ciphers", "", "", "DEFAULT", "HAProxy defaults.h, CONNECT_DEFAULT_CIPHERS: OpenSSL's own list"},
}
