package link

import (
	"slices"
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// inside are the listeners of what runs in containers.
type inside struct {
	programs map[*facts.GoPackage][]*facts.Listener // of Go
	stated   map[*facts.Entry][]*facts.Listener     // of command lines: a bridge that serves over the network
}

// listenersInside returns what listens in the containers of a system.
func listenersInside(s *facts.System) inside {
	out := inside{map[*facts.GoPackage][]*facts.Listener{}, map[*facts.Entry][]*facts.Listener{}}
	for _, l := range s.Listeners {
		for _, p := range l.Programs {
			if len(p.RunBy) > 0 {
				out.programs[p] = append(out.programs[p], l)
			}
		}
		if l.Contains && !l.Proxy && l.Inner == nil && isDeployed(l.Entry) {
			out.stated[l.Entry] = append(out.stated[l.Entry], l)
		}
	}
	return out
}

func isDeployed(e *facts.Entry) bool { return e != nil && (e.Deployment != nil || e.Builds) }

func (in inside) empty() bool { return len(in.programs)+len(in.stated) == 0 }

// of returns the listeners of what a workload runs: of its command, else of what its image starts.
func (in inside) of(w *facts.Workload) []*facts.Listener {
	if own := in.stated[w.Entry]; len(own) > 0 {
		return own
	}
	if w.Container == nil || w.Container.Built == nil {
		return nil
	}
	b := w.Container.Built
	if b.Program != nil {
		return in.programs[b.Program]
	}
	if w.Deployed == nil || w.Deployed.Starts != nil && !w.Deployed.Starts.Command.IsZero() {
		return nil // what the image starts is not what is started
	}
	return in.stated[b.Entry]
}

// publishListeners tells how the listeners of programs in containers are reached: each port that is published, and each
// service that leads beyond the cluster, is a listener of its own, with what the program does inside. The program's listener
// is then no other machine's business.
func publishListeners(s *facts.System) {
	in := listenersInside(s)
	if in.empty() {
		return
	}
	for _, p := range s.GoPackages {
		if len(p.RunBy) == 0 || len(p.StartedBy) > 0 {
			continue // what a host starts on the machine is reached there as well
		}
		for _, l := range in.programs[p] {
			l.Contains = !slices.ContainsFunc(p.RunBy, onHostNetwork)
		}
	}
	for _, w := range s.Workloads {
		listeners := in.of(w)
		if onHostNetwork(w) {
			for _, l := range listeners {
				l.Contains = false // it listens on the machine itself, which publishes nothing
			}
			continue
		}
		for _, port := range containerPorts(w) {
			for _, l := range listeners {
				if portOf(l) != "" && portOf(l) == plainPort(port.Container) {
					s.Listeners = append(s.Listeners, published(l, w.Entry, port.Span, port.Address, port.Host, port.Exposure))
				}
			}
		}
	}
	for _, v := range s.Services {
		if !v.Exposure.Known() || v.Exposure.Value == facts.LocalContainer || v.Exposure.Value == facts.Loopback {
			continue
		}
		for _, port := range v.Ports {
			for _, w := range v.Workloads {
				for _, l := range in.of(w) {
					if portOf(l) != "" && portOf(l) == containerPort(w, v, port.Port) {
						s.Listeners = append(s.Listeners, published(l, v.Entry, v.Exposure.Span, "", port.Port, v.Exposure.Value))
					}
				}
			}
		}
	}
}

// onHostNetwork reports whether a container has the network of the machine.
func onHostNetwork(w *facts.Workload) bool {
	return w.Container != nil && slices.ContainsFunc(w.Container.Namespaces, func(n facts.SharedNamespace) bool {
		return n.Kind == facts.NetworkNamespace && n.With == "host"
	})
}

func containerPorts(w *facts.Workload) []facts.Port {
	if w.Container == nil {
		return nil
	}
	return w.Container.Ports
}

// published returns the listener that a container's port is to those outside.
func published(inner *facts.Listener, entry *facts.Entry, at facts.Span, address, port string, exposure facts.Exposure) *facts.Listener {
	l := *inner
	l.Entry, l.Product, l.Span, l.Contains, l.Inner = entry, "a container's port", at, false, inner
	l.Address, l.Port, l.Exposure = facts.Written(address, at), facts.Written(port, at), exposure
	l.Routes = nil
	return &l
}

func portOf(l *facts.Listener) string {
	if !l.Port.Known() {
		return ""
	}
	return l.Port.Value
}

// plainPort returns a port without its protocol: 8080/tcp.
func plainPort(port string) string {
	number, protocol, _ := strings.Cut(port, "/")
	if protocol != "" && !strings.EqualFold(protocol, "tcp") {
		return ""
	}
	return number
}

// containerPort returns the number of the container's port that a port of a service leads to. A service without a target
// leads to the port of the same number (Kubernetes core/v1, ServicePort); a name is one of the container's.
func containerPort(w *facts.Workload, v *facts.Service, port string) string {
	target := port
	for _, p := range v.Ports {
		if p.Port == port && p.Target != "" {
			target = p.Target
		}
	}
	if w.Deployed != nil {
		for _, p := range w.Deployed.Listens {
			if p.Name != "" && p.Name == target {
				return plainPort(p.Port)
			}
		}
	}
	return plainPort(target)
}
