package compose

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/parsers/launch"
)

// account reads user.
func (s *service) account(w *facts.Workload) {
	if user := s.stated(s.value.get("user")); user.State != facts.Unset && (user.Value != "" || !user.Known()) {
		if user.Known() && !launch.AccountInRange(user.Value) {
			s.refuse(user.Span, "expected a user and group from 0 to 2147483647 here; the engine refuses to start the container")
			w.User = facts.Undecided[facts.Account](user.Span, facts.OutsideRepository) // nobody's
			return
		}
		w.User = written(user, facts.Account{Name: user.Value, Root: user.Known() && launch.IsRoot(user.Value)})
	}
}

// rights reads privileged, capabilities and what confines the process.
func (s *service) rights(w *facts.Workload) {
	w.Container.Privileged = s.flag(s.value.get("privileged"))
	for _, list := range [...]struct {
		key string
		to  *[]facts.Stated[string]
	}{{"cap_add", &w.CapAdd}, {"cap_drop", &w.CapDrop}} {
		for _, item := range s.value.get(list.key).scalars() {
			name := s.stated(item)
			*list.to = append(*list.to, written(name, strings.TrimPrefix(strings.ToUpper(name.Value), "CAP_")))
		}
	}
	confined := false
	for _, item := range s.value.get("security_opt").scalars() {
		option := s.stated(item)
		if !option.Known() {
			confined = true // or not: a variable says so
			continue
		}
		// docker takes = and : between the name and the value
		name, value, _ := strings.Cut(strings.Replace(option.Value, ":", "=", 1), "=")
		off := value == "unconfined" || name == "label" && value == "disable" || name == "no-new-privileges" && value == "false"
		w.Confinement = append(w.Confinement, facts.Confinement{Name: name, On: !off, Span: option.Span})
		confined = confined || name == "no-new-privileges"
	}
	if !confined {
		w.Container.Escalation = facts.ByDefault(true, s.at, "docker lets setuid programs raise their rights unless security_opt has no-new-privileges:true (docker run, --security-opt)")
	}
	if api := s.flag(s.value.get("use_api_socket")); api.Known() && api.Value {
		w.Sockets = append(w.Sockets, facts.Socket{Kind: facts.RuntimeSocket, Path: "use_api_socket", Span: s.value.key("use_api_socket")})
	}
}

// namespaces reads which namespaces the container shares, with the machine or with another service.
func (s *service) namespaces(box *facts.Container) {
	for _, n := range [...]struct {
		key  string
		kind facts.NamespaceKind
	}{
		{"pid", facts.PIDNamespace}, {"ipc", facts.IPCNamespace}, {"network_mode", facts.NetworkNamespace},
		{"uts", facts.UTSNamespace}, {"userns_mode", facts.UserNamespace}, {"cgroup", facts.CgroupNamespace},
	} {
		mode := s.stated(s.value.get(n.key))
		if !mode.Known() {
			continue
		}
		of, name, _ := strings.Cut(mode.Value, ":")
		switch {
		case n.kind == facts.UserNamespace && (of == "auto" || of == "keep-id" || of == "nomap"):
			box.RootMapped = written(mode, true)
		case of == "host":
			box.Namespaces = append(box.Namespaces, facts.SharedNamespace{Kind: n.kind, With: "host", Span: mode.Span})
		case (of == "service" || of == "container") && name != "":
			box.Namespaces = append(box.Namespaces, facts.SharedNamespace{Kind: n.kind, With: of + " " + name, Span: mode.Span})
		}
	}
}
