package launch

import (
	"path"
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// runner describes a program that fetches a package and runs it.
type runner struct {
	title    string // in the chain: "npx", "uv tool run"
	registry string
	options  options
	packages []string // options that name the package, so that the free word is its command
	with     []string // options that name further packages
	shell    string   // an option whose value is a shell command
	envFiles []string
	read     func(string) specifier
}

var npx = runner{
	title: "npx", registry: "npm", read: npmSpecifier, packages: []string{"-p", "--package"}, shell: "-c",
	options: options{
		valued: []string{"-p", "--package", "-c", "--call", "--cache", "--userconfig", "--shell", "--script-shell", "-n", "--node-arg", "--registry", "--loglevel", "--prefix", "-C"},
		plain: []string{
			"-y", "--yes", "--no", "--no-install", "-q", "--quiet", "--silent", "--prefer-offline", "--prefer-online", "--offline",
			"--ignore-scripts", "--foreground-scripts", "--no-fund", "--no-audit", "--no-update-notifier", "--verbose", "-d", "-s",
		},
		unknown: unknownUnless, // npm 11: an unknown option takes the next word unless that begins with a dash
	},
}

var bunx = runner{
	title: "bunx", registry: "npm", read: npmSpecifier, packages: []string{"-p", "--package"}, envFiles: []string{"--env-file"},
	options: options{valued: []string{"-p", "--package", "--cwd", "--env-file", "--minimum-release-age", "--registry", "--ca", "--cafile"}},
}

var dlx = runner{
	title: "dlx", registry: "npm", read: npmSpecifier, packages: []string{"-p", "--package"},
	options: options{valued: []string{"-p", "--package", "--allow-build", "--reporter", "-C", "--dir", "--registry"}},
}

// uvValued are the options of uv that take a value (crates/uv-cli/src/lib.rs of astral-sh/uv, August 2026).
var uvValued = []string{
	"--from", "-w", "--with", "--with-editable", "--with-requirements", "-c", "--constraints", "-b", "--build-constraints",
	"--overrides", "--env-file", "--index", "--default-index", "-i", "--index-url", "--extra-index-url", "-f", "--find-links",
	"-P", "--upgrade-package", "--upgrade-group", "--reinstall-package", "--index-strategy", "--keyring-provider", "-C",
	"--config-setting", "--config-settings-package", "--exclude-newer", "--exclude-newer-package", "--link-mode", "-p",
	"--python", "--python-platform", "--torch-backend", "--directory", "--project", "--config-file", "--cache-dir", "--color",
	"--allow-insecure-host", "--trusted-host", "--python-preference", "--preview-features", "--extra", "--no-extra",
	"--group", "--no-group", "--only-group", "--package", "--no-editable-package",
}

var uvx = runner{
	title: "uvx", registry: "pypi", read: pypiSpecifier, packages: []string{"--from"}, with: []string{"--with", "-w"}, envFiles: []string{"--env-file"},
	options: options{valued: uvValued},
}

var pipx = runner{
	title: "pipx run", registry: "pypi", read: pypiSpecifier, packages: []string{"--spec"}, with: []string{"--with"},
	options: options{valued: []string{"--spec", "--python", "--pip-args", "-i", "--index-url", "--with"}},
}

func addPackageRunners(table map[string]launcher) {
	table["npx"] = runner.launcher(npx)
	table["bunx"] = runner.launcher(bunx)
	table["pnpx"] = runner.launcher(dlx)
	table["uvx"] = runner.launcher(uvx)
	table["npm"] = subcommands(map[string]launcher{"exec": npx.launcher(), "x": npx.launcher(), "config": readNpmConfig, "set": readNpmConfig})
	table["pnpm"] = subcommands(map[string]launcher{"dlx": dlx.launcher()})
	table["yarn"] = subcommands(map[string]launcher{"dlx": dlx.launcher()})
	table["pipx"] = subcommands(map[string]launcher{"run": pipx.launcher()})
	table["uv"] = readUV
	table["go"] = subcommands(map[string]launcher{"run": readGoRun})
	table["dnx"] = runner.launcher(runner{title: "dnx", registry: "nuget", read: npmSpecifier})
}

// subcommands reads the first free word as the name of a subcommand.
func subcommands(table map[string]launcher) launcher {
	return func(r *reader, self facts.Word, words []facts.Word, depth int) {
		for i, w := range words {
			if strings.HasPrefix(w.Text, "-") {
				continue
			}
			if read := table[w.Text]; read != nil {
				read(r, spanning(self, w), words[i+1:], depth)
				return
			}
			break
		}
		r.program(self, words, depth)
	}
}

// spanning returns a word that covers two, for the chain.
func spanning(a, b facts.Word) facts.Word {
	if a.Source != b.Source || b.End < a.Start {
		return a
	}
	return facts.Word{Text: a.Text + " " + b.Text, Source: a.Source, Start: a.Span().Start, End: b.Span().End}
}

func (n runner) launcher() launcher {
	return func(r *reader, self facts.Word, words []facts.Word, depth int) {
		found, rest := n.options.parse(words)
		r.step(n.title, self.Span())
		r.runPackage(n, found, rest, depth)
	}
}

// runPackage reads the options and the subject of a package runner.
func (r *reader) runPackage(n runner, found []option, rest []facts.Word, depth int) {
	var named facts.Word
	for _, o := range found {
		switch {
		case contains(n.packages, o.name) && o.has:
			if named.Source == nil {
				named = o.value
			}
			r.addPackage(n, o.value)
		case contains(n.with, o.name) && o.has:
			r.addPackage(n, o.value)
		case contains(n.envFiles, o.name) && o.has:
			r.envFile(o.value)
		case n.shell != "" && (o.name == n.shell || o.name == "--call") && o.has:
			r.shellString("sh", o.value, depth)
		case o.name == "--allow-insecure-host" || o.name == "--trusted-host":
			r.verify(o.name, o.span(), facts.VerifyNone, facts.Download, "")
		}
	}
	if len(rest) == 0 {
		return
	}
	subject, args := rest[0], rest[1:]
	if n.title == "npx" && len(args) > 0 && args[0].Text == "--" {
		args = args[1:]
	}
	var name string
	if named.Source == nil {
		s := n.read(subject.Text)
		r.addPackage(n, subject)
		name = s.name
	} else {
		name = n.read(named.Text).name
		subject = named
	}
	r.launch.Program = name
	r.server(n.registry, name, subject, args, depth)
}

func (r *reader) addPackage(n runner, w facts.Word) {
	if strings.ContainsAny(w.Text, "${}") {
		return // which package it is, is not in the file
	}
	s := n.read(w.Text)
	if s.remote != "" {
		r.launch.RemoteCode = append(r.launch.RemoteCode, facts.RemoteCode{Span: w.Span(), What: s.remote})
	}
	r.launch.Packages = append(r.launch.Packages, facts.Package{
		Registry: n.registry, Name: s.name, Version: s.version, Pin: s.pin, Span: w.Span(), Runner: n.title,
	})
}

func (r *reader) envFile(w facts.Word) {
	r.launch.Environment.Files = append(r.launch.Environment.Files, facts.Written(w.Text, w.Span()))
}

// readUV reads uv's own options, then `run`, `tool run` or `x`.
func readUV(r *reader, self facts.Word, words []facts.Word, depth int) {
	global, rest := uvx.options.parse(words)
	if len(rest) == 0 {
		return
	}
	switch {
	case rest[0].Text == "tool" && len(rest) > 1 && rest[1].Text == "run":
		found, inner := uvx.options.parse(rest[2:])
		r.step("uv tool run", spanning(self, rest[1]).Span())
		r.runPackage(uvx, append(global, found...), inner, depth)
	case rest[0].Text == "run":
		r.uvRun(spanning(self, rest[0]), global, rest[1:], depth)
	default:
		r.program(self, words, depth)
	}
}

// uvRun reads a program of a project: what it is, is decided by the project's files, but for `--with`.
func (r *reader) uvRun(self facts.Word, global []option, words []facts.Word, depth int) {
	found, rest := uvx.options.parse(words)
	r.step("uv run", self.Span())
	for _, o := range append(global, found...) {
		switch {
		case (o.name == "--with" || o.name == "-w") && o.has:
			r.addPackage(uvx, o.value)
		case o.name == "--env-file" && o.has:
			r.envFile(o.value)
		case o.name == "--allow-insecure-host" || o.name == "--trusted-host":
			r.verify(o.name, o.span(), facts.VerifyNone, facts.Download, "")
		}
	}
	if len(rest) == 0 {
		return
	}
	if strings.HasPrefix(rest[0].Text, "https://") || strings.HasPrefix(rest[0].Text, "http://") {
		r.remoteCode(rest[0].Span(), "what "+address(rest[0].Text)+" serves")
		return
	}
	r.run(rest, depth+1)
}

func (r *reader) remoteCode(span facts.Span, what string) {
	r.launch.RemoteCode = append(r.launch.RemoteCode, facts.RemoteCode{Span: span, What: what})
}

// enter notes that a launcher changes to a folder before it starts anything.
func (r *reader) enter(dir facts.Word) {
	folder := dir.Text
	if cwd := r.launch.Cwd; cwd.Known() && !path.IsAbs(folder) && !strings.HasPrefix(folder, "$") {
		folder = path.Join(cwd.Value, folder)
	}
	r.launch.Cwd = facts.Written(folder, dir.Span())
}

// readGoRun reads `go run module@version`, which fetches; a path does not.
func readGoRun(r *reader, self facts.Word, words []facts.Word, depth int) {
	o := options{valued: []string{"-C", "-mod", "-modfile", "-tags", "-ldflags", "-gcflags", "-exec", "-overlay", "-pkgdir", "-p"}}
	found, rest := o.parse(words)
	r.step("go run", self.Span())
	for _, f := range found {
		if f.name == "-C" && f.has {
			r.enter(f.value)
		}
	}
	if len(rest) == 0 {
		return
	}
	name, version, fetched := strings.Cut(rest[0].Text, "@")
	r.launch.Program = name
	if fetched {
		r.launch.Packages = append(r.launch.Packages, facts.Package{
			Registry: "go", Name: name, Version: version, Pin: versionPin(version), Span: rest[0].Span(), Runner: "go run",
		})
	}
	r.server("go", name, rest[0], rest[1:], depth)
}
