package launch

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// mount reads -v SRC:DST[:options] and --mount type=bind,src=…,dst=….
func (r *reader) mount(w *facts.Workload, o option) {
	var source facts.Word
	var access facts.Access
	if o.name == "--mount" {
		source, access = mountFields(o.value)
	} else {
		source, access = Volume(o.value)
	}
	r.bind(w, source, access)
}

// bind records a folder of the machine that the container is given, or a control socket.
func (r *reader) bind(w *facts.Workload, source facts.Word, access facts.Access) {
	if source.Source == nil || source.Text == "" {
		return
	}
	if kind, ok := ControlSocket(source.Text); ok {
		w.Sockets = append(w.Sockets, facts.Socket{Kind: kind, Path: source.Text, Span: source.Span()})
		return
	}
	r.root(source, source.Text, facts.BindMount, access, facts.High)
}

// Volume reads the source of -v; the zero Word for a named volume.
func Volume(w facts.Word) (facts.Word, facts.Access) {
	text := w.Text
	end := strings.IndexByte(text, ':')
	if hasDrive(text) {
		if next := strings.IndexByte(text[2:], ':'); next >= 0 {
			end = next + 2
		}
	}
	if strings.HasPrefix(text, "${") { // ${X:-y}:/data
		if next := outsideBraces(text); next >= 0 {
			end = next
		}
	}
	if end <= 0 {
		return facts.Word{}, facts.ReadWrite
	}
	source := w.Sub(0, end)
	if !isHostPath(source.Text) {
		return facts.Word{}, facts.ReadWrite
	}
	return source, volumeAccess(text[end+1:])
}

// outsideBraces returns where the first colon stands that is not within ${…}; -1 for none.
func outsideBraces(text string) int {
	depth := 0
	for i := range len(text) {
		switch c := text[i]; {
		case c == '{':
			depth++
		case c == '}':
			depth--
		case c == ':' && depth <= 0:
			return i
		}
	}
	return -1
}

func volumeAccess(rest string) facts.Access {
	if i := strings.LastIndexByte(rest, ':'); i >= 0 {
		for _, option := range strings.Split(rest[i+1:], ",") {
			if option == "ro" || option == "readonly" {
				return facts.ReadOnly
			}
		}
	}
	return facts.ReadWrite
}

// isHostPath tells a path of the machine from the name of a volume.
func isHostPath(source string) bool {
	return strings.HasPrefix(source, "/") || strings.HasPrefix(source, ".") || strings.HasPrefix(source, "~") ||
		strings.HasPrefix(source, "$") || strings.HasPrefix(source, "%") || strings.HasPrefix(source, `\\`) || strings.HasPrefix(source, "{") ||
		hasDrive(source)
}

// hasDrive reports whether a path begins with a drive of Windows: C:\x, C:/x.
func hasDrive(path string) bool {
	return len(path) > 2 && isLetterOrDigit(path[0]) && path[1] == ':' && (path[2] == '\\' || path[2] == '/')
}

// mountFields reads the comma-separated fields of --mount.
func mountFields(w facts.Word) (facts.Word, facts.Access) {
	var source facts.Word
	access, bind := facts.ReadWrite, false
	at := 0
	for _, field := range strings.Split(w.Text, ",") {
		name, value, assigned := strings.Cut(field, "=")
		switch strings.Trim(name, `"`) {
		case "type":
			bind = value == "bind"
		case "src", "source":
			if assigned {
				source = w.Sub(at+len(name)+1, at+len(field))
			}
		case "ro", "readonly":
			if value != "false" {
				access = facts.ReadOnly
			}
		}
		at += len(field) + 1
	}
	if !bind {
		return facts.Word{}, access
	}
	return source, access
}

// ControlSocket recognises the control sockets of container engines and of agents.
func ControlSocket(source string) (facts.SocketKind, bool) {
	p := strings.ToLower(strings.ReplaceAll(source, `\`, "/"))
	for _, name := range [...]string{"docker.sock", "podman.sock", "containerd.sock", "crio.sock", "cri-dockerd.sock", "pipe/docker_engine"} {
		if strings.HasSuffix(p, name) {
			return facts.RuntimeSocket, true
		}
	}
	if strings.Contains(p, "ssh_auth_sock") || strings.Contains(p, "ssh-agent") || strings.HasSuffix(p, "s.gpg-agent") || strings.HasSuffix(p, "ssh-auth.sock") {
		return facts.AgentSocket, true
	}
	return 0, false
}
