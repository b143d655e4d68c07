// Package parsers lists the formats that wirevet reads. A new format is one package, and one entry here.
package parsers

import (
	"github.com/wirevet/wirevet/analyzers/gofacts"
	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/goedit"
	"github.com/wirevet/wirevet/parsers/apache"
	"github.com/wirevet/wirevet/parsers/caddy"
	"github.com/wirevet/wirevet/parsers/compose"
	"github.com/wirevet/wirevet/parsers/dockerfile"
	"github.com/wirevet/wirevet/parsers/dotenv"
	"github.com/wirevet/wirevet/parsers/envoy"
	"github.com/wirevet/wirevet/parsers/gosource"
	"github.com/wirevet/wirevet/parsers/haproxy"
	"github.com/wirevet/wirevet/parsers/hostconfig"
	"github.com/wirevet/wirevet/parsers/input"
	"github.com/wirevet/wirevet/parsers/kubernetes"
	"github.com/wirevet/wirevet/parsers/nginx"
	"github.com/wirevet/wirevet/parsers/pem"
	"github.com/wirevet/wirevet/parsers/systemd"
	"github.com/wirevet/wirevet/parsers/traefik"
	"github.com/wirevet/wirevet/parsers/workflow"
)

// Format is one kind of file.
type Format struct {
	Name string
	// Known reports whether a file is of the format by its slash-separated path alone.
	Known func(path string) bool
	// Candidate reports whether a file of that path may be of the format, should Sniff say so too. Both may be nil.
	Candidate func(path string) bool
	// Sniff looks cheaply for what the format needs. It may be wrong in saying yes.
	Sniff func(data []byte) bool
	// Parse states what the file says. It never fails: what it cannot read is a problem among the facts.
	Parse func(src *facts.Source, data []byte) *facts.Facts
	// Edit turns changes to one file into edits that touch as few bytes as they can. It returns a list of edits for each
	// change, sorted, none overlapping another, and nil for a change that it cannot make: no fix is better than a wrong
	// one. It is nil for a format that is never edited.
	Edit func(src *facts.Source, data []byte, changes []facts.Change) [][]facts.TextEdit
	// ParseTogether takes the place of Parse where files mean something only together: includes, a module's packages. It
	// returns facts in an order that depends on the unit alone.
	ParseTogether func(*input.Unit) []*facts.Facts
	// NeededBy names the formats whose facts may join with this one's: when one file of theirs is asked for, the
	// repository's files of this format are read as well.
	NeededBy []string
	// Sought is true when also those files are read then of which only the content tells the format.
	Sought bool
}

// servers are the formats of servers and proxies: what they are started with, and what is beside them, decides about them too.
var servers = []string{"nginx", "Apache", "Caddy", "Envoy", "Traefik", "haproxy"}

// deployment are the formats that say together how a server is reached and what it runs as: whether a listener in clear is a hole is
// decided by the proxy in front of it, or by what publishes its port. A hook that sees one of them has to see them all.
var deployment = append([]string{"compose file", "Dockerfile", "manifest", "systemd unit", "Go source"}, servers...)

// All returns the formats, in the order in which they are asked.
func All() []Format {
	return []Format{
		{Name: "workflow", Known: never, Candidate: workflow.CandidatePath, Sniff: workflow.Sniff, Parse: readWorkflow},
		{
			Name: "manifest", Known: kubernetes.KnownPath, Candidate: kubernetes.CandidatePath, Sniff: kubernetes.Sniff,
			ParseTogether: readManifests, Edit: kubernetes.Edit, NeededBy: deployment, Sought: true,
		},
		{
			Name: "Envoy", Known: envoy.KnownPath, Candidate: envoy.CandidatePath, Sniff: envoy.Sniff,
			ParseTogether: envoy.Parse, Edit: envoy.Edit, NeededBy: deployment, Sought: true,
		},
		{
			Name: "Traefik", Known: traefik.KnownPath, Candidate: traefik.CandidatePath, Sniff: traefik.Sniff,
			ParseTogether: readTraefik, Edit: traefik.Edit, NeededBy: deployment, Sought: true,
		},
		{
			Name: "nginx", Known: nginx.KnownPath, Candidate: nginx.CandidatePath, Sniff: nginx.Sniff,
			ParseTogether: nginx.Parse, Edit: nginx.Edit, NeededBy: deployment, Sought: true,
		},
		{
			Name: "Apache", Known: apache.KnownPath, Candidate: apache.CandidatePath, Sniff: apache.Sniff,
			ParseTogether: apache.Parse, Edit: apache.Edit, NeededBy: deployment, Sought: true,
		},
		{
			Name: "Caddy", Known: caddy.KnownPath, Candidate: caddy.CandidatePath, Sniff: caddy.Sniff,
			ParseTogether: caddy.Parse, NeededBy: deployment, Sought: true,
		},
		{ // behind Caddy: its JSON has servers too
			Name: "host config", Known: hostconfig.KnownPath, Candidate: hostconfig.CandidateName, Sniff: hostconfig.Sniff,
			Parse: readHost, Edit: editHost, NeededBy: append([]string{"host config", "env file"}, deployment...),
		},
		{
			Name: "Dockerfile", Known: dockerfile.KnownPath, Candidate: dockerfile.CandidatePath, Sniff: dockerfile.Sniff,
			Parse: dockerfile.Parse, Edit: dockerfile.Edit, NeededBy: deployment, Sought: true,
		},
		{
			Name: "compose file", Known: compose.KnownPath, Candidate: compose.CandidatePath, Sniff: compose.Sniff,
			ParseTogether: readCompose, Edit: compose.Edit, NeededBy: deployment, Sought: true,
		},
		{
			Name: "haproxy", Known: haproxy.KnownPath, Candidate: haproxy.CandidatePath, Sniff: haproxy.Sniff,
			ParseTogether: haproxy.Parse, Edit: haproxy.Edit, NeededBy: deployment, Sought: true,
		},
		{Name: "certificates and keys", Known: pem.KnownPath, Parse: pem.Parse, NeededBy: servers},
		{Name: "systemd unit", Known: systemd.KnownPath, Parse: systemd.Parse, Edit: systemd.Edit, NeededBy: deployment},
		{Name: "env file", Known: dotenv.Match, Parse: dotenv.Parse, NeededBy: []string{"host config", "env file", "compose file", "manifest"}},
		{Name: "Go source", Known: gosource.Known, ParseTogether: loadGo, Edit: goedit.Edit, NeededBy: deployment},
	}
}

func loadGo(u *input.Unit) []*facts.Facts {
	return gosource.Load(gosource.Options{Files: u.Files, Open: u.Open, Analyzer: gofacts.Analyzer, Jobs: u.Jobs, Recovered: u.Recovered})
}

// never is for formats of which no path is known to be.
func never(string) bool { return false }
