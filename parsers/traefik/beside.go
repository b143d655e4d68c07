package traefik

import (
	"path"
	"slices"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/parsers/input"
)

// Started is a Traefik that other files start, or whose labels others have.
type Started struct {
	Settings []Setting
	Sees     *input.Unit        // how the files are read that it has
	Settle   func(*facts.Facts) // adds what is known of it to the facts; nil when nothing is
}

// group makes a configuration of each that is started, and tells whose the files are that it has. Several may have one static file:
// the labels of all are read then.
func group(started []Started, byPath map[string]*parsed) (of map[*parsed]*config, order []*config) {
	of = map[*parsed]*config{}
	for _, s := range started {
		c := &config{dynamic: &node{}, states: ofFiles}
		c.takeOptions(s.Settings)
		var static *parsed
		if found, ok := staticOf(s.Sees, c.static.get("configFile").text()); ok {
			if static = byPath[found.Source.Path]; static == nil {
				static, c.elsewhere = read(found.Source, found.Data), true // by its name it could be anybody's: it is stated with the labels
			}
			if of[static] != nil {
				c = of[static]
			}
			c.static = static.root
			of[static] = c
		}
		for _, in := range dynamicOf(s.Sees, c.static.get("providers", "file")) {
			if own := byPath[in.Source.Path]; own != nil && of[own] == nil {
				of[own] = c
			}
		}
		c.takeLabels(s.Settings)
		if s.Settle != nil {
			c.settle = append(c.settle, s.Settle)
		}
		if !slices.Contains(order, c) {
			order = append(order, c)
		}
	}
	return of, order
}

// staticOf returns the static configuration that a Traefik reads: the file that an option names, or the first one at the places where
// it looks (pkg/cli/loader_file.go of 3.7.13, in a container that has neither a home folder nor another working folder).
func staticOf(sees *input.Unit, named string) (input.File, bool) {
	places := []string{named}
	if named == "" {
		places = nil
		for _, at := range [...]string{"/etc/traefik/traefik", "/traefik"} {
			for _, ending := range [...]string{".toml", ".yaml", ".yml"} {
				places = append(places, at+ending)
			}
		}
	}
	for _, place := range places {
		if in, ok := sees.Open(place); ok {
			return in, true
		}
	}
	return input.File{}, false
}

// dynamicOf returns the files that the file provider reads: one, or all of a folder and those in it.
func dynamicOf(sees *input.Unit, provider *node) []input.File {
	names := []string{provider.get("filename").text()}
	if dir := provider.get("directory").text(); dir != "" {
		names = nil
		for _, pattern := range [...]string{"*", "*/*", "*/*/*"} {
			for _, name := range sees.Glob(path.Join(dir, pattern)) {
				switch path.Ext(name) {
				case ".toml", ".yaml", ".yml":
					names = append(names, name)
				}
			}
		}
	}
	var out []input.File
	for _, name := range names {
		if name == "" {
			continue
		}
		if in, ok := sees.Open(name); ok {
			out = append(out, in)
		}
	}
	return out
}

// ReadsLabels reports whether the Traefik that sees some files is configured there to read labels.
func ReadsLabels(sees *input.Unit) bool {
	in, ok := staticOf(sees, "")
	if !ok {
		return false
	}
	providers := read(in.Source, in.Data).root.get("providers")
	return providers.get("docker") != nil || providers.get("swarm") != nil
}
