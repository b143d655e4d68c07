package compose

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/credential"
	"github.com/wirevet/wirevet/parsers/launch"
	"github.com/wirevet/wirevet/parsers/tree"
)

// state states what one service says.
func (s *service) state() {
	s.fact = &facts.Entry{
		Component: "compose service " + s.name, Name: s.at, Block: s.blocks[0], Deployment: s.deployment, Relevance: facts.Unrelated,
	}
	s.out.Entries = append(s.out.Entries, s.fact)
	s.checkShapes()
	box := &facts.Container{Engine: "docker", Image: s.image()}
	l := s.launch(box)
	w := l.Process
	if w.Container != box { // the command starts a container of its own
		w = &facts.Workload{Entry: s.fact, Title: s.fact.Component, Container: box}
		s.out.Workloads = append(s.out.Workloads, w)
	}
	s.workload, w.Span = w, s.at
	w.Deployed = &facts.Deployed{
		Service: s.name, Labels: s.labels(), Image: s.build(), Starts: l, Environment: l.Environment,
		ReadOnlyRoot: s.flag(s.value.get("read_only")), ContainerName: s.containerName(),
	}
	if w.Deployed.Image == nil && box.Image != nil && s.certain(s.value.get("image")) {
		l.Image = box.Image
	}
	s.account(w)
	s.rights(w)
	s.namespaces(box)
	s.mounts(w)
	s.volumesOf(box)
	s.logDriver(box)
	s.ports(w)
	s.healthCheck()
	s.out.Services = append(s.out.Services, &facts.Service{
		Entry: s.fact, Span: s.at, Names: s.names(), Ports: w.Deployed.Listens, Workloads: []*facts.Workload{w},
		Exposure: facts.ByDefault(facts.LocalContainer, s.at, "compose makes a service known to the others of its project by its name"),
	})
	if s.value.get("image") == nil && s.value.get("build") == nil && s.value.get("provider") == nil && s.value.get("extends") == nil && s.isMain() {
		s.refuse(s.at, "the service "+s.name+" has neither image nor build; compose refuses it")
	}
}

// isMain reports whether the file is complete by itself: others may be there to be put on top of one.
func (s *service) isMain() bool { return mainOf([]*file{s.main}) != nil }

func (s *service) certain(v *value) bool { return s.stated(v).Known() }

// image is the image that the service names. Where a variable is in it, it is what that falls back to.
func (s *service) image() *facts.Image {
	v := s.value.get("image")
	if !v.isScalar() {
		return nil
	}
	word := v.word()
	text := s.stated(v)
	if text.Known() {
		if text.Value == "" {
			return nil
		}
		if text.Value != word.Text {
			word = facts.Word{Text: text.Value, Source: word.Source, Start: word.Start, End: word.End, Quoted: v.span()}
		}
		return launch.ReadImage(word)
	}
	// A version that nobody knows leaves the name.
	name := splitOutside(word.Text)
	if i := interpolate(name[0]); len(name) > 1 && i.known && i.text != "" {
		return &facts.Image{Name: i.text, Span: v.span()}
	}
	return nil
}

// launch reads what the service starts, and what its variables mean.
func (s *service) launch(box *facts.Container) *facts.Launch {
	in := launch.Input{Entry: s.fact, Role: facts.ServerRole, Title: s.fact.Component, Contained: box, Remedy: "${NAME}"}
	s.environment(&in)
	words := s.words(s.value.get("entrypoint"))
	command := s.words(s.value.get("command"))
	switch {
	case len(words) > 0:
		words = append(words, command...)
	case len(command) > 0 && strings.HasPrefix(command[0].Text, "-") && box.Image != nil:
		// Arguments of whatever the image starts.
		words = append([]facts.Word{{Text: box.Image.Name, Source: box.Image.Span.Source, Start: box.Image.Span.Start, End: box.Image.Span.End}}, command...)
	default:
		words = command
	}
	begin := len(s.out.Credentials)
	var l *facts.Launch
	if len(words) > 0 {
		in.Command, in.Args = words[0], words[1:]
		l = launch.Read(in, s.out)
		l.CodePaths = nil // folders of the container
	} else {
		l = launch.ReadEnvironment(in, s.out)
		s.out.Launches, s.out.Workloads = append(s.out.Launches, l), append(s.out.Workloads, l.Process)
	}
	kept := s.out.Credentials[:begin]
	for _, k := range s.out.Credentials[begin:] {
		if !s.isConnectionString(k) {
			kept = append(kept, k)
		}
	}
	s.out.Credentials = kept
	return l
}

// isConnectionString reports whether a credential in a URL is a reference, or the password that everybody gives a database on
// their own machine: postgres://${USER}:${PASSWORD}@db is how programs are told of their database.
func (s *service) isConnectionString(k *facts.Credential) bool {
	if k.Carrier != facts.InUserinfo && k.Carrier != facts.InQuery {
		return false
	}
	if !k.Literal {
		return true
	}
	for _, f := range s.files {
		if f.src == k.Span.Source {
			return credential.IsPlaceholder("", string(f.data[k.Span.Start:k.Span.End]))
		}
	}
	return false
}

// words returns the words of a command: of a list, or of one text that is split as a shell would, without being given to one.
func (s *service) words(v *value) []facts.Word {
	switch {
	case v == nil:
		return nil
	case v.isScalar():
		return launch.Split(v.word())
	}
	var out []facts.Word
	for _, item := range v.scalars() {
		out = append(out, item.word())
	}
	return out
}

// environment reads environment and env_file.
func (s *service) environment(in *launch.Input) {
	in.Environment.Base = facts.ByDefault(facts.EnvironmentNone, s.at, "a container has the variables of its image and those that it is given")
	if env := s.value.get("environment"); env != nil && env.kind == tree.Object {
		for _, m := range env.members {
			v := facts.Variable{Name: m.key, Key: m.at, ByName: !m.value.isScalar()}
			var word facts.Word
			if !v.ByName {
				word = m.value.word()
				v.Value = word.Span()
			}
			in.Environment.Variables, in.Values = append(in.Environment.Variables, v), append(in.Values, word)
		}
	}
	for _, item := range s.value.get("env_file").list() {
		if item.kind == tree.Object {
			item = item.get("path")
		}
		if name := s.stated(item); name.Known() {
			if where := below(item.in.dir, name.Value); where != "" {
				name.Value = where
			}
			in.Environment.Files = append(in.Environment.Files, name)
		}
	}
}

// list returns the items of a list.
func (v *value) list() []*value {
	if v == nil {
		return nil
	}
	return v.items
}

// labels are those of the container and of its service.
func (s *service) labels() map[string]string {
	var out map[string]string
	for _, v := range [...]*value{s.value.get("labels"), s.value.get("deploy", "labels")} {
		if v == nil {
			continue
		}
		for _, m := range v.members {
			if m.value.isScalar() {
				if out == nil {
					out = map[string]string{}
				}
				out[m.key] = strings.Trim(m.value.span().Text(), `"'`) // masked
			}
		}
	}
	return out
}

// names are the names by which the other services reach this one.
func (s *service) names() []string {
	out := []string{s.name}
	for _, key := range [...]string{"container_name", "hostname"} {
		if name := s.stated(s.value.get(key)); name.Known() && name.Value != s.name {
			out = append(out, name.Value)
		}
	}
	if networks := s.value.get("networks"); networks != nil {
		for _, m := range networks.members {
			for _, alias := range m.value.get("aliases").scalars() {
				out = append(out, alias.node.Text)
			}
		}
	}
	return out
}

// containerName is the name of the container: the one that is stated, or else that of the project, the service and the first instance
// (getContainerName in pkg/compose of docker/compose 2.40).
func (s *service) containerName() string {
	if stated := s.value.get("container_name"); stated != nil {
		return s.stated(stated).Value
	}
	if name := projectName(s.deployment.Name); name != "" {
		return name + "-" + s.name + "-1"
	}
	return ""
}

// projectName makes a project's name of that of a folder (NormalizeProjectName in loader of compose-go 2.16).
func projectName(folder string) string {
	name := strings.Map(func(c rune) rune {
		if c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '_' {
			return c
		}
		return -1
	}, strings.ToLower(folder))
	return strings.TrimLeft(name, "_-")
}

// build is how the image is built, when it is built here.
func (s *service) build() *facts.BuildReference {
	v := s.value.get("build")
	if v == nil || v.kind != tree.Object {
		return nil
	}
	ref := &facts.BuildReference{Span: v.span()}
	context := s.stated(v.get("context"))
	folder := "."
	if context.Known() {
		folder, ref.Span = context.Value, context.Span
	}
	if args := v.get("args"); args != nil {
		for _, m := range args.members {
			if m.value.isScalar() {
				launch.Recognise(s.fact, m.key, m.value.word(), facts.InImage, "", s.out)
			}
		}
	}
	in := v.in
	if c := v.get("context"); c != nil {
		in = c.in
	}
	if context.State == facts.Unresolved || v.get("dockerfile_inline") != nil {
		return ref
	}
	if ref.Context = below(in.dir, folder); ref.Context == "" {
		return ref
	}
	ref.Dockerfile = below(ref.Context, "Dockerfile")
	if d := v.get("dockerfile"); d != nil {
		name := s.stated(d)
		if !name.Known() {
			ref.Context, ref.Dockerfile = "", ""
			return ref
		}
		ref.Dockerfile = below(ref.Context, name.Value)
	}
	if t := s.stated(v.get("target")); t.Known() {
		ref.Target = strings.ToLower(t.Value)
	}
	return ref
}

// healthCheck reads the command by which the engine asks the server whether it lives.
func (s *service) healthCheck() {
	test := s.value.get("healthcheck", "test")
	if test == nil {
		return
	}
	in := launch.Input{Entry: s.fact, Role: facts.CommandRole, Title: "the health check of " + s.fact.Component, Contained: &facts.Container{}}
	words := test.scalars()
	switch {
	case test.isScalar():
		in.Line = test.word()
	case len(words) > 1 && words[0].node.Text == "CMD-SHELL":
		in.Line = words[1].word()
	case len(words) > 1 && words[0].node.Text == "CMD":
		in.Command = words[1].word()
		for _, word := range words[2:] {
			in.Args = append(in.Args, word.word())
		}
	default:
		return
	}
	out := &facts.Facts{}
	launch.Read(in, out)
	for _, p := range out.TLS {
		if p.Target != facts.ExposureUnknown { // what is not known is most likely the server itself
			p.Purpose = facts.Session
			s.out.TLS = append(s.out.TLS, p)
		}
	}
	s.out.Parts = append(s.out.Parts, out.Parts...)
}
