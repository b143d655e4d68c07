package kubernetes

import (
	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/parsers/launch"
	"github.com/wirevet/wirevet/parsers/tree"
)

// mounts states what of the machine a container is given: volumes of the kind hostPath.
func (p *pod) mounts(w *facts.Workload, c *tree.Node, e *facts.Entry) {
	for _, key := range [...]string{"volumeMounts", "volumeDevices"} {
		for _, m := range items(c.Get(key)) {
			volume := p.volumes[p.plain(m, "name")]
			host := volume.Get("hostPath")
			place, ok := host.Member("path")
			if !ok || place.Value.Kind == tree.Object || place.Value.Kind == tree.Array {
				continue
			}
			word := p.word(place.Value)
			root := &facts.Root{Entry: e, Raw: word, Span: word.Span(), By: facts.BindMount}
			if w.Container.Image != nil {
				root.Server = w.Container.Image.Name
			}
			if p.decides(place) {
				root.Span, root.Unresolved = p.memberSpan(place), facts.UnrenderedTemplate
			} else {
				root.Path, root.Unresolved = launch.CleanPath(word.Text)
			}
			if kind, ok := launch.ControlSocket(root.Path); ok {
				w.Sockets = append(w.Sockets, facts.Socket{Kind: kind, Path: root.Path, Span: root.Span})
				continue
			}
			root.Access = p.access(m)
			p.out.Roots = append(p.out.Roots, root)
		}
	}
}

// access says whether a mount can be written to. It can by default (core/v1, VolumeMount).
func (p *pod) access(mount *tree.Node) facts.Stated[facts.Access] {
	readOnly := p.flag(mount, "readOnly")
	out := facts.Stated[facts.Access]{Span: readOnly.Span, State: readOnly.State, Why: readOnly.Why}
	switch {
	case readOnly.State == facts.Unset:
		return facts.ByDefault(facts.ReadWrite, mount.Span(p.src), "Kubernetes mounts a volume for writing unless readOnly is true (core/v1, VolumeMount)")
	case readOnly.Known() && readOnly.Value:
		out.Value = facts.ReadOnly
	}
	return out
}
