// Command stubs writes the declarations that parsers/gosource has in place of packages whose source it does not read. They
// are facts of the packages' API: no bodies and no comments. Run it in this folder, with the packages' modules at the
// versions of go.mod:
//
//	go run .
//
// Its test fails when what is checked in is not what the packages declare.
package main

import (
	"fmt"
	"go/format"
	"os"
	"path"
	"path/filepath"
	"runtime"

	"golang.org/x/tools/go/packages"
)

// folder is where the stubs are, seen from this module.
const folder = "../../parsers/gosource/stubs"

func main() {
	stubs, err := makeStubs()
	if err != nil {
		fmt.Fprintln(os.Stderr, "stubs:", err)
		os.Exit(1)
	}
	if err := os.RemoveAll(folder); err != nil {
		panic(err)
	}
	for name, text := range stubs {
		file := filepath.Join(folder, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			panic(err)
		}
		if err := os.WriteFile(file, text, 0o644); err != nil {
			panic(err)
		}
	}
}

// load loads the packages of all families.
func load() (map[string]*packages.Package, error) {
	var paths []string
	for _, f := range families {
		paths = append(paths, f.packages...)
	}
	config := &packages.Config{
		Mode: packages.NeedName | packages.NeedTypes | packages.NeedModule | packages.NeedImports | packages.NeedDeps,
		Env:  append(os.Environ(), "GOOS=linux", "GOARCH=amd64", "CGO_ENABLED=0"),
	}
	list, err := packages.Load(config, paths...)
	if err != nil {
		return nil, err
	}
	out := map[string]*packages.Package{}
	for _, p := range list {
		if len(p.Errors) > 0 {
			return nil, fmt.Errorf("%s: %w", p.PkgPath, p.Errors[0])
		}
		out[p.PkgPath] = p
	}
	return out, nil
}

// makeStubs returns the text of each stub by its path below the folder.
func makeStubs() (map[string][]byte, error) {
	loaded, err := load()
	if err != nil {
		return nil, err
	}
	out := map[string][]byte{}
	for _, f := range families {
		for _, p := range f.packages {
			version := runtime.Version()
			if m := loaded[p].Module; m != nil {
				version = m.Path + " " + m.Version
			}
			text, err := format.Source([]byte(declarations(loaded[p].Types, version, f.only[p])))
			if err != nil {
				return nil, fmt.Errorf("%s: %w", p, err)
			}
			out[path.Join(p, "stub.go.txt")] = text
		}
	}
	return out, nil
}
