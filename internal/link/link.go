// Package link joins the facts of all files into one System: which remotes a TLS setting applies to, which
// server a settings file switches off, which env file an entry loads, which entries wire the same server.
//
// It knows no file syntax and holds no rule. A match that is not certain is no match.
package link

import (
	"path"
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// Link joins the facts of files, which must be in the order of their paths.
func Link(files []*facts.Facts) *facts.System {
	s := &facts.System{}
	for _, f := range files {
		s.Add(f)
	}
	startPackages(s)
	findComposeServices(s)
	findBuilds(s)
	settleRelevance(s)
	settleImages(s)
	selectWorkloads(s)
	settleDeployed(s)
	settleDevContainers(s)
	switchOff(s)
	aimTLS(s)
	groupServers(s)
	holdCredentials(s)
	traceAudits(s)
	followTokens(s)
	usePolicies(s)
	findPrograms(s)
	findImageVersions(s)
	settleTLS(s)
	settleGoDefaults(s)
	attachRoutes(s)
	followUpstreams(s)
	settleMeshes(s)
	findMCP(s)
	takeInClear(s)
	imageUsers(s)
	publishListeners(s)
	joinAudits(s)
	keepRecords(s)
	shareDeployments(s)
	shareDockerfiles(s)
	loadEnvFiles(s)
	findTakers(s)
	joinCertificates(s)
	declare(s)
	findRenewals(s)
	return s
}

// aimTLS tells each TLS setting which remotes of its own entry it applies to.
func aimTLS(s *facts.System) {
	if len(s.TLS) == 0 {
		return
	}
	byEntry := make(map[*facts.Entry][]*facts.Remote, len(s.Remotes))
	for _, r := range s.Remotes {
		byEntry[r.Entry] = append(byEntry[r.Entry], r)
	}
	for _, p := range s.TLS {
		// A program knows which of its connections a setting is for; an entry of a host has one.
		if p.Entry != nil && p.Entry.Host != nil && p.Purpose == facts.Session {
			p.Targets = byEntry[p.Entry]
		}
	}
}

// switchOff marks entries that a settings file of the same host and project names as disabled.
func switchOff(s *facts.System) {
	if len(s.InactiveServers) == 0 {
		return
	}
	type named struct {
		in           realm
		host, server string
	}
	entries := make(map[named][]*facts.Entry, len(s.Entries))
	for _, e := range s.Entries {
		if e.Host != nil && e.Name.Source != nil {
			at := named{realmOf(e.Name.Source), e.Host.ID, e.Server}
			entries[at] = append(entries[at], e)
		}
	}
	for _, off := range s.InactiveServers {
		for _, e := range entries[named{realmOf(off.Span.Source), off.Host.ID, off.Name}] {
			if sameProject(e.Name.Source, off.Span.Source) {
				e.Inactive = facts.Stated[bool]{Value: true, Span: off.Span, State: facts.Inherited, Why: &facts.Why{Effect: e.Name}}
			}
		}
	}
}

func sameProject(a, b *facts.Source) bool {
	return a.Owner == b.Owner && Project(a.Path) == Project(b.Path)
}

// Project returns the folder that a host file configures: the file's own folder without the dotted folders that
// hosts keep their files in (a/.vscode/mcp.json configures a).
func Project(file string) string {
	dir := path.Dir(file)
	segments := strings.Split(dir, "/")
	for i, segment := range segments {
		if len(segment) > 1 && segment[0] == '.' && segment != ".." {
			segments = segments[:i]
			break
		}
	}
	if len(segments) == 0 {
		return "."
	}
	return strings.Join(segments, "/")
}
