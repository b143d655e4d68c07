package kubernetes

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/parsers/launch"
	"github.com/wirevet/wirevet/parsers/tree"
)

// pod is a pod, or the template of one, while it is read.
type pod struct {
	*object
	spec        *tree.Node
	annotations *tree.Node
	labels      map[string]string
	volumes     map[string]*tree.Node // by name
	mounted     map[string]int        // how many of the containers that keep running mount a volume; nil when a template may add some
	shared      []facts.SharedNamespace
}

// workload reads whatever makes pods.
func (o *object) workload() {
	n := o.node
	switch o.kind {
	case "Pod":
	case "CronJob":
		n = at(n, "spec", "jobTemplate", "spec", "template")
	case "PodTemplate":
		n = n.Get("template")
	default:
		n = at(n, "spec", "template")
	}
	spec := n.Get("spec")
	if spec == nil || spec.Kind != tree.Object {
		return
	}
	p := &pod{
		object: o, spec: spec, annotations: annotations(n), labels: o.literals(at(n, "metadata", "labels")),
		volumes: map[string]*tree.Node{},
	}
	for _, v := range items(spec.Get("volumes")) {
		if name := o.plain(v, "name"); name != "" {
			p.volumes[name] = v
		}
	}
	containers, first := items(spec.Get("containers")), items(spec.Get("initContainers"))
	running := slices.Clone(containers)
	for _, c := range first {
		if p.isSidecar(c) {
			running = append(running, c)
		}
	}
	p.namespaces(len(running))
	p.readMounted(running)
	for i, c := range first {
		if !p.isSidecar(c) && preparesFiles(c) {
			p.container(c, "init container", i, true)
			continue
		}
		p.container(c, "init container", i, false)
	}
	for i, c := range containers {
		p.container(c, "container", i, false)
	}
}

// isSidecar reports whether an init container keeps running beside the others (core/v1 Container, restartPolicy).
func (p *pod) isSidecar(c *tree.Node) bool { return p.plain(c, "restartPolicy") == "Always" }

// preparesFiles reports whether a container does nothing but make folders and set their owners, which takes root.
func preparesFiles(c *tree.Node) bool {
	var script []string
	for _, key := range [...]string{"command", "args"} {
		if list := c.Get(key); list != nil && list.Kind == tree.Array {
			for _, item := range list.Items {
				script = append(script, item.Text)
			}
		}
	}
	if len(script) > 1 && (script[0] == "sh" || strings.HasSuffix(script[0], "/sh") || strings.HasSuffix(script[0], "bash")) {
		for script = script[1:]; len(script) > 0 && strings.HasPrefix(script[0], "-"); {
			script = script[1:]
		}
	}
	changes := false
	for _, command := range strings.FieldsFunc(strings.ReplaceAll(strings.Join(script, " "), "&&", ";"), func(c rune) bool { return c == ';' || c == '\n' }) {
		words := strings.Fields(command)
		if len(words) == 0 {
			continue
		}
		switch words[0] {
		case "chown", "chmod", "chgrp", "/bin/chown", "/bin/chmod":
			changes = true
		case "mkdir", "ls", "echo", "touch", "set", "true", "#":
		default:
			return false
		}
	}
	return changes
}

// container reads one container. Of one that only prepares files its account does not count.
func (p *pod) container(c *tree.Node, what string, i int, preparing bool) {
	name := p.plain(c, "name")
	at := p.at
	if m, ok := c.Member("name"); ok && m.Value.End > m.Value.Start {
		at = m.Value.Span(p.src)
	}
	if name == "" {
		name = "#" + strconv.Itoa(i+1)
	}
	e := p.entry(p.title()+", "+what+" "+name, at, c.Span(p.src))
	box := &facts.Container{Engine: "kubernetes", Image: p.image(c), Namespaces: p.shared}
	in := p.commandLine(c)
	in.Entry, in.Contained, in.Title = e, box, "the "+what+" "+strconv.Quote(name)+" of "+p.title()
	in.Environment, in.Values = p.environment(c)
	credentials := len(p.out.Credentials)
	l := launch.Read(in, p.out)
	p.out.Credentials = append(p.out.Credentials[:credentials], slices.DeleteFunc(p.out.Credentials[credentials:], isConnectionString)...)
	// A shell of the container puts together what its own manifest gives it, and its folders are its own.
	l.Shells, l.CodePaths, l.Image = nil, nil, box.Image
	w := l.Process
	if w.Container != box { // the command starts a container of its own
		w = &facts.Workload{Entry: e, Title: in.Title, Container: box}
		p.out.Workloads = append(p.out.Workloads, w)
	}
	w.Span = at
	w.Deployed = &facts.Deployed{Namespace: p.namespace, Labels: p.labels, Starts: l, Environment: l.Environment}
	p.security(w, c, preparing)
	p.ports(w, c)
	p.mounts(w, c, e)
	p.storage(w, c)
	p.configUses(c, e)
}

// isConnectionString reports whether a credential is a reference in a URL: postgres://$(USER):$(PASSWORD)@db is how programs
// are told of their database.
func isConnectionString(k *facts.Credential) bool {
	return !k.Literal && (k.Carrier == facts.InUserinfo || k.Carrier == facts.InQuery)
}

// commandLine is what command and args start. Where only args are stated the image's entry point takes them, which is not
// known here.
func (p *pod) commandLine(c *tree.Node) (in launch.Input) {
	words := p.words(c.Get("command"))
	if len(words) > 0 {
		in.Command, in.Args = words[0], slices.Concat(words[1:], p.words(c.Get("args")))
		return in
	}
	in.Args = p.words(c.Get("args"))
	return in
}

// image is the image of a container; nil when a template makes its name.
func (p *pod) image(c *tree.Node) *facts.Image {
	s := p.stated(c, "image")
	if s.State != facts.Explicit || s.Value == "" {
		return nil
	}
	i := launch.ReadImage(facts.Word{Text: s.Value})
	i.Span = s.Span
	return i
}

// onHostNetwork reports whether the pod has the network of the machine, and none of its own.
func (p *pod) onHostNetwork() bool {
	network := p.flag(p.spec, "hostNetwork")
	return network.Known() && network.Value
}

// ports reads the container's ports. What is published on the machine is a hostPort, or all of a pod on the machine's network.
func (p *pod) ports(w *facts.Workload, c *tree.Node) {
	for _, n := range items(c.Get("ports")) {
		port := p.stated(n, "containerPort")
		if !port.Known() {
			continue
		}
		if !inRange(port.Value, 1, math.MaxUint16) {
			p.refuse(port.Span, "Kubernetes takes a port from 1 to 65535 here (core/v1, ContainerPort)")
			continue
		}
		w.Deployed.Listens = append(w.Deployed.Listens, facts.ServicePort{
			Name: p.plain(n, "name"), Port: port.Value, Target: port.Value, Span: port.Span,
		})
		host := p.stated(n, "hostPort")
		if host.State == facts.Unset && p.onHostNetwork() {
			host = port // there is no other network (core/v1 defaults, defaultHostNetworkPorts)
		}
		if host.Known() && host.Value != "0" {
			address := p.plain(n, "hostIP")
			w.Container.Ports = append(w.Container.Ports, facts.Port{
				Address: address, Host: host.Value, Container: port.Value, Span: host.Span, Exposure: hostPortExposure(address),
			})
		}
	}
}
