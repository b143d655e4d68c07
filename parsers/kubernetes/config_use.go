package kubernetes

import (
	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/parsers/tree"
)

// configUses states which Secrets and ConfigMaps a container is given: by variables, one by one or all of an object's, and as files.
func (p *pod) configUses(c *tree.Node, e *facts.Entry) {
	for _, n := range items(c.Get("env")) {
		p.configUse(e, "Secret", at(n, "valueFrom", "secretKeyRef"), "name", "key")
		p.configUse(e, "ConfigMap", at(n, "valueFrom", "configMapKeyRef"), "name", "key")
	}
	for _, n := range items(c.Get("envFrom")) {
		p.configUse(e, "Secret", n.Get("secretRef"), "name", "")
		p.configUse(e, "ConfigMap", n.Get("configMapRef"), "name", "")
	}
	for _, m := range items(c.Get("volumeMounts")) {
		volume := p.volumes[p.plain(m, "name")]
		p.configUse(e, "Secret", volume.Get("secret"), "secretName", "")
		p.configUse(e, "ConfigMap", volume.Get("configMap"), "name", "")
		for _, source := range items(at(volume, "projected", "sources")) {
			p.configUse(e, "Secret", source.Get("secret"), "name", "")
			p.configUse(e, "ConfigMap", source.Get("configMap"), "name", "")
		}
	}
}

// configUse states one reference. A name that a template makes is none that could be looked for.
func (p *pod) configUse(e *facts.Entry, kind string, reference *tree.Node, name, key string) {
	object := p.plain(reference, name)
	if object == "" {
		return
	}
	use := &facts.ConfigUse{
		Entry: e, Span: reference.Get(name).Span(p.src), Object: facts.ConfigObject{Kind: kind, Namespace: p.namespace, Name: object},
	}
	if key != "" {
		if use.Key = p.plain(reference, key); use.Key == "" {
			return
		}
	}
	p.out.ConfigUses = append(p.out.ConfigUses, use)
}
