package wirevettoml

import (
	"strings"
	"testing"

	"github.com/wirevet/wirevet/facts"
)

// found returns facts of one host config: a server of each kind under a name.
func found(name string) *facts.System {
	src := facts.NewSource(".mcp.json", []byte("{\n}"))
	src.Asked = true
	e := &facts.Entry{Host: &facts.Host{ID: "cursor"}, Server: name, Name: src.All()}
	at := src.All()
	return &facts.System{Facts: facts.Facts{
		Entries: []*facts.Entry{e},
		Remotes: []*facts.Remote{{
			Entry: e, Span: at, URL: facts.Written("https://X.example.com/mcp", at), Address: facts.Written("x.example.com", at),
			Scheme: facts.Written("https", at), Exposure: facts.Public,
		}},
		Listeners:   []*facts.Listener{{Entry: e, Span: at}},
		Roots:       []*facts.Root{{Entry: e, Span: at, Path: "/srv/" + name, Access: facts.Written(facts.ReadOnly, at)}},
		Credentials: []*facts.Credential{{Entry: e, Span: at, Name: name}},
	}}
}

func TestAProposalIsValidAndChangesNothing(t *testing.T) {
	all := func(*facts.Source) bool { return true }
	for _, name := range []string{"billing", `quote"d`, `back\slash`, "new\nline\r", "tab\t", "#", "é\u2028\u0085", "\x00\x1b[31m\x7f", "]]", "a/b", `"""`, "\xff"} {
		p := Propose(found(name), all)
		out := parse(string(p.Text))
		for _, problem := range out.Problems {
			t.Errorf("%q: %d: %s\n%s", name, problem.Span.Begin().Line, problem.Message, p.Text)
		}
		if p.Endpoints != 2 || p.Servers != 1 || p.Credentials != 1 || len(out.Endpoints) != 2 || len(out.ServerDeclarations) != 1 || len(out.Rotations) != 0 {
			t.Errorf("%q: %d endpoints, %d servers, %d credentials", name, p.Endpoints, p.Servers, p.Credentials)
		}
		if p.Undecided == 0 || len(out.Policies[0].Undecided) != p.Undecided {
			t.Errorf("%q: %d decisions of %d are found again", name, len(out.Policies[0].Undecided), p.Undecided)
		}
		if e := out.Endpoints[0]; e.Match != "https://x.example.com/*" || e.Exposure.Known() || e.Sensitivity.Known() {
			t.Errorf("%+v", e)
		}
		if len(out.ServerDeclarations[0].Needs) != 0 {
			t.Error("needs are the decision of a person")
		}
	}
}

// TestWhatIsCommentedOutIsAGoodAnswer takes away the marks of the comments, as a person does who agrees.
func TestWhatIsCommentedOutIsAGoodAnswer(t *testing.T) {
	p := Propose(found("billing"), func(*facts.Source) bool { return true })
	text := strings.NewReplacer("\n# [", "\n[", `= ""`, `= "x"`).Replace(string(p.Text))
	for _, key := range []string{"exposure", "sensitivity", "owner", "terminated_by", "authenticated_by", "needs", "name", "rotated", "every", "store", "tamper_resistant", "retention"} {
		text = strings.ReplaceAll(text, "\n# "+key+" =", "\n"+key+" =")
	}
	out := parse(text)
	for _, problem := range out.Problems {
		t.Errorf("%d: %s", problem.Span.Begin().Line, problem.Message)
	}
	if len(out.Rotations) != 1 || out.Endpoints[0].Exposure.Value != facts.Public || len(out.ServerDeclarations[0].Needs) != 1 || !out.Policies[0].Audit.Retention.Known() {
		t.Errorf("%s", text)
	}
}

func TestAProposalLeavesOutWhatIsNotTheProjects(t *testing.T) {
	s := found("billing")
	if p := Propose(s, func(*facts.Source) bool { return false }); p.Endpoints+p.Servers+p.Credentials != 0 {
		t.Error("of a sample")
	}
	s.Entries[0].Name.Source.Owner = facts.UserOwned
	if p := Propose(s, func(*facts.Source) bool { return true }); p.Endpoints+p.Servers+p.Credentials != 0 {
		t.Error("of a person's own file")
	}
}
