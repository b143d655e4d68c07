package workflow

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wirevet/wirevet/facts"
)

// parsed returns a script as a shell sees it. What stands between ${{ and }} the runner has replaced by then: it counts as
// letters.
func parsed(script facts.Word) *syntax.File {
	text := script.Text
	if strings.Contains(text, "${{") {
		b := []byte(text)
		for i := 0; ; {
			start := strings.Index(text[i:], "${{")
			if start < 0 {
				break
			}
			end := strings.Index(text[i+start:], "}}")
			if end < 0 {
				break
			}
			for j := i + start; j < i+start+end+2; j++ {
				b[j] = '_'
			}
			i += start + end + 2
		}
		text = string(b)
	}
	file, err := syntax.NewParser(syntax.Variant(syntax.LangBash)).Parse(strings.NewReader(text), "")
	if err != nil {
		return nil // of another shell
	}
	return file
}

// script reads the files that a script writes: by a here-document, or by echo or printf of one text.
func (r *reader) script(script facts.Word, environment []Environment) {
	if !strings.Contains(script.Text, "cp") || !strings.Contains(script.Text, "{") { // no map of servers has neither
		return
	}
	file := parsed(script)
	if file == nil {
		return
	}
	syntax.Walk(file, func(n syntax.Node) bool {
		stmt, ok := n.(*syntax.Stmt)
		if !ok {
			return true
		}
		name, text, expanded := written(script, stmt)
		if name != "" && strings.HasPrefix(strings.TrimSpace(text.Text), "{") {
			r.out.Embedded = append(r.out.Embedded, Embedded{Name: name, Text: text, Expanded: expanded, Environment: environment})
		}
		return true
	})
}

// written returns the path that a statement writes to, and the text that it writes: `cat > F <<EOF`, `tee F <<EOF`,
// `echo '…' > F`.
func written(script facts.Word, stmt *syntax.Stmt) (name string, text facts.Word, expanded bool) {
	call, _ := stmt.Cmd.(*syntax.CallExpr)
	if call == nil || len(call.Args) == 0 {
		return "", facts.Word{}, false
	}
	program := call.Args[0].Lit()
	for _, redirect := range stmt.Redirs {
		switch redirect.Op {
		case syntax.Hdoc, syntax.DashHdoc:
			if redirect.Hdoc == nil {
				continue // nothing is in it
			}
			text = part(script, redirect.Hdoc)
			text = text.Sub(0, strings.LastIndexByte(text.Text, '\n')+1) // without the line that ends it
			end := part(script, redirect.Word).Text
			expanded = !strings.ContainsAny(end, `'"\`) && strings.ContainsAny(text.Text, "$`\\")
		case syntax.RdrOut, syntax.RdrClob:
			name = pathOf(script, redirect.Word)
		}
	}
	switch program {
	case "cat":
	case "tee":
		for _, arg := range call.Args[1:] {
			if p := pathOf(script, arg); !strings.HasPrefix(p, "-") {
				name = p
				break
			}
		}
	case "echo", "printf":
		if last := call.Args[len(call.Args)-1]; len(call.Args) > 1 {
			text = shellWord(script, last)
			single := strings.HasPrefix(part(script, last).Text, "'")
			expanded = !single && strings.ContainsAny(text.Text, "$`")
		}
	default:
		return "", facts.Word{}, false
	}
	return name, text, expanded
}

// pathOf returns the path that a word of a script names, below the folder or the home that it begins with.
func pathOf(script facts.Word, w *syntax.Word) string {
	name := shellWord(script, w).Text
	for _, prefix := range [...]string{"~/", "$HOME/", "${HOME}/", "$GITHUB_WORKSPACE/", "${GITHUB_WORKSPACE}/", "./"} {
		name = strings.TrimPrefix(name, prefix)
	}
	if i := strings.LastIndex(name, "}}/"); i >= 0 {
		name = name[i+len("}}/"):]
	}
	if i := strings.LastIndexAny(name, "$`"); i >= 0 { // a folder, or a name, that nobody knows
		if _, rest, ok := strings.Cut(name[i:], "/"); ok {
			return rest
		}
		return ""
	}
	return strings.TrimPrefix(name, "/")
}

// shellWords returns the words of a line.
func shellWords(line facts.Word) []facts.Word {
	file := parsed(line)
	if file == nil {
		return nil
	}
	var out []facts.Word
	for _, stmt := range file.Stmts {
		if call, ok := stmt.Cmd.(*syntax.CallExpr); ok {
			for _, arg := range call.Args {
				out = append(out, shellWord(line, arg))
			}
		}
	}
	return out
}

// part returns the bytes of a node.
func part(script facts.Word, n syntax.Node) facts.Word {
	start, end := int(n.Pos().Offset()), int(n.End().Offset())
	if start > end || end > len(script.Text) {
		return facts.Word{}
	}
	return script.Sub(start, end)
}

// shellWord returns a word without the quotes around it.
func shellWord(script facts.Word, w *syntax.Word) facts.Word { return unquoted(part(script, w)) }

// unquoted returns a word without the quotes around it, and within double quotes without the escapes (bash(1), QUOTING).
func unquoted(w facts.Word) facts.Word {
	last := len(w.Text) - 1
	if last < 1 || w.Text[0] != w.Text[last] || w.Text[0] != '"' && w.Text[0] != '\'' {
		return w
	}
	inner := w.Sub(1, last)
	if w.Text[0] == '\'' || !strings.Contains(inner.Text, `\`) {
		return inner
	}
	return unescaped(inner)
}

func unescaped(w facts.Word) facts.Word {
	out := facts.Word{Source: w.Source, Start: w.Start, End: w.End}
	var text []byte
	for i := 0; i < len(w.Text); i++ {
		if w.Text[i] == '\\' && i+1 < len(w.Text) && strings.IndexByte("\"\\$`", w.Text[i+1]) >= 0 {
			i++
		}
		text, out.Offsets = append(text, w.Text[i]), append(out.Offsets, w.Offset(i))
	}
	out.Text = string(text)
	return out
}
