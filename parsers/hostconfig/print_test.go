package hostconfig

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// printed is one fact as one line of text, with the place that orders it.
type printed struct {
	at   facts.Span
	line string
}

// printer writes facts one a line, in the order of the file: kind, server, place, the values that decide.
type printer struct{ lines []printed }

// print returns all facts of a file as text.
func print(f *facts.Facts) string {
	p := &printer{}
	p.entries(f)
	p.launches(f)
	p.connections(f)
	p.credentials(f)
	p.settings(f)
	slices.SortStableFunc(p.lines, func(a, b printed) int { return cmp.Compare(a.at.Start, b.at.Start) })
	var b strings.Builder
	for _, h := range f.HostFiles {
		fmt.Fprintf(&b, "host %s\n", h.Host.ID)
	}
	for _, l := range p.lines {
		b.WriteString(l.line + "\n")
	}
	return b.String()
}

// add adds a line. Values that are "" are left out.
func (p *printer) add(kind string, e *facts.Entry, at facts.Span, values ...string) {
	words := []string{kind}
	if e != nil {
		words = append(words, cmp.Or(e.Server, "-"))
	}
	words = append(words, shownAt(at))
	for _, v := range values {
		if v != "" {
			words = append(words, v)
		}
	}
	p.lines = append(p.lines, printed{at, strings.Join(words, " ")})
}

// shownAt returns line:column-line:column; the end is exclusive, and without its line where that is the same.
func shownAt(s facts.Span) string {
	if s.IsZero() {
		return "nowhere"
	}
	a, b := s.Begin(), s.Finish()
	if a.Line == b.Line {
		return fmt.Sprintf("%d:%d-%d", a.Line, a.Column, b.Column)
	}
	return fmt.Sprintf("%d:%d-%d:%d", a.Line, a.Column, b.Line, b.Column)
}

// stated returns a value with how it is known: name=value, name=value(default), name=?(variable).
func stated[T any](name string, s facts.Stated[T]) string {
	switch s.State {
	case facts.Unset:
		return ""
	case facts.Explicit:
		return fmt.Sprintf("%s=%v@%s", name, s.Value, shownAt(s.Span))
	case facts.Unresolved:
		return fmt.Sprintf("%s=?(%s)@%s", name, s.Why.Reason, shownAt(s.Span))
	}
	return fmt.Sprintf("%s=%v(%s)", name, s.Value, s.State)
}

func keyed(key, value string) string {
	if value == "" {
		return ""
	}
	return key + "=" + value
}

func (p *printer) entries(f *facts.Facts) {
	for _, e := range f.Entries {
		p.add("entry", e, e.Name, "host="+e.Host.ID, keyed("within", e.Within), "block="+shownAt(e.Block), stated("inactive", e.Inactive))
	}
	for _, off := range f.InactiveServers {
		p.add("inactive", nil, off.Span, off.Name)
	}
	for _, r := range f.Problems {
		p.add("problem", nil, r.Span, string(r.Kind)+":", r.Message)
	}
}

func (p *printer) launches(f *facts.Facts) {
	for _, l := range f.Launches {
		values := []string{l.Role.String(), keyed("program", l.Program), stated("cwd", l.Cwd), stated("base", l.Environment.Base)}
		for _, s := range l.Chain {
			values = append(values, "via="+s.Name)
		}
		for _, c := range l.Packages {
			values = append(values, fmt.Sprintf("package=%s:%s@%s(%s)", c.Registry, c.Name, c.Version, c.Pin))
		}
		for _, c := range l.RemoteCode {
			values = append(values, "runs "+c.What)
		}
		for _, v := range l.Environment.Variables {
			values = append(values, variable(v))
		}
		for _, file := range l.Environment.Files {
			values = append(values, stated("file", file))
		}
		for _, s := range l.Shells {
			values = append(values, "shell="+s.Name)
		}
		p.add("launch", l.Entry, l.Process.Span, append([]string{fmt.Sprintf("%d args", len(l.Args))}, values...)...)
	}
	for _, w := range f.Workloads {
		for _, c := range w.Confinement {
			p.add("confinement", w.Entry, c.Span, fmt.Sprintf("%s on=%v", c.Name, c.On))
		}
	}
	for _, r := range f.Roots {
		p.add("root", r.Entry, r.Span, r.Path, r.By.String())
	}
}

func variable(v facts.Variable) string {
	switch {
	case v.ByName:
		return v.Name + "(by name)"
	case v.Unset:
		return v.Name + "(unset)"
	}
	return v.Name + "=" + strings.Trim(v.Value.Text(), `"'`)
}

func (p *printer) connections(f *facts.Facts) {
	for _, r := range f.Remotes {
		p.add("remote", r.Entry, r.Span, r.URL.Value, r.Exposure.String(), stated("transport", r.Transport), keyed("via", r.Via),
			fmt.Sprintf("%d credentials", len(r.Credentials)))
	}
	for _, o := range f.OAuthURLs {
		p.add("oauth", o.Entry, o.Span, o.Key, o.URL.Value, o.Exposure.String())
	}
	for _, t := range f.TLS {
		p.add("tls", t.Entry, t.Span, t.Setting, t.Purpose.String(), stated("verify", t.Verify))
	}
}

func (p *printer) credentials(f *facts.Facts) {
	for _, c := range f.Credentials {
		kind := "reference " + c.Form
		if c.Literal {
			kind = "literal " + c.Span.Text()
		}
		if c.PassedOn {
			kind += " passed on"
		}
		p.add("credential", c.Entry, c.Span, c.Name, "in "+c.Carrier.String(), kind, keyed("remedy", c.Remedy))
	}
}

func (p *printer) settings(f *facts.Facts) {
	for _, a := range f.Approvals {
		p.add("approval", a.Entry, a.Span, a.Setting, a.Grants.String(), a.Breadth.String())
	}
}
