package link

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// listenersByProgram returns what each program of Go that some workload runs listens on.
func listenersByProgram(s *facts.System) map[*facts.GoPackage][]*facts.Listener {
	out := map[*facts.GoPackage][]*facts.Listener{}
	for _, l := range s.Listeners {
		for _, p := range l.Programs {
			if len(p.RunBy) > 0 {
				out[p] = append(out[p], l)
			}
		}
	}
	return out
}

// programListeners returns the listeners of the program that a workload runs.
func programListeners(byProgram map[*facts.GoPackage][]*facts.Listener, w *facts.Workload) []*facts.Listener {
	if w.Container == nil || w.Container.Built == nil || w.Container.Built.Program == nil {
		return nil
	}
	return byProgram[w.Container.Built.Program]
}

// publishListeners tells how the listeners of programs in containers are reached: each port that is published, and each
// service that leads beyond the cluster, is a listener of its own, with what the program does inside. The program's listener
// is then no other machine's business.
func publishListeners(s *facts.System) {
	byProgram := listenersByProgram(s)
	if len(byProgram) == 0 {
		return
	}
	for _, p := range s.GoPackages {
		if len(p.RunBy) == 0 || len(p.StartedBy) > 0 {
			continue // what a host starts on the machine is reached there as well
		}
		for _, l := range byProgram[p] {
			l.Contains = true
		}
	}
	for _, w := range s.Workloads {
		inner := programListeners(byProgram, w)
		for _, port := range containerPorts(w) {
			for _, l := range inner {
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
				for _, l := range programListeners(byProgram, w) {
					if portOf(l) != "" && portOf(l) == containerPort(w, v, port.Port) {
						s.Listeners = append(s.Listeners, published(l, v.Entry, v.Exposure.Span, "", port.Port, v.Exposure.Value))
					}
				}
			}
		}
	}
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
