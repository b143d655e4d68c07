package link

import (
	"testing"

	"github.com/wirevet/wirevet/facts"
)

func TestWhatLiesOnThePathOfAnMCPRoute(t *testing.T) {
	entry := func(name string) *facts.Entry { return &facts.Entry{Component: name, Relevance: facts.Unrelated} }
	server, other := entry("server"), entry("other server")
	shared, alone := entry("backend of both"), entry("backend of the shop")
	route := func(l *facts.Entry, path string, to *facts.Entry) *facts.Route {
		return &facts.Route{Entry: entry("location " + path), Path: path, Listener: &facts.Listener{Entry: l}, Upstream: &facts.Upstream{Entry: to}}
	}
	s := &facts.System{}
	s.Routes = []*facts.Route{route(server, "/mcp", shared), route(server, "/shop", alone), route(other, "/shop", shared)}
	findMCP(s)
	for _, tt := range []struct {
		entry *facts.Entry
		want  facts.Relevance
	}{
		{s.Routes[0].Entry, facts.OnPath}, {server, facts.OnPath}, {shared, facts.OnPath},
		{s.Routes[1].Entry, facts.Unrelated}, {alone, facts.Unrelated}, {s.Routes[2].Entry, facts.Unrelated}, {other, facts.Unrelated},
	} {
		if tt.entry.Relevance != tt.want {
			t.Errorf("%s is %v, want %v", tt.entry.Component, tt.entry.Relevance, tt.want)
		}
	}
}
