package gosource

import (
	"embed"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"path"
	"slices"
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
	if im.named != nil {
		prune(f, im.named)
	}
	config := types.Config{
		Importer: im, Error: func(error) {}, IgnoreFuncBodies: true, DisableUnusedImportCheck: true, Sizes: sizes,
	}
	pkg, _ := config.Check(importPath, im.fset, []*ast.File{f}, nil) // a stub may name packages that have none
	return pkg
}

// prune removes from a stub what nobody names: functions, methods, constants, variables and fields, and then the imports
// that only they needed. It makes most of a stub free; the types stay, since other stubs refer to them.
func prune(f *ast.File, named *nameSet) {
	wanted := func(id *ast.Ident) bool { return !id.IsExported() || named.has(id.Name) }
	f.Decls = slices.DeleteFunc(f.Decls, func(d ast.Decl) bool {
		switch d := d.(type) {
		case *ast.FuncDecl:
			return !wanted(d.Name) && (d.Recv == nil || !expected[d.Name.Name])
		case *ast.GenDecl:
			switch spec := d.Specs[0].(type) {
			case *ast.ValueSpec:
				return !wanted(spec.Names[0])
			case *ast.TypeSpec:
				if s, ok := spec.Type.(*ast.StructType); ok {
					s.Fields.List = slices.DeleteFunc(s.Fields.List, func(field *ast.Field) bool {
						return len(field.Names) > 0 && !slices.ContainsFunc(field.Names, wanted)
					})
				}
			}
		}
		return false
	})
	used := map[string]bool{}
	for _, d := range f.Decls {
		if g, ok := d.(*ast.GenDecl); ok && g.Tok == token.IMPORT {
			continue
		}
		ast.Inspect(d, func(n ast.Node) bool {
			if sel, ok := n.(*ast.SelectorExpr); ok {
				if id, ok := sel.X.(*ast.Ident); ok {
					used[id.Name] = true
				}
			}
			return true
		})
	}
	f.Decls = slices.DeleteFunc(f.Decls, func(d ast.Decl) bool {
		g, ok := d.(*ast.GenDecl)
		return ok && g.Tok == token.IMPORT && !used[g.Specs[0].(*ast.ImportSpec).Name.Name]
	})
}

// expected are methods by which a type satisfies the interfaces of the standard library; nobody has to name them.
var expected = map[string]bool{
	"Error": true, "String": true, "Read": true, "Write": true, "Close": true, "ServeHTTP": true, "RoundTrip": true,
	"Handle": true, "Enabled": true, "WithAttrs": true, "WithGroup": true, "Deadline": true, "Done": true, "Err": true, "Value": true,
	"Header": true, "WriteHeader": true, "Accept": true, "Addr": true,
}
