package facts_test

import (
	"reflect"
	"testing"

	"github.com/wirevet/wirevet/facts"
)

func TestACopyHasThingsOfItsOwnAndTheSameSources(t *testing.T) {
	src := facts.NewSource("a.go", []byte("package a"))
	entry := &facts.Entry{Name: src.All(), Component: "package a"}
	policy := &facts.TLSPolicy{Entry: entry, Lowest: facts.ByDefault(facts.TLS12, src.All(), "some version")}
	listener := &facts.Listener{Entry: entry, Routes: []*facts.Route{{Entry: entry}, nil}}
	all := []*facts.Facts{
		{Sources: []*facts.Source{src}, TLS: []*facts.TLSPolicy{policy}},
		{Listeners: []*facts.Listener{listener}, Routes: listener.Routes[:1]},
	}
	got := facts.Copy(all)
	if !reflect.DeepEqual(all, got) {
		t.Fatal("the copy says something else")
	}
	p, l := got[0].TLS[0], got[1].Listeners[0]
	if p == policy || p.Entry == entry || l.Routes[0] == listener.Routes[0] || &l.Routes[0] == &listener.Routes[0] {
		t.Error("the copy shares what may be changed")
	}
	if p.Entry != l.Entry || got[1].Routes[0] != l.Routes[0] {
		t.Error("what was one thing is two in the copy")
	}
	if got[0].Sources[0] != src || p.Lowest.Span.Source != src {
		t.Error("the copy has another source")
	}
}
