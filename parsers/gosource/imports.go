package gosource

import (
	"errors"
	"go/ast"
	"go/token"
	"go/types"
	"strconv"
	"strings"
	"sync"
)

// imports has the packages that are not checked from source. It may be used concurrently.
type imports struct {
	positions *positions
	named     *nameSet // the only names that matter of a stub; nil for all
	mu        sync.Mutex
	byPath    map[string]*imported
}

type imported struct {
	once sync.Once
	pkg  *types.Package
}

func newImports(at *positions, named *nameSet) *imports {
	return &imports{positions: at, named: named, byPath: map[string]*imported{}}
}

// Import returns the package that a stub declares, or an empty one. It never fails.
func (im *imports) Import(path string) (*types.Package, error) {
	if path == "unsafe" {
		return types.Unsafe, nil
	}
	im.mu.Lock()
	p := im.byPath[path]
	if p == nil {
		p = &imported{}
		im.byPath[path] = p
	}
	im.mu.Unlock()
	p.once.Do(func() {
		if p.pkg = im.stub(path); p.pkg == nil {
			p.pkg = emptyPackage(path)
		}
	})
	return p.pkg, nil
}

var errUnknown = errors.New("nothing is known of this package")

// emptyPackage returns a package in which every name is found, and has no valid type. The checker marks an imported package
// so when its importer returns it together with an error; we let it do that once, before the package is shared.
func emptyPackage(path string) *types.Package {
	pkg := types.NewPackage(path, guessName(path))
	config := types.Config{
		Importer: importFunc(func(string) (*types.Package, error) { return pkg, errUnknown }),
		Error:    func(error) {}, DisableUnusedImportCheck: true,
	}
	spec := &ast.ImportSpec{Path: &ast.BasicLit{Kind: token.STRING, Value: strconv.Quote(path)}}
	file := &ast.File{
		Name: ast.NewIdent("p"), Imports: []*ast.ImportSpec{spec},
		Decls: []ast.Decl{&ast.GenDecl{Tok: token.IMPORT, Specs: []ast.Spec{spec}}},
	}
	_, _ = config.Check("p", token.NewFileSet(), []*ast.File{file}, nil) // the error is ours
	return pkg
}

type importFunc func(path string) (*types.Package, error)

func (f importFunc) Import(path string) (*types.Package, error) { return f(path) }

// guessName returns the name that the package of an import path most likely has: example.com/go-yaml.v3 is yaml.
func guessName(path string) string {
	elements := strings.Split(strings.TrimSuffix(path, "/"), "/")
	name := elements[len(elements)-1]
	if n := len(elements); n > 1 && isMajorVersion(name) {
		name = elements[n-2]
	}
	if at := strings.LastIndexByte(name, '.'); at > 0 && isMajorVersion(name[at+1:]) {
		name = name[:at]
	}
	name = strings.TrimSuffix(strings.TrimPrefix(name, "go-"), "-go")
	name = strings.NewReplacer("-", "", ".", "").Replace(name)
	if !token.IsIdentifier(name) {
		return "_unknown"
	}
	return name
}

func isMajorVersion(s string) bool {
	if len(s) < 2 || s[0] != 'v' {
		return false
	}
	_, err := strconv.ParseUint(s[1:], 10, 16)
	return err == nil
}
