// Package tree turns JSON, JSONC, YAML and TOML into one tree of nodes with the exact bytes of every key and value.
//
// The libraries that know the syntaxes do the reading; what is ours is the one Node type over them, the exact end
// of YAML scalars, the shift behind a byte order mark, and what is kept of a file that does not parse to its end.
// Strictness is the caller's business: comments and trailing commas are listed, not refused.
package tree
