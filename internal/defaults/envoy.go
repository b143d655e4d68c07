package defaults

// envoy is what its servers accept. Sources: the release notes of 1.22.0 ("set TLS v1.2 as the default minimal version for servers"),
// TlsParameters in the documentation of 1.19.0 to 1.22.0 and in the API as go-control-plane 1.40.0 has it.
var envoy = []Row{
	{"envoy", "ssl_protocols", "", "1.22.0", "TLSv1 TLSv1.1 TLSv1.2 TLSv1.3", "TlsParameters, tls_minimum_protocol_version in 1.21"},
	{"envoy", "ssl_protocols", "1.22.0", "", "TLSv1.2 TLSv1.3", "release notes of 1.22.0: TLS 1.2 is the minimum for servers"},
}
