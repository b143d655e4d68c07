package link

import (
	"testing"

	"github.com/wirevet/wirevet/facts"
)

func TestAPolicyKnowsWhereOtherPackagesAskForIt(t *testing.T) {
	at := func(start int) facts.Span { return facts.Span{Source: &facts.Source{}, Start: start, End: start + 1} }
	s := &facts.System{}
	s.TLS = []*facts.TLSPolicy{{Function: "example.com/tls.Config"}, {Function: "example.com/tls.Client"}, {}}
	s.PolicyUses = []*facts.PolicyUse{
		{Span: at(1), Function: "example.com/tls.Config"}, {Span: at(2), Function: "example.com/tls.Config"}, {Span: at(3), Function: "example.com/other.Config"},
	}
	usePolicies(s)
	for i, want := range []int{2, 0, 0} {
		if got := len(s.TLS[i].Uses); got != want {
			t.Errorf("policy %d has %d uses, want %d", i, got, want)
		}
	}
}

func TestATokenInAContextIsFoundByItsKey(t *testing.T) {
	from := facts.Span{Source: &facts.Source{}, Start: 1, End: 2}
	s := &facts.System{}
	s.Contexts = []*facts.ContextToken{{Key: "example.com/auth.key", Span: from}}
	s.Forwards = []*facts.TokenForward{{Key: "example.com/auth.key"}, {Key: "example.com/trace.key"}, {From: from}}
	followTokens(s)
	if len(s.Forwards) != 2 || s.Forwards[0].From != from {
		t.Errorf("%d tokens are sent on, the first is from %v", len(s.Forwards), s.Forwards[0].From)
	}
}
