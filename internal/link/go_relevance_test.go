package link_test

import (
	"testing"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/link"
)

func TestRelevanceOfGoPackages(t *testing.T) {
	one, other := &facts.GoModule{Path: "example.com/one"}, &facts.GoModule{Path: "example.com/other"}
	sdk := []facts.GoImport{{Path: "github.com/modelcontextprotocol/go-sdk/mcp"}}
	packages := []*facts.GoPackage{
		{Path: "one/cmd/server", Name: "main", Module: one, Imports: []string{"one/server", "one/auth"}},
		{Path: "one/server", Name: "server", Module: one, SDKs: sdk, Imports: []string{"one/client"}},
		{Path: "one/client", Name: "client", Module: one},
		{Path: "one/auth", Name: "auth", Module: one},
		{Path: "one/cmd/tool", Name: "main", Module: one, Imports: []string{"one/report"}},
		{Path: "one/report", Name: "report", Module: one},
		{Path: "other/client", Name: "client", Module: other},
		{Path: "other/client_test", Name: "client", Module: other, Test: true, SDKs: sdk},
	}
	want := map[string]facts.Relevance{
		"one/cmd/server": facts.OnPath, "one/server": facts.IsMCP, "one/client": facts.OnPath, "one/auth": facts.OnPath,
		"one/cmd/tool": facts.SameDeployment, "one/report": facts.SameDeployment,
		"other/client": facts.Unrelated, "other/client_test": facts.IsMCP,
	}
	for _, p := range packages {
		p.Entry = &facts.Entry{Relevance: facts.Unrelated}
	}
	link.Link([]*facts.Facts{{GoPackages: packages}})
	for _, p := range packages {
		if p.Entry.Relevance != want[p.Path] {
			t.Errorf("%s: %s, want %s", p.Path, p.Entry.Relevance, want[p.Path])
		}
	}
}
