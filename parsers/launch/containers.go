package launch

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/credential"
)

// dockerPlain are the options of `docker run` without a value (docker/cli, cli/command/container/opts.go and run.go);
// every other option has one. The second list is podman's (cmd/podman/common/create.go).
var dockerPlain = []string{
	"-d", "--detach", "-i", "--interactive", "-t", "--tty", "-q", "--quiet", "-P", "--publish-all", "--rm", "--init",
	"--privileged", "--read-only", "--no-healthcheck", "--oom-kill-disable", "--sig-proxy", "--use-api-socket",
	"--disable-content-trust", "--help",

	"--env-host", "--http-proxy", "--replace", "--rootfs", "--read-only-tmpfs", "--unsetenv-all", "--rmi", "--passwd", "--tls-verify",
}

var dockerRun = options{
	valued: []string{"-a", "-c", "-e", "-h", "-l", "-m", "-p", "-u", "-v", "-w"},
	plain:  dockerPlain, unknown: unknownValued, cluster: true,
}

var dockerGlobal = options{
	valued: []string{"-H", "--host", "-c", "--context", "--tlscacert", "--tlscert", "--tlskey", "--config", "-l", "--log-level", "--connection", "--url"},
	plain:  []string{"-D", "--debug", "--tls", "--tlsverify", "--remote"},
}

func addContainers(table map[string]launcher) {
	for _, engine := range [...]string{"docker", "podman", "nerdctl"} {
		table[engine] = readContainerEngine
	}
	table["docker-compose"], table["podman-compose"] = readComposeProgram, readComposeProgram
}

func readContainerEngine(r *reader, self facts.Word, words []facts.Word, depth int) {
	found, rest := dockerGlobal.parse(words)
	for _, o := range found {
		if (o.name == "-H" || o.name == "--host") && strings.HasPrefix(o.text(), "tcp://") {
			r.launch.Process.Sockets = append(r.launch.Process.Sockets, facts.Socket{Kind: facts.RuntimeSocket, Path: o.text(), Span: o.span()})
		}
		if o.name == "--tlsverify" && o.text() == "false" {
			r.verify(o.name+"=false", o.span(), facts.VerifyNone, facts.Session, "")
		}
	}
	if len(rest) > 0 && rest[0].Text == "container" {
		rest = rest[1:]
	}
	if len(rest) == 0 {
		return
	}
	engine, verb := programName(self.Text), spanning(self, rest[0])
	switch rest[0].Text {
	case "run", "create":
		r.step(engine+" run", verb.Span())
		r.containerRun(engine, verb, rest[1:], depth)
	case "exec":
		r.step(engine+" exec", verb.Span())
		r.containerExec(engine, verb, rest[1:], depth)
	case "compose":
		r.compose(engine, verb, rest[1:], depth)
	case "mcp":
		r.dockerGateway(verb, rest[1:])
	default:
		r.step(engine+" "+rest[0].Text, verb.Span())
	}
}

// containerRun reads `docker run`. Options end at the first free word, which is the image.
func (r *reader) containerRun(engine string, self facts.Word, words []facts.Word, depth int) {
	w := r.launch.Process
	box := &facts.Container{Engine: engine}
	w.Container, w.Span, w.Title = box, self.Span(), "the container of "+r.in.Title
	asRoot := w.User.Known() && w.User.Value.Root
	w.User = facts.Stated[facts.Account]{}
	found, rest := dockerRun.parse(words)
	hostUsers := false
	for _, o := range found {
		r.containerOption(w, o)
		hostUsers = hostUsers || o.name == "--userns" && o.text() == "host"
	}
	if engine == "podman" && !asRoot && !hostUsers {
		w.Container.RootMapped = facts.ByDefault(true, self.Span(), "podman without sudo maps root to the account that starts it (podman-run(1))")
	}
	if len(rest) == 0 {
		return
	}
	image := ReadImage(rest[0])
	box.Image, r.launch.Image, r.launch.Program = image, image, image.Name
	r.server("oci", image.Name, rest[0], rest[1:], depth)
}

// RunOptions adds to a launch what options of `docker run` state of the container that it runs in. They are words of their own,
// with no image behind them.
func RunOptions(in Input, l *facts.Launch, words []facts.Word, out *facts.Facts) {
	r := &reader{in: in, out: out, launch: l}
	found, rest := dockerRun.parse(words)
	for _, o := range found {
		r.containerOption(l.Process, o)
	}
	if len(rest) > 0 {
		r.refuse(rest[0].Span(), "docker takes this for the name of the image: an option before it is not known, or has no value")
	}
}

// Mounted adds to a launch what the value of --mount gives to its container.
func Mounted(in Input, l *facts.Launch, value facts.Word, out *facts.Facts) {
	r := &reader{in: in, out: out, launch: l}
	r.mount(l.Process, option{name: "--mount", word: value, value: value, has: true})
}

// Bound adds to a launch a folder of the machine that its container may read and write.
func Bound(in Input, l *facts.Launch, source facts.Word, out *facts.Facts) {
	r := &reader{in: in, out: out, launch: l}
	r.bind(l.Process, source, facts.ReadWrite)
}

func (r *reader) containerExec(engine string, self facts.Word, words []facts.Word, depth int) {
	w := r.launch.Process
	w.Container, w.Span = &facts.Container{Engine: engine}, self.Span()
	w.User = facts.Stated[facts.Account]{}
	o := options{valued: []string{"-u", "--user", "-e", "--env", "--env-file", "-w", "--workdir", "--detach-keys"}, plain: []string{"-d", "-i", "-t", "--privileged"}, cluster: true}
	found, rest := o.parse(words)
	for _, f := range found {
		r.containerOption(w, f)
	}
	if len(rest) > 0 {
		r.launch.Compose = &facts.ComposeService{Span: rest[0].Span(), Name: rest[0].Text, Container: true}
	}
	if len(rest) > 1 {
		r.run(rest[1:], depth+1)
	}
}

// containerOptions says what each option of `docker run` states.
func (r *reader) containerOption(w *facts.Workload, o option) {
	text := o.text()
	switch o.name {
	case "-u", "--user":
		r.account(text, IsRoot(text), o.value.Span())
		r.part(o)
	case "--privileged":
		if text != "false" {
			w.Container.Privileged = facts.Written(true, o.span())
		}
	case "--cap-add":
		w.CapAdd = append(w.CapAdd, capability(o))
		r.part(o)
	case "--cap-drop":
		w.CapDrop = append(w.CapDrop, capability(o))
	case "--security-opt":
		SecurityOption(w, o.value)
		r.part(o)
	case "--pid", "--ipc", "--network", "--net", "--uts", "--userns", "--cgroupns":
		namespaceOption(w, o)
	case "-v", "--volume", "--mount":
		r.mount(w, o)
	case "--use-api-socket":
		w.Sockets = append(w.Sockets, facts.Socket{Kind: facts.RuntimeSocket, Path: o.name, Span: o.span()})
	case "-e", "--env":
		r.containerVariable(o)
	case "--env-file":
		r.envFile(o.value)
	case "--env-host":
		r.launch.Environment.Base = facts.Written(facts.EnvironmentAll, o.span())
	case "-p", "--publish":
		w.Container.Ports = append(w.Container.Ports, publishedPort(o))
	case "-P", "--publish-all":
		w.Container.Ports = append(w.Container.Ports, facts.Port{Span: o.span()})
	case "--tls-verify":
		if text == "false" {
			r.verify(o.name+"=false", o.span(), facts.VerifyNone, facts.Download, "")
		}
	}
}

func capability(o option) facts.Stated[string] {
	return facts.Written(strings.TrimPrefix(strings.ToUpper(o.text()), "CAP_"), o.value.Span())
}

// SecurityOption reads the value of --security-opt. docker accepts = and : as separators.
func SecurityOption(w *facts.Workload, text facts.Word) {
	name, value, _ := strings.Cut(strings.Replace(text.Text, ":", "=", 1), "=")
	c := facts.Confinement{Name: name, On: true, Span: text.Span()}
	switch {
	case value == "unconfined", name == "label" && value == "disable", name == "no-new-privileges" && value == "false":
		c.On = false
	}
	w.Confinement = append(w.Confinement, c)
}

func namespaceOption(w *facts.Workload, o option) {
	kind := facts.NamespaceKind(strings.TrimPrefix(o.name, "--"))
	if o.name == "--net" {
		kind = facts.NetworkNamespace
	}
	value := o.text()
	if kind == facts.UserNamespace && (value == "auto" || strings.HasPrefix(value, "keep-id") || value == "nomap") {
		w.Container.RootMapped = facts.Written(true, o.span())
		return
	}
	if value == "host" || strings.HasPrefix(value, "container:") {
		w.Container.Namespaces = append(w.Container.Namespaces, facts.SharedNamespace{Kind: kind, With: value, Span: o.span()})
	}
}

// containerVariable reads -e NAME=value, or -e NAME, which takes the value from the parent.
func (r *reader) containerVariable(o option) {
	w := o.value
	r.taken = append(r.taken, w.Span())
	name, _, ok := strings.Cut(w.Text, "=")
	if !ok {
		r.launch.Environment.Variables = append(r.launch.Environment.Variables, facts.Variable{Name: name, Key: w.Span(), ByName: true})
		if credential.NamesSecret(name) && !r.sets(name) {
			r.launch.Credentials = append(r.launch.Credentials, r.byName(name, w.Span()))
		}
		return
	}
	value := w.Sub(len(name)+1, len(w.Text))
	r.partOf(value.Span(), o.span())
	r.setVariable(name, w.Sub(0, len(name)).Span(), value)
}

// sets reports whether the entry itself gives the variable a value.
func (r *reader) sets(name string) bool {
	for _, v := range r.in.Environment.Variables {
		if v.Name == name {
			return true
		}
	}
	return false
}

// publishedPort reads an option that publishes a port.
func publishedPort(o option) facts.Port {
	p := PublishedPort(o.value)
	p.Span = o.span()
	return p
}

// PublishedPort reads [ip:]host:container.
func PublishedPort(w facts.Word) facts.Port {
	p := facts.Port{Span: w.Span()}
	text := strings.SplitN(w.Text, "/", 2)[0]
	if strings.HasPrefix(text, "[") {
		if end := strings.IndexByte(text, ']'); end > 0 {
			p.Address, text = text[1:end], strings.TrimPrefix(text[end+1:], ":")
		}
	}
	parts := strings.Split(text, ":")
	switch len(parts) {
	case 3:
		p.Address, p.Host, p.Container = parts[0], parts[1], parts[2]
	case 2:
		p.Host, p.Container = parts[0], parts[1]
	case 1:
		p.Container = parts[0]
	}
	p.Exposure = listenerExposure(p.Address)
	return p
}

// ReadImage takes an image reference apart: [registry/]path[:tag][@digest].
func ReadImage(w facts.Word) *facts.Image {
	i := &facts.Image{Span: w.Span()}
	name, digest, _ := strings.Cut(w.Text, "@")
	i.Digest = digest
	if colon := strings.LastIndexByte(name, ':'); colon > strings.LastIndexByte(name, '/') {
		name, i.Tag = name[:colon], name[colon+1:]
	}
	i.Name = name
	switch {
	case strings.HasPrefix(digest, "sha256:"):
		i.Pin = facts.PinDigest
	case i.Tag != "":
		i.Pin = facts.PinTag
	}
	return i
}
