// Package haproxy answers what a client meets at a HAProxy that runs these files: which addresses speak TLS and how, who must
// show a certificate, where a path leads and who may take it, how the next hop is checked, and what is logged.
//
// It merges defaults, global settings and lines as HAProxy does (proxy.go, versions.go), and follows requests of each kind
// through the rules of a proxy (condition.go, visit.go); what depends on the version of HAProxy is left open for link. It knows
// no severity.
package haproxy
