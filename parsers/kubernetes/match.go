package kubernetes

import (
	"bytes"
	"path"
	"strings"
)

// KnownPath reports whether a file is ours by its path alone: a kustomization often has neither apiVersion nor kind.
func KnownPath(file string) bool {
	switch path.Base(file) {
	case "kustomization.yaml", "kustomization.yml", "Kustomization":
		return true
	}
	return false
}

// CandidatePath reports whether a file of that path may hold manifests.
func CandidatePath(file string) bool {
	base := path.Base(file)
	switch path.Ext(base) {
	case ".yaml", ".yml", ".json", ".j2", ".tmpl", ".tpl", ".template", ".example", ".sample", ".dist":
	default:
		return false
	}
	for _, suffix := range [...]string{".j2", ".tmpl", ".tpl", ".template", ".example", ".sample", ".dist"} {
		base = strings.TrimSuffix(base, suffix)
	}
	switch path.Ext(base) {
	case ".yaml", ".yml", ".json":
		return base != "package.json" && base != "package-lock.json"
	}
	return false
}

// Sniff reports whether the bytes look like a manifest: apiVersion and kind stand at the top of an object.
func Sniff(data []byte) bool {
	return hasKey(data, "apiVersion") && hasKey(data, "kind")
}

// hasKey reports whether a key of that name stands at the beginning of a line, or anywhere in quotes.
func hasKey(data []byte, key string) bool {
	for at := 0; ; {
		i := bytes.Index(data[at:], []byte(key))
		if i < 0 {
			return false
		}
		at += i
		end := at + len(key)
		if end >= len(data) {
			return false
		}
		switch {
		case data[end] == ':' && (at == 0 || data[at-1] == '\n' || data[at-1] == '\r' || data[at-1] == 0xbf):
			return true
		case data[end] == '"' && at > 0 && data[at-1] == '"':
			return true
		}
		at = end
	}
}
