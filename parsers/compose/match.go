package compose

import (
	"bytes"
	"path"
	"strings"

	"github.com/wirevet/wirevet/parsers/input"
)

// KnownPath reports whether the name is that of a compose file: compose.yaml, docker-compose.prod.yml, podman-compose.yml.
func KnownPath(file string) bool {
	name, ok := stem(file)
	if !ok {
		return false
	}
	for _, prefix := range [...]string{"docker-compose", "podman-compose", "compose"} {
		if rest, ok := strings.CutPrefix(name, prefix); ok && (rest == "" || rest[0] == '.' || rest[0] == '-' || rest[0] == '_') {
			return true
		}
	}
	return strings.HasSuffix(name, ".compose") || strings.HasSuffix(name, "-compose")
}

// CandidatePath reports whether the name may be that of a compose file: stack.yml, compose/dev.yaml.
func CandidatePath(file string) bool {
	name, ok := stem(file)
	return ok && (strings.Contains(name, "stack") || strings.Contains(name, "compose") || strings.Contains(input.Folder(file), "compose"))
}

// stem returns the name of a YAML file without its ending, in lower case.
func stem(file string) (string, bool) {
	name := strings.ToLower(path.Base(file))
	if !strings.Contains(name, ".y") {
		return "", false // as nearly every file of a tree
	}
	for _, suffix := range [...]string{".example", ".sample", ".dist", ".template"} {
		name = strings.TrimSuffix(name, suffix)
	}
	for _, ending := range [...]string{".yml", ".yaml"} {
		if s, ok := strings.CutSuffix(name, ending); ok {
			return s, true
		}
	}
	return "", false
}

// Sniff looks for services that have an image or are built.
func Sniff(data []byte) bool {
	services := bytes.HasPrefix(data, []byte("services:")) || bytes.Contains(data, []byte("\nservices:"))
	return services && (bytes.Contains(data, []byte(" image:")) || bytes.Contains(data, []byte(" build:")))
}
