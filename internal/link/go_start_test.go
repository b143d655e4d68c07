package link

import (
	"testing"

	"github.com/wirevet/wirevet/facts"
)

func goPackage(m *facts.GoModule, dir, path, name string) *facts.GoPackage {
	return &facts.GoPackage{
		Entry: &facts.Entry{Component: "package " + path, Relevance: facts.Unrelated}, Module: m, Dir: dir, Path: path, Name: name,
	}
}

func start(file, program string, chain ...string) *facts.Launch {
	l := &facts.Launch{Entry: entry(file, claude, "x"), Program: program}
	for _, name := range chain {
		l.Chain = append(l.Chain, facts.Step{Name: name})
	}
	return l
}

func startIn(folder, file, program string, chain ...string) *facts.Launch {
	l := start(file, program, chain...)
	l.Cwd = facts.Written(folder, facts.Span{})
	return l
}

func TestHostsStartTheMainPackagesOfTheirRepository(t *testing.T) {
	m := &facts.GoModule{Path: "example.com/r", Dir: "."}
	nested := goPackage(&facts.GoModule{Path: "example.com/x", Dir: "services/x"}, "services/x/nested", "example.com/x/nested", "main")
	root, server, twin, twin2 := goPackage(m, ".", "example.com/r", "main"), goPackage(m, "cmd/server", "example.com/r/cmd/server", "main"),
		goPackage(m, "a/twin", "example.com/r/a/twin", "main"), goPackage(m, "b/twin", "example.com/r/b/twin", "main")
	library, major := goPackage(m, "lib", "example.com/r/lib", "lib"), goPackage(m, "tool/v2", "example.com/r/tool/v2", "main")
	for _, c := range []struct {
		launch *facts.Launch
		want   *facts.GoPackage
	}{
		{start(".mcp.json", "./cmd/server", "go run"), server},
		{start(".mcp.json", "./cmd/server/main.go", "sudo", "go run"), server},
		{start(".vscode/mcp.json", "${workspaceFolder}/cmd/server", "go run"), server},
		{start("cmd/.mcp.json", "./server", "go run"), server},
		{start("cmd/.mcp.json", "./cmd/server", "go run"), nil},
		{start(".mcp.json", "example.com/r/cmd/server", "go run"), server},
		{start(".mcp.json", "example.com/other/cmd/server", "go run"), nil},
		{start(".mcp.json", ".", "go run"), root},
		{start(".mcp.json", "./lib", "go run"), nil},
		{startIn("cmd", ".mcp.json", "./server", "go run"), server},
		{startIn("${workspaceFolder}/cmd", ".vscode/mcp.json", "./server", "go run"), server},
		{startIn("lib", ".mcp.json", "./cmd/server", "go run"), nil},
		{start(".mcp.json", "./bin/server"), server},
		{start(".mcp.json", `C:\x\server.exe`), server},
		{start(".mcp.json", "tool"), major},
		{start(".mcp.json", "r"), root},
		{start(".mcp.json", "nested"), nested},
		{start("services/x/deploy/.mcp.json", "nested"), nested},
		{start("services/y/.mcp.json", "nested"), nil}, // a coincidence
		{start(".mcp.json", "twin"), nil},              // two have the name
		{start(".mcp.json", "lib"), nil},
		{start(".mcp.json", ""), nil},
	} {
		s := Link([]*facts.Facts{{
			GoPackages: []*facts.GoPackage{root, server, twin, twin2, library, major, nested}, Launches: []*facts.Launch{c.launch},
		}})
		if c.launch.Starts != c.want {
			t.Errorf("%q: %+v", c.launch.Program, c.launch.Starts)
		}
		for _, p := range s.GoPackages {
			if started := len(p.StartedBy) == 1 && p.StartedBy[0] == c.launch; started != (p == c.want) {
				t.Errorf("%q: started by %v", c.launch.Program, p.StartedBy)
			}
			p.StartedBy = nil
		}
	}
}

func TestWhatAHostStartsIsMCP(t *testing.T) {
	m := &facts.GoModule{Path: "example.com/r", Dir: "."}
	server, beside := goPackage(m, "cmd/server", "example.com/r/cmd/server", "main"), goPackage(m, "lib", "example.com/r/lib", "lib")
	Link([]*facts.Facts{{
		GoPackages: []*facts.GoPackage{server, beside}, Launches: []*facts.Launch{start(".mcp.json", "./cmd/server", "go run")},
	}})
	if server.Entry.Relevance != facts.IsMCP || beside.Entry.Relevance != facts.SameDeployment {
		t.Errorf("%s, %s", server.Entry.Relevance, beside.Entry.Relevance)
	}
}
