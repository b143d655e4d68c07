package gofacts

import (
	"go/ast"
	"go/token"
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// readShell states a shell whose command is put together at run time.
func (r *reader) readShell(s started, words []facts.Word, l *facts.Launch) {
	n := len(words)
	if n < 2 || n >= len(s.words) || len(l.Shells) > 0 {
		return
	}
	name, ok := shellOf(words)
	if !ok {
		return
	}
	text := s.words[n]
	shell := facts.Shell{Name: name, Span: r.span(text), Whole: true}
	for _, o := range r.origins(text) {
		parts, composed := r.variableParts(o)
		if !composed {
			continue
		}
		shell.Whole = false
		for _, p := range parts {
			shell.Interpolated = append(shell.Interpolated, r.span(p))
		}
		break
	}
	if len(shell.Interpolated) > 0 {
		if r.interpolated[shell.Interpolated[0]] {
			return // one command for several shells
		}
		if r.interpolated == nil {
			r.interpolated = map[facts.Span]bool{}
		}
		r.interpolated[shell.Interpolated[0]] = true
	}
	l.Shells = append(l.Shells, shell)
}

// startsContainers reports whether a command whose arguments are not all known may start a container.
func startsContainers(words []facts.Word) bool {
	if len(words) == 0 {
		return false
	}
	switch words[0].Text {
	case "docker", "podman", "nerdctl", "container":
		return true
	}
	return false
}

// shellOf names the shell that words ask to run the command that follows: sh -c, cmd /c, powershell -Command.
func shellOf(words []facts.Word) (string, bool) {
	name := programName(words[0].Text)
	option := strings.ToLower(words[len(words)-1].Text)
	switch name {
	case "sh", "bash", "zsh", "dash", "ksh", "ash":
		return name, strings.HasPrefix(option, "-") && strings.HasSuffix(option, "c")
	case "cmd":
		return name, option == "/c" || option == "/k"
	case "powershell", "pwsh":
		return name, option == "-command" || option == "-c"
	}
	return "", false
}

// programName is the name of a program without its folder.
func programName(program string) string {
	return strings.TrimSuffix(strings.ToLower(program[strings.LastIndexAny(program, `/\`)+1:]), ".exe")
}

// isShell reports whether a program runs what its arguments say.
func isShell(program string) bool {
	switch programName(program) {
	case "sh", "bash", "zsh", "dash", "ksh", "ash", "cmd", "powershell", "pwsh":
		return true
	}
	return false
}

// variableParts returns the values that an expression puts between texts that are written: x of "ls " + x, and of
// fmt.Sprintf("ls %s", x). Numbers change no command. It is not composed when it is one value.
func (r *reader) variableParts(e ast.Expr) (parts []ast.Expr, composed bool) {
	var operands []ast.Expr
	switch e := e.(type) {
	case *ast.BinaryExpr:
		if e.Op != token.ADD {
			return nil, false
		}
		operands = addends(e)
	case *ast.CallExpr:
		if r.called(e) != "fmt.Sprintf" {
			return nil, false
		}
		operands = e.Args
	default:
		return nil, false
	}
	for _, x := range operands {
		if r.isConstant(x) {
			text, _ := r.constantText(x)
			composed = composed || strings.Trim(text, "%sqv \n") != ""
			continue
		}
		if isText(r.info.TypeOf(x)) && !r.quoted(x) {
			parts = append(parts, x)
		}
	}
	return parts, composed
}

func addends(e ast.Expr) []ast.Expr {
	if b, ok := ast.Unparen(e).(*ast.BinaryExpr); ok && b.Op == token.ADD {
		return append(addends(b.X), addends(b.Y)...)
	}
	return []ast.Expr{e}
}

// quoted reports whether a value is a number, or has gone through a function that quotes it for a shell, by its name.
func (r *reader) quoted(e ast.Expr) bool {
	call, ok := r.madeOf(e).(*ast.CallExpr)
	if !ok {
		return false
	}
	name := strings.ToLower(calledNameText(call))
	return strings.HasPrefix(r.called(call), "strconv.") || strings.Contains(name, "quote") || strings.Contains(name, "escape")
}
