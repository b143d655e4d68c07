// Command caddy is Caddy with its standard modules, as its own cmd/caddy builds it: what TestCaddy asks. It is a module of its
// own, so that what Caddy needs does not come with the other tests.
package main

import (
	caddycmd "github.com/caddyserver/caddy/v2/cmd"
	_ "github.com/caddyserver/caddy/v2/modules/standard"
)

func main() { caddycmd.Main() }
