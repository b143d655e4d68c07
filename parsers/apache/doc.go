// Package apache answers what a client meets at an Apache httpd that runs these files: which addresses speak TLS and how, who
// must show a certificate, where a path leads, how the next hop is checked, and what is logged.
//
// It reads a configuration in the order in which httpd does (Define, Include, IfModule and Use take effect where they stand),
// merges the server's context into its virtual hosts, and applies Proxy, Location and If sections in httpd's order. What was
// read in the source of the branch 2.4.x is named beside the code that follows it; test/oracle holds it against the server.
package apache
