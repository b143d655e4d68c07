package link

import (
	"testing"

	"github.com/wirevet/wirevet/facts"
)

var (
	claude = &facts.Host{ID: "claude-code", Title: "Claude Code"}
	cursor = &facts.Host{ID: "cursor", Title: "Cursor"}
)

func source(path string) *facts.Source { return facts.NewSource(path, []byte("0123456789")) }

func entry(path string, host *facts.Host, server string) *facts.Entry {
	return &facts.Entry{Host: host, Server: server, Name: source(path).All()}
}

func TestProjects(t *testing.T) {
	for file, want := range map[string]string{
		".mcp.json": ".", ".vscode/mcp.json": ".", "a/.mcp.json": "a", "a/.cursor/mcp.json": "a", "a/b/.claude/x/y.json": "a/b", "../x/.mcp.json": "../x",
	} {
		if got := Project(file); got != want {
			t.Errorf("%s: %s", file, got)
		}
	}
}

func TestServersAreSwitchedOffInTheirOwnProjectAndHostOnly(t *testing.T) {
	mine, elsewhere, other := entry(".mcp.json", claude, "a"), entry("sub/.mcp.json", claude, "a"), entry(".cursor/mcp.json", cursor, "a")
	off := facts.InactiveServer{Host: claude, Name: "a", Span: source(".claude/settings.json").All()}
	Link([]*facts.Facts{{Entries: []*facts.Entry{mine, elsewhere, other}, InactiveServers: []facts.InactiveServer{off}}})
	if !mine.Inactive.Value || elsewhere.Inactive.Value || other.Inactive.Value {
		t.Errorf("%v %v %v", mine.Inactive, elsewhere.Inactive, other.Inactive)
	}
	if mine.Inactive.Span != off.Span {
		t.Error("the place that switches it off is not named")
	}
}

func TestTLSSettingsKnowTheirTargets(t *testing.T) {
	e, other := entry(".mcp.json", claude, "a"), entry(".mcp.json", claude, "b")
	r := &facts.Remote{Entry: e}
	session := &facts.TLSPolicy{Entry: e, Purpose: facts.Session}
	download := &facts.TLSPolicy{Entry: e, Purpose: facts.Download}
	Link([]*facts.Facts{{Remotes: []*facts.Remote{r, {Entry: other}}, TLS: []*facts.TLSPolicy{session, download}}})
	if len(session.Targets) != 1 || session.Targets[0] != r || len(download.Targets) != 0 {
		t.Errorf("%v %v", session.Targets, download.Targets)
	}
}

func TestEnvFilesCountWhereTheyAreLoadedOrLieBesideAHost(t *testing.T) {
	l := func(file string) *facts.Launch {
		x := &facts.Launch{Entry: entry("a/.vscode/mcp.json", claude, "x")}
		x.Environment.Files = []facts.Stated[string]{facts.Written(file, x.Entry.Name)}
		return x
	}
	env := func(path string) *facts.EnvFile { return &facts.EnvFile{Source: source(path)} }
	named, beside, far := env("a/config/one.env"), env("b/.env"), env("c/.env")
	s := Link([]*facts.Facts{{
		Launches: []*facts.Launch{l("${workspaceFolder}/config/one.env")}, EnvFiles: []*facts.EnvFile{named, beside, far},
		HostFiles: []*facts.HostFile{{Source: source("b/.mcp.json"), Host: claude}},
	}})
	if len(s.EnvFiles) != 2 || s.EnvFiles[0] != named || s.EnvFiles[1] != beside || len(named.ReferencedBy) != 1 || len(beside.ReferencedBy) != 0 {
		t.Errorf("%v", s.EnvFiles)
	}
}

func TestOneServerInTwoHostsIsAGroup(t *testing.T) {
	remote := func(e *facts.Entry, host string, x facts.Exposure) *facts.Remote {
		return &facts.Remote{Entry: e, Address: facts.Written(host, e.Name), Path: "/mcp/", Exposure: x}
	}
	group := func(remotes ...*facts.Remote) int {
		f := &facts.Facts{Remotes: remotes}
		for _, r := range remotes {
			f.Entries = append(f.Entries, r.Entry)
		}
		return len(Link([]*facts.Facts{f}).SameServer)
	}
	a, b, c := entry(".mcp.json", claude, "a"), entry(".cursor/mcp.json", cursor, "b"), entry("sub/.cursor/mcp.json", cursor, "b")
	if group(remote(a, "x.example.com", facts.Public), remote(b, "x.example.com", facts.Public)) != 1 {
		t.Error("one address in two hosts")
	}
	if group(remote(a, "x.example.com", facts.Public), remote(b, "y.example.com", facts.Public)) != 0 {
		t.Error("two addresses")
	}
	if group(remote(a, "localhost", facts.Loopback), remote(b, "localhost", facts.Loopback)) != 0 {
		t.Error("loopback addresses name no server")
	}
	if group(remote(a, "x.example.com", facts.Public), remote(c, "x.example.com", facts.Public)) != 0 {
		t.Error("two projects")
	}
	if group(remote(a, "x.example.com", facts.Public), remote(entry(".mcp.json", claude, "c"), "x.example.com", facts.Public)) != 0 {
		t.Error("one host twice")
	}
	service := entry("compose.yaml", nil, "")
	if group(remote(a, "x.example.com", facts.Public), remote(service, "x.example.com", facts.Public), remote(b, "y.example.com", facts.Public)) != 0 {
		t.Error("what no host says is not compared")
	}
}
