package link

import (
	"strings"
	"testing"

	"github.com/wirevet/wirevet/facts"
)

// A reference of a compose file means the variable of the project's .env, else of the .env beside the file that says it.
func TestReferencesAreResolvedAsComposeResolvesThem(t *testing.T) {
	env := func(path string, names ...string) *facts.EnvFile {
		f := &facts.EnvFile{Source: source(path)}
		for _, name := range names {
			f.Credentials = append(f.Credentials, &facts.Credential{Name: name, Literal: true})
		}
		return f
	}
	own, included, other := env("app/.env", "A", "B"), env("shared/.env", "B", "C"), env("elsewhere/.env", "A")
	reference := func(file, variable string, near facts.Relevance) *facts.Credential {
		src := source(file)
		e := &facts.Entry{Name: src.All(), Deployment: &facts.Deployment{Kind: "compose project", Dir: "app"}, Relevance: near}
		return &facts.Credential{Entry: e, Variable: variable, Span: src.All()}
	}
	a, b, c := reference("app/compose.yaml", "A", facts.IsMCP), reference("shared/compose.yaml", "B", facts.IsMCP), reference("shared/compose.yaml", "C", facts.SameDeployment)
	unknown, far := reference("app/compose.yaml", "D", facts.IsMCP), reference("app/compose.yaml", "A", facts.Unrelated)
	s := &facts.System{}
	s.EnvFiles = []*facts.EnvFile{own, included, other}
	s.Credentials = []*facts.Credential{a, b, c, unknown, far}
	loadEnvFiles(s)
	if len(own.Used) != 2 || own.Used[0] != a || own.Used[1] != b || len(included.Used) != 1 || included.Used[0] != c || len(other.Used) != 0 {
		t.Errorf("%v %v %v", own.Used, included.Used, other.Used)
	}
	if len(s.EnvFiles) != 2 {
		t.Errorf("%d files", len(s.EnvFiles))
	}
}

// TestFilesOfVariablesThatKustomizeTakesAreOurs has two files of which one becomes a Secret beside an MCP server.
func TestFilesOfVariablesThatKustomizeTakesAreOurs(t *testing.T) {
	text := "secretGenerator: [{name: s, envs: [.env]}]\n"
	src := facts.NewSource("overlay/kustomization.yaml", []byte(text))
	deployment := &facts.Deployment{Kind: "kustomization", Name: "overlay", Dir: "overlay"}
	at := facts.Span{Source: src, Start: strings.Index(text, ".env"), End: strings.Index(text, "]}]")}
	server := &facts.Entry{Component: "Deployment mcp", Deployment: deployment, Name: at, Relevance: facts.Unrelated}
	taker := &facts.Entry{Component: "kustomization overlay", Deployment: deployment, Name: at, Relevance: facts.Unrelated}
	own, other := &facts.EnvFile{Source: facts.NewSource("overlay/.env", nil)}, &facts.EnvFile{Source: facts.NewSource("elsewhere/.env", nil)}
	s := Link([]*facts.Facts{{
		Sources: []*facts.Source{src}, Entries: []*facts.Entry{server, taker}, EnvFiles: []*facts.EnvFile{own, other},
		Workloads:   []*facts.Workload{{Entry: server, Span: at, Title: "mcp", Container: &facts.Container{}, Deployed: &facts.Deployed{}}},
		EnvFileUses: []*facts.EnvFileUse{{Entry: taker, Path: "overlay/.env", Span: at}},
	}})
	if server.Relevance == facts.Unrelated {
		t.Fatal("the server is no server")
	}
	if len(s.EnvFiles) != 1 || s.EnvFiles[0] != own || len(own.ReferencedBy) != 1 || own.ReferencedBy[0].Text() != ".env" {
		t.Errorf("%d files, referenced by %v", len(s.EnvFiles), own.ReferencedBy)
	}
}
