package envoy

import (
	"bytes"
	"path"
	"strings"

	"github.com/wirevet/wirevet/internal/template"
	"github.com/wirevet/wirevet/parsers/input"
)

// KnownPath reports whether a file is Envoy's by its path alone. None is: envoy.yaml is as often the manifest that deploys it.
func KnownPath(string) bool { return false }

// CandidatePath reports whether a file of that path may be Envoy's: envoy.yaml, front-envoy.json, envoy/edge.yaml, mcp-gateway.yaml,
// lds.yaml, sds-cert.yaml.
func CandidatePath(file string) bool {
	base := file[strings.LastIndexByte(file, '/')+1:]
	switch path.Ext(base) {
	case ".yaml", ".yml", ".json":
	case ".template", ".tmpl", ".tpl", ".j2", ".erb", ".in", ".example", ".sample", ".dist", ".default":
		base = template.Target(base)
	default:
		return false // as most files of a tree
	}
	name := strings.TrimSuffix(base, path.Ext(base))
	switch path.Ext(base) {
	case ".yaml", ".yml", ".json":
	default:
		return false
	}
	switch name {
	case "lds", "cds", "rds", "eds", "sds", "xds", "listener", "listeners", "cluster", "clusters", "routes", "secrets":
		return true
	}
	if strings.Contains(base, "compose") {
		return false // its labels and configs are read where the services are
	}
	for _, word := range [...]string{"proxy", "gateway", "sidecar", "bootstrap", "sds"} {
		if strings.Contains(name, word) {
			return true
		}
	}
	return namesEnvoy(base) || namesEnvoy(input.Folder(file))
}

func namesEnvoy(name string) bool {
	return strings.Contains(name, "envoy") || strings.Contains(name, "Envoy")
}

// Sniff reports whether the bytes look like resources of Envoy, and not like a manifest or a compose file that has some.
func Sniff(data []byte) bool {
	if bytes.Contains(data, []byte("apiVersion:")) || bytes.Contains(data, []byte(`"apiVersion"`)) {
		return false
	}
	for _, word := range [...]string{"static_resources", "staticResources", "filter_chains", "filterChains"} {
		if bytes.Contains(data, []byte(word)) {
			return true
		}
	}
	return bytes.Contains(data, []byte("@type")) && bytes.Contains(data, []byte("googleapis.com/envoy."))
}
