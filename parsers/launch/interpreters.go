package launch

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/exposure"
)

var nodeOptions = options{
	valued: []string{
		"-r", "--require", "--import", "--loader", "--experimental-loader", "-C", "--conditions", "--env-file",
		"--env-file-if-exists", "-e", "--eval", "-p", "--print", "--title", "--icu-data-dir", "--openssl-config",
		"--localstorage-file", "--input-type",
	},
}

func addInterpreters(table map[string]launcher) {
	node := func(r *reader, self facts.Word, words []facts.Word, depth int) {
		found, rest := nodeOptions.parse(words)
		r.step(programName(self.Text), self.Span())
		r.nodeFlags(found)
		r.script(rest, depth)
	}
	for _, name := range [...]string{"node", "nodejs", "tsx", "ts-node"} {
		table[name] = node
	}
	table["bun"] = func(r *reader, self facts.Word, words []facts.Word, depth int) {
		if len(words) > 0 && words[0].Text == "x" {
			bunx.launcher()(r, spanning(self, words[0]), words[1:], depth)
			return
		}
		if len(words) > 0 && words[0].Text == "run" {
			words = words[1:]
		}
		node(r, self, words, depth)
	}
	for _, name := range [...]string{"python", "python2", "python3", "py", "python3.10", "python3.11", "python3.12", "python3.13", "python3.14"} {
		table[name] = readPython
	}
	table["deno"] = readDeno
	table["java"] = readJava
	table["dlv"] = readDelve
}

// script reads the file that an interpreter runs.
func (r *reader) script(rest []facts.Word, depth int) {
	if len(rest) == 0 {
		return
	}
	r.place(rest[0])
	r.launch.Program = rest[0].Text
	r.server("", programName(rest[0].Text), rest[0], rest[1:], depth)
}

// nodeOptions reads the contents of NODE_OPTIONS.
func (r *reader) nodeOptions(words []facts.Word) {
	found, _ := nodeOptions.parse(words)
	r.nodeFlags(found)
}

func (r *reader) nodeFlags(found []option) {
	for _, o := range found {
		switch o.name {
		case "--inspect", "--inspect-brk", "--inspect-wait":
			r.debugPort(o.span(), "the Node.js inspector", o.text())
		case "--tls-min-v1.0":
			r.lowest(o, facts.TLS10)
		case "--tls-min-v1.1":
			r.lowest(o, facts.TLS11)
		case "--tls-min-v1.2":
			r.lowest(o, facts.TLS12)
		case "--tls-min-v1.3":
			r.lowest(o, facts.TLS13)
		case "--env-file", "--env-file-if-exists":
			r.envFile(o.value)
		case "--allow-fs-read", "--allow-fs-write":
			access := facts.ReadOnly
			if o.name == "--allow-fs-write" {
				access = facts.ReadWrite
			}
			r.permission(o, access, o.text() == "*")
		case "-r", "--require", "--import":
			r.codePath(o.value, "NODE_OPTIONS")
		}
	}
}

func (r *reader) lowest(o option, v facts.TLSVersion) {
	r.out.TLS = append(r.out.TLS, &facts.TLSPolicy{
		Entry: r.in.Entry, Span: o.span(), Setting: o.name, Subject: r.in.Title, Lowest: facts.Written(v, o.span()),
	})
}

// debugPort records a debugger. An address without a host is the tool's own default, this machine.
func (r *reader) debugPort(span facts.Span, tool, address string) {
	p := facts.DebugPort{Span: span, Tool: tool, Address: address, Exposure: facts.Loopback}
	host, port := splitPort(address)
	if strings.Trim(address, "0123456789") == "" {
		host, port = "", address
	}
	if host != "" {
		p.Exposure = exposure.OfListener(host)
	}
	_ = port
	r.launch.DebugPorts = append(r.launch.DebugPorts, p)
}

func readPython(r *reader, self facts.Word, words []facts.Word, depth int) {
	o := options{valued: []string{"-W", "-X", "--check-hash-based-pycs", "-m", "-c"}, cluster: true}
	r.step(programName(self.Text), self.Span())
	for i := 0; i < len(words); i++ {
		w := words[i]
		switch {
		case w.Text == "-m" && i+1 < len(words):
			r.pythonModule(words[i+1], words[i+2:], depth)
			return
		case w.Text == "-c":
			return
		case strings.HasPrefix(w.Text, "-") && contains(o.valued, w.Text):
			i++
		case !strings.HasPrefix(w.Text, "-"):
			r.script(words[i:], depth)
			return
		}
	}
}

func (r *reader) pythonModule(module facts.Word, args []facts.Word, depth int) {
	r.launch.Program = module.Text
	if module.Text == "debugpy" {
		o := options{valued: []string{"--listen", "--connect", "--log-to", "-m", "-c", "--pid"}}
		found, rest := o.parse(args)
		for _, f := range found {
			if f.name == "--listen" {
				r.debugPort(f.span(), "debugpy", f.text())
				r.partOf(f.span(), facts.Span{}) // debugpy does not start without it
			}
		}
		r.script(rest, depth)
		return
	}
	r.server("pypi", strings.ReplaceAll(module.Text, "_", "-"), module, args, depth)
}

var denoOptions = options{
	valued: []string{
		"--ext", "--import-map", "--node-modules-linker", "-c", "--config", "--cert", "--min-dep-age", "--inspect-publish-uid",
		"--location", "--seed", "--preload", "--require", "--conditions",
	},
}

func readDeno(r *reader, self facts.Word, words []facts.Word, depth int) {
	r.step("deno", self.Span())
	if len(words) > 0 && (words[0].Text == "run" || words[0].Text == "x") {
		words = words[1:]
	}
	found, rest := denoOptions.parse(words)
	for _, o := range found {
		r.denoFlag(o)
	}
	if len(rest) == 0 {
		return
	}
	subject := rest[0]
	r.launch.Program = subject.Text
	switch text := subject.Text; {
	case strings.HasPrefix(text, "npm:"), strings.HasPrefix(text, "jsr:"):
		registry := text[:3]
		s := npmSpecifier(strings.TrimPrefix(text[4:], "/"))
		s.version, _, _ = strings.Cut(s.version, "/")
		r.launch.Program = s.name
		r.launch.Packages = append(r.launch.Packages, facts.Package{
			Registry: registry, Name: s.name, Version: s.version, Pin: versionPin(s.version), Span: subject.Span(), Runner: "deno",
		})
		r.server(registry, s.name, subject, rest[1:], depth)
	case strings.HasPrefix(text, "https://"), strings.HasPrefix(text, "http://"):
		if i := strings.LastIndexByte(text, '@'); i < 0 || versionPin(strings.SplitN(text[i+1:], "/", 2)[0]) != facts.PinExact {
			r.remoteCode(subject.Span(), "what "+address(text)+" serves")
		}
	default:
		r.script(rest, depth)
	}
}

// denoFlag reads a permission: nothing is allowed unless a flag says so.
func (r *reader) denoFlag(o option) {
	switch {
	case o.name == "-A" || o.name == "--allow-all":
		r.launch.Process.Confinement = append(r.launch.Process.Confinement, facts.Confinement{Name: "Deno's permissions", Span: o.span()})
	case o.name == "-R" || o.name == "--allow-read":
		r.permission(o, facts.ReadOnly, !o.has)
	case o.name == "-W" || o.name == "--allow-write":
		r.permission(o, facts.ReadWrite, !o.has)
	case strings.HasPrefix(o.name, "--inspect"):
		r.debugPort(o.span(), "the Deno inspector", o.text())
	case o.name == "--unsafely-ignore-certificate-errors":
		r.verify(o.name, o.span(), facts.VerifyNone, facts.Session, "")
	}
}

// permission records the paths that a permission flag names.
func (r *reader) permission(o option, access facts.Access, whole bool) {
	if whole {
		r.root(o.word, "/", facts.PermissionFlag, access, facts.High).Whole = true
		return
	}
	at := 0
	for _, p := range strings.Split(o.text(), ",") {
		r.root(o.value.Sub(at, at+len(p)), p, facts.PermissionFlag, access, facts.High)
		at += len(p) + 1
	}
}

func readJava(r *reader, self facts.Word, words []facts.Word, depth int) {
	r.step("java", self.Span())
	for i, w := range words {
		switch {
		case strings.HasPrefix(w.Text, "-agentlib:jdwp="), strings.HasPrefix(w.Text, "-Xrunjdwp:"):
			_, address, _ := strings.Cut(w.Text, "address=")
			address, _, _ = strings.Cut(address, ",")
			if strings.HasPrefix(address, "*:") {
				address = "0.0.0.0" + address[1:]
			}
			r.debugPort(w.Span(), "the Java debugger", address)
		case w.Text == "-jar" && i+1 < len(words):
			r.script(words[i+1:], depth)
			return
		}
	}
}

func readDelve(r *reader, self facts.Word, words []facts.Word, depth int) {
	r.step("dlv", self.Span())
	o := options{valued: []string{"--listen", "-l", "--api-version", "--log-dest", "--wd"}, interleave: true}
	found, rest := o.parse(words)
	for _, f := range found {
		if f.name == "--listen" || f.name == "-l" {
			r.debugPort(f.span(), "Delve", f.text())
			r.partOf(f.span(), facts.Span{}) // the program is the debugger
		}
	}
	if len(rest) > 1 {
		r.script(rest[1:], depth)
	}
}
