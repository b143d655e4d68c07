package parsers

import (
	"path"
	"slices"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/parsers/compose"
	"github.com/wirevet/wirevet/parsers/input"
	"github.com/wirevet/wirevet/parsers/traefik"
)

// container is what a Traefik in a container sees of the files that are read.
type container struct {
	*input.Unit
	mounts []compose.Mount
}

// over returns the mount that a path of the container lies in, or one without a source.
func (c container) over(inside string) (found compose.Mount) {
	for _, m := range c.mounts {
		at := strings.TrimSuffix(m.Target, "/")
		if at != "" && (inside == at || strings.HasPrefix(inside, at+"/")) && len(at) >= len(found.Target) {
			found = compose.Mount{Source: m.Source, Target: at}
		}
	}
	return found
}

// unit is how the container's paths are read.
func (c container) unit() *input.Unit {
	if c.Open == nil || c.Glob == nil {
		return nil
	}
	return &input.Unit{Open: c.open, Glob: c.glob}
}

func (c container) open(inside string) (input.File, bool) {
	m := c.over(inside)
	if m.Source == "" {
		return input.File{}, false
	}
	return c.Open(path.Join(m.Source, inside[len(m.Target):]))
}

func (c container) glob(pattern string) []string {
	var out []string
	if m := c.over(pattern); m.Source != "" {
		for _, shown := range c.Glob(path.Join(m.Source, pattern[len(m.Target):])) {
			out = append(out, path.Join(m.Target, strings.TrimPrefix(shown, m.Source+"/")))
		}
	}
	for _, m := range c.mounts { // a file by itself
		if ok, err := path.Match(pattern, m.Target); ok && err == nil && !slices.Contains(out, m.Target) {
			out = append(out, m.Target)
		}
	}
	return out
}

// hides reports whether a Traefik may be given a file of static configuration that is not among those that are read. Beside one its
// options do not count (doc.traefik.io, getting-started/configuration-overview: "mutually exclusive").
func (c container) hides(words []facts.Word) bool {
	seen := c.unit()
	for _, o := range traefik.Options(words) {
		if strings.EqualFold(strings.TrimLeft(o.Key, "-"), "configfile") {
			return !isThere(seen, o.Value.Text)
		}
	}
	for _, m := range c.mounts {
		if traefik.KnownPath(m.Target) && !isThere(seen, m.Target) {
			return true
		}
		if strings.TrimSuffix(m.Target, "/") == "/etc/traefik" && (m.Source == "" || seen == nil || len(c.Glob(m.Source+"/*")) == 0) {
			return true
		}
	}
	return false
}

func isThere(u *input.Unit, file string) bool {
	if u == nil {
		return false
	}
	_, ok := u.Open(file)
	return ok
}

// nearest returns the files of the Traefik that a folder belongs to: one with a static configuration there or in a folder traefik, or
// above. It stands as it would in a container.
func nearest(u *input.Unit, dir string) *input.Unit {
	if u.Open == nil || u.Glob == nil {
		return nil
	}
	for {
		for _, at := range [...]string{dir, path.Join(dir, "traefik")} {
			c := container{u, []compose.Mount{{Source: at, Target: "/etc/traefik"}}}
			if traefik.ReadsLabels(c.unit()) {
				return c.unit()
			}
		}
		if dir == "." || dir == "/" || dir == "" {
			return nil
		}
		dir = path.Dir(dir)
	}
}
