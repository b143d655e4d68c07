package facts

import "strings"

// GoModule is a Go module of which packages were read.
type GoModule struct {
	Source *Source // its go.mod; nil for packages outside of every module
	Span   Span    // the module's path in go.mod
	Path   string  // module path; empty outside of every module
	Dir    string  // the module's folder, as shown; "." for the working folder

	Go        Stated[string] // the go line: "1.26.0"
	Toolchain Stated[string] // the toolchain line: "go1.26.8"
	Debug     []GoDebug      // godebug lines of go.mod and go.work
	Requires  []GoRequirement
}

// GoDebug is a setting of the runtime that a go.mod, a go.work or a `//go:debug` line of a main package fixes.
type GoDebug struct {
	Key, Value string
	Span       Span
}

// GoRequirement is a module that another requires.
type GoRequirement struct {
	Path     string
	Version  string
	Span     Span // the path and the version
	Indirect bool
}

// Version returns the version at which the module requires the one that holds the package, or "" when it does not. The
// longest path wins: example.com/a/v2 holds example.com/a/v2/b, whatever is required of example.com/a.
func (m *GoModule) Version(pkg string) string {
	if m == nil {
		return ""
	}
	var best GoRequirement
	for _, r := range m.Requires {
		if len(r.Path) > len(best.Path) && (pkg == r.Path || strings.HasPrefix(pkg, r.Path+"/")) {
			best = r
		}
	}
	return best.Version
}

// GoPackage is one package of Go source. The test files of a folder are a package of their own.
type GoPackage struct {
	Entry  *Entry
	Module *GoModule // nil where nobody knows it, as under go vet
	Path   string    // import path
	Name   string    // as its files say: "main", "server_test"
	Dir    string    // its folder, as shown
	Test   bool      // _test.go files
	Debug  []GoDebug // //go:debug lines

	// Imports are the packages among those that are stated which the package needs, through others if need be, by their
	// import paths.
	Imports []string
	// SDKs are the imports of MCP SDKs in these files.
	SDKs []GoImport
	// SpeaksMCP is what shows that the package speaks the protocol by hand: a method's or a header's name.
	SpeaksMCP Span
	// StartedBy are the launches of hosts that start this main package. Link fills it.
	StartedBy []*Launch
	// RunBy are the workloads whose image starts this main package. Link fills it.
	RunBy []*Workload
}

// GoImport is an import of a package of another module.
type GoImport struct {
	Path    string
	Version string // of the module that holds it; empty when no go.mod says so
	Span    Span   // the path as written
}
