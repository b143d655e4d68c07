package dockerfile

import (
	"bytes"
	"path"
	"strings"
)

// KnownPath reports whether the name is that of a Dockerfile: Dockerfile, Containerfile, Dockerfile.dev, server.dockerfile.
func KnownPath(file string) bool {
	name := strings.ToLower(path.Base(file))
	if !strings.Contains(name, "erfile") {
		return false // as nearly every file of a tree
	}
	for _, suffix := range [...]string{".example", ".sample", ".dist"} {
		name = strings.TrimSuffix(name, suffix)
	}
	for _, word := range [...]string{"dockerfile", "containerfile"} {
		if name == word || strings.HasSuffix(name, "."+word) {
			return true
		}
		if rest, ok := strings.CutPrefix(name, word+"."); ok {
			return !otherEnding(path.Ext("." + rest))
		}
	}
	return false
}

// CandidatePath reports whether the name may be that of a Dockerfile: Dockerfile-dev, Dockerfile_arm.
func CandidatePath(file string) bool {
	name := strings.ToLower(path.Base(file))
	for _, word := range [...]string{"dockerfile", "containerfile"} {
		if rest, ok := strings.CutPrefix(name, word); ok && rest != "" && (rest[0] == '-' || rest[0] == '_') {
			return !otherEnding(path.Ext(name))
		}
	}
	return false
}

// otherEnding reports whether a name's ending says that it is something else: a template, code, a text about Dockerfiles.
func otherEnding(ext string) bool {
	switch ext {
	case ".dockerignore", ".md", ".mdx", ".txt", ".rst", ".html", ".go", ".js", ".ts", ".py", ".rb", ".rs", ".java", ".json", ".yml", ".yaml", ".toml",
		".sh", ".lock", ".log", ".j2", ".jinja", ".jinja2", ".tmpl", ".tpl", ".template", ".erb", ".in", ".mustache", ".hbs", ".gotmpl", ".snap", ".out", ".bak", ".orig":
		return true
	}
	return false
}

// Sniff looks for a line that begins with FROM.
func Sniff(data []byte) bool {
	for line := range bytes.Lines(data) {
		line = bytes.TrimLeft(line, " \t\ufeff")
		if len(line) > 5 && bytes.EqualFold(line[:4], []byte("from")) && (line[4] == ' ' || line[4] == '\t') {
			return true
		}
	}
	return false
}
