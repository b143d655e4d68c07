package traefik

import (
	"bytes"
	"path"
	"strings"
)

// KnownPath reports whether a file is Traefik's by its path alone: traefik.yml, traefik.toml.
func KnownPath(file string) bool {
	switch strings.ToLower(path.Base(file)) {
	case "traefik.yml", "traefik.yaml", "traefik.toml":
		return true
	}
	return false
}

// CandidatePath reports whether a file of that path may be Traefik's: dynamic.yml, traefik/conf.d/mcp.toml.
func CandidatePath(file string) bool {
	switch strings.ToLower(path.Ext(file)) {
	case ".yml", ".yaml", ".toml":
		lower := strings.ToLower(file)
		if strings.Contains(path.Base(lower), "compose") {
			return false // its labels are read where the services are
		}
		return strings.Contains(lower, "traefik") || strings.Contains(path.Base(lower), "dynamic") || path.Base(path.Dir(lower)) == "dynamic"
	}
	return false
}

// Sniff reports whether the bytes look like a configuration of Traefik, and not like a manifest or a compose file.
func Sniff(data []byte) bool {
	if bytes.Contains(data, []byte("apiVersion:")) || bytes.Contains(data, []byte("image:")) {
		return false
	}
	lower := bytes.ToLower(data)
	for _, word := range [...]string{"entrypoints", "routers", "certificatesresolvers", "serverstransport", "middlewares", "clientauthtype", "minversion"} {
		if bytes.Contains(lower, []byte(word)) {
			return true
		}
	}
	return false
}
