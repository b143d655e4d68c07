package compose

import (
	"path"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/parsers/launch"
	"github.com/wirevet/wirevet/parsers/tree"
)

// mounts states what of the machine the container is given.
func (s *service) mounts(w *facts.Workload) {
	for _, item := range s.value.get("volumes").list() {
		if item.kind == tree.Object {
			s.longMount(w, item)
			continue
		}
		if !item.isScalar() {
			continue
		}
		source, access := launch.Volume(item.word())
		if source.Source != nil {
			s.mount(w, item, source, target(item.node.Text), facts.Written(access, item.span()))
			continue
		}
		s.namedVolume(w, splitOutside(item.node.Text)[0], target(item.node.Text), facts.Written(access, item.span()))
	}
}

// longMount reads the long form of a volume.
func (s *service) longMount(w *facts.Workload, item *value) {
	source := item.get("source")
	access := facts.ByDefault(facts.ReadWrite, item.span(), "compose mounts for writing unless read_only is true")
	if readOnly := s.flag(item.get("read_only")); readOnly.Known() {
		access = written(s.stated(item.get("read_only")), facts.ReadWrite)
		if readOnly.Value {
			access.Value = facts.ReadOnly
		}
	}
	if !source.isScalar() {
		return
	}
	at := s.stated(item.get("target")).Value
	switch kind := s.stated(item.get("type")); kind.Value {
	case "bind", "npipe":
		s.mount(w, source, source.word(), at, access)
	case "volume":
		s.namedVolume(w, source.node.Text, at, access)
	}
}

// target returns where the short form of a volume puts it in the container, as far as it is known.
func target(text string) string {
	if parts := splitOutside(text); len(parts) > 1 {
		if i := interpolate(parts[1]); i.known {
			return i.text
		}
	}
	return ""
}

// namedVolume follows a volume that the top level binds to a folder of the machine.
func (s *service) namedVolume(w *facts.Workload, name, at string, access facts.Stated[facts.Access]) {
	for _, volumes := range s.volumes {
		options := volumes.get(name, "driver_opts")
		device := options.get("device")
		if device.isScalar() && strings.Contains(scalarOf(options, "o"), "bind") {
			s.mount(w, device, device.word(), at, access)
			return
		}
	}
}

// mount states one folder of the machine, or a control socket.
func (s *service) mount(w *facts.Workload, v *value, source facts.Word, at string, access facts.Stated[facts.Access]) {
	i := interpolate(source.Text)
	if kind, ok := launch.ControlSocket(source.Text); ok {
		w.Sockets = append(w.Sockets, facts.Socket{Kind: kind, Path: i.text, Span: source.Span()})
		return
	}
	root := &facts.Root{Entry: s.fact, Raw: source, Span: source.Span(), By: facts.BindMount, Target: at, Access: access}
	if w.Container.Image != nil {
		root.Server = w.Container.Image.Name
	}
	if i.known {
		root.Path, root.Unresolved = launch.CleanPath(i.text)
	} else {
		root.Path, root.Unresolved = launch.CleanPath(source.Text) // which knows $HOME and $PWD
	}
	if i.fallback {
		root.Confidence = facts.Medium
	}
	// What lies in the project is no more than the project, however the path gets there.
	if p := root.Path; strings.HasPrefix(p, ".") {
		if joined := path.Join(v.in.dir, p); joined != ".." && !strings.HasPrefix(joined, "../") {
			root.Path = "./" + joined
			if joined == "." {
				root.Path = "."
			}
		}
	}
	s.out.Roots = append(s.out.Roots, root)
}
