package apache

import (
	"fmt"
	"slices"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/template"
)

// maxUses is how many macros one configuration may use, counting each time: macros that use others may grow without end.
const maxUses = 10_000

// tree is one configuration: a main file, or fragments that belong together, with what they include. It is read in httpd's
// order, so that what a Define or LoadModule changes holds from there on.
type tree struct {
	reader   *reader
	homes    []string // the folders that relative includes may be relative to
	root     string   // ServerRoot, as stated
	main     bool
	files    []*file
	seen     map[*file]bool
	chain    []*file // the files that are being included
	includes int
	uses     int
	depth    int // of macros
	problems []*facts.Problem

	defines map[string]string
	modules map[string]bool // those that are loaded, or without which httpd would not start
	lists   bool            // some LoadModule was read
	open    bool            // an include is not among the files: modules may be loaded there
	macros  map[string]*statement
}

func newTree(r *reader, homes []string) *tree {
	return &tree{
		reader: r, homes: homes, seen: map[*file]bool{}, defines: map[string]string{}, modules: map[string]bool{},
		macros: map[string]*statement{},
	}
}

// use is a macro that is being used: what its parameters stand for.
type use struct {
	parameters []string
	values     []arg
}

// expand puts what a list of statements means into a section: without conditions, includes and macros.
func (t *tree) expand(list []*statement, into *statement, condition facts.Reason, u *use) {
	for _, d := range list {
		d = t.resolve(d, u)
		reason := condition
		if d.conditional != facts.NoReason {
			reason = d.conditional
		}
		switch d.name {
		case "include", "includeoptional":
			t.include(d, into, reason)
		case "define":
			if reason == facts.NoReason && len(d.args) > 0 {
				t.defines[d.args[0].text] = d.arg(1)
			}
		case "undefine":
			delete(t.defines, d.arg(0))
		case "serverroot":
			t.root = d.arg(0)
		case "loadmodule":
			t.lists = true
			if reason == facts.NoReason {
				t.modules[moduleName(d.arg(0))] = true
			}
		case "<macro":
			if len(d.args) > 0 {
				t.macros[strings.ToLower(d.args[0].text)] = d
			}
		case "use":
			t.use(d, into, reason)
		case "<ifmodule", "<ifdefine", "<ifversion", "<ifdirective", "<ifsection", "<iffile":
			switch holds, known := t.condition(d); {
			case !known && reason == facts.NoReason:
				t.expand(d.block, into, facts.OutsideRepository, u)
			case holds || !known:
				t.expand(d.block, into, reason, u)
			}
		case "<limit", "<limitexcept":
			// What counts is what holds for POST, the one method of MCP since 2026-07-28 and that of every call before.
			listed := slices.ContainsFunc(d.args, func(a arg) bool { return a.text == "POST" })
			switch {
			case listed == (d.name == "<limit"):
				t.expand(d.block, into, reason, u)
			case len(requirements(d)) > 0: // for other methods: it takes the place of outer ones all the same
				t.put(d, into, reason, u)
			}
		default:
			t.put(d, into, reason, u)
		}
	}
}

// put adds a directive or a section to what is around it.
func (t *tree) put(d *statement, into *statement, reason facts.Reason, u *use) {
	if !d.section && reason == d.conditional {
		into.block = append(into.block, d)
		return
	}
	out := *d
	out.conditional, out.block = reason, nil
	if d.section {
		t.expand(d.block, &out, reason, u)
	}
	into.block = append(into.block, &out)
}

// resolve puts in what variables and a macro's parameters stand for. A word that stands for several is cut as httpd cuts the
// line, in which it replaces variables before it looks for words (ap_build_config_sub in server/config.c).
func (t *tree) resolve(d *statement, u *use) *statement {
	touched := slices.ContainsFunc(d.args, func(a arg) bool {
		return strings.Contains(a.text, "${") || u != nil && slices.ContainsFunc(u.parameters, func(p string) bool { return strings.Contains(a.text, p) })
	})
	if !touched {
		return d
	}
	out := *d
	out.args = make([]arg, 0, len(d.args))
	for _, a := range d.args {
		b := u.substitute(a)
		text := t.variables(b.text)
		b.text = text
		quoted := a.file.text[a.start] == '"' || a.file.text[a.start] == '\''
		if quoted || !strings.ContainsAny(text, " \t") || template.Unrendered(text) {
			out.args = append(out.args, b)
			continue
		}
		l := lexer{text: text}
		for token, more := l.next(); more; token, more = l.next() {
			if token.kind == word {
				b.text = token.text
				out.args = append(out.args, b)
			}
		}
	}
	return &out
}

// variables replaces the ${X} that a Define gives a value. What no Define has is the environment's, and stays.
func (t *tree) variables(text string) string {
	var b strings.Builder
	for {
		i := strings.Index(text, "${")
		if i < 0 {
			break
		}
		end := strings.IndexByte(text[i:], '}')
		if end < 0 {
			break
		}
		b.WriteString(text[:i])
		name := text[i+2 : i+end]
		if value, known := t.defines[name]; known {
			b.WriteString(value)
		} else {
			b.WriteString(text[i : i+end+1])
		}
		text = text[i+end+1:]
		const longest = 1 << 16 // of a word: values that double each other end here
		if b.Len() > longest {
			break
		}
	}
	b.WriteString(text)
	return b.String()
}

// substitute puts the values of parameters into a word. A word that is a parameter takes the place of its value, too.
func (u *use) substitute(a arg) arg {
	if u == nil {
		return a
	}
	for i, p := range u.parameters {
		switch {
		case a.text == p:
			return u.values[i]
		case strings.Contains(a.text, p):
			a.text = strings.ReplaceAll(a.text, p, u.values[i].text)
			a.start, a.end, a.file = u.values[i].start, u.values[i].end, u.values[i].file
		}
	}
	return a
}

// use expands a macro (mod_macro).
func (t *tree) use(d *statement, into *statement, reason facts.Reason) {
	m := t.macros[strings.ToLower(d.arg(0))]
	if m == nil {
		if into.open.IsZero() {
			into.open = d.written() // its Macro may stand in a file that is not here
		}
		return
	}
	u := &use{}
	for i, p := range m.args[1:] {
		if i+1 < len(d.args) {
			u.parameters = append(u.parameters, p.text)
			u.values = append(u.values, d.args[i+1])
		}
	}
	if len(d.args) != len(m.args) {
		t.problem(d, facts.HostRefuses, "httpd refuses this: expected %d values for the macro %s", len(m.args)-1, d.arg(0))
		return
	}
	const deepest = 20
	if t.uses++; t.uses > maxUses || t.depth >= deepest {
		if t.uses <= maxUses+1 {
			t.problem(d, facts.TooLarge, "more macros than wirevet follows (%d, %d inside of each other): this one is passed over", maxUses, deepest)
		}
		return
	}
	t.depth++
	t.expand(m.block, into, reason, u)
	t.depth--
}

// version returns the version of httpd that a file, or else the main one, was written for.
func (t *tree) version(f *file) facts.Stated[string] {
	if f.comments.Version.Known() {
		return f.comments.Version
	}
	return t.files[0].comments.Version
}

func (t *tree) add(f *file) {
	if !t.seen[f] {
		t.seen[f] = true
		t.files = append(t.files, f)
		t.require(f.statements, "")
	}
}

func (t *tree) problem(d *statement, kind facts.ProblemKind, format string, args ...any) {
	const most = 100
	if len(t.problems) < most {
		t.problems = append(t.problems, &facts.Problem{Span: d.written(), Kind: kind, Message: fmt.Sprintf(format, args...)})
	}
}
