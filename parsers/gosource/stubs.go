package gosource

import (
	"bytes"
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
	if im.named != nil {
		data = cut(data, im.named)
	}
	f, place, err := parse(name, data, im.positions.reserve(len(data)), parser.SkipObjectResolution)
	if f == nil || err != nil {
		return nil
	}
	im.positions.fset.AddExistingFiles(place)
	if im.named != nil {
		prune(f, im.named)
	}
	config := types.Config{
		Importer: im, Error: func(error) {}, IgnoreFuncBodies: true, DisableUnusedImportCheck: true, Sizes: sizes,
	}
	pkg, _ := config.Check(importPath, im.positions.fset, []*ast.File{f}, nil) // a stub may name packages that have none
	return pkg
}

// cut leaves out of a stub's text what nobody names: functions, methods, constants and variables, each of which is one line.
// It makes most of a stub free. The types stay, since other stubs refer to them.
func cut(data []byte, named *nameSet) []byte {
	out := make([]byte, 0, len(data))
	for line := range bytes.Lines(data) {
		if name, method := declaredName(line); name == nil || !exported(name) || named.has(name) || method && expected[string(name)] {
			out = append(out, line...)
		}
	}
	return out
}

// declaredName returns the name that a line of a stub declares, unless it is that of a type.
func declaredName(line []byte) (name []byte, method bool) {
	keyword, rest, _ := bytes.Cut(line, []byte(" "))
	switch string(keyword) {
	case "func":
		if rest, method = bytes.CutPrefix(rest, []byte("(")); method {
			_, rest, _ = bytes.Cut(rest, []byte(") "))
		}
	case "const", "var":
	default:
		return nil, false
	}
	end := 0
	for end < len(rest) && wordByte[rest[end]] {
		end++
	}
	return rest[:end], method
}

func exported(name []byte) bool { return len(name) > 0 && name[0] >= 'A' && name[0] <= 'Z' }

// prune removes from a stub the fields that nobody names, and the imports that nothing needs any more.
func prune(f *ast.File, named *nameSet) {
	wanted := func(id *ast.Ident) bool { return !id.IsExported() || named.has([]byte(id.Name)) }
	for _, d := range f.Decls {
		if g, ok := d.(*ast.GenDecl); ok && g.Tok == token.TYPE {
			if s, ok := g.Specs[0].(*ast.TypeSpec).Type.(*ast.StructType); ok {
				s.Fields.List = slices.DeleteFunc(s.Fields.List, func(field *ast.Field) bool {
					return len(field.Names) > 0 && !slices.ContainsFunc(field.Names, wanted)
				})
			}
		}
	}
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
