package hostconfig

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// reportStrictness records what the host's own parser refuses, although it was read here.
func (p *parser) reportStrictness(at place) {
	kind := p.kindFor(at)
	title := at.h.host.Title
	if kind == strictJSON && len(p.doc.Comments) > 0 {
		c := p.doc.Comments[0]
		p.problem(p.span(c.Start, c.End), "%s will not load this file: it reads strict JSON, which has no comments", title)
	}
	if (kind == strictJSON || kind == jsonComments) && p.doc.BOM {
		p.problem(p.span(0, 3), "%s will not load this file: it begins with a byte order mark; save it as UTF-8 without one", title)
	}
	if (kind == strictJSON || kind == jsonComments) && len(p.doc.TrailingCommas) > 0 {
		c := p.doc.TrailingCommas[0]
		p.problem(p.span(c.Start, c.End), "%s will not load this file: it accepts no comma before a closing bracket", title)
	}
}

// kindFor returns what the host at that place accepts in this file. YAML and TOML know comments, and a reader of
// either skips a byte order mark.
func (p *parser) kindFor(at place) syntax {
	switch p.kind {
	case yamlSyntax, tomlSyntax, frontMatter:
		return p.kind
	}
	return at.syntax()
}

func (p *parser) span(start, end int) facts.Span {
	return facts.Span{Source: p.src, Start: start, End: end}
}

// reportSyntax records what could not be read, and keys that stand twice. In a file that only might have been a host's,
// neither concerns us.
func (p *parser) reportSyntax(places []place) {
	if len(p.out.Entries) == 0 && !p.claimsToBeOurs(places) {
		return
	}
	for _, problem := range p.doc.Problems {
		p.report(p.span(problem.Start, problem.End), problem.Kind, problem.Message)
	}
	for _, d := range p.doc.Duplicates {
		winner := p.src.Position(d.Winner.Start)
		message := "this key stands again in line %d, and only that one counts"
		if slices.Contains(p.merged, d.Loser.Start) {
			message = "this key stands again in line %d, and what stands there wins"
		}
		p.problem(p.span(d.Loser.Start, d.Loser.End), message, winner.Line)
	}
}

// claimsToBeOurs reports whether a file that could not be read may have held servers: its name says mcp, or it
// mentions a key of a server map. An editor's settings are the editor's business else.
func (p *parser) claimsToBeOurs(places []place) bool {
	if len(places) == 0 {
		return false
	}
	if p.kind == frontMatter {
		return bytes.Contains(front(p.data), []byte("mcp"))
	}
	switch places[0].h.host.ID {
	case "vscode", "zed", "augment":
		return strings.Contains(strings.ToLower(path.Base(p.src.Path)), "mcp") || Sniff(p.data)
	}
	return true
}
