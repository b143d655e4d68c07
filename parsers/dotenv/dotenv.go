// Package dotenv reads files of variables, one KEY=value a line, as Docker, uv and most hosts load them.
package dotenv

import (
	"bytes"
	"path"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/credential"
	"github.com/wirevet/wirevet/internal/directive"
)

// Match reports whether the name is that of a file of variables: .env, .env.local, production.env.
func Match(file string) bool {
	base := path.Base(file)
	return base == ".env" || strings.HasPrefix(base, ".env.") || strings.HasSuffix(base, ".env")
}

// Parse states which credentials the file holds, and which comments ask for findings to be passed over. A line that is no assignment says nothing: files of variables are
// often shell scripts.
func Parse(src *facts.Source, data []byte) *facts.Facts {
	file := &facts.EnvFile{Source: src}
	credential.Mask(src, data)
	var directives []*facts.Directive
	for start := 0; start < len(data); {
		end := lineEnd(data, start)
		if d := readDirective(src, data, start, end); d != nil {
			directives = append(directives, d)
		}
		if c := readLine(src, data, start, end); c != nil {
			file.Credentials = append(file.Credentials, c...)
		}
		start = end + 1
	}
	return &facts.Facts{Sources: []*facts.Source{src}, EnvFiles: []*facts.EnvFile{file}, Directives: directives}
}

func lineEnd(data []byte, start int) int {
	if i := bytes.IndexByte(data[start:], '\n'); i >= 0 {
		return start + i
	}
	return len(data)
}

// readDirective returns the directive in the comment of a line, if there is one. Behind an assignment it covers that, on
// a line of its own the next line that is no comment.
func readDirective(src *facts.Source, data []byte, start, end int) *facts.Directive {
	line := data[start:end]
	at := bytes.IndexByte(line, '#')
	if at < 0 || at > 0 && line[at-1] != ' ' && line[at-1] != '\t' && !bytes.HasPrefix(line, []byte("\xef\xbb\xbf")) {
		return nil
	}
	span := facts.Span{Source: src, Start: start + at, End: start + len(bytes.TrimRight(line, "\r"))}
	return directive.Read(span, data[span.Start:span.End], func() facts.Span {
		if bytes.IndexByte(line[:at], '=') >= 0 {
			return facts.Span{Source: src, Start: start, End: span.Start}
		}
		for from := end + 1; from < len(data); {
			to := lineEnd(data, from)
			if text := bytes.TrimSpace(data[from:to]); len(text) > 0 && text[0] != '#' {
				return facts.Span{Source: src, Start: from, End: from + len(bytes.TrimRight(data[from:to], "\r"))}
			}
			from = to + 1
		}
		return facts.Span{}
	})
}

// readLine returns the literal credentials in data[start:end], and hides every value that is not harmless.
func readLine(src *facts.Source, data []byte, start, end int) []*facts.Credential {
	line := string(data[start:end])
	name, rest, ok := strings.Cut(line, "=")
	key := strings.TrimSpace(strings.TrimPrefix(name, "\xef\xbb\xbf"))
	if !ok || strings.HasPrefix(key, "#") {
		return nil
	}
	key = strings.TrimSpace(strings.TrimPrefix(key, "export "))
	from, to := value(rest)
	text := rest[from:to]
	at := start + len(name) + 1 + from
	verdict := credential.Classify(key, text)
	var out []*facts.Credential
	for _, p := range append(verdict.Literals, urlLiterals(text)...) {
		span := facts.Span{Source: src, Start: at + p.Start, End: at + p.End}
		src.Mask(span.Start, span.End, facts.Hint(text[p.Start:p.End]))
		c := &facts.Credential{Name: key, Carrier: facts.InEnvFile, Span: span, Literal: true, Kind: p.Kind}
		if p.Kind == "" {
			c.Confidence = facts.Low
		}
		out = append(out, c)
	}
	if len(out) == 0 && len(verdict.References) == 0 && !credential.Harmless(text) {
		src.Mask(at, at+len(text), facts.Hint(text))
	}
	return out
}

func urlLiterals(text string) []credential.Part {
	var out []credential.Part
	for _, p := range credential.URLParts(text) {
		if !p.Reference {
			out = append(out, credential.Part{Start: p.Start, End: p.End})
		}
	}
	return out
}

// value returns the bounds of the value in what stands behind the "=": without quotes, blanks and a comment.
func value(rest string) (from, to int) {
	for from < len(rest) && (rest[from] == ' ' || rest[from] == '\t') {
		from++
	}
	if from < len(rest) && (rest[from] == '"' || rest[from] == '\'') {
		if i := strings.IndexByte(rest[from+1:], rest[from]); i >= 0 {
			return from + 1, from + 1 + i
		}
	}
	to = len(rest)
	if i := strings.Index(rest[from:], " #"); i >= 0 {
		to = from + i
	}
	for to > from && strings.ContainsRune(" \t\r", rune(rest[to-1])) {
		to--
	}
	return from, to
}
