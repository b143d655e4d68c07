package compose

import (
	"strconv"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/exposure"
	"github.com/wirevet/wirevet/parsers/tree"
)

// ports reads the ports that are published, and those that the others of the project are told of.
func (s *service) ports(w *facts.Workload) {
	listens := func(port string, at facts.Span) {
		if port != "" {
			w.Deployed.Listens = append(w.Deployed.Listens, facts.ServicePort{Port: port, Target: port, Span: at})
		}
	}
	for _, item := range s.value.get("ports").list() {
		var p facts.Port
		ok := false
		switch {
		case item.kind == tree.Object:
			p, ok = s.longPort(item)
		case item.isScalar():
			p, ok = s.shortPort(item)
		}
		listens(p.Container, p.Span)
		if ok {
			w.Container.Ports = append(w.Container.Ports, p)
		}
	}
	for _, item := range s.value.get("expose").scalars() {
		if port := s.stated(item); port.Known() {
			number, _, _ := strings.Cut(port.Value, "/")
			if s.checkPort(number, port.Span) {
				listens(number, port.Span)
			}
		}
	}
}

// shortPort reads [IP:][PUBLISHED:]TARGET[/PROTOCOL]. It reports false when it is not known where the port is published.
func (s *service) shortPort(item *value) (facts.Port, bool) {
	p := facts.Port{Span: item.span()}
	text, protocol, _ := strings.Cut(item.node.Text, "/")
	if strings.Contains(text, "${") && strings.Contains(protocol, "}") { // a slash within a variable
		text, protocol = item.node.Text, ""
	}
	parts := splitOutside(text)
	known := true
	for i, part := range parts {
		resolved := interpolate(part)
		if !resolved.known {
			known = known && len(parts) == 3 && i > 0
			parts[i] = ""
			continue
		}
		parts[i] = strings.Trim(resolved.text, "[]")
	}
	if len(parts) == 1 { // ${BIND:-127.0.0.1:8080}:…, or all in one variable
		parts = splitOutside(parts[0])
	}
	switch len(parts) {
	case 1:
		p.Container = parts[0]
	case 2:
		p.Host, p.Container = parts[0], parts[1]
	case 3:
		p.Address, p.Host, p.Container = parts[0], parts[1], parts[2]
	default:
		s.refuse(p.Span, "expected [ADDRESS:][PORT:]PORT here")
		return p, false
	}
	if p.Container != "" && !s.checkPort(p.Container, p.Span) || p.Host != "" && p.Host != "0" && !s.checkPort(p.Host, p.Span) {
		p.Container = ""
		return p, false
	}
	p.Exposure = exposure.OfListener(p.Address)
	return p, known && !strings.EqualFold(protocol, "udp")
}

// longPort reads target, published, host_ip and protocol.
func (s *service) longPort(item *value) (facts.Port, bool) {
	p := facts.Port{Span: item.span()}
	target, published, address := s.stated(item.get("target")), s.stated(item.get("published")), s.stated(item.get("host_ip"))
	if target.Known() {
		if !s.checkPort(target.Value, target.Span) {
			return p, false
		}
		p.Container, p.Span = target.Value, target.Span
	}
	if published.Known() {
		if published.Value != "" && published.Value != "0" && !s.checkPort(published.Value, published.Span) {
			return p, false
		}
		p.Host, p.Span = published.Value, published.Span
	}
	if address.Known() {
		p.Address, p.Span = address.Value, address.Span
	}
	p.Exposure = exposure.OfListener(p.Address)
	return p, address.State != facts.Unresolved && scalarOf(item, "protocol") != "udp"
}

// checkPort refuses what is no port, and no range of ports.
func (s *service) checkPort(text string, at facts.Span) bool {
	low, high, isRange := strings.Cut(text, "-")
	if !isRange {
		high = low
	}
	a, err := strconv.ParseUint(low, 10, 16)
	b, other := strconv.ParseUint(high, 10, 16)
	if err != nil || other != nil || a > b || b == 0 {
		s.refuse(at, "expected a port from 1 to 65535 here")
		return false
	}
	return true
}
