package hostconfig

import (
	"bytes"
	"path"
	"strings"

	"github.com/wirevet/wirevet/parsers/tree"
)

// syntaxOf returns the syntax of a file: its extension decides between JSON, YAML and TOML, its host how lenient
// the JSON may be.
func syntaxOf(file string, places []place) syntax {
	var declared syntax
	if len(places) > 0 {
		declared = places[0].syntax()
	}
	switch path.Ext(plainName(strings.ToLower(file))) {
	case ".yaml", ".yml":
		return yamlSyntax
	case ".toml":
		return tomlSyntax
	case ".json", ".jsonc", ".json5", ".code-workspace":
		if declared == strictJSON || declared == jsonComments {
			return declared
		}
		return jsonLenient
	}
	if declared == sameSyntax {
		return jsonLenient
	}
	return declared
}

// filledIn reports whether a value is a template expression, or was one before its place was blanked out.
func (p *parser) filledIn(n *tree.Node) bool {
	return n != nil && (n.Templated || n.Kind == tree.Null && bytes.Contains(p.data, []byte("{{")))
}

// readTree reads the bytes of a file as a tree. All offsets are those of data.
func readTree(data []byte, kind syntax) *tree.Doc {
	switch kind {
	case yamlSyntax:
		return tree.Parse(data, tree.YAML)
	case frontMatter:
		return tree.Parse(front(data), tree.YAML)
	case tomlSyntax:
		return tree.Parse(data, tree.TOML)
	}
	doc := tree.Parse(data, tree.JSON)
	if len(doc.Problems) > 0 && bytes.Contains(data, []byte("{{")) {
		// A template of JSON: what stands outside of strings is no JSON.
		if blanked := tree.Parse(blankTemplates(data), tree.JSON); len(blanked.Problems) == 0 {
			blanked.TrailingCommas = nil // a condition may have closed the list
			return blanked
		}
	}
	return doc
}

// front returns the bytes up to the line that closes the front matter of a Markdown file; none when it has none.
func front(data []byte) []byte {
	at := bytes.IndexByte(data, '\n') + 1
	if at == 0 || !isRule(bytes.TrimPrefix(data[:at], []byte("\ufeff"))) {
		return nil
	}
	for at < len(data) {
		end := len(data)
		if i := bytes.IndexByte(data[at:], '\n'); i >= 0 {
			end = at + i + 1
		}
		if isRule(data[at:end]) {
			return data[:at]
		}
		at = end
	}
	return nil
}

// isRule reports whether a line is three dashes.
func isRule(line []byte) bool { return string(bytes.TrimRight(line, " \t\r\n")) == "---" }

// blankTemplates replaces the template expressions that stand outside of strings: by null where a value belongs, else
// by blanks. Offsets stay as they are.
func blankTemplates(data []byte) []byte {
	out := bytes.Clone(data)
	last := byte(0) // the last byte that is not blank
	for i := 0; i < len(out); i++ {
		switch c := out[i]; {
		case c == '"':
			for i++; i < len(out) && out[i] != '"' && out[i] != '\n'; i++ {
				if out[i] == '\\' {
					i++
				}
			}
			last = '"'
		case c == '{' && bytes.HasPrefix(out[i:], []byte("{{")):
			n := bytes.Index(out[i:], []byte("}}"))
			if n < 0 {
				return out
			}
			for j := i; j < i+n+2; j++ {
				if out[j] != '\n' && out[j] != '\r' {
					out[j] = ' '
				}
			}
			if last == ':' {
				copy(out[i:], "null")
				last = 'l'
			}
			i += n + 1
		case c != ' ' && c != '\t' && c != '\n' && c != '\r':
			last = c
		}
	}
	return out
}
