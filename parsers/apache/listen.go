package apache

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/exposure"
)

// socket is a Listen directive: where httpd accepts connections.
type socket struct {
	at         facts.Span
	host, port string
	https      bool
	unknown    facts.Reason
}

// listen is an address of a virtual host, or one that only the server itself answers.
type listen struct {
	span       facts.Span
	host, port string
	address    facts.Stated[string]
	portStated facts.Stated[string]
	exposure   facts.Exposure
	https      bool // the protocol of its Listen
	anyPort    bool // the virtual host names no port
	on         *address
}

// address is an address and port that several virtual hosts may share.
type address struct {
	owner *server // the first: it decides whether TLS is spoken, and answers names that no other has
}

// sockets reads the Listen directives.
func sockets(root *scope) []*socket {
	var out []*socket
	for _, d := range root.named("listen") {
		if len(d.args) == 0 {
			continue
		}
		s := &socket{at: d.args[0].span(), unknown: unknownText(d.args[0].text)}
		if s.unknown == facts.NoReason {
			s.unknown = d.conditional
		}
		s.host, s.port = splitAddress(d.args[0].text)
		if isDigits(d.args[0].text) {
			s.host, s.port = "*", d.args[0].text
		}
		s.https = s.port == "443" // the default protocol of the port (ap_set_listener in server/listen.c)
		if protocol := d.arg(1); protocol != "" && !strings.Contains(protocol, "=") {
			s.https = strings.EqualFold(protocol, "https")
		}
		out = append(out, s)
	}
	return out
}

// splitAddress cuts an address of Listen or VirtualHost into host and port. Without a port it is "", which is every one.
func splitAddress(text string) (host, port string) {
	i := strings.LastIndexByte(text, ':')
	if i < 0 || strings.HasSuffix(text, "]") {
		return text, ""
	}
	host, port = text[:i], text[i+1:]
	if port == "*" {
		port = ""
	}
	return host, port
}

func isDigits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

// canonical returns the form in which addresses are compared.
func canonical(host string) string {
	switch strings.ToLower(host) {
	case "*", "_default_", "0.0.0.0", "":
		return "*"
	case "localhost":
		return "127.0.0.1"
	}
	if a, err := netip.ParseAddr(strings.Trim(host, "[]")); err == nil {
		return a.Unmap().String()
	}
	return strings.ToLower(host)
}

func (s *socket) covers(host, port string) bool {
	if s.port != port || s.unknown != facts.NoReason {
		return false
	}
	mine, theirs := canonical(s.host), canonical(host)
	return mine == "*" || theirs == "*" || mine == theirs || mine == "::"
}

// listens states the addresses of a virtual host. Only those that a Listen names are served; where the files do not show
// all of them, each address is taken as written.
func (e *emitter) listens(section *statement, all []*socket) []*listen {
	var out []*listen
	complete := e.tree.main && !e.tree.open && len(all) > 0 && !slices.ContainsFunc(all, func(s *socket) bool { return s.unknown != facts.NoReason })
	for _, a := range section.args {
		if reason := unknownText(a.text); reason != facts.NoReason {
			l := &listen{span: a.span(), host: a.text, port: a.text, address: facts.Undecided[string](a.span(), reason)}
			l.portStated = l.address
			out = append(out, l)
			continue
		}
		host, port := splitAddress(a.text)
		ports := []string{port}
		if port == "" {
			ports = portsOf(all, host)
		}
		for _, port := range ports {
			l := newListen(a, host, port, all)
			if l == nil && complete {
				continue // no Listen has it: nobody can connect
			}
			if l == nil {
				l = plainListen(a, host, port)
			}
			l.anyPort = len(ports) > 0 && !strings.HasSuffix(a.text, ":"+port)
			out = append(out, l)
		}
	}
	return out
}

// portsOf returns the ports on which an address without one is served; "" when no file shows them.
func portsOf(all []*socket, host string) []string {
	var out []string
	for _, s := range all {
		if s.covers(host, s.port) && !slices.Contains(out, s.port) {
			out = append(out, s.port)
		}
	}
	if len(out) == 0 {
		return []string{""}
	}
	return out
}

func plainListen(a arg, host, port string) *listen {
	if host == "_default_" {
		host = "*"
	}
	l := &listen{span: a.span(), host: host, port: port, address: facts.Written(host, a.span()), exposure: exposure.OfListener(host), https: port == "443"}
	if port != "" {
		l.portStated = facts.Written(port, a.span())
	}
	return l
}

// newListen states an address as a Listen makes it reachable. A wildcard reaches as far as the widest Listen of its port.
func newListen(a arg, host, port string, all []*socket) *listen {
	var widest *socket
	for _, s := range all {
		if !s.covers(host, port) {
			continue
		}
		if widest == nil || canonical(s.host) == "*" || canonical(widest.host) != "*" && exposure.OfListener(s.host) > exposure.OfListener(widest.host) {
			widest = s
		}
	}
	if widest == nil {
		return nil
	}
	l := plainListen(a, host, port)
	l.https = widest.https
	if c := canonical(host); c == "*" && canonical(widest.host) != "*" {
		l.address = facts.Stated[string]{Value: widest.host, Span: widest.at, State: facts.Inherited, Why: &facts.Why{Effect: l.span}}
		l.exposure = exposure.OfListener(widest.host)
	}
	return l
}
