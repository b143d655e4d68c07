package launch

import "github.com/wirevet/wirevet/facts"

// composeGlobal, composeRun and composeExec are the options of docker compose (docs.docker.com/reference/cli/docker/compose).
var composeGlobal = options{
	valued: []string{"-f", "--file", "-p", "--project-name", "--project-directory", "--env-file", "--profile", "--ansi", "--progress", "--parallel"},
}

var composeRun = options{
	valued: []string{
		"-e", "--env", "--env-from-file", "--entrypoint", "-l", "--label", "--name", "-p", "--publish", "--pull", "-u", "--user", "-v", "--volume",
		"-w", "--workdir", "--cap-add", "--cap-drop",
	},
	cluster: true,
}

var composeExec = options{valued: []string{"-e", "--env", "--index", "-u", "--user", "-w", "--workdir"}, cluster: true}

func readComposeProgram(r *reader, self facts.Word, words []facts.Word, depth int) {
	engine := "docker"
	if programName(self.Text) == "podman-compose" {
		engine = "podman"
	}
	r.compose(engine, self, words, depth)
}

// compose reads what stands behind `docker compose`.
func (r *reader) compose(engine string, self facts.Word, words []facts.Word, depth int) {
	service := &facts.ComposeService{}
	found, rest := composeGlobal.parse(words)
	for _, o := range found {
		switch o.name {
		case "-f", "--file":
			service.Files = append(service.Files, o.text())
		case "--project-directory":
			service.Dir = o.text()
		}
	}
	if len(rest) == 0 {
		return
	}
	verb, read := spanning(self, rest[0]), composeRun
	switch rest[0].Text {
	case "run":
	case "exec":
		read = composeExec
	default:
		r.step(engine+" compose "+rest[0].Text, verb.Span())
		return
	}
	r.step(engine+" compose "+rest[0].Text, verb.Span())
	w := r.launch.Process
	w.Container, w.Span, w.User = &facts.Container{Engine: engine}, verb.Span(), facts.Stated[facts.Account]{}
	exec := rest[0].Text == "exec"
	found, rest = read.parse(rest[1:])
	for _, o := range found {
		if o.name == "--env-from-file" {
			r.envFile(o.value)
			continue
		}
		if o.name == "-P" { // --service-ports: those that the service publishes
			continue
		}
		r.containerOption(w, o)
	}
	if len(rest) == 0 {
		return
	}
	service.Span, service.Name = rest[0].Span(), rest[0].Text
	r.launch.Compose = service
	if exec && len(rest) > 1 {
		r.run(rest[1:], depth+1)
	}
}
