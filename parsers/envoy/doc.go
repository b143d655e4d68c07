// Package envoy answers what a client meets at an Envoy that runs these files: which listeners and filter chains speak TLS and how,
// which route a request gets to, which filters ask who calls, how the next hop is checked, and what is logged.
//
// It reads a bootstrap with its static resources, and files of resources as LDS, CDS, RDS, EDS and SDS take them from disk, in YAML and JSON.
// What a management server sends is not in the files, and not guessed. Facts about Envoy were read in its API (v3, as go-control-plane
// 1.40.0 has it) and in the sources of the same time: source/common/tls, source/extensions/filters.
package envoy
