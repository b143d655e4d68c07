// Package hostconfig answers what the configuration of an AI host states: which MCP servers it starts or calls,
// with which environment, headers and credentials, and what may happen without a question.
//
// Hosts differ in their keys, their syntax and what they do when a key is absent; all of that is data in
// hosts_*.go, one entry a host. A file of a host that is not in the tables is still read when it has the shape of
// one (a map of servers under a known key), with the host "unknown".
package hostconfig
