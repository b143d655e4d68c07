// Package gosource loads Go source hermetically: it parses and type-checks packages with nothing but the files that were
// read, and hands each to an analyzer that states facts about it. What a package says, the analyzer knows; this package
// knows which files make a package, and what their imports mean.
//
// It starts no process and needs no Go toolchain, module cache or network. A repository's own packages are type-checked
// from source. Of packages that matter, declarations of ours (stubs) stand in; every other import is an empty package
// whose members have no valid type. So most packages have type errors, and none is told: only what could not be parsed is
// a problem.
//
// Only what may state a fact is looked at closely: a file in which nothing of [interest] occurs is read for the sake of
// its declarations at most.
package gosource

import (
	"path"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/parsers/input"
)

// Options says what to load.
type Options struct {
	Files []input.File // in the order of their paths
	// Open reads another file by its shown path; nil reads none. It is only asked for the go.mod and go.work of folders
	// above the files.
	Open func(path string) (input.File, bool)
	// Analyzer is run on each package; its result is a *facts.Facts. It and what it requires may use analysis facts.
	Analyzer *analysis.Analyzer
	Jobs     int
	// Recovered is told of panics: of the place, and of what was recovered. It may be called concurrently.
	Recovered func(place string, recovered any)
}

// Known reports whether a path is one of a file that this package reads.
func Known(p string) bool {
	if strings.HasSuffix(p, ".go") {
		return true
	}
	base := path.Base(p)
	return base == "go.mod" || base == "go.work"
}

// Load loads the packages of the files and returns what is known of each folder, in the order of the paths. The result
// does not depend on the number of jobs.
func Load(o Options) []*facts.Facts {
	l := newLoader(o)
	l.readModules()
	return l.load()
}

func (l *loader) load() []*facts.Facts {
	l.listFiles()
	l.makeFolders()
	l.readFiles()
	l.makeUnits()
	l.checkUnits()
	return l.collect()
}
