// Package input holds what a parser is given when files mean something only together: includes, a module's packages.
package input

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// Unit is all files of one format, and a way to those that they refer to.
type Unit struct {
	Files []File // in the order of their paths
	// Open reads another file below the asked roots, or of their repositories, by its shown path. It returns false when
	// there is none, or when it lies outside.
	Open func(path string) (File, bool)
	// Glob returns the shown paths of the files that match the pattern (see path.Match), sorted, with the same bounds.
	Glob func(pattern string) []string
	Jobs int // how many workers to use; the facts do not depend on it
	// Recovered is told of a panic that was kept to a part of the unit: where it happened, and what was recovered. It may
	// be called concurrently.
	Recovered func(place string, recovered any)
}

// File is a file that was read.
type File struct {
	Source *facts.Source
	Data   []byte
}

// Folder returns the name of the folder that a file lies in, "." for the first one. It is asked of every file of a tree, and
// allocates nothing.
func Folder(file string) string {
	end := strings.LastIndexByte(file, '/')
	if end < 0 {
		return "."
	}
	return file[strings.LastIndexByte(file[:end], '/')+1 : end]
}
