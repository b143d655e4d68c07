package launch

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// place records a program or script that lies where others can put files.
func (r *reader) place(w facts.Word) { r.codePath(w, "") }

// codePath records a path from which code is loaded; variable names what adds it, or is empty for the program.
func (r *reader) codePath(w facts.Word, variable string) {
	text := strings.ReplaceAll(w.Text, `\`, "/")
	lower := strings.ToLower(text)
	add := func(place facts.Place) {
		r.launch.CodePaths = append(r.launch.CodePaths, facts.CodePath{Span: w.Span(), Path: w.Text, Variable: variable, Place: place})
	}
	switch {
	case under(text, "/tmp") || under(text, "/var/tmp") || under(text, "/dev/shm") || under(text, "/private/tmp"),
		strings.HasPrefix(lower, "%temp%/") || strings.HasPrefix(lower, "%tmp%/") || strings.Contains(lower, "/appdata/local/temp/"):
		add(facts.TemporaryFolder)
	case strings.Contains(lower, "/downloads/") && (strings.HasPrefix(text, "/") || strings.HasPrefix(text, "~") || strings.Contains(text, ":/") || strings.HasPrefix(text, "$") || strings.HasPrefix(text, "%")):
		add(facts.DownloadFolder)
	case (strings.HasPrefix(text, "./") || strings.HasPrefix(text, "../")) && variable == "" && r.userOwned() && !r.launch.Cwd.Known():
		add(facts.WorkingRelative)
	}
}

func (r *reader) userOwned() bool {
	src := r.in.Entry.Name.Source
	return src != nil && src.Owner == facts.UserOwned
}

func under(text, dir string) bool { return text == dir || strings.HasPrefix(text, dir+"/") }

// isSearchPath reports whether a variable names places from which code is loaded.
func isSearchPath(name string) bool {
	switch name {
	case "PATH", "Path", "NODE_PATH", "LD_PRELOAD", "LD_LIBRARY_PATH", "DYLD_INSERT_LIBRARIES", "PYTHONPATH":
		return true
	}
	return false
}

// searchPath reads each element of a search path.
func (r *reader) searchPath(name string, value facts.Word) {
	separator := byte(':')
	if strings.Contains(value.Text, ";") || strings.Contains(value.Text, `:\`) {
		separator = ';'
	}
	start := 0
	for i := 0; i <= len(value.Text); i++ {
		if i == len(value.Text) || value.Text[i] == separator {
			if i > start {
				part := value.Sub(start, i)
				if start == 0 && i == len(value.Text) {
					part = value
				}
				r.codePath(part, name)
			}
			start = i + 1
		}
	}
}

// root records a part of the file system that the process is given.
func (r *reader) root(raw facts.Word, text string, by facts.RootKind, access facts.Access, confidence facts.Confidence) *facts.Root {
	root := &facts.Root{
		Entry: r.in.Entry, Raw: raw, Span: raw.Span(), By: by, Access: facts.Written(access, raw.Span()), Confidence: confidence,
		Server: r.launch.Program,
	}
	root.Path, root.Unresolved = CleanPath(text)
	if r.in.Contained == nil || by == facts.BindMount {
		r.out.Roots = append(r.out.Roots, root)
	}
	return root
}

// homeForms are ways to write the home folder.
var homeForms = [...]string{
	"${localEnv:HOME}${localEnv:USERPROFILE}", "${localEnv:HOME}", "${localEnv:USERPROFILE}", "${userHome}", "${HOME}", "${env:HOME}", "${env:USERPROFILE}", "${USERPROFILE}", "$HOME", "%USERPROFILE%", "{env:HOME}",
}

// CleanPath brings a path into one form: / as separator, the home folder as ~. A path that depends on anything else
// than the workspace gives a reason.
func CleanPath(text string) (string, facts.Reason) {
	p := strings.ReplaceAll(strings.TrimSpace(text), `\`, "/")
	for _, form := range homeForms {
		if strings.HasPrefix(p, form) {
			p = "~" + p[len(form):]
			break
		}
	}
	for _, form := range [...]string{"${workspaceFolder}", "${localWorkspaceFolder}", "${workspaceRoot}", "${PWD}", "$PWD", "$(pwd)"} {
		if strings.HasPrefix(p, form) {
			p = "." + p[len(form):]
			break
		}
	}
	if strings.ContainsAny(p, "$%{}<>") {
		return "", facts.UnknownVariable
	}
	for len(p) > 1 && strings.HasSuffix(p, "/") && !strings.HasSuffix(p, ":/") {
		p = p[:len(p)-1]
	}
	return p, facts.NoReason
}
