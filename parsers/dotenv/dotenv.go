// Package dotenv reads files of variables, one KEY=value a line, as Docker, uv and most hosts load them.
package dotenv

import (
	"bytes"
	"path"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/credential"
)

// Match reports whether the name is that of a file of variables: .env, .env.local, production.env.
func Match(file string) bool {
	base := path.Base(file)
	return base == ".env" || strings.HasPrefix(base, ".env.") || strings.HasSuffix(base, ".env")
}

// Parse states which credentials the file holds. A line that is no assignment says nothing: files of variables are
// often shell scripts.
func Parse(src *facts.Source, data []byte) *facts.Facts {
	file := &facts.EnvFile{Source: src}
	for _, m := range credential.FindBytes(data) {
		src.Mask(m.Start, m.End, facts.Hint(string(data[m.Start:m.End])))
	}
	for start := 0; start < len(data); {
		end := len(data)
		if i := bytes.IndexByte(data[start:], '\n'); i >= 0 {
			end = start + i
		}
		if c := readLine(src, data, start, end); c != nil {
			file.Credentials = append(file.Credentials, c...)
		}
		start = end + 1
	}
	return &facts.Facts{Sources: []*facts.Source{src}, EnvFiles: []*facts.EnvFile{file}}
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
