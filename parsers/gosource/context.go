package gosource

import (
	"bytes"
	"go/build/constraint"
	"path"
	"slices"
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// buildContext says which build tags hold. Tags that it does not name do not, but for compilers and releases.
type buildContext struct {
	os, arch string
	tags     map[string]bool
}

// holds reports whether a tag is satisfied, as go/build's documentation says under "Build Constraints".
func (c buildContext) holds(tag string) bool {
	if value, ok := c.tags[tag]; ok {
		return value
	}
	switch tag {
	case c.os, c.arch, "gc":
		return true
	case "unix":
		return slices.Contains(unixes, c.os)
	case "linux":
		return c.os == "android"
	case "solaris":
		return c.os == "illumos"
	case "darwin":
		return c.os == "ios"
	}
	return strings.HasPrefix(tag, "go1.")
}

// The values of GOOS and GOARCH that file names and constraints may name (internal/syslist of Go 1.26).
var (
	unixes = []string{
		"linux", "darwin", "freebsd", "openbsd", "netbsd", "dragonfly", "solaris", "illumos", "aix", "android", "ios", "hurd",
	}
	systems = append(append([]string{"linux", "windows", "darwin"}, unixes[2:]...), "js", "wasip1", "plan9", "nacl", "zos")

	architectures = []string{
		"amd64", "arm64", "386", "arm", "loong64", "mips", "mips64", "mips64le", "mipsle", "ppc64", "ppc64le", "riscv", "riscv64",
		"s390", "s390x", "sparc", "sparc64", "wasm", "amd64p32", "armbe", "arm64be", "mips64p32", "mips64p32le", "ppc",
	}
)

func both(a, b constraint.Expr) constraint.Expr {
	switch {
	case a == nil:
		return b
	case b == nil:
		return a
	}
	return &constraint.AndExpr{X: a, Y: b}
}

// nameConstraint reads the suffixes _GOOS, _GOARCH and _GOOS_GOARCH of a file's name.
func nameConstraint(name string) constraint.Expr {
	base := strings.TrimSuffix(strings.TrimSuffix(path.Base(name), ".go"), "_test")
	parts := strings.Split(base, "_")[1:] // linux.go is no suffix
	n := len(parts)
	tag := func(s string) constraint.Expr { return &constraint.TagExpr{Tag: s} }
	switch {
	case n >= 2 && slices.Contains(systems, parts[n-2]) && slices.Contains(architectures, parts[n-1]):
		return both(tag(parts[n-2]), tag(parts[n-1]))
	case n >= 1 && (slices.Contains(systems, parts[n-1]) || slices.Contains(architectures, parts[n-1])):
		return tag(parts[n-1])
	}
	return nil
}

// readHeader reads what stands before the package clause: the line //go:build, or the older lines // +build, and the lines
// //go:debug.
func (f *file) readHeader() {
	var line, old constraint.Expr
	rest := f.Data
	for {
		rest = bytes.TrimLeft(rest, " \t\r\n\ufeff")
		if bytes.HasPrefix(rest, []byte("/*")) {
			end := bytes.Index(rest, []byte("*/"))
			if end < 0 {
				break
			}
			rest = rest[end+2:]
			continue
		}
		if !bytes.HasPrefix(rest, []byte("//")) {
			break
		}
		comment, below, _ := bytes.Cut(rest, []byte("\n"))
		start := len(f.Data) - len(rest)
		rest = below
		text := string(bytes.TrimSpace(comment))
		if setting, ok := strings.CutPrefix(text, "//go:debug "); ok {
			if key, value, ok := strings.Cut(strings.TrimSpace(setting), "="); ok {
				span := facts.Span{Source: f.Source, Start: start, End: start + len(text)}
				f.debug = append(f.debug, facts.GoDebug{Key: key, Value: value, Span: span})
			}
		}
		if !constraint.IsGoBuild(text) && !constraint.IsPlusBuild(text) {
			continue
		}
		if x, err := constraint.Parse(text); err == nil && constraint.IsGoBuild(text) {
			line = x
		} else if err == nil {
			old = both(old, x)
		}
	}
	if line == nil {
		line = old
	}
	f.constraint = both(nameConstraint(f.Source.Path), line)
}

func (c buildContext) compiles(x constraint.Expr) bool { return x == nil || x.Eval(c.holds) }

// baseContext returns the context of a folder in which most of its files are compiled; of equals the first. Tags that only add files
// hold: what they add says what it says beside the others, and the package need not be checked again for its sake.
func baseContext(files []*file) buildContext {
	cgo := slices.ContainsFunc(files, func(f *file) bool { return f.cgo })
	var best buildContext
	most := -1
	for _, system := range [][2]string{{"linux", "amd64"}, {"windows", "amd64"}, {"darwin", "arm64"}} {
		c := buildContext{os: system[0], arch: system[1], tags: map[string]bool{"cgo": cgo}}
		n := 0
		for _, f := range files {
			if c.compiles(f.constraint) {
				n++
			}
		}
		if n > most {
			best, most = c, n
		}
	}
	for _, f := range files {
		if f.constraint == nil {
			continue
		}
		if c, ok := contextFor(f.constraint, best); ok && c.os == best.os && c.arch == best.arch && c.compilesAll(files, best) {
			best = c
		}
	}
	return best
}

// compilesAll reports whether a context compiles each of the files that another one does.
func (c buildContext) compilesAll(files []*file, other buildContext) bool {
	return !slices.ContainsFunc(files, func(f *file) bool { return other.compiles(f.constraint) && !c.compiles(f.constraint) })
}

// maxFreeTags bounds how many tags of one constraint are tried in every combination.
const maxFreeTags = 8

// contextFor returns a context in which the constraint holds, as near to the base as can be: first other tags, then other
// systems. A constraint that never holds has none.
func contextFor(x constraint.Expr, base buildContext) (buildContext, bool) {
	free := freeTags(x)
	oses := append([]string{base.os}, systems...)
	arches := append([]string{base.arch}, architectures...)
	if !mentions(x, architectures) {
		arches = arches[:1]
	}
	for _, os := range oses {
		for _, arch := range arches {
			for choice := range 1 << len(free) {
				c := buildContext{os: os, arch: arch, tags: map[string]bool{}}
				for tag, value := range base.tags {
					c.tags[tag] = value
				}
				for i, tag := range free {
					if choice&(1<<i) != 0 {
						c.tags[tag] = !base.holds(tag)
					}
				}
				if c.compiles(x) {
					return c, true
				}
			}
		}
	}
	return buildContext{}, false
}

// freeTags returns the tags of a constraint that name neither a system nor an architecture, sorted.
func freeTags(x constraint.Expr) []string {
	var out []string
	eachTag(x, func(tag string) {
		if tag != "unix" && !slices.Contains(systems, tag) && !slices.Contains(architectures, tag) && !slices.Contains(out, tag) {
			out = append(out, tag)
		}
	})
	slices.Sort(out)
	return out[:min(len(out), maxFreeTags)]
}

func mentions(x constraint.Expr, tags []string) bool {
	found := false
	eachTag(x, func(tag string) { found = found || slices.Contains(tags, tag) })
	return found
}

func eachTag(x constraint.Expr, visit func(string)) {
	switch x := x.(type) {
	case *constraint.TagExpr:
		visit(x.Tag)
	case *constraint.NotExpr:
		eachTag(x.X, visit)
	case *constraint.AndExpr:
		eachTag(x.X, visit)
		eachTag(x.Y, visit)
	case *constraint.OrExpr:
		eachTag(x.X, visit)
		eachTag(x.Y, visit)
	}
}
