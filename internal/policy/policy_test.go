package policy

import (
	"fmt"
	"testing"
	"time"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/rules"
)

var now = time.Date(2027, 1, 15, 8, 0, 0, 0, time.UTC)

func day(y int, m time.Month, d int) facts.Stated[facts.Date] {
	return facts.Stated[facts.Date]{Value: facts.Date{Time: time.Date(y, m, d, 0, 0, 0, 0, time.UTC)}, State: facts.Explicit}
}

// project has a wirevet.toml and makes findings in files that it governs.
type project struct {
	policy *facts.Source
	system *facts.System
}

func newProject() *project {
	src := facts.NewSource("wirevet.toml", []byte("0123456789"))
	src.Policy, src.Inside = "wirevet.toml", "wirevet.toml"
	return &project{src, &facts.System{Facts: facts.Facts{Declarations: facts.Declarations{Policies: []*facts.Policy{{Source: src}}}}}}
}

func (p *project) finding(rule, path, server string) *rules.Finding {
	src := facts.NewSource(path, []byte("{}"))
	src.Policy, src.Inside = "wirevet.toml", path
	r := rules.Find(rule)
	return &rules.Finding{Rule: r, Severity: r.Severity, Span: src.All(), Entry: &facts.Entry{Host: &facts.Host{ID: "cursor"}, Server: server}}
}

func (p *project) accept(rule, path, subject string, expires facts.Stated[facts.Date]) {
	a := &facts.Acceptance{Rule: rule, Span: p.policy.All(), Reason: "r", Owner: "o", Expires: expires}
	if path != "" {
		a.Path = facts.Written(path, p.policy.All())
	}
	if subject != "" {
		a.Subject = facts.Written(subject, p.policy.All())
	}
	p.system.Acceptances = append(p.system.Acceptances, a)
}

func (p *project) apply(findings ...*rules.Finding) []*rules.Finding {
	return Apply(findings, Options{System: p.system, Now: now, Rules: rules.All(), Whole: []string{"wirevet.toml"}})
}

func TestAnAcceptanceCoversItsRulePathAndSubjectOnly(t *testing.T) {
	later := day(2027, 7, 31)
	const subject = `host cursor, server "a"`
	for _, c := range []struct {
		rule, path, subject string
		want                bool
	}{
		{"process-root", "a/mcp.json", "", true},
		{"process-root", "a/*.json", "", true},
		{"process-root", "**/mcp.json", "", true},
		{"process-root", "a/**", "", true},
		{"process-root", "{a,b}/mcp.json", "", true},
		{"process-root", "[a-c]/mcp.json", "", true},
		{"process-root", "", subject, true},
		{"process-root", "a/**", subject, true},
		{"process-root", "b/**", subject, false},
		{"process-root", "a/**", `host cursor, server "b"`, false},
		{"process-root", "", "cursor", false},
		{"process-root", "*.json", "", false},
		{"process-root", "a", "", false},
		{"process-root", "/a/mcp.json", "", false},
		{"cleartext-remote", "a/mcp.json", "", false},
	} {
		p := newProject()
		p.accept(c.rule, c.path, c.subject, later)
		f := p.finding("process-root", "a/mcp.json", "a")
		p.apply(f)
		if got := f.State == rules.Accepted; got != c.want {
			t.Errorf("%+v: %v", c, got)
		}
		if c.want && (f.Acceptance == nil || f.Acceptance.Expires != "2027-07-31" || f.Acceptance.Owner != "o") {
			t.Errorf("%+v: %+v", c, f.Acceptance)
		}
	}
	p := newProject()
	p.accept("process-root", "**", "", later)
	f := p.finding("process-root", "a/mcp.json", "a")
	f.Span.Source.Policy = "other/wirevet.toml"
	p.apply(f)
	if f.State != rules.Open {
		t.Error("a file that another wirevet.toml governs")
	}
}

func TestOfTwoAcceptancesTheLongerOneCounts(t *testing.T) {
	p := newProject()
	p.accept("process-root", "**", "", day(2027, 3, 31))
	p.accept("process-root", "a/**", "", day(2027, 9, 30))
	f := p.finding("process-root", "a/mcp.json", "a")
	own := p.apply(f)[1:]
	if f.Acceptance.Expires != "2027-09-30" || len(own) != 1 || own[0].Rule != rules.AcceptanceUnused {
		t.Errorf("%+v, %d of our own", f.Acceptance, len(own))
	}
}

func TestSeveritiesFollowTheFile(t *testing.T) {
	override := func(severity string, disabled bool) *project {
		p := newProject()
		p.system.Overrides = []*facts.RuleOverride{{Span: p.policy.All(), Rule: "launch-unpinned", Severity: facts.Written(severity, p.policy.All()), Disabled: disabled}}
		return p
	}
	for _, c := range []struct {
		severity   string
		found      rules.Severity
		confidence facts.Confidence
		want       rules.Severity
	}{
		{"error", rules.Note, facts.High, rules.Error},  // as the rule has it
		{"error", rules.Note, facts.Low, rules.Warning}, // a guess
		{"warning", rules.Error, facts.High, rules.Warning},
		{"note", rules.Warning, facts.High, rules.Note},
	} {
		p := override(c.severity, false)
		f := p.finding("launch-unpinned", "a.json", "a")
		f.Severity, f.Confidence = c.found, c.confidence
		if p.apply(f); f.Severity != c.want {
			t.Errorf("%+v: %s", c, f.Severity)
		}
	}
	p := override("error", false)
	lighter := p.finding("cleartext-remote", "a.json", "a")
	lighter.Severity = rules.Note
	p.system.Overrides[0].Rule = "cleartext-remote"
	p.system.Overrides[0].Severity.Value = "error"
	if p.apply(lighter); lighter.Severity != rules.Note {
		t.Error("a finding that is lighter for a reason of its own became heavier")
	}
	p = override("", true)
	if left := p.apply(p.finding("launch-unpinned", "a.json", "a"), p.finding("process-root", "a.json", "a")); len(left) != 1 || left[0].Rule.ID != "process-root" {
		t.Errorf("%d findings are left", len(left))
	}
	p = override("error", false)
	sample := p.finding("launch-unpinned", "examples/a.json", "a")
	sample.Span.Source.Below = "examples/a.json"
	if p.apply(sample); sample.Severity != rules.Note {
		t.Error("a sample is heavier than a note")
	}
}

func TestADirectiveCoversItsBlockOnly(t *testing.T) {
	p := newProject()
	src := facts.NewSource("a.json", []byte("0123456789"))
	at := func(from, to int) facts.Span { return facts.Span{Source: src, Start: from, End: to} }
	find := func(rule string, from, to int) *rules.Finding {
		r := rules.Find(rule)
		return &rules.Finding{Rule: r, Severity: r.Severity, Span: at(from, to)}
	}
	p.system.Directives = []*facts.Directive{{Span: at(0, 2), Rules: []facts.DirectiveRule{{ID: "process-root"}}, Reason: "r", Covers: at(3, 6)}}
	inside, edge, across, outside, other := find("process-root", 4, 5), find("process-root", 3, 6), find("process-root", 2, 5), find("process-root", 7, 8), find("launch-unpinned", 4, 5)
	p.apply(inside, edge, across, outside, other)
	for f, want := range map[*rules.Finding]rules.State{inside: rules.Ignored, edge: rules.Ignored, across: rules.Open, outside: rules.Open, other: rules.Open} {
		if f.State != want {
			t.Errorf("%d-%d: %s", f.Span.Start, f.Span.End, f.State)
		}
	}
	if inside.Acceptance.Reason != "r" {
		t.Errorf("%+v", inside.Acceptance)
	}
}

// BenchmarkAccept settles 10,000 findings with 2,000 acceptances: by subject, by path and by glob, a third each.
func BenchmarkAccept(b *testing.B) {
	p := newProject()
	ids := []string{"process-root", "cleartext-remote", "launch-unpinned"}
	var findings []*rules.Finding
	for i := range 10_000 {
		findings = append(findings, p.finding(ids[i%3], fmt.Sprintf("team%d/service%d/.mcp.json", i%100, i%2500), fmt.Sprint("s", i)))
	}
	later := day(2027, 7, 31)
	for i := range 2_000 {
		switch i % 3 {
		case 0:
			p.accept(ids[i/3%3], "", fmt.Sprintf(`host cursor, server "s%d"`, i), later)
		case 1:
			p.accept(ids[i/3%3], fmt.Sprintf("team%d/service%d/.mcp.json", i%100, i), "", later)
		default:
			p.accept(ids[i/3%3], fmt.Sprintf("team%d/service%d*/**", i%100, i), "", later)
		}
	}
	for b.Loop() {
		for _, f := range findings {
			f.State, f.Acceptance, f.Notes = rules.Open, nil, nil
		}
		p.apply(findings...)
	}
	n := 0
	for _, f := range findings {
		if f.State == rules.Accepted {
			n++
		}
	}
	b.ReportMetric(float64(n), "accepted")
}
