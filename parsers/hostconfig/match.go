package hostconfig

import (
	"bytes"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/wirevet/wirevet/facts"
)

// place is one file description together with its host.
type place struct {
	h *host
	f *file
}

// syntax returns what the host accepts in the file.
func (p place) syntax() syntax {
	if p.f.syntax != sameSyntax {
		return p.f.syntax
	}
	return p.h.syntax
}

var (
	placesOnce   sync.Once
	placesByBase map[string][]place // by the lower-case last element of their pattern
	placesByGlob map[string][]place // those whose last element holds "*", by its extension
	knownEndings []string           // of all names, and what may stand behind one
)

// fillPlaces indexes the tables by file name. It runs on first use: a run that reads no host file pays nothing.
func fillPlaces() {
	placesByBase, placesByGlob = make(map[string][]place, 128), make(map[string][]place, 8)
	knownEndings = slices.Clone(sampleSuffixes)
	for _, h := range allHosts() {
		for j := range h.files {
			f := &h.files[j]
			base := strings.ToLower(path.Base(f.path))
			if !slices.Contains(knownEndings, path.Ext(base)) {
				knownEndings = append(knownEndings, path.Ext(base))
			}
			if strings.Contains(base, "*") {
				placesByGlob[path.Ext(base)] = append(placesByGlob[path.Ext(base)], place{h, f})
				continue
			}
			placesByBase[base] = append(placesByBase[base], place{h, f})
		}
	}
}

// allHosts returns the descriptions of all hosts. Agents stand first: of several hosts that read one file (.mcp.json),
// the first is named when nothing in the file says which is meant.
func allHosts() []*host {
	var out []*host
	for _, table := range [...][]host{agents, editors, extensions, gateways} {
		for i := range table {
			out = append(out, &table[i])
		}
	}
	return out
}

// HostOf returns the host of that ID, or the unknown one.
func HostOf(id string) *facts.Host {
	for _, h := range allHosts() {
		if h.host.ID == id {
			return &h.host
		}
	}
	return facts.UnknownHost
}

// placesOf returns the hosts that read the file at the slash-separated path: those of the most specific
// pattern, and all that share it.
func placesOf(file string) []place {
	placesOnce.Do(fillPlaces)
	file = plainName(file)
	base := strings.ToLower(path.Base(file))
	var out []place
	depth := 0
	consider := func(p place) {
		n := matchTail(p.f.path, file)
		if n > depth {
			out, depth = out[:0], n
		}
		if n > 0 && n == depth && !slices.ContainsFunc(out, func(q place) bool { return q.h == p.h }) {
			out = append(out, p)
		}
	}
	for _, p := range placesByBase[base] {
		consider(p)
	}
	if depth == 0 {
		for _, p := range placesByGlob[path.Ext(base)] {
			consider(p)
		}
	}
	return out
}

// plainName removes what templates and dotfile managers add to a name: settings.json.example, dot_claude.json.
func plainName(file string) string {
	for _, suffix := range sampleSuffixes {
		file = strings.TrimSuffix(file, suffix)
	}
	if strings.Contains(file, "dot_") {
		elements := strings.Split(file, "/")
		for i, e := range elements {
			if name, ok := strings.CutPrefix(e, "dot_"); ok {
				elements[i] = "." + name
			}
		}
		file = strings.Join(elements, "/")
	}
	return file
}

var sampleSuffixes = []string{".tmpl", ".template", ".example", ".sample", ".dist", ".j2", ".bak", ".orig"}

// matchTail returns the number of elements of pattern when they match the last elements of file, else 0.
// Elements are compared without regard to case, as Windows and macOS do.
func matchTail(pattern, file string) int {
	n := 0
	for {
		patternDir, patternBase := path.Split(pattern)
		fileDir, fileBase := path.Split(file)
		if ok, _ := path.Match(strings.ToLower(patternBase), strings.ToLower(fileBase)); !ok {
			return 0
		}
		n++
		pattern, file = strings.TrimSuffix(patternDir, "/"), strings.TrimSuffix(fileDir, "/")
		if pattern == "" {
			return n
		}
		if file == "" {
			return 0
		}
	}
}

// KnownPath reports whether the file at the slash-separated path belongs to a host by its name alone.
func KnownPath(file string) bool {
	placesOnce.Do(fillPlaces)
	// A repository has thousands of names, nearly all of which end in something else.
	extension := strings.ToLower(path.Ext(file))
	if !slices.Contains(knownEndings, extension) {
		return false
	}
	return strings.Contains(path.Base(file), ".") && len(placesOf(file)) > 0
}

// CandidateName reports whether a file of that name can hold a host config of an unknown host: its content
// decides, see [Sniff].
func CandidateName(file string) bool {
	base := plainName(path.Base(file))
	switch path.Ext(base) {
	case ".json", ".jsonc", ".json5", ".yaml", ".yml", ".toml":
	default:
		return false // as nearly every file of a tree
	}
	for _, skip := range [...]string{".schema.json", "package-lock.json", "package.json", "tsconfig.json", "composer.lock"} {
		if strings.HasSuffix(base, skip) {
			return false
		}
	}
	return true
}

// Sniff reports whether the bytes can hold a map of servers. It is a gate, not a verdict: it may say yes to a
// file that has none.
func Sniff(data []byte) bool {
	if bytes.Contains(data, []byte("cpServers")) || bytes.Contains(data, []byte("cp_servers")) || bytes.Contains(data, []byte("context_servers")) ||
		bytes.Contains(data, []byte("mcp.servers")) || bytes.Contains(data, []byte("mcp_config")) {
		return true
	}
	if bytes.Contains(data, []byte("modelcontextprotocol.io")) || bytes.Contains(data, []byte("agentConnectors")) ||
		bytes.Contains(data, []byte("RemoteMCPServer")) {
		return true
	}
	if i := bytes.Index(data, []byte("registry:")); i >= 0 && (i == 0 || data[i-1] == '\n') && bytes.Contains(data, []byte("mcp")) {
		return true
	}
	for _, key := range [...]string{"servers", "mcp", "extensions"} {
		if bytes.Contains(data, []byte(`"`+key+`"`)) || bytes.Contains(data, []byte(key+":")) || bytes.Contains(data, []byte("["+key+".")) {
			return bytes.Contains(data, []byte("command")) || bytes.Contains(data, []byte("cmd")) ||
				bytes.Contains(data, []byte("url")) || bytes.Contains(data, []byte("uri")) || bytes.Contains(data, []byte("Url"))
		}
	}
	return false
}

// PathsBeside returns where, below a project's folder, other host files of the project may lie. Places that are below
// a person's own folders only (Code/User/mcp.json) are not among them.
func PathsBeside() []string { return pathsBeside() }

var pathsBeside = sync.OnceValue(func() []string {
	out := make([]string, 0, 128)
	for _, h := range allHosts() {
		for _, f := range h.files {
			own := strings.Contains(f.path, "/") && !strings.HasPrefix(f.path, ".")
			if !own && !strings.Contains(f.path, "*") {
				out = append(out, f.path)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
})
