package gofacts

import (
	"go/ast"
	"path"
	"slices"
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// readSinks states where the package's logs go, as far as it says so.
func (r *reader) readSinks() {
	for _, call := range slices.Concat(r.calls["log.SetOutput"], r.calls["log/slog.NewJSONHandler"], r.calls["log/slog.NewTextHandler"],
		r.calls["log.New"], r.calls["log.Logger.SetOutput"], r.calls["github.com/rs/zerolog.New"], r.calls["github.com/sirupsen/logrus.SetOutput"],
		r.calls["github.com/sirupsen/logrus.Logger.SetOutput"]) {
		if len(call.Args) == 0 {
			continue
		}
		for _, s := range r.sinks(call.Args[0]) {
			if !slices.ContainsFunc(r.facts.LogSinks, func(other *facts.LogSink) bool { return other.Span == s.Span }) {
				r.facts.LogSinks = append(r.facts.LogSinks, s)
			}
		}
	}
}

// sinks returns where a writer may write to. A condition, or which implementation of an interface there is, decides between several;
// what all of several files have in common is stated as one.
func (r *reader) sinks(e ast.Expr) []*facts.LogSink {
	var out []*facts.LogSink
	for _, o := range r.writers(e, 0) {
		s := r.sinkAt(o)
		if s == nil || slices.ContainsFunc(out, func(other *facts.LogSink) bool { return sameSink(s, other) }) {
			continue
		}
		s.Entry, s.Span = r.pkg.Entry, r.span(o)
		out = append(out, s)
	}
	if len(out) > 1 && !slices.ContainsFunc(out, func(s *facts.LogSink) bool { return s.Stream || s.Off || s.Truncates != out[0].Truncates }) {
		one := &facts.LogSink{Entry: r.pkg.Entry, Name: "a file", Mutable: out[0].Mutable, Truncates: out[0].Truncates}
		if !slices.ContainsFunc(out, func(s *facts.LogSink) bool { return s.Mutable.State != one.Mutable.State }) {
			out = []*facts.LogSink{one}
		}
	}
	if len(out) == 1 {
		out[0].Span = r.span(e)
	}
	return out
}

// sameSink reports whether two sinks are one as far as can be told: of files it is not, for one without a name may be any.
func sameSink(s, other *facts.LogSink) bool { return s.Name == other.Name && (s.Stream || s.Off) }

// writers are the origins of an expression, also those that implementations of the package's interfaces return.
func (r *reader) writers(e ast.Expr, depth int) []ast.Expr {
	var out []ast.Expr
	for _, o := range r.origins(e) {
		out = append(out, o)
		call, ok := o.(*ast.CallExpr)
		if !ok || depth > maxHops/2 || r.functionNamed(call.Fun) != nil {
			continue
		}
		for _, fn := range r.functionsCalled(call) {
			for _, result := range returned(fn.Body, 0) {
				out = append(out, r.writers(result, depth+1)...)
			}
		}
	}
	return out
}

// sinkAt returns the sink that an expression denotes, or nil.
func (r *reader) sinkAt(o ast.Expr) *facts.LogSink {
	at := r.span(o)
	switch name := r.symbol(o); name {
	case "os.Stdout":
		return &facts.LogSink{Name: "standard output", Stream: true, Mutable: facts.Undecided[bool](at, facts.OutsideRepository)}
	case "os.Stderr":
		return &facts.LogSink{Name: "standard error", Stream: true, Mutable: facts.Undecided[bool](at, facts.OutsideRepository)}
	case "io.Discard", "io/ioutil.Discard":
		return &facts.LogSink{Name: "nowhere", Off: true}
	}
	switch o := o.(type) {
	case *ast.CallExpr:
		return r.fileSink(o)
	case *ast.CompositeLit:
		if strings.Contains(r.literalType(o), "lumberjack") {
			s := &facts.LogSink{Name: "a rotated file", Mutable: facts.Written(true, at)}
			if age := field(o, "MaxAge"); age != nil {
				s.Retention = facts.Written(r.span(age).Text()+" days", r.span(age))
			}
			return s
		}
	}
	return nil
}

// fileSink reads how a file is opened that a log goes to.
func (r *reader) fileSink(call *ast.CallExpr) *facts.LogSink {
	at := r.span(call)
	switch r.called(call) {
	case "os.Create":
		return &facts.LogSink{Name: r.namedFile(call), Path: r.absolutePath(call), Mutable: facts.Written(true, at), Truncates: true}
	case "os.OpenFile":
		if len(call.Args) != 3 {
			return nil
		}
		return &facts.LogSink{
			Name: r.namedFile(call), Path: r.absolutePath(call), Mutable: facts.Written(true, at), Truncates: r.mentions(call.Args[1], "O_TRUNC"),
		}
	case "log/syslog.New", "log/syslog.Dial":
		return &facts.LogSink{Name: "syslog", Mutable: facts.Undecided[bool](at, facts.OutsideRepository)}
	}
	return nil
}

func (r *reader) namedFile(call *ast.CallExpr) string {
	if name := r.fileName(call.Args[0]); name != "" {
		return "the file " + name
	}
	return "a file"
}

// absolutePath returns the path of the file that a call opens, when it is written out and depends on no working folder.
func (r *reader) absolutePath(call *ast.CallExpr) string {
	for _, o := range r.origins(call.Args[0]) {
		if text, ok := r.constantText(o); ok && path.IsAbs(text) {
			return path.Clean(text)
		}
	}
	return ""
}

// mentions reports whether an expression uses a name.
func (r *reader) mentions(e ast.Expr, name string) bool {
	found := false
	ast.Inspect(e, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && id.Name == name {
			found = true
		}
		return !found
	})
	return found
}
