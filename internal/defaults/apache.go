package defaults

// apache is what was read in CHANGES of the branch 2.4.x of httpd, and in its documentation of mod_ssl.
var apache = []Row{
	{"apache", "ssl_protocols", "", "2.4.17", "SSLv3 TLSv1 TLSv1.1 TLSv1.2", "mod_ssl.html: up to 2.4.16 it is all"},
	{"apache", "ssl_protocols", "2.4.17", "2.4.36", "TLSv1 TLSv1.1 TLSv1.2", "mod_ssl.html: all -SSLv3"},
	{"apache", "ssl_protocols", "2.4.36", "", "TLSv1 TLSv1.1 TLSv1.2 TLSv1.3", "httpd CHANGES 2.4.36: TLSv1.3"},
	// With an OpenSSL older than 1.1.1 the first virtual host's hold in later versions too.
	{"apache", GoverningVersions, "", "2.4.42", "the default server's", "httpd CHANGES 2.4.42"},
	{"apache", GoverningVersions, "2.4.42", "", "its own", "httpd CHANGES 2.4.42"},
	{"apache", "ssl_ciphers", "", "", "DEFAULT", "OpenSSL's list holds where SSLCipherSuite says nothing, mod_ssl.html"},
	{"apache", "client ssl_ciphers", "", "", "DEFAULT", "OpenSSL's list holds where SSLProxyCipherSuite says nothing, mod_ssl.html"},
}
