package launch

import (
	"encoding/base64"
	"encoding/binary"
	"strings"
	"unicode/utf16"

	"mvdan.cc/sh/v3/syntax"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/credential"
	"github.com/wirevet/wirevet/internal/exposure"
)

func addShells(table map[string]launcher) {
	for _, name := range [...]string{"sh", "bash", "zsh", "dash", "ksh", "ash"} {
		table[name] = readPosixShell
	}
	table["cmd"] = readCmd
	table["powershell"], table["pwsh"] = readPowerShell, readPowerShell
	table["curl"], table["wget"], table["git"] = readDownload, readDownload, readGit
}

func readPosixShell(r *reader, self facts.Word, words []facts.Word, depth int) {
	name := programName(self.Text)
	r.step(name, self.Span())
	for i := 0; i < len(words); i++ {
		w := words[i]
		switch {
		case w.Text == "-o" || w.Text == "+O" || w.Text == "--rcfile" || w.Text == "--init-file":
			i++
		case strings.HasPrefix(w.Text, "-") && !strings.HasPrefix(w.Text, "--") && strings.HasSuffix(w.Text, "c"):
			if i+1 < len(words) {
				r.shellString(name, words[i+1], depth)
			}
			return
		case !strings.HasPrefix(w.Text, "-"):
			r.script(words[i:], depth)
			return
		}
	}
}

// shellString reads a command that a POSIX shell interprets.
func (r *reader) shellString(name string, w facts.Word, depth int) {
	shell := facts.Shell{Name: name, Span: w.Span()}
	file, err := syntax.NewParser(syntax.Variant(syntax.LangBash)).Parse(strings.NewReader(w.Text), "")
	if err != nil {
		for _, ref := range credential.References(w.Text) {
			shell.Interpolated = append(shell.Interpolated, w.Sub(ref.Start, ref.End).Span())
		}
		r.launch.Shells = append(r.launch.Shells, shell)
		return
	}
	s := &shellReader{reader: r, text: w, depth: depth}
	syntax.Walk(file, s.visit)
	shell.Interpolated = s.interpolated
	r.launch.Shells = append(r.launch.Shells, shell)
	for _, call := range s.calls {
		r.run(call, depth+1)
	}
}

// shellReader collects what a shell command does.
type shellReader struct {
	*reader
	text         facts.Word
	depth        int
	interpolated []facts.Span
	calls        [][]facts.Word
}

func (s *shellReader) span(n syntax.Node) facts.Span {
	start, end := int(n.Pos().Offset()), int(n.End().Offset())
	if end > len(s.text.Text) || start > end {
		return s.text.Span()
	}
	return s.text.Sub(start, end).Span()
}

func (s *shellReader) visit(n syntax.Node) bool {
	switch n := n.(type) {
	case *syntax.CallExpr:
		if len(n.Args) > 0 {
			words := make([]facts.Word, 0, len(n.Args))
			for _, arg := range n.Args {
				words = append(words, shellWord(s.text, arg))
			}
			s.calls = append(s.calls, words)
			s.fetched(n, words)
		}
	case *syntax.ParamExp, *syntax.CmdSubst:
		s.interpolated = append(s.interpolated, s.span(n))
	case *syntax.BinaryCmd:
		if n.Op == syntax.Pipe || n.Op == syntax.PipeAll {
			s.piped(n)
		}
	}
	return true
}

// piped recognises a download that is piped into an interpreter.
func (s *shellReader) piped(n *syntax.BinaryCmd) {
	if url := downloads(n.X.Cmd, s.text); url != "" && interprets(n.Y.Cmd) {
		s.remoteCode(s.span(n), "what "+url+" serves")
	}
}

// fetched recognises an interpreter that is given a download: bash <(curl …), sh -c "$(curl …)", eval "$(curl …)".
func (s *shellReader) fetched(n *syntax.CallExpr, words []facts.Word) {
	name := programName(words[0].Text)
	if !isInterpreter(name) && name != "eval" && name != "source" && name != "." {
		return
	}
	for _, arg := range n.Args[1:] {
		syntax.Walk(arg, func(inner syntax.Node) bool {
			var stmts []*syntax.Stmt
			switch i := inner.(type) {
			case *syntax.CmdSubst:
				stmts = i.Stmts
			case *syntax.ProcSubst:
				stmts = i.Stmts
			}
			for _, stmt := range stmts {
				if url := downloads(stmt.Cmd, s.text); url != "" {
					s.remoteCode(s.span(n), "what "+url+" serves")
				}
			}
			return true
		})
	}
}

// downloads returns the address that a command downloads to its output, or "".
func downloads(cmd syntax.Command, text facts.Word) string {
	call, ok := cmd.(*syntax.CallExpr)
	if !ok || len(call.Args) == 0 {
		return ""
	}
	switch programName(call.Args[0].Lit()) {
	case "curl", "wget", "fetch":
	default:
		return ""
	}
	for _, arg := range call.Args[1:] {
		if word := unquoted(text.Text, arg); strings.Contains(word, "://") {
			return address(word)
		}
	}
	return "a download"
}

func interprets(cmd syntax.Command) bool {
	call, ok := cmd.(*syntax.CallExpr)
	if !ok {
		return false
	}
	for _, arg := range call.Args {
		name := programName(arg.Lit())
		if isInterpreter(name) {
			return true
		}
		if name != "sudo" && name != "env" && !strings.HasPrefix(name, "-") {
			return false
		}
	}
	return false
}

func isInterpreter(name string) bool {
	switch name {
	case "sh", "bash", "zsh", "dash", "ksh", "python", "python3", "node", "ruby", "perl", "deno", "bun", "php":
		return true
	}
	return false
}

// readDownload reads what curl and wget say about verification.
func readDownload(r *reader, self facts.Word, words []facts.Word, _ int) {
	name := programName(self.Text)
	r.launch.Program = name
	var policy *facts.TLSPolicy
	for _, w := range words {
		off := name == "wget" && w.Text == "--no-check-certificate" ||
			name == "curl" && (w.Text == "--insecure" || len(w.Text) > 1 && w.Text[0] == '-' && w.Text[1] != '-' && strings.HasPrefix(strings.TrimLeft(w.Text[1:], "fsSLvgGI"), "k"))
		if off {
			policy = r.verify(w.Text, w.Span(), facts.VerifyNone, facts.Download, "")
			policy.Subject = name
			if k := strings.IndexByte(w.Text, 'k'); name == "curl" && w.Text[1] != '-' && len(w.Text) > 2 {
				r.partOf(w.Span(), w.Sub(k, k+1).Span())
			}
		}
	}
	for _, w := range words {
		if policy != nil && strings.HasPrefix(w.Text, "https://") {
			policy.Target = ReadURL(r.in.Entry, w, &facts.Facts{}).Exposure
		}
	}
}

func readGit(r *reader, self facts.Word, words []facts.Word, _ int) {
	r.launch.Program = programName(self.Text)
	for i, w := range words {
		if w.Text == "-c" && i+1 < len(words) && strings.EqualFold(words[i+1].Text, "http.sslverify=false") {
			r.verify(words[i+1].Text, words[i+1].Span(), facts.VerifyNone, facts.Download, "").Subject = "git"
			r.partOf(words[i+1].Span(), spanning(w, words[i+1]).Span())
		}
	}
	if len(words) > 0 && words[0].Text == "config" {
		r.configured("git", "http.sslVerify", words[1:])
	}
}

// readCmd reads the Windows command interpreter. `cmd /c npx …` with constant words is the documented way to start
// a script there.
func readCmd(r *reader, self facts.Word, words []facts.Word, depth int) {
	r.step("cmd", self.Span())
	i := 0
	for i < len(words) && strings.HasPrefix(words[i].Text, "/") {
		i++
	}
	if i == 0 || i == len(words) {
		return
	}
	rest := words[i:]
	span := rest[0].Span()
	span.End = max(span.End, rest[len(rest)-1].Span().End)
	shell := facts.Shell{Name: "cmd", Span: span, Documented: true}
	for _, w := range rest {
		for _, ref := range credential.References(w.Text) {
			if ref.Form == credential.Percent {
				shell.Interpolated = append(shell.Interpolated, w.Sub(ref.Start, ref.End).Span())
			}
		}
		if strings.ContainsAny(w.Text, "&|^") {
			shell.Documented = false
		}
	}
	shell.Documented = shell.Documented && len(shell.Interpolated) == 0
	r.launch.Shells = append(r.launch.Shells, shell)
	if len(rest) == 1 {
		rest = Split(rest[0])
	}
	r.run(rest, depth+1)
}

// readPowerShell reads -Command, -File and -EncodedCommand, whose names may be shortened.
func readPowerShell(r *reader, self facts.Word, words []facts.Word, depth int) {
	r.step(programName(self.Text), self.Span())
	for i := 0; i < len(words); i++ {
		name := strings.ToLower(strings.TrimLeft(words[i].Text, "-/"))
		if !strings.HasPrefix(words[i].Text, "-") && !strings.HasPrefix(words[i].Text, "/") {
			r.powerShell(words[i:], depth)
			return
		}
		if i+1 >= len(words) {
			return
		}
		switch {
		case name == "file" || name == "f":
			r.script(words[i+1:], depth)
			return
		case oneOfPrefixes(name, "command"):
			r.powerShell(words[i+1:], depth)
			return
		case name == "ec" || oneOfPrefixes(name, "encodedcommand"):
			r.encodedCommand(words[i+1])
			return
		case oneOfPrefixes(name, "executionpolicy", "workingdirectory", "windowstyle", "configurationname", "inputformat", "outputformat", "settingsfile", "version") || name == "ep" || name == "ex":
			i++
		}
	}
}

func oneOfPrefixes(name string, full ...string) bool {
	for _, f := range full {
		if name != "" && strings.HasPrefix(f, name) {
			return true
		}
	}
	return false
}

// powerShell reads the words of a PowerShell command, which the shell joins.
func (r *reader) powerShell(words []facts.Word, depth int) {
	span := words[0].Span()
	span.End = max(span.End, words[len(words)-1].Span().End)
	shell := facts.Shell{Name: "PowerShell", Span: span}
	var whole strings.Builder
	for _, w := range words {
		whole.WriteString(w.Text + " ")
		for i := 0; i < len(w.Text); i++ {
			if w.Text[i] == '$' && i+1 < len(w.Text) {
				end := i + 1
				for end < len(w.Text) && (w.Text[end] == ':' || w.Text[end] == '_' || isLetterOrDigit(w.Text[end])) {
					end++
				}
				shell.Interpolated = append(shell.Interpolated, w.Sub(i, end).Span())
				i = end - 1
			}
		}
	}
	r.launch.Shells = append(r.launch.Shells, shell)
	if runsDownload(whole.String()) {
		r.remoteCode(span, "what it downloads")
		return
	}
	if len(words) > 1 {
		r.run(words, depth+1)
	}
}

// runsDownload reports whether a PowerShell command evaluates what it downloads.
func runsDownload(command string) bool {
	lower := strings.ToLower(command)
	evaluates := strings.Contains(lower, "iex") || strings.Contains(lower, "invoke-expression")
	fetches := strings.Contains(lower, "iwr") || strings.Contains(lower, "irm") || strings.Contains(lower, "downloadstring") || strings.Contains(lower, "invoke-webrequest") || strings.Contains(lower, "invoke-restmethod")
	return evaluates && fetches
}

func isLetterOrDigit(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
}

// encodedCommand reads Base64 of UTF-16LE.
func (r *reader) encodedCommand(w facts.Word) {
	raw, err := base64.StdEncoding.DecodeString(w.Text)
	shell := facts.Shell{Name: "PowerShell", Span: w.Span()}
	r.launch.Shells = append(r.launch.Shells, shell)
	if err != nil || len(raw)%2 != 0 {
		return
	}
	units := make([]uint16, len(raw)/2)
	for i := range units {
		units[i] = binary.LittleEndian.Uint16(raw[2*i:])
	}
	if runsDownload(string(utf16.Decode(units))) {
		r.remoteCode(w.Span(), "what it downloads")
	}
}

// listenerExposure returns from how far an address can be reached.
func listenerExposure(address string) facts.Exposure { return exposure.OfListener(address) }
