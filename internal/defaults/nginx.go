package defaults

// GoverningVersions is the setting that says whose ssl_protocols count for a name on a shared address of nginx.
const GoverningVersions = "ssl_protocols of a server that is not the default"

// nginx is what was read in its changes.xml, and checked against the sources of the releases around each threshold.
var nginx = []Row{
	{"nginx", "ssl_protocols", "", "1.23.4", "TLSv1 TLSv1.1 TLSv1.2", "nginx CHANGES 1.23.4"},
	{"nginx", "ssl_protocols", "1.23.4", "1.27.3", "TLSv1 TLSv1.1 TLSv1.2 TLSv1.3", "nginx CHANGES 1.23.4: TLSv1.3 is enabled by default"},
	{"nginx", "ssl_protocols", "1.27.3", "", "TLSv1.2 TLSv1.3", "nginx CHANGES 1.27.3: TLSv1 and TLSv1.1 are disabled by default"},

	// CHANGES of 1.29.2; with an OpenSSL older than 1.1.1 the default server's hold in later versions too.
	{"nginx", GoverningVersions, "", "1.29.2", "the default server's", "nginx CHANGES 1.29.2"},
	{"nginx", GoverningVersions, "1.29.2", "", "its own", "nginx CHANGES 1.29.2"},

	{"nginx", "ssl_ciphers", "", "", "HIGH:!aNULL:!MD5", "ngx_http_ssl_module.c, NGX_DEFAULT_CIPHERS"},
	{"nginx", "client ssl_ciphers", "", "", "DEFAULT", "ngx_http_proxy_module.c, proxy_ssl_ciphers"},
}
