package kubernetes

import (
	"math"
	"strconv"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/exposure"
	"github.com/wirevet/wirevet/parsers/tree"
)

// escalationDefault says what holds without allowPrivilegeEscalation.
const escalationDefault = "Kubernetes lets setuid programs raise their rights unless allowPrivilegeEscalation is false (core/v1, SecurityContext)"

// security merges the security contexts of pod and container as the kubelet does: what the container states wins, field by
// field (core/v1, SecurityContext: "overrides PodSecurityContext").
func (p *pod) security(w *facts.Workload, c *tree.Node, preparing bool) {
	if !preparing {
		if user := p.account(w, c); user.State != facts.Unset {
			w.User = user
		}
	}
	w.Deployed.NonRoot = merged(p, c, w.Span, "runAsNonRoot", (*reader).flag)
	own, _ := c.Member("securityContext")
	context := own.Value
	hidden := own.Value != nil && p.decides(own) && context.Kind != tree.Object
	w.Container.Privileged = p.flag(context, "privileged")
	w.Deployed.ReadOnlyRoot = p.flag(context, "readOnlyRootFilesystem")
	w.Container.Escalation = p.flag(context, "allowPrivilegeEscalation")
	if w.Container.Escalation.State == facts.Unset && c.Get("image") != nil && !p.templated(p.spec.Start, p.spec.End) {
		w.Container.Escalation = facts.ByDefault(true, w.Span, escalationDefault)
	}
	if hidden {
		open := facts.Undecided[bool](own.KeySpan(p.src), facts.UnrenderedTemplate)
		w.Container.Privileged, w.Container.Escalation = open, open
	}
	for _, list := range [...]struct {
		key string
		to  *[]facts.Stated[string]
	}{{"add", &w.CapAdd}, {"drop", &w.CapDrop}} {
		for _, word := range p.words(at(context, "capabilities", list.key)) {
			name := strings.TrimPrefix(strings.ToUpper(word.Text), "CAP_")
			*list.to = append(*list.to, facts.Written(name, word.Span()))
		}
	}
	p.confinement(w, c)
	if users := p.flag(p.spec, "hostUsers"); users.Known() && !users.Value {
		w.Container.RootMapped = facts.Stated[bool]{Value: true, Span: users.Span, State: users.State}
	}
}

// merged returns what the container's security context states, else what the pod's does.
func merged[T any](p *pod, c *tree.Node, effect facts.Span, key string, read func(*reader, *tree.Node, string) facts.Stated[T]) facts.Stated[T] {
	for _, owner := range [...]*tree.Node{c, p.spec} {
		m, ok := owner.Member("securityContext")
		if !ok {
			continue
		}
		if m.Value.Kind != tree.Object {
			if p.decides(m) {
				return facts.Undecided[T](m.KeySpan(p.src), facts.UnrenderedTemplate)
			}
			continue
		}
		s := read(p.reader, m.Value, key)
		if s.State == facts.Unset {
			continue
		}
		if owner == p.spec && s.State == facts.Explicit {
			s.State, s.Why = facts.Inherited, &facts.Why{Effect: effect}
		}
		return s
	}
	if p.templated(p.spec.Start, p.spec.End) && p.writesBlocks() {
		return facts.Undecided[T](effect, facts.UnrenderedTemplate)
	}
	return facts.Stated[T]{}
}

// writesBlocks reports whether a template of the pod writes whole keys, so that what is absent may be in it.
func (p *pod) writesBlocks() bool {
	for _, t := range p.templates {
		if t.Start < p.spec.Start || t.Start >= p.spec.End {
			continue
		}
		text := string(p.data[t.Start:t.End])
		if strings.Contains(text, "toYaml") || strings.Contains(text, "include") || strings.Contains(text, "template") || strings.Contains(text, "tpl ") {
			return true
		}
	}
	return false
}

// account is who the container runs as, where the manifest says so.
func (p *pod) account(w *facts.Workload, c *tree.Node) facts.Stated[facts.Account] {
	uid := merged(p, c, w.Span, "runAsUser", (*reader).stated)
	out := facts.Stated[facts.Account]{Span: uid.Span, State: uid.State, Why: uid.Why}
	if uid.Known() && !inRange(uid.Value, 0, math.MaxInt32) {
		p.refuse(uid.Span, "Kubernetes takes a number from 0 to 2147483647 here (core/v1, SecurityContext)")
		return facts.Stated[facts.Account]{}
	}
	if uid.Known() {
		out.Value = facts.Account{Name: uid.Value, Root: strings.Trim(uid.Value, "0") == ""}
	}
	return out
}

func (r *reader) refuse(at facts.Span, message string) { r.problem(at, facts.HostRefuses, message) }

func inRange(text string, least, most int) bool {
	n, err := strconv.Atoi(text)
	return err == nil && n >= least && n <= most
}

// confinement reads the protections that are stated as on or off: fields, and the annotations that stood for them before
// (seccomp until 1.27, AppArmor until 1.30).
func (p *pod) confinement(w *facts.Workload, c *tree.Node) {
	add := func(name string, on bool, span facts.Span) {
		w.Confinement = append(w.Confinement, facts.Confinement{Name: name, On: on, Span: span})
	}
	for _, profile := range [...]struct{ key, name string }{{"seccompProfile", "seccomp"}, {"appArmorProfile", "AppArmor"}} {
		for _, owner := range [...]*tree.Node{c, p.spec} {
			if t := p.stated(at(owner, "securityContext", profile.key), "type"); t.Known() {
				add(profile.name, t.Value != "Unconfined", t.Span)
				break
			}
		}
	}
	name := p.plain(c, "name")
	for _, m := range members(p.annotations) {
		switch m.Key {
		case "container.apparmor.security.beta.kubernetes.io/" + name:
			add("AppArmor", m.Value.Text != "unconfined", m.Value.Span(p.src))
		case "seccomp.security.alpha.kubernetes.io/pod", "container.seccomp.security.alpha.kubernetes.io/" + name:
			add("seccomp", m.Value.Text != "unconfined", m.Value.Span(p.src))
		}
	}
	if mount := p.stated(c.Get("securityContext"), "procMount"); mount.Known() && mount.Value == "Unmasked" {
		add("the masks over /proc", false, mount.Span)
	}
}

// namespaces reads which namespaces the pod shares with the machine, and its containers with each other.
func (p *pod) namespaces(containers int) {
	for _, n := range [...]struct {
		key  string
		kind facts.NamespaceKind
	}{{"hostPID", facts.PIDNamespace}, {"hostIPC", facts.IPCNamespace}, {"hostNetwork", facts.NetworkNamespace}} {
		if s := p.flag(p.spec, n.key); s.Known() && s.Value {
			p.shared = append(p.shared, facts.SharedNamespace{Kind: n.kind, With: "host", Span: s.Span})
		}
	}
	if s := p.flag(p.spec, "shareProcessNamespace"); s.Known() && s.Value && containers > 1 {
		p.shared = append(p.shared, facts.SharedNamespace{Kind: facts.PIDNamespace, With: "the other containers of the pod", Span: s.Span})
	}
}

// hostPortExposure is how far a port of the node reaches: nodes have private addresses unless one is named.
func hostPortExposure(address string) facts.Exposure {
	if class := exposure.OfListener(address); class != facts.ExposureUnknown {
		return class
	}
	return facts.Private
}
