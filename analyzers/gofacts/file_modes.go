package gofacts

import (
	"go/ast"
	"go/constant"
	"io/fs"
	"path"
	"regexp"
	"strings"
	"sync"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/credential"
)

// creator is a function that creates something with permissions.
type creator struct {
	what string
	mode int // which argument the permissions are; -1 for what os.Create uses
	data int // which argument is the contents; -1 without one
}

var creators = map[string]creator{
	"os.WriteFile":        {"a file", 2, 1},
	"io/ioutil.WriteFile": {"a file", 2, 1},
	"os.OpenFile":         {"a file", 2, -1},
	"os.Create":           {"a file", -1, -1},
	"os.Mkdir":            {"a folder", 1, -1},
	"os.MkdirAll":         {"a folder", 1, -1},
	"os.Chmod":            {"a file", 1, -1},
}

// readFileModes states with which permissions the package creates files and folders.
func (r *reader) readFileModes() {
	for _, symbol := range sortedKeys(creators) {
		for _, call := range r.calls[symbol] {
			r.fileMode(symbol, creators[symbol], call)
		}
	}
	for _, symbol := range []string{"golang.org/x/sys/unix.Umask", "syscall.Umask"} {
		for _, call := range r.calls[symbol] {
			if len(call.Args) != 1 {
				continue
			}
			if v := r.value(call.Args[0]); v.origin == constantOrigin && constant.Sign(v.constant) == 0 {
				// What a program asks for by default, with nothing taken away from it.
				r.addFile(&facts.FileCreation{Span: r.span(call.Args[0]), What: "every file", Mode: facts.Written(fs.FileMode(0o666), r.span(call.Args[0]))})
			}
		}
	}
}

func (r *reader) addFile(f *facts.FileCreation) {
	f.Entry = r.pkg.Entry
	r.facts.Files = append(r.facts.Files, f)
}

func (r *reader) fileMode(symbol string, c creator, call *ast.CallExpr) {
	if len(call.Args) <= max(c.mode, 0) || symbol == "os.OpenFile" && !r.creates(call.Args[1]) {
		return
	}
	f := &facts.FileCreation{What: c.what}
	if c.what == "a file" {
		f.Holds = r.credentialFile(call, c)
	}
	if name := r.fileName(call.Args[0]); name != "" {
		f.What = strings.Replace(c.what, "a ", "the ", 1) + " " + name
	}
	if c.mode < 0 {
		f.Span = r.span(call.Fun)
		f.Mode = facts.ByDefault(fs.FileMode(0o666), f.Span, "os.Create asks for 0666, of which the umask takes what it says")
		if f.Holds == "" {
			return // nobody has said anything of permissions here
		}
	} else {
		f.Span = r.span(call.Args[c.mode])
		f.Mode = stated(r.value(call.Args[c.mode]), f.Span, fileModeOf)
	}
	r.addFile(f)
}

func fileModeOf(c constant.Value) (fs.FileMode, bool) {
	n, ok := constant.Uint64Val(constant.ToInt(c))
	return fs.FileMode(n), ok && n <= 1<<32-1
}

// creates reports whether the flags of os.OpenFile create a file.
func (r *reader) creates(flags ast.Expr) bool {
	found := false
	ast.Inspect(flags, func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok && sel.Sel.Name == "O_CREATE" {
			found = true
		}
		return !found
	})
	return found
}

// fileName returns the last element of a path, as far as it is written: `token.json` of filepath.Join(dir, "token.json").
func (r *reader) fileName(e ast.Expr) string {
	for _, o := range r.origins(e) {
		if call, ok := o.(*ast.CallExpr); ok && len(call.Args) > 0 {
			switch r.called(call) {
			case "path/filepath.Join", "path.Join":
				o = call.Args[len(call.Args)-1]
			}
		}
		if text, ok := r.constantText(o); ok && text != "" && !strings.ContainsAny(text, "%\n") {
			return path.Base(strings.ReplaceAll(text, `\`, "/"))
		}
	}
	return ""
}

// keepsSecrets is the name of a file that holds credentials: token.json, .netrc, server.key. A text of the name secrets.txt is as
// often a list of their names.
var keepsSecrets = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)(^|[._-])(credentials?|tokens?|secrets?|passwords?|api_?keys?)(\.(json|ya?ml|toml|db|enc|bin))?$|(^|[._-])(credentials?|token|secret|passwords?|api_?key)\.txt$|^[._]?netrc$|^id_(rsa|ed25519|ecdsa)$|\.key$|(^|[._-])key\.pem$`)
})

// credentialFile returns the name that says that a file holds a credential, or "".
func (r *reader) credentialFile(call *ast.CallExpr, c creator) string {
	if name := r.fileName(call.Args[0]); name != "" {
		if keepsSecrets().MatchString(name) {
			return name
		}
		return ""
	}
	for _, o := range r.origins(call.Args[0]) {
		if name := r.nameOf(o); pathOfSecret(name) {
			return name
		}
	}
	if c.data < 0 {
		return ""
	}
	for _, o := range r.origins(call.Args[c.data]) {
		if name := r.nameOf(o); credential.NamesSecret(name) {
			return name
		}
	}
	return ""
}

// pathOfSecret reports whether a name is that of the path of a credential: tokenPath, credentialsFile, KEY_FILE.
func pathOfSecret(name string) bool {
	for _, end := range [...]string{"Path", "File", "Filename", "FilePath", "path", "file", "_PATH", "_FILE"} {
		if rest, ok := strings.CutSuffix(name, end); ok && credential.NamesSecret(rest) {
			return true
		}
	}
	return false
}
