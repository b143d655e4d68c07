// Package nginx answers what a client meets at an nginx that runs these files: which addresses speak TLS and how, who must
// show a certificate, where a path leads, how the next hop is checked, and what is logged.
//
// It evaluates inheritance and default servers as nginx does (scope.go, addresses.go); what depends on the version of nginx is
// left open for link. It knows no severity: that a `proxy_pass https://…` verifies nothing is a fact of Upstream.Policy.
package nginx
