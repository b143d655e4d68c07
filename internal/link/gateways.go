package link

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// attachRoutes gives routes that name a gateway to the listeners of it, and to each service the connection that another
// resource states for it.
func attachRoutes(s *facts.System) {
	listeners := map[string][]*facts.Listener{}
	for _, l := range s.Listeners {
		if l.Gateway.Name != "" {
			key := l.Gateway.API + " " + l.Gateway.Name
			listeners[key] = append(listeners[key], l)
		}
	}
	connectUpstreams(s)
	if len(listeners) == 0 {
		return
	}
	for _, r := range s.Routes[:len(s.Routes):len(s.Routes)] {
		attached := *r
		for _, ref := range r.Parents {
			for _, l := range meant(listeners[ref.API+" "+ref.Name], ref) {
				if !sharesName(l, r) {
					continue
				}
				one := r
				if r.Listener != nil { // one for each listener
					another := attached
					one = &another
					s.Routes = append(s.Routes, one)
				}
				one.Listener, one.Redirect = l, attached.Redirect || l.OnlyRedirects
				l.Routes = append(l.Routes, one)
			}
		}
	}
	settleGateways(listeners)
}

// meant returns the listeners that a reference names: those of one gateway, or none when several fit.
func meant(of []*facts.Listener, ref facts.GatewayRef) []*facts.Listener {
	var out []*facts.Listener
	for _, l := range of {
		if ref.Namespace != "" && l.Gateway.Namespace != "" && ref.Namespace != l.Gateway.Namespace {
			continue
		}
		if len(out) > 0 && out[0].Entry != l.Entry && ref.Section == "" {
			return nil
		}
		if ref.Section == "" || ref.Section == l.Gateway.Section {
			out = append(out, l)
		}
	}
	return out
}

// sharesName reports whether a route and a listener have a host name in common. One without names has them all.
func sharesName(l *facts.Listener, r *facts.Route) bool {
	if len(l.Names) == 0 || len(r.Names) == 0 {
		return true
	}
	for _, a := range l.Names {
		for _, b := range r.Names {
			if !a.Known() || !b.Known() || namesMeet(a.Value, b.Value) || namesMeet(b.Value, a.Value) {
				return true
			}
		}
	}
	return false
}

func namesMeet(pattern, name string) bool {
	suffix, wild := strings.CutPrefix(pattern, "*")
	return pattern == name || wild && strings.HasSuffix(name, suffix)
}

// settleGateways says of each listener without TLS whether it only redirects, and which one beside it serves the same with
// TLS.
func settleGateways(listeners map[string][]*facts.Listener) {
	for _, group := range listeners {
		for _, l := range group {
			if !l.TLS.Known() || l.TLS.Value || len(l.Routes) == 0 {
				continue
			}
			redirects := true
			for _, r := range l.Routes {
				redirects = redirects && r.Redirect
			}
			l.OnlyRedirects = l.OnlyRedirects || redirects
			for _, other := range group {
				if other.Entry == l.Entry && other.TLS.Known() && other.TLS.Value && sharesRoute(l, other) {
					l.Encrypted = other
				}
			}
		}
	}
}

// sharesRoute reports whether a path of one listener is served by the other.
func sharesRoute(l, other *facts.Listener) bool {
	for _, r := range l.Routes {
		for _, q := range other.Routes {
			if !r.Redirect && r.Span == q.Span {
				return true
			}
		}
	}
	return false
}

// connectUpstreams tells the upstreams of gateways how another resource of their deployment says that the service is
// connected to: a DestinationRule, a BackendTLSPolicy. Where two say so, none is meant.
func connectUpstreams(s *facts.System) {
	type service struct {
		in   facts.Deployment
		name string
	}
	stated := map[service]*facts.Upstream{}
	twice := map[service]bool{}
	key := func(u *facts.Upstream) service {
		name, _, _ := strings.Cut(u.Address.Value, ".")
		return service{*u.Entry.Deployment, name}
	}
	for _, u := range s.Upstreams {
		if u.Entry == nil || u.Entry.Deployment == nil || !u.Address.Known() || u.Product != "the gateway" || u.Scheme.State == facts.Unset {
			continue
		}
		k := key(u)
		twice[k] = twice[k] || stated[k] != nil
		stated[k] = u
	}
	for _, u := range s.Upstreams {
		if u.Entry == nil || u.Entry.Deployment == nil || !u.Address.Known() || u.Product != "the gateway" || u.Scheme.State != facts.Unset {
			continue
		}
		if by := stated[key(u)]; by != nil && !twice[key(u)] {
			u.Scheme, u.Policy = by.Scheme, by.Policy
		}
	}
}
