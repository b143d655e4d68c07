package traefik

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// The providers of what is read: files, labels, resources of Kubernetes.
const (
	ofFiles     = "file"
	ofLabels    = "docker" // those of a swarm too
	ofResources = "kubernetescrd"
)

// provided marks all that a tree defines: routers, services, middlewares, options.
func provided(tree *node, provider string) {
	for _, protocol := range tree.all() {
		for _, kind := range protocol.children {
			for _, definition := range kind.children {
				definition.provider = provider
			}
		}
	}
}

// apart cuts the provider off a name: mtls@file. What has none is of the provider of whoever names it (GetQualifiedName in
// pkg/server/provider).
func apart(name, from string) (bare, provider string) {
	bare, provider, named := strings.Cut(name, "@")
	switch {
	case !named:
		provider = from
	case provider == "swarm":
		provider = ofLabels
	}
	return bare, provider
}

// named returns what a name means where somebody of a provider says it, or nil when that is not here.
func (c *config) named(name, from string, path ...string) *node {
	bare, provider := apart(name, from)
	found := c.defined(bare, provider, path...)
	if found == nil && provider == ofResources && c.fetch(bare, path...) {
		found = c.defined(bare, provider, path...)
	}
	return found
}

func (c *config) defined(bare, provider string, path ...string) *node {
	var found *node
	for _, n := range c.dynamic.get(path...).all() {
		if n.provider == provider && mayFold(n.name, bare) && strings.EqualFold(n.name, bare) {
			found = n
		}
	}
	return found
}

// optionsNamed returns the TLS options of a name. The default ones may be of any provider.
func (c *config) optionsNamed(name, from string) *node {
	if name == defaultOptions {
		found := c.dynamic.get("tls", "options", name)
		if found == nil && c.fetch(name, "tls", "options") {
			found = c.dynamic.get("tls", "options", name)
		}
		return found
	}
	return c.named(name, from, "tls", "options")
}

// qualified is the name of TLS options for everybody.
func qualified(options facts.Word, from string) string {
	if options.Text == defaultOptions {
		return options.Text
	}
	bare, provider := apart(options.Text, from)
	return bare + "@" + provider
}
