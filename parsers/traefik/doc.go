// Package traefik answers what a client meets at a Traefik that runs these files: which entry points speak TLS and how, which
// router a request gets to, what its middlewares ask and add, how the next hop is checked, and what is logged.
//
// It reads the static and the dynamic configuration in YAML and TOML. What stands in labels and on command lines has the same
// keys: Settings makes facts of them, whoever has found them. Facts about Traefik were read in its source, version 3.7.13
// (pkg/config, pkg/tls, pkg/server), and its documentation.
package traefik
