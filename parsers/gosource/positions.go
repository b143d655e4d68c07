package gosource

import (
	"go/ast"
	"go/parser"
	"go/token"
	"sync/atomic"
)

// positions gives files their places in one file set. The files of a folder are placed in the order of their paths before any
// of them is parsed: what comes first in a package must not depend on which was parsed first.
type positions struct {
	fset *token.FileSet
	next atomic.Int64 // the first position that is nobody's
}

func newPositions() *positions {
	p := &positions{fset: token.NewFileSet()}
	p.next.Store(1)
	return p
}

// reserve returns the first position of a place that a file of so many bytes fits in.
func (p *positions) reserve(size int) int {
	return int(p.next.Add(int64(size)+1)) - size - 1
}

// parse parses a file whose first byte is at a position. Its place is yet to be added to the file set.
func parse(name string, data []byte, base int, mode parser.Mode) (*ast.File, *token.File, error) {
	own := token.NewFileSet() // a parser takes the next position of its set
	if base > 1 {
		own.AddFile("", 1, base-2)
	}
	syntax, err := parser.ParseFile(own, name, data, mode)
	if syntax == nil {
		return nil, nil, err
	}
	return syntax, own.File(syntax.FileStart), err
}

// placeFiles gives files that were not placed yet their positions. Where another load may follow, each has some to grow: as long
// as it fits, the other files of its folder stay where they are.
func (l *loader) placeFiles() {
	for _, d := range l.order {
		if l.before != nil && l.placeAgain(d) {
			continue
		}
		for _, f := range d.files {
			f.room = len(f.Data)
			if l.keep {
				f.room += f.room/2 + 4096
			}
			l.forget(f)
			f.base = l.positions.reserve(f.room)
		}
	}
}

// placeAgain puts changed files of a folder where they were before. It reports whether all files of the folder have a place.
func (l *loader) placeAgain(d *folder) bool {
	old := l.before.folders[d.dir]
	if old == d {
		return true
	}
	if old == nil {
		return false
	}
	was := make(map[string]*file, len(old.files))
	for _, f := range old.files {
		was[f.Source.Path] = f
	}
	for _, f := range d.files {
		if before := was[f.Source.Path]; before == nil || len(f.Data) > before.room {
			return false
		}
	}
	for _, f := range d.files {
		if before := was[f.Source.Path]; before != f {
			l.forget(before)
			f.base, f.room = before.base, before.room
		}
	}
	return true
}

// forget takes the place of a file out of the file set.
func (l *loader) forget(f *file) {
	if f.place != nil {
		l.positions.fset.RemoveFile(f.place)
	}
	f.giveBack()
	f.place = nil
}
