// Package caddy answers what a client meets at a Caddy that runs these files, in its own language (the Caddyfile) or in JSON:
// which addresses speak TLS and how, who must show a certificate, where a path leads, how the next hop is checked, and what is
// logged.
//
// Both languages become the same servers, sites and steps (model.go), which are judged as Caddy runs them: automatic HTTPS, the
// order of directives, the first TLS policy that matches. Where no source is named, facts about Caddy were read in its source,
// version 2.11.9: caddyconfig/caddyfile, caddyconfig/httpcaddyfile, modules/caddyhttp, modules/caddytls.
package caddy
