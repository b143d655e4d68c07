// Package facts is the vocabulary in which wirevet speaks about MCP wiring: what starts a server, what
// connects to one, with which identity, privileges and credentials, and where a file says so.
//
// Parsers state facts, link joins them, rules judge them, reports print them. The package has no opinion:
// nothing here is "weak" or "insecure". It imports nothing of wirevet.
//
// The package is importable, but makes no compatibility promise before wirevet 1.0.
package facts
