// Package ext has the two types that Traefik embeds in its dynamic configuration for builds that extend it. As in Traefik's own
// build they are empty: its module lies in a folder of Traefik's repository, so that no module proxy has it.
package ext

// HTTP extends dynamic.HTTPConfiguration.
type HTTP struct{}

// Router extends dynamic.Router.
type Router struct{}
