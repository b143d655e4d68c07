package link

import (
	"path"
	"strings"
	"testing"

	"github.com/wirevet/wirevet/facts"
)

func TestPatternsOfURLs(t *testing.T) {
	for _, c := range []struct {
		pattern, url string
		want         bool
	}{
		{"https://mcp.corp.example/*", "https://mcp.corp.example/mcp", true},
		{"https://mcp.corp.example/*", "https://mcp.corp.example/a/b", true},
		{"https://mcp.corp.example/*", "https://mcp.corp.example", true},
		{"https://mcp.corp.example", "https://MCP.corp.example:443/x", true},
		{"https://mcp.corp.example/mcp", "https://mcp.corp.example/mcp/more", false},
		{"https://mcp.corp.example/*", "http://mcp.corp.example/mcp", false},
		{"*://mcp.corp.example/*", "http://mcp.corp.example/mcp", true},
		{"https://*.corp.example/*", "https://mcp.corp.example/mcp", true},
		{"https://*.corp.example/*", "https://evil.example/.corp.example/mcp", false},
		{"https://*.corp.example/*", "https://corp.example/mcp", false},
		{"https://mcp.corp.example:8443/*", "https://mcp.corp.example/mcp", false},
		{"https://a*b*c/", "https://axxbyyc/", true},
		{"https://a*a/", "https://a/", false},
	} {
		if got := matchesURL(c.pattern, c.url); got != c.want {
			t.Errorf("%s, %s: %v", c.pattern, c.url, got)
		}
	}
}

// governedProject returns the source of a wirevet.toml, and a function that makes sources which it governs.
func governedProject() (*facts.Source, func(string) *facts.Source) {
	return source("wirevet.toml"), func(path string) *facts.Source {
		s := source(path)
		s.Policy, s.Inside = "wirevet.toml", path
		return s
	}
}

func TestOneDeclarationGovernsAConnection(t *testing.T) {
	policy, file := governedProject()
	declaration := func(match string, class facts.Exposure) *facts.EndpointDeclaration {
		return &facts.EndpointDeclaration{Span: policy.All(), Match: match, Exposure: facts.Written(class, policy.All())}
	}
	remote := func(src *facts.Source, url, host string, derived facts.Exposure) *facts.Remote {
		e := &facts.Entry{Host: claude, Server: "a", Name: src.All()}
		return &facts.Remote{Entry: e, Span: src.All(), URL: facts.Written(url, src.All()), Address: facts.Written(host, src.All()), Exposure: derived}
	}
	wide, near, host := declaration("https://x.example/*", facts.Private), declaration("https://x.example/mcp*", facts.Public), declaration("host:claude-code/*", facts.Private)
	byName, literal, elsewhere := remote(file("a.json"), "https://x.example/mcp", "x.example", facts.Public), remote(file("b.json"), "https://10.0.0.5/", "10.0.0.5", facts.Private),
		remote(source("c.json"), "https://x.example/mcp", "x.example", facts.Public)
	s := Link([]*facts.Facts{
		{Declarations: facts.Declarations{Policies: []*facts.Policy{{Source: policy}}, Endpoints: []*facts.EndpointDeclaration{wide, near, host}}},
		{Remotes: []*facts.Remote{byName, literal, elsewhere}},
	})
	if byName.Declared != near || len(near.Uses) != 1 || len(wide.Uses) != 0 || near.Uses[0].Stated != facts.ExposureUnknown {
		t.Errorf("%+v", byName.Declared)
	}
	if literal.Declared != host || literal.Exposure != facts.Private || host.Uses[0].Stated != facts.Private {
		t.Errorf("%+v", literal)
	}
	if elsewhere.Declared != nil {
		t.Error("a file that the policy does not govern")
	}
	if s.PolicyOf(byName.Span).Source != policy || s.PolicyOf(elsewhere.Span).Source != nil {
		t.Error("the policy of a place")
	}
}

func TestADeclarationNarrowsOnlyWhatIsOpen(t *testing.T) {
	policy, file := governedProject()
	all := &facts.EndpointDeclaration{Span: policy.All(), Match: "host:*/*", Exposure: facts.Written(facts.Private, policy.All())}
	src := file("a.json")
	e := &facts.Entry{Host: claude, Server: "a", Name: src.All()}
	wildcard, published := &facts.Listener{Entry: e, Span: src.All()}, &facts.Listener{Entry: e, Span: src.All(), Exposure: facts.Public}
	name := &facts.Remote{Entry: e, Span: src.All(), Address: facts.Written("mcp.example.com", src.All()), Exposure: facts.Public}
	address := &facts.Remote{Entry: e, Span: src.All(), Address: facts.Written("203.0.113.5", src.All()), Exposure: facts.Public}
	Link([]*facts.Facts{{
		Declarations: facts.Declarations{Policies: []*facts.Policy{{Source: policy}}, Endpoints: []*facts.EndpointDeclaration{all}},
		Listeners:    []*facts.Listener{wildcard, published}, Remotes: []*facts.Remote{name, address},
	}})
	if wildcard.Exposure != facts.Private || published.Exposure != facts.Public || name.Exposure != facts.Private || address.Exposure != facts.Public {
		t.Errorf("%v %v %v %v", wildcard.Exposure, published.Exposure, name.Exposure, address.Exposure)
	}
}

func TestTheRegisterKnowsCredentialsByTheirVariable(t *testing.T) {
	policy, file := governedProject()
	src := file("a.json")
	all, one := &facts.Rotation{Span: policy.All(), Name: "GIT*"}, &facts.Rotation{Span: policy.All(), Name: "GITHUB_TOKEN"}
	byVariable, byName, other := &facts.Credential{Name: "Authorization", Variable: "GITHUB_TOKEN", Span: src.All()}, &facts.Credential{Name: "GITLAB", Span: src.All()}, &facts.Credential{Name: "AWS", Span: src.All()}
	Link([]*facts.Facts{{
		Declarations: facts.Declarations{Policies: []*facts.Policy{{Source: policy}}, Rotations: []*facts.Rotation{all, one}},
		Credentials:  []*facts.Credential{byVariable, byName, other},
	}})
	if byVariable.Rotation != one || byName.Rotation != all || other.Rotation != nil || len(one.Uses) != 1 {
		t.Errorf("%v %v %v", byVariable.Rotation, byName.Rotation, other.Rotation)
	}
}

func TestAListenerIsNamedByTheFolderOfItsProgram(t *testing.T) {
	policy, file := governedProject()
	declaration := func(match string) *facts.EndpointDeclaration {
		return &facts.EndpointDeclaration{Span: policy.All(), Match: match, Exposure: facts.Written(facts.Private, policy.All())}
	}
	src := file("internal/web/serve.go")
	root := strings.TrimSuffix(src.Path, src.Inside)
	folder := func(dir string) string { return path.Join(root, dir) }
	web := &facts.GoPackage{Entry: &facts.Entry{Component: "package web"}, Path: "x/internal/web", Name: "web", Dir: folder("internal/web")}
	server := &facts.GoPackage{Entry: &facts.Entry{Component: "package main"}, Path: "x/cmd/server", Name: "main", Dir: folder("cmd/server"), Imports: []string{"x/internal/web"}}
	client := &facts.GoPackage{Entry: &facts.Entry{Component: "package main"}, Path: "x/cmd/client", Name: "main", Dir: folder("cmd/client")}
	for _, tt := range []struct {
		match string
		want  bool
	}{
		{"listener:cmd/server", true}, {"listener:cmd/server#8080", true}, {"listener:internal/web", true}, {"listener:internal/web/serve.go", true},
		{"listener:cmd/client", false}, {"listener:cmd/server#9090", false}, {"listener:cmd", false},
	} {
		d := declaration(tt.match)
		l := &facts.Listener{Entry: web.Entry, Span: src.All(), Port: facts.Written("8080", src.All())}
		Link([]*facts.Facts{{
			Declarations: facts.Declarations{Policies: []*facts.Policy{{Source: policy}}, Endpoints: []*facts.EndpointDeclaration{d}},
			GoPackages:   []*facts.GoPackage{web, server, client}, Listeners: []*facts.Listener{l},
		}})
		if got := l.Declared == d; got != tt.want {
			t.Errorf("%s is about the listener: %v, want %v", tt.match, got, tt.want)
		}
	}
}
