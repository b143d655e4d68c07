package devcontainer

import (
	"path"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/credential"
	"github.com/wirevet/wirevet/parsers/launch"
	"github.com/wirevet/wirevet/parsers/tree"
)

// KnownPath reports whether the file is where tools look for the description of a dev container.
func KnownPath(file string) bool {
	if strings.HasSuffix(file, ".devcontainer.json") {
		return path.Base(file) == ".devcontainer.json"
	}
	dir, ok := strings.CutSuffix(file, "/devcontainer.json")
	return ok && (path.Base(dir) == ".devcontainer" || path.Base(path.Dir(dir)) == ".devcontainer")
}

// reader holds what is known while a file is read.
type reader struct {
	src  *facts.Source
	root *tree.Node
	in   launch.Input
	l    *facts.Launch
	out  *facts.Facts
}

// Parse adds to out what the file states of its container. What of the file is broken is said by whoever reads its hosts.
func Parse(src *facts.Source, data []byte, out *facts.Facts) {
	doc := tree.Parse(data, tree.JSON)
	if len(doc.Roots) == 0 || doc.Roots[0].Kind != tree.Object {
		return
	}
	credential.Mask(src, data)
	root := doc.Roots[0]
	name := facts.Span{Source: src, Start: root.Start, End: min(root.Start+1, root.End)}
	for _, key := range [...]string{"name", "image", "build", "dockerFile", "dockerComposeFile"} {
		if n := root.Get(key); n != nil {
			name = n.Span(src)
			break
		}
	}
	e := &facts.Entry{
		Component: "dev container " + src.Path, Name: name, Block: root.Span(src), Relevance: facts.Unrelated,
		Deployment: &facts.Deployment{Kind: facts.DevContainer, Name: src.Path, Dir: projectOf(src.Path)},
	}
	out.Entries = append(out.Entries, e)
	r := &reader{src: src, root: root, out: out, in: launch.Input{
		Entry: e, Role: facts.ServerRole, Title: "the dev container " + src.Path, Contained: &facts.Container{Engine: "docker"}, Remedy: "${localEnv:NAME}",
	}}
	r.environment()
	r.l = launch.ReadEnvironment(r.in, out)
	out.Launches, out.Workloads = append(out.Launches, r.l), append(out.Workloads, r.l.Process)
	w := r.l.Process
	w.Span = name
	w.Deployed = &facts.Deployed{Starts: r.l, Environment: r.l.Environment}
	if root.Get("dockerComposeFile") != nil {
		r.composeService()
		r.users("remoteUser") // what the container itself is, the compose file says
		return
	}
	if image := root.Get("image"); r.isText(image) && image.Text != "" && !strings.Contains(image.Text, "${") {
		w.Container.Image = launch.ReadImage(image.Word(src))
		r.l.Image = w.Container.Image
	}
	r.rights(w)
	r.mounts()
	// The tool puts runArgs behind what the other keys say, so that they win.
	r.users("containerUser")
	if args := r.list("runArgs"); len(args) > 0 {
		launch.RunOptions(r.in, r.l, args, out)
	}
	r.users("remoteUser")
	r.ports(w)
}

// composeService reads which service of a compose project the container is (containers.dev/implementors/json_reference, "Docker
// Compose specific properties").
func (r *reader) composeService() {
	service := r.root.Get("service")
	if !r.isText(service) {
		return
	}
	r.l.Compose = &facts.ComposeService{Span: service.Span(r.src), Name: service.Text}
	if files := r.root.Get("dockerComposeFile"); files.Kind == tree.String {
		r.l.Compose.Files = []string{files.Text}
		return
	}
	for _, file := range r.list("dockerComposeFile") {
		r.l.Compose.Files = append(r.l.Compose.Files, file.Text)
	}
}

// projectOf returns the folder that a dev container is for.
func projectOf(file string) string {
	dir := path.Dir(file)
	for _, up := range [...]string{dir, path.Dir(dir)} {
		if path.Base(up) == ".devcontainer" {
			return path.Dir(up)
		}
	}
	return dir
}

func (r *reader) refuse(n *tree.Node, message string) {
	r.out.Problems = append(r.out.Problems, &facts.Problem{Span: n.Span(r.src), Kind: facts.HostRefuses, Message: message})
}

// isText reports whether a value is a string; anything else but nothing is refused.
func (r *reader) isText(n *tree.Node) bool {
	if n == nil || n.Kind == tree.Null {
		return false
	}
	if n.Kind != tree.String {
		r.refuse(n, "expected a string here; tools for dev containers refuse anything else")
		return false
	}
	return true
}

// list returns the strings of a list.
func (r *reader) list(key string) []facts.Word {
	n := r.root.Get(key)
	if n == nil || n.Kind == tree.Null {
		return nil
	}
	if n.Kind != tree.Array {
		r.refuse(n, "expected a list of strings for "+key)
		return nil
	}
	var out []facts.Word
	for _, item := range n.Items {
		if r.isText(item) {
			out = append(out, item.Word(r.src))
		}
	}
	return out
}

// environment reads containerEnv, and remoteEnv, which the processes of editors have on top of it.
func (r *reader) environment() {
	r.in.Environment.Base = facts.ByDefault(facts.EnvironmentNone, r.in.Entry.Name, "a container has the variables of its image and those that it is given")
	for _, key := range [...]string{"containerEnv", "remoteEnv"} {
		n := r.root.Get(key)
		if n == nil || n.Kind == tree.Null {
			continue
		}
		if n.Kind != tree.Object {
			r.refuse(n, "expected a map of variables for "+key)
			continue
		}
		for _, m := range n.Members {
			if m.Shadowed {
				continue
			}
			v := facts.Variable{Name: m.Key, Key: m.KeySpan(r.src)}
			var word facts.Word
			if v.Unset = m.Value.Kind == tree.Null; !v.Unset {
				if !r.isText(m.Value) {
					continue
				}
				word = m.Value.Word(r.src)
				v.Value = word.Span()
			}
			r.in.Environment.Variables, r.in.Values = append(r.in.Environment.Variables, v), append(r.in.Values, word)
		}
	}
}

// users reads the account that a key names.
func (r *reader) users(key string) {
	n := r.root.Get(key)
	if !r.isText(n) || n.Text == "" {
		return
	}
	at := n.Span(r.src)
	if strings.Contains(n.Text, "${") {
		r.l.Process.User = facts.Undecided[facts.Account](at, facts.UnknownVariable)
		return
	}
	if !launch.AccountInRange(n.Text) {
		r.refuse(n, "expected a user and group from 0 to 2147483647 here; the engine refuses to start the container")
		r.l.Process.User = facts.Undecided[facts.Account](at, facts.OutsideRepository) // nobody's
		return
	}
	r.l.Process.User = facts.Written(facts.Account{Name: n.Text, Root: launch.IsRoot(n.Text)}, at)
}

// rights reads privileged, capAdd, securityOpt and the features that bring rights of their own.
func (r *reader) rights(w *facts.Workload) {
	if n := r.root.Get("privileged"); n != nil && n.Kind == tree.Bool {
		w.Container.Privileged = facts.Written(n.Text == "true", n.Span(r.src))
	} else if n != nil && n.Kind != tree.Null {
		r.refuse(n, "expected true or false for privileged")
	}
	for _, name := range r.list("capAdd") {
		w.CapAdd = append(w.CapAdd, facts.Written(strings.TrimPrefix(strings.ToUpper(name.Text), "CAP_"), name.Span()))
	}
	for _, option := range r.list("securityOpt") {
		launch.SecurityOption(w, option)
	}
	features := r.root.Get("features")
	if features == nil || features.Kind != tree.Object {
		return
	}
	for _, m := range features.Members {
		if !m.Shadowed {
			r.feature(w, m)
		}
	}
}

// feature reads what the two features of devcontainers/features state that reach a container engine: docker-outside-of-docker
// mounts the machine's socket, docker-in-docker makes the container privileged (devcontainer-feature.json of each, versions 1
// and 2).
func (r *reader) feature(w *facts.Workload, m tree.Member) {
	name, _, _ := strings.Cut(m.Key, "@")
	name = path.Base(name)
	name, _, _ = strings.Cut(name, ":")
	switch at := m.KeySpan(r.src); name {
	case "docker-outside-of-docker", "docker-from-docker":
		w.Sockets = append(w.Sockets, facts.Socket{Kind: facts.RuntimeSocket, Path: "/var/run/docker.sock", Span: at})
	case "docker-in-docker":
		if !w.Container.Privileged.Known() || !w.Container.Privileged.Value {
			w.Container.Privileged = facts.ByDefault(true, at, "the feature docker-in-docker makes the container privileged (devcontainers/features, src/docker-in-docker)")
		}
	}
}

// mounts reads mounts and workspaceMount.
func (r *reader) mounts() {
	if n := r.root.Get("workspaceMount"); r.isText(n) && n.Text != "" {
		launch.Mounted(r.in, r.l, n.Word(r.src), r.out)
	}
	n := r.root.Get("mounts")
	if n == nil || n.Kind == tree.Null {
		return
	}
	if n.Kind != tree.Array {
		r.refuse(n, "expected a list of mounts")
		return
	}
	for _, item := range n.Items {
		if item.Kind == tree.Object {
			r.mountObject(item)
		} else if r.isText(item) {
			launch.Mounted(r.in, r.l, item.Word(r.src), r.out)
		}
	}
}

// mountObject reads a mount that is written as a map: type, source, target. It has no key that forbids writing.
func (r *reader) mountObject(item *tree.Node) {
	kind, source := item.Get("type"), item.Get("source")
	if r.isText(kind) && kind.Text == "bind" && r.isText(source) {
		launch.Bound(r.in, r.l, source.Word(r.src), r.out)
	}
}
