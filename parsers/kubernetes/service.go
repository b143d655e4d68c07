package kubernetes

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/exposure"
	"github.com/wirevet/wirevet/parsers/tree"
)

// service reads a name by which workloads are reached, and from how far.
func (o *object) service() {
	spec := o.node.Get("spec")
	s := &facts.Service{
		Entry: o.own(), Span: o.at, Namespace: o.namespace, Names: serviceNames(o.name, o.namespace),
		Exposure: o.serviceExposure(spec),
	}
	if !o.twice(spec, "selector") {
		s.Selector = o.literals(spec.Get("selector"))
	}
	for _, n := range items(spec.Get("ports")) {
		port := o.stated(n, "port")
		if !port.Known() {
			continue
		}
		p := facts.ServicePort{Name: o.plain(n, "name"), Port: port.Value, Target: port.Value, Span: port.Span}
		if target := o.stated(n, "targetPort"); target.State != facts.Unset && target.Value != "0" { // 0 is none (core/v1 defaults)
			p.Target = target.Value // empty when a template decides
		}
		s.Ports = append(s.Ports, p)
	}
	for _, w := range o.words(spec.Get("loadBalancerSourceRanges")) {
		s.Limits = append(s.Limits, facts.Written(w.Text, w.Span()))
	}
	o.out.Services = append(o.out.Services, s)
}

// serviceNames are the names that the cluster's DNS answers for a service.
func serviceNames(name, namespace string) []string {
	if name == "" {
		return nil
	}
	if namespace == "" {
		return []string{name}
	}
	full := name + "." + namespace
	return []string{name, full, full + ".svc", full + ".svc.cluster.local"}
}

// serviceExposure says from how far a service can be reached: by its type, and by what the annotations of cloud providers
// make of a load balancer.
func (o *object) serviceExposure(spec *tree.Node) facts.Stated[facts.Exposure] {
	kind := o.stated(spec, "type")
	out := facts.Stated[facts.Exposure]{Span: kind.Span, State: kind.State, Why: kind.Why, Value: facts.LocalContainer}
	if kind.State == facts.Unset {
		out = facts.ByDefault(facts.LocalContainer, o.at, "a Service without a type is reached inside of the cluster only (core/v1, ServiceSpec)")
	}
	switch {
	case !kind.Known():
	case kind.Value == "NodePort":
		out.Value = facts.Private
	case kind.Value == "LoadBalancer":
		out.Value = facts.Public
		if why := o.internalBalancer(annotations(o.node), o.plain(spec, "loadBalancerClass")); !why.IsZero() {
			out = facts.Written(facts.Private, why)
		}
	case kind.Value == "ExternalName":
		return facts.Stated[facts.Exposure]{}
	}
	for _, w := range o.words(spec.Get("externalIPs")) {
		if class := exposure.OfListener(w.Text); class > out.Value && out.Known() {
			out = facts.Written(class, w.Span())
		}
	}
	return out
}

// internalBalancer returns what keeps a load balancer inside of the provider's network.
func (o *object) internalBalancer(notes *tree.Node, class string) facts.Span {
	const aws = "service.beta.kubernetes.io/aws-load-balancer-"
	external, scheme, span := class == "service.k8s.aws/nlb", "", o.at
	for _, m := range members(notes) {
		value := strings.ToLower(m.Value.Text)
		switch m.Key {
		case "networking.gke.io/load-balancer-type", "cloud.google.com/load-balancer-type":
			if value == "internal" {
				return m.Value.Span(o.src)
			}
		case "service.beta.kubernetes.io/azure-load-balancer-internal", aws + "internal",
			"service.beta.kubernetes.io/openstack-internal-load-balancer", "service.beta.kubernetes.io/oci-load-balancer-internal":
			if value == "true" || value == "0.0.0.0/0" { // the in-tree AWS provider took a range
				return m.Value.Span(o.src)
			}
		case "service.beta.kubernetes.io/alibaba-cloud-loadbalancer-address-type":
			if value == "intranet" {
				return m.Value.Span(o.src)
			}
		case aws + "scheme":
			scheme = value
			if value == "internal" {
				return m.Value.Span(o.src)
			}
		case aws + "type":
			if value == "external" || value == "nlb-ip" {
				external, span = true, m.Value.Span(o.src)
			}
		}
	}
	// The AWS controller's own balancers are internal unless they are asked to be internet-facing (from 2.2 on).
	if external && scheme != "internet-facing" {
		return span
	}
	return facts.Span{}
}
