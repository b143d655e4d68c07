package kubernetes

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/exposure"
	"github.com/wirevet/wirevet/parsers/tree"
)

// nginxPrefix begins the annotations of ingress-nginx.
const nginxPrefix = "nginx.ingress.kubernetes.io/"

const albPrefix = "alb.ingress.kubernetes.io/"

// ingress is an Ingress while it is read.
type ingress struct {
	*object
	entry       *facts.Entry
	spec        *tree.Node
	annotations *tree.Node
	class       string
	nginx, alb  bool
	client      *facts.TLSPolicy // how it connects to services over TLS
	limits      []facts.Stated[string]
}

// ingress reads an Ingress: a listener for the hosts with TLS, one for those without, and the paths below them.
func (o *object) ingress() {
	i := &ingress{object: o, entry: o.own(), spec: o.node.Get("spec"), annotations: annotations(o.node)}
	i.class = i.plain(i.spec, "ingressClassName")
	if i.class == "" {
		i.class = i.plain(i.annotations, "kubernetes.io/ingress.class")
	}
	i.alb, i.nginx = i.class == "alb", strings.Contains(i.class, "nginx")
	for _, m := range members(i.annotations) {
		i.nginx = i.nginx || strings.HasPrefix(m.Key, nginxPrefix)
		i.alb = i.alb || strings.HasPrefix(m.Key, albPrefix)
		switch m.Key {
		case nginxPrefix + "whitelist-source-range", nginxPrefix + "allowlist-source-range", albPrefix + "inbound-cidrs":
			if !i.decides(m) {
				i.limits = i.ranges(m.Value)
			}
		}
	}
	rules := items(i.spec.Get("rules"))
	var covered, open []*tree.Node
	for _, rule := range rules {
		if i.covers(rule) {
			covered = append(covered, rule)
		} else {
			open = append(open, rule)
		}
	}
	if len(covered) > 0 {
		i.encrypted(covered)
	}
	if len(open) > 0 {
		i.plainListener(open)
	}
}

// ranges reads a list of addresses in one value.
func (r *reader) ranges(n *tree.Node) []facts.Stated[string] {
	var out []facts.Stated[string]
	w := n.Word(r.src)
	for start := 0; start <= len(w.Text); {
		end := len(w.Text)
		if i := strings.IndexByte(w.Text[start:], ','); i >= 0 {
			end = start + i
		}
		if text := strings.TrimSpace(w.Text[start:end]); text != "" {
			out = append(out, facts.Written(text, w.Sub(start, end).Span()))
		}
		start = end + 1
	}
	return out
}

// covers reports whether the Ingress has a certificate for the host of a rule. One without hosts is for all of them.
func (i *ingress) covers(rule *tree.Node) bool {
	host := rule.Get("host")
	for _, t := range items(i.spec.Get("tls")) {
		hosts := t.Get("hosts")
		if hosts == nil || hosts.Kind != tree.Array || len(hosts.Items) == 0 {
			return true
		}
		for _, h := range hosts.Items {
			if host != nil && (covers(h.Text, host.Text) || i.original(h) == i.original(host)) {
				return true
			}
		}
	}
	return false
}

// original is what stands in the file, templates included.
func (r *reader) original(n *tree.Node) string {
	return strings.Trim(string(r.data[n.Start:n.End]), `"' `)
}

// covers reports whether a certificate for a name, or for *.name, is for the host as well.
func covers(name, host string) bool {
	if suffix, ok := strings.CutPrefix(name, "*"); ok {
		first, rest, found := strings.Cut(host, ".")
		return found && first != "" && "."+rest == suffix
	}
	return strings.EqualFold(name, host)
}

// listener starts a listener for the hosts of some rules.
func (i *ingress) listener(rules []*tree.Node, span facts.Span, port string) *facts.Listener {
	l := &facts.Listener{Entry: i.entry, Product: i.product(), Span: span, Proxy: true}
	l.Port = facts.ByDefault(port, span, "an Ingress is served on port "+port+" (networking.k8s.io/v1, IngressSpec)")
	for _, rule := range rules {
		if host := i.stated(rule, "host"); host.State != facts.Unset {
			l.Names = append(l.Names, host)
		}
	}
	l.NamesExposure = namesExposure(l.Names)
	l.Exposure = i.reach(l)
	i.out.Listeners = append(i.out.Listeners, l)
	return l
}

func (i *ingress) product() string {
	switch {
	case i.nginx:
		return "ingress-nginx"
	case i.alb:
		return "the AWS load balancer"
	}
	return "the ingress controller"
}

// namesExposure is how far the widest of some host names is known. One that a template decides leaves it unknown.
func namesExposure(names []facts.Stated[string]) facts.Exposure {
	widest := facts.ExposureUnknown
	for _, n := range names {
		if !n.Known() {
			return facts.ExposureUnknown
		}
		widest = max(widest, exposure.OfTarget(strings.TrimPrefix(n.Value, "*.")))
	}
	return widest
}

// reach says from how far an Ingress can be reached. It is there to be reached from outside, unless its names are private or
// something keeps it inside.
func (i *ingress) reach(l *facts.Listener) facts.Exposure {
	switch {
	case i.alb:
		if i.plain(i.annotations, albPrefix+"scheme") != "internet-facing" {
			return facts.Private // the controller's own default is internal
		}
	case slices.Contains(strings.FieldsFunc(i.class, func(c rune) bool { return c == '-' || c == '_' }), "internal"),
		slices.Contains(strings.Split(i.class, "-"), "private"):
		return facts.Private
	}
	return edgeExposure(l, i.limits)
}

// edgeExposure is how far something reaches that is there to be reached from outside.
func edgeExposure(l *facts.Listener, limits []facts.Stated[string]) facts.Exposure {
	switch {
	case privateOnly(limits):
		return facts.Private
	case len(l.Names) == 0:
		return facts.Public
	case l.NamesExposure == facts.LocalContainer: // a name without a dot
		return facts.Private
	}
	return l.NamesExposure
}

// encrypted states the listener with TLS, and the one beside it when it serves instead of redirecting.
func (i *ingress) encrypted(rules []*tree.Node) {
	tls, _ := i.spec.Member("tls")
	l := i.listener(rules, tls.KeySpan(i.src), "443")
	l.TLS = facts.Written(true, tls.KeySpan(i.src))
	l.Policy = i.serverPolicy(l)
	i.routes(l, rules)
	redirect := i.stated(i.annotations, nginxPrefix+"ssl-redirect")
	forced := i.plain(i.annotations, nginxPrefix+"force-ssl-redirect") == "true"
	if i.nginx && !forced && redirect.State == facts.Explicit && redirect.Value == "false" {
		clear := i.listener(rules, redirect.Span, "80")
		clear.TLS, clear.Encrypted = facts.Written(false, redirect.Span), l
		i.routes(clear, rules)
	}
}

// plainListener states the listener of hosts without a certificate here.
func (i *ingress) plainListener(rules []*tree.Node) {
	span := i.at
	if host, ok := rules[0].Member("host"); ok && host.Value.End > host.Value.Start {
		span = host.Value.Span(i.src)
	}
	l := i.listener(rules, span, "80")
	if l.TLS = i.tlsElsewhere(span); l.TLS.Known() && l.TLS.Value {
		l.Port.Value = "443"
	}
	i.routes(l, rules)
}

// tlsElsewhere says whether hosts without `tls` are served without it. Controllers have ways of their own to name a
// certificate, all of which say so by the name of an annotation.
func (i *ingress) tlsElsewhere(span facts.Span) facts.Stated[bool] {
	if tls, ok := i.spec.Member("tls"); ok && i.decides(tls) || i.writesTLS() {
		return facts.Undecided[bool](span, facts.UnrenderedTemplate)
	}
	if i.alb {
		ports := i.stated(i.annotations, albPrefix+"listen-ports")
		if ports.State == facts.Unresolved {
			return facts.Undecided[bool](ports.Span, facts.UnrenderedTemplate)
		}
		if certificate := i.stated(i.annotations, albPrefix+"certificate-arn"); certificate.State != facts.Unset {
			return facts.Written(true, certificate.Span)
		}
		if strings.Contains(ports.Value, "HTTPS") { // the certificate is found by the host's name
			return facts.Written(true, ports.Span)
		}
		return facts.ByDefault(false, span, "the AWS load balancer controller listens on HTTP:80 where no certificate is named (annotations, listen-ports)")
	}
	for _, m := range members(i.annotations) {
		key := strings.ToLower(m.Key)
		if strings.HasPrefix(key, nginxPrefix) {
			if key != nginxPrefix+"force-ssl-redirect" || m.Value.Text != "true" {
				continue
			}
		} else if !strings.Contains(key, "tls") && !strings.Contains(key, "ssl") && !strings.Contains(key, "cert") && !strings.Contains(key, "entrypoints") {
			continue
		}
		return facts.Undecided[bool](m.Value.Span(i.src), facts.OutsideRepository)
	}
	return facts.ByDefault(false, span, "an Ingress has TLS for the hosts that its tls names (networking.k8s.io/v1, IngressSpec)")
}

// writesTLS reports whether a template of the Ingress may write more than what stands here.
func (i *ingress) writesTLS() bool {
	for _, t := range i.templates {
		if t.Start >= i.node.Start && t.Start < i.node.End {
			if text := string(i.data[t.Start:t.End]); strings.Contains(text, "toYaml") || strings.Contains(strings.ToLower(text), "tls") || strings.Contains(text, "annotations") {
				return true
			}
		}
	}
	return false
}

// routes adds the paths of some rules to a listener.
func (i *ingress) routes(l *facts.Listener, rules []*tree.Node) {
	for _, rule := range rules {
		for _, p := range items(at(rule, "http", "paths")) {
			i.route(l, rule, p)
		}
	}
}

func (i *ingress) route(l *facts.Listener, rule, p *tree.Node) {
	where := i.stated(p, "path")
	r := &facts.Route{Entry: i.entry, Listener: l, Span: where.Span, Path: where.Value, Limits: i.limits}
	if !where.Known() || where.Value == "" {
		r.Path, r.Span = "/", p.Span(i.src)
	}
	if kind := i.plain(p, "pathType"); kind == "ImplementationSpecific" {
		r.Pattern = strings.ContainsAny(r.Path, "(*[\\")
	}
	if host := i.stated(rule, "host"); host.State != facts.Unset && len(l.Names) > 1 {
		r.Names = []facts.Stated[string]{host}
	}
	backend := at(p, "backend", "service")
	name, port := i.stated(backend, "name"), i.plain(backend.Get("port"), "number")
	if backend == nil { // extensions/v1beta1
		name, port = i.stated(p.Get("backend"), "serviceName"), i.plain(p.Get("backend"), "servicePort")
	} else if port == "" {
		port = i.plain(backend.Get("port"), "name")
	}
	if name.State != facts.Unset {
		r.Upstream = i.upstream(name, port)
	}
	i.guards(r, l)
	l.Routes = append(l.Routes, r)
	i.out.Routes = append(i.out.Routes, r)
}

// privateOnly reports whether every range lies in a private network.
func privateOnly(ranges []facts.Stated[string]) bool {
	for _, s := range ranges {
		p, err := netip.ParsePrefix(s.Value)
		if err != nil {
			a, err := netip.ParseAddr(s.Value)
			if err != nil {
				return false
			}
			p = netip.PrefixFrom(a, a.BitLen())
		}
		if exposure.OfListener(p.Masked().Addr().String()) == facts.Public || p.Bits() < 7 {
			return false
		}
	}
	return len(ranges) > 0
}
