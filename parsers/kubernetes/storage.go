package kubernetes

import (
	"slices"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/parsers/tree"
)

// kubeletLog is what becomes of the output of every container (KubeletConfiguration v1beta1).
const kubeletLog = "the kubelet keeps the output of a container in files on the node: at most five of 10 MiB (containerLogMaxFiles, containerLogMaxSize)"

// readMounted counts which volumes the containers that keep running share. Where a template has lines of its own behind the beginning
// of the pod, they may hold anything.
func (p *pod) readMounted(running []*tree.Node) {
	if slices.ContainsFunc(p.templates, func(t tree.Range) bool { return t.Start >= p.spec.Start && p.text[t.Start] == ' ' }) {
		return
	}
	p.mounted = map[string]int{}
	for _, c := range running {
		for _, m := range items(c.Get("volumeMounts")) {
			p.mounted[p.plain(m, "name")]++
		}
	}
}

// storage states which folders of a container are volumes, and what becomes of its output.
func (p *pod) storage(w *facts.Workload, c *tree.Node) {
	w.Container.LogDriver = facts.ByDefault("kubelet", w.Span, kubeletLog)
	if p.mounted == nil {
		return
	}
	volumes := []facts.Volume{}
	for _, m := range items(c.Get("volumeMounts")) {
		target := p.stated(m, "mountPath")
		if !target.Known() {
			return
		}
		v := facts.Volume{Target: target.Value, Span: m.Span(p.src)}
		if name := p.plain(m, "name"); p.mounted[name] == 1 { // what others mount as well, one of them may send elsewhere
			p.temporary(p.volumes[name], &v)
		}
		volumes = append(volumes, v)
	}
	w.Container.Volumes = volumes
}

// temporary says of a volume that goes with the pod that it does (core/v1, EmptyDirVolumeSource, EphemeralVolumeSource).
func (p *pod) temporary(volume *tree.Node, v *facts.Volume) {
	if m, ok := volume.Member("emptyDir"); ok {
		v.Store, v.Span = facts.InPod, m.KeySpan(p.src)
		medium := p.stated(m.Value, "medium")
		switch {
		case medium.Known() && medium.Value == "Memory":
			v.Store, v.Span = facts.InMemory, medium.Span
		case p.decides(m):
			v.Store = facts.InVolume
		}
	}
	if m, ok := volume.Member("ephemeral"); ok {
		v.Store, v.Span = facts.InPod, m.KeySpan(p.src)
	}
}
