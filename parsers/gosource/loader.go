package gosource

import (
	"errors"
	"go/ast"
	"go/build/constraint"
	"go/parser"
	"go/scanner"
	"go/token"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"unicode/utf8"

	"github.com/wirevet/wirevet/analyzers/gopackage"
	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/credential"
	"github.com/wirevet/wirevet/parsers/input"
)

// loader is one load.
type loader struct {
	Options
	positions *positions

	moduleFiles  []input.File // named go.mod and go.work
	modulesAbove int          // the index of the first of them that was read from a folder above
	modules      []*module    // in the order of their folders
	moduleAt     map[string]*module
	byModulePath map[string][]*module
	works        []*workspace

	files   []*file
	folders map[string]*folder
	order   []*folder // in the order of their paths
	units   []*unit   // in an order in which imports come first

	named   *nameSet // the exported names that the files mention
	imports *imports
	owners  *owners

	before *loader // the load before, in a session
	keep   bool    // another load may follow
}

func newLoader(o Options) *loader {
	l := &loader{
		Options: o, positions: newPositions(), named: new(nameSet), owners: new(owners),
		moduleAt: map[string]*module{}, byModulePath: map[string][]*module{}, folders: map[string]*folder{},
	}
	l.Jobs = max(1, l.Jobs)
	l.imports = newImports(l.positions, l.named)
	return l
}

// file is one Go file.
type file struct {
	input.File
	dir        string
	read       bool
	commented  bool // its comments may say something: a credential, a directive, a build constraint
	test       bool
	cgo        bool
	scanned    scanned
	constraint constraint.Expr // what must hold for it to be compiled; nil when it always is
	debug      []facts.GoDebug
	imports    []string   // import paths, in the order of the file
	name       string     // of the package; empty when the file does not say
	clause     facts.Span // the package clause
	sdks       []facts.GoImport
	speaks     facts.Span // a word of the protocol
	problem    *facts.Problem
	directives []*facts.Directive

	deep *facts.Problem // of a file that is reported only when a unit needs the file

	base, room int         // where its positions are, and how many it can have
	place      *token.File // once it was parsed

	mu     sync.Mutex
	parsed bool
	// syntax is the whole file. It is given back when the last unit that uses it is done.
	syntax *ast.File
	users  atomic.Int32
	wanted bool // a unit needs it
}

// interesting reports whether the file may state a fact.
func (f *file) interesting() bool { return f.scanned.strong || f.scanned.weak && !f.test }

// forEach calls do for each index below n, from several goroutines.
func (l *loader) forEach(n int, do func(int)) {
	var next atomic.Int64
	var group sync.WaitGroup
	for range min(l.Jobs, n) {
		group.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= n {
					return
				}
				do(i)
			}
		})
	}
	group.Wait()
}

// guard runs do and keeps a panic to the place.
func (l *loader) guard(place string, do func()) {
	defer func() {
		if p := recover(); p != nil {
			if l.Recovered == nil {
				panic(p)
			}
			l.Recovered(place, p)
		}
	}()
	do()
}

// listFiles finds the Go files.
func (l *loader) listFiles() {
	for _, in := range l.Files {
		if path.Ext(in.Source.Path) == ".go" {
			l.files = append(l.files, &file{File: in, dir: path.Dir(in.Source.Path), test: strings.HasSuffix(in.Source.Path, "_test.go")})
		}
	}
	l.takeFiles()
}

// readFiles looks at every Go file: at all of it when it is interesting, else at its imports.
func (l *loader) readFiles() {
	l.placeFiles()
	l.forEach(len(l.files), func(i int) {
		if f := l.files[i]; !f.read {
			f.read = true
			l.guard(f.Source.Path, func() { l.readFile(f) })
		}
	})
}

func (l *loader) readFile(f *file) {
	f.scanned = scan(f.Data, l.named)
	for _, m := range credential.FindBytes(f.Data) {
		f.Source.Mask(m.Start, m.End, facts.Hint(string(f.Data[m.Start:m.End])))
		f.scanned.strong, f.commented = true, true
	}
	f.commented = f.commented || mayHaveDirective(f.Data)
	f.scanned.strong = f.scanned.strong || f.commented
	if f.scanned.nesting > maxNesting {
		f.problem = tooDeep(f)
		return
	}
	f.readHeader()
	f.commented = f.commented || f.constraint != nil
	if f.interesting() {
		if l.parse(f); f.syntax != nil {
			f.remember(f.syntax, f.base)
		}
		return
	}
	header, _ := parser.ParseFile(token.NewFileSet(), f.Source.Path, f.Data, parser.ImportsOnly|parser.SkipObjectResolution)
	if header == nil {
		return
	}
	if f.remember(header, 1); f.interesting() {
		l.parse(f)
	}
}

// remember keeps what is needed of a file's syntax before it is checked, and after it was given back. Base is the position
// of its first byte.
func (f *file) remember(syntax *ast.File, base int) {
	span := func(n ast.Node) facts.Span {
		return facts.Span{Source: f.Source, Start: int(n.Pos()) - base, End: int(n.End()) - base}
	}
	if name := syntax.Name; name != nil && name.Name != "_" {
		f.name, f.clause = name.Name, span(name)
		f.clause.Start = int(syntax.Package) - base
	}
	for _, spec := range syntax.Imports {
		p, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			continue
		}
		f.imports = append(f.imports, p)
		f.cgo = f.cgo || p == "C"
		f.scanned.weak = f.scanned.weak || isSurface(p)
		if gopackage.SDK(p) != "" {
			f.sdks = append(f.sdks, facts.GoImport{Path: p, Span: span(spec.Path)})
		}
	}
	if f.cgo {
		f.constraint = both(&constraint.TagExpr{Tag: "cgo"}, f.constraint)
	}
	if f.scanned.protocol {
		f.speaks = span(protocolWord(syntax))
	}
}

// protocolWord returns the first literal that only a program that speaks MCP itself has, else the package's name.
func protocolWord(f *ast.File) ast.Node {
	var found ast.Node = f.Name
	ast.Inspect(f, func(n ast.Node) bool {
		if lit, ok := n.(*ast.BasicLit); ok && found == f.Name && lit.Kind == token.STRING {
			if text, err := strconv.Unquote(lit.Value); err == nil && texts().strength[text] == spoken {
				found = lit
			}
		}
		return found == f.Name
	})
	return found
}

// parse parses the whole file, once.
func (l *loader) parse(f *file) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.parsed {
		return
	}
	f.parsed = true
	mode, data := parser.SkipObjectResolution, f.Data
	switch {
	case !f.interesting():
		data = blankBodies(data)
	case f.commented:
		mode |= parser.ParseComments
	}
	syntax, place, err := parse(f.Source.Path, data, f.base, mode)
	if syntax == nil {
		return
	}
	if f.scanned.elses > maxElses && longestElse(syntax) > maxElses {
		f.deep = tooDeep(f)
		return
	}
	if f.place == nil {
		f.place = place
		l.positions.fset.AddExistingFiles(place)
	}
	syntax.GoVersion = "" // a version that we do not know yet must not stop the checker
	if !f.interesting() {
		dropBodies(syntax)
	}
	f.syntax = syntax
	if mayHaveDirective(f.Data) {
		f.directives = readDirectives(f, f.place)
	}
	if err != nil && f.interesting() {
		f.problem = syntaxProblem(f, err)
	}
}

// giveBack forgets the syntax of a file.
func (f *file) giveBack() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.parsed, f.syntax = false, nil
}

// syntaxProblem tells the first of the errors. Files that the go command does not build either, below testdata and folders
// whose name begins with "_" or ".", may be broken on purpose.
func syntaxProblem(f *file, err error) *facts.Problem {
	if slices.ContainsFunc(strings.Split(path.Dir(f.Source.Below), "/"), ignoredFolder) {
		return nil
	}
	p := &facts.Problem{Span: facts.Span{Source: f.Source}, Kind: facts.Syntax, Message: err.Error()}
	var list scanner.ErrorList
	if errors.As(err, &list) && len(list) > 0 {
		at := min(list[0].Pos.Offset, len(f.Data))
		_, size := utf8.DecodeRune(f.Data[at:])
		p.Span.Start, p.Span.End = at, at+size
		p.Message = list[0].Msg
	}
	p.Message = "this Go code was not understood: " + p.Message + "; the rest of the file is checked"
	return p
}

func ignoredFolder(name string) bool {
	return name == "testdata" || len(name) > 1 && (name[0] == '_' || name[0] == '.' && name != "..")
}

// dropBodies removes the bodies of functions, which nobody is going to look at.
func dropBodies(f *ast.File) {
	for _, d := range f.Decls {
		if fn, ok := d.(*ast.FuncDecl); ok {
			fn.Body = nil
		}
	}
}

// withoutBodies returns a copy of a file whose functions have no bodies.
func withoutBodies(f *ast.File) *ast.File {
	c := *f
	c.Decls = make([]ast.Decl, len(f.Decls))
	for i, d := range f.Decls {
		if fn, ok := d.(*ast.FuncDecl); ok && fn.Body != nil {
			bare := *fn
			bare.Body = nil
			d = &bare
		}
		c.Decls[i] = d
	}
	return &c
}

// The type checker takes time that grows with the square of how deep scopes are nested. People, and generators too, stay
// far below these bounds.
const (
	maxNesting = 1000 // brackets in brackets
	maxElses   = 5000 // if … else if …
)

func tooDeep(f *file) *facts.Problem {
	return &facts.Problem{
		Span: facts.Span{Source: f.Source}, Kind: facts.TooLarge,
		Message: "the code is nested too deeply to be checked; leave the file out with --exclude",
	}
}

// longestElse returns the number of branches of the longest chain of if and else if.
func longestElse(f *ast.File) int {
	longest := 0
	inner := map[*ast.IfStmt]bool{} // those that an outer one has counted
	ast.Inspect(f, func(n ast.Node) bool {
		branch, ok := n.(*ast.IfStmt)
		for length := 1; ok && !inner[branch]; length++ {
			inner[branch] = true
			longest = max(longest, length)
			branch, ok = branch.Else.(*ast.IfStmt)
		}
		return true
	})
	return longest
}
