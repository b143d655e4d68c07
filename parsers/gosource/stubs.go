package gosource

import (
	"embed"
	"go/ast"
	"go/parser"
	"go/types"
	"path"
)

// stubs holds the declarations of packages that facts are about, one file a package, below the folder that its import path
// names. They are made by test/stubs from the packages themselves.
//
//go:embed all:stubs
var stubs embed.FS

// stub returns the package that a stub declares, or nil.
func (im *imports) stub(importPath string) *types.Package {
	name := path.Join("stubs", importPath, "stub.go.txt")
	data, err := stubs.ReadFile(name)
	if err != nil {
		return nil
	}
	f, err := parser.ParseFile(im.fset, name, data, parser.SkipObjectResolution)
	if f == nil || err != nil {
		return nil
	}
	config := types.Config{
		Importer: im, Error: func(error) {}, IgnoreFuncBodies: true, DisableUnusedImportCheck: true, Sizes: sizes,
	}
	pkg, _ := config.Check(importPath, im.fset, []*ast.File{f}, nil) // a stub may name packages that have none
	return pkg
}
