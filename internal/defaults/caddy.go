package defaults

// caddy is what was read in modules/caddytls of Caddy 2.11.9 (connpolicy.go, values.go) and, for the versions, of 2.0.0 to
// 2.11.9, which agree. The suites are preferred in another order on a machine without AES instructions.
var caddy = []Row{
	{"caddy", "ssl_protocols", "", "", "TLSv1.2 TLSv1.3", "caddytls.ConnectionPolicy, protocol_min and protocol_max"},
	{"caddy", "ssl_ciphers", "", "", "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-AES128-GCM-SHA256:" +
		"ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305", "caddytls, defaultCipherSuitesWithAESNI"},
}
