package dockerfile

import (
	"path"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/credential"
	"github.com/wirevet/wirevet/parsers/launch"
)

// run reads a command of the build.
func (r *reader) run(in *instruction, triggered bool) {
	if !triggered {
		r.downloads(in)
		r.assignments(in)
	}
	for _, script := range scripts(in) {
		r.builds(script)
		r.dropping(script)
	}
}

// scripts returns the texts that the shell reads: the arguments, and what stands below them.
func scripts(in *instruction) []facts.Word {
	if words, ok := list(in.args); ok {
		if len(words) == 3 && words[1].Text == "-c" {
			return words[2:]
		}
		return nil
	}
	out := []facts.Word{in.args}
	for _, d := range in.heredocs {
		out = append(out, d.body)
	}
	return out
}

// downloads states which downloads of the build are not verified.
func (r *reader) downloads(in *instruction) {
	for _, script := range scripts(in) {
		if !mayDisable(script.Text) || strings.HasPrefix(script.Text, "<<") {
			continue
		}
		out := &facts.Facts{}
		launch.Read(launch.Input{Entry: r.at.entry, Role: facts.CommandRole, Line: script, Title: r.at.entry.Component, Contained: &facts.Container{}}, out)
		for _, p := range out.TLS {
			p.Purpose = facts.Build
			r.out.TLS = append(r.out.TLS, p)
		}
		r.out.Parts = append(r.out.Parts, out.Parts...)
	}
}

// mayDisable looks cheaply for what switches verification off.
func mayDisable(script string) bool {
	for _, word := range [...]string{"--insecure", "no-check-certificate", "sslverify", "sslVerify", "trusted-host", "strict-ssl", "SSL_NO_VERIFY", "TLS_REJECT_UNAUTHORIZED", "PYTHONHTTPSVERIFY"} {
		if strings.Contains(script, word) {
			return true
		}
	}
	if !strings.Contains(script, "curl") {
		return false
	}
	for word := range strings.FieldsSeq(script) {
		if len(word) > 1 && word[0] == '-' && word[1] != '-' && strings.Contains(word, "k") {
			return true
		}
	}
	return false
}

// verification states what a build argument says about verification.
func (r *reader) verification(name string, value facts.Word) {
	if r.at == nil {
		return
	}
	out := &facts.Facts{}
	launch.ReadEnvironment(launch.Input{
		Entry: r.at.entry, Title: r.at.entry.Component, Values: []facts.Word{value},
		Environment: facts.Environment{Variables: []facts.Variable{{Name: name, Value: value.Span()}}},
	}, out)
	for _, p := range out.TLS {
		p.Purpose = facts.Build
		r.out.TLS = append(r.out.TLS, p)
	}
}

// assignments reads what a command of the build gives names like A_TOKEN: the layer keeps the command.
func (r *reader) assignments(in *instruction) {
	for _, script := range scripts(in) {
		if !strings.Contains(script.Text, "=") && !strings.Contains(script.Text, "://") {
			continue
		}
		for _, w := range r.words(script) {
			if strings.Contains(w.Text, "://") && strings.Contains(w.Text, "@") {
				r.literal("", r.unquote(w))
				continue
			}
			name, _, ok := strings.Cut(w.Text, "=")
			if !ok || name == "" || credential.Identifier(name) != len(name) || !credential.NamesSecret(name) {
				continue
			}
			end := len(w.Text)
			if i := strings.IndexAny(w.Text, ";&|"); i >= 0 {
				end = i
			}
			if len(name)+1 < end {
				r.literal(name, r.unquote(cut(w, len(name)+1, end)))
			}
		}
	}
	// A literal of a known shape counts wherever it stands in the command.
	for _, script := range scripts(in) {
		for _, m := range credential.Find(script.Text) {
			r.addLiteral("RUN", cut(script, m.Start, m.End), m.Kind)
		}
	}
}

// dropping notes a program by which the entrypoint can give up root.
func (r *reader) dropping(script facts.Word) {
	if r.at.drops.Known() {
		return
	}
	for _, name := range [...]string{"gosu", "su-exec", "s6-setuidgid", "setpriv"} {
		i := strings.Index(script.Text, name)
		if i >= 0 && (i == 0 || !isLetter(script.Text[i-1])) && (i+len(name) == len(script.Text) || !isLetter(script.Text[i+len(name)])) {
			r.at.drops = facts.Written(name, cut(script, i, i+len(name)).Span())
			return
		}
	}
}

func isLetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

// builds collects the main packages that `go build` and `go install` name.
func (r *reader) builds(script facts.Word) {
	if !strings.Contains(script.Text, "go build") && !strings.Contains(script.Text, "go install") {
		return
	}
	dir := "."
	text := strings.NewReplacer("&&", "\n", "||", "\n", ";", "\n", "|", "\n", "\t", " ").Replace(script.Text)
	for line := range strings.SplitSeq(text, "\n") {
		words := r.words(facts.Word{Text: line})
		for len(words) > 0 && isAssignment(words[0].Text) {
			words = words[1:]
		}
		if len(words) == 2 && words[0].Text == "cd" {
			dir = path.Join(dir, words[1].Text)
		}
		if len(words) >= 2 && words[0].Text == "go" && (words[1].Text == "build" || words[1].Text == "install") {
			r.at.mains = append(r.at.mains, mainPackages(dir, words[2:])...)
		}
	}
}

func isAssignment(word string) bool {
	n := credential.Identifier(word)
	return n > 0 && n < len(word) && word[n] == '='
}

// mainPackages returns the folders that the arguments of `go build` name.
func mainPackages(dir string, words []facts.Word) []string {
	var out []string
	for i := 0; i < len(words); i++ {
		word := strings.Trim(words[i].Text, `"'`)
		switch {
		case word == "-C" && i+1 < len(words):
			i++
			dir = path.Join(dir, words[i].Text)
		case takesValue(word):
			i++
		case strings.HasPrefix(word, "-"):
		case strings.ContainsAny(word, "$@"), !strings.HasPrefix(word, ".") && !strings.HasSuffix(word, ".go"):
			return nil // a variable, or a package of elsewhere
		case strings.HasSuffix(word, ".go"):
			out = append(out, path.Join(dir, path.Dir(word)))
		case !strings.Contains(word, "..."):
			out = append(out, path.Join(dir, word))
		}
	}
	if len(out) == 0 {
		out = append(out, dir)
	}
	return out
}

// takesValue reports whether an option of `go build` has its value in the next word (go help build).
func takesValue(option string) bool {
	if !strings.HasPrefix(option, "-") {
		return false
	}
	switch "-" + strings.TrimLeft(option, "-") {
	case "-o", "-p", "-asmflags", "-buildmode", "-compiler", "-gccgoflags", "-gcflags", "-installsuffix", "-ldflags", "-mod", "-modfile", "-overlay",
		"-pgo", "-pkgdir", "-tags", "-toolexec", "-covermode", "-coverpkg":
		return true
	}
	return false
}
