// Package wirevettoml reads wirevet.toml, in which a team says what its files do not show and which risks it has
// accepted. It is an input like any other: what is wrong in it is a problem at its place, and has no effect.
package wirevettoml

import (
	"reflect"
	"strings"
	"time"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/credential"
	"github.com/wirevet/wirevet/parsers/launch"
	"github.com/wirevet/wirevet/parsers/tree"
)

// Name is the name of the file.
const Name = "wirevet.toml"

// Options is what the file is held against.
type Options struct {
	Rules []Rule // all there are
	Now   time.Time
	// Open returns the bytes of a file by its path relative to the folder that wirevet.toml governs. It returns false
	// when there is none, or when it must not be read.
	Open func(path string) ([]byte, bool)
}

// Rule is what the file must know of a rule.
type Rule struct {
	ID       string
	Severity string // error, warning or note
	Own      bool   // about wirevet.toml itself: its findings cannot be accepted
}

func (o *Options) rule(id string) *Rule {
	for i := range o.Rules {
		if o.Rules[i].ID == id {
			return &o.Rules[i]
		}
	}
	return nil
}

// Parse states what the file says.
func Parse(src *facts.Source, data []byte, o Options) *facts.Facts {
	out := &facts.Facts{Sources: []*facts.Source{src}}
	credential.Mask(src, data)
	policy := &facts.Policy{Source: src}
	out.Policies = append(out.Policies, policy)
	doc := tree.Parse(data, tree.TOML)
	d := &decoder{src: src, data: data, options: o, out: out, known: map[reflect.Type]keys{}}
	var read document
	if len(doc.Roots) > 0 {
		d.table(doc.Roots[0], src.All(), reflect.ValueOf(&read).Elem(), "")
	}
	if d.syntax(doc) {
		return out // what was read may be a part of what is meant
	}
	d.policy(&read, policy)
	for _, c := range doc.Comments {
		if comment := (facts.Span{Source: src, Start: c.Start, End: c.End}); strings.Contains(comment.Text(), "TODO(owner)") {
			policy.Undecided = append(policy.Undecided, comment)
		}
	}
	return out
}

// syntax reports what is no TOML. A value that was found wrong already, such as a day that does not exist, is not said
// twice, and leaves the rest of the file in force.
func (d *decoder) syntax(doc *tree.Doc) (broken bool) {
	said := d.out.Problems
	for _, p := range doc.Problems {
		known := false
		for _, s := range said {
			known = known || s.Span.Start <= p.Start && p.Start <= s.Span.End && s.Span.End-s.Span.Start < len(d.data)
		}
		if !known {
			d.out.Problems = append(d.out.Problems, &facts.Problem{
				Span: facts.Span{Source: d.src, Start: p.Start, End: p.End}, Kind: p.Kind, Message: p.Message + "; nothing of this file is in force",
			})
			broken = true
		}
	}
	if broken {
		d.out.Problems = d.out.Problems[len(said):] // the rest may follow from it
	}
	return broken
}

// policy turns what was read into facts.
func (d *decoder) policy(read *document, p *facts.Policy) {
	for _, glob := range read.Scope.Exclude {
		p.Exclude = append(p.Exclude, strings.TrimPrefix(glob.Value, "./"))
	}
	p.Unbound = read.Scope.All.Value
	p.Audit = facts.AuditDeclaration{Store: read.Audit.Store, TamperResistant: read.Audit.TamperResistant, Retention: period(read.Audit.Retention)}
	p.Review = facts.ReviewDeclaration{EvidenceMaxAge: period(read.Review.EvidenceMaxAge), Owner: read.Review.Owner}
	v := read.Version
	for _, x := range [...]facts.ProductVersion{
		{Product: "nginx", Version: v.Nginx}, {Product: "haproxy", Version: v.HAProxy}, {Product: "apache", Version: v.Apache},
		{Product: "envoy", Version: v.Envoy}, {Product: "caddy", Version: v.Caddy}, {Product: "traefik", Version: v.Traefik},
		{Product: "istio", Version: v.Istio},
	} {
		if x.Version.Known() {
			p.Versions = append(p.Versions, x)
		}
	}
	d.trust(read.Trust, p)
	d.overrides(read.Rules)
	d.endpoints(read.Endpoint)
	d.servers(read.Server)
	d.acceptances(read.Accept)
	d.credentials(read.Credential)
	d.evidence(read.Evidence)
}

func (d *decoder) servers(list []server) {
	kept := unique(d, list, func(s *server) text { return s.Match }, func(s *server) string { return s.Match.Value })
	for _, s := range kept {
		out := &facts.ServerDeclaration{Span: s.Match.Span, Block: s.Block, Match: s.Match.Value, User: s.User, Owner: s.Owner}
		for _, need := range s.Needs {
			kind, target, _ := splitNeed(need.Value)
			if kind == facts.NeedRead || kind == facts.NeedWrite || kind == facts.NeedCredential {
				if clean, reason := launch.CleanPath(target); reason == facts.NoReason {
					target = clean
				}
			}
			out.Needs = append(out.Needs, facts.Need{Kind: kind, Target: target, Span: need.Span})
		}
		d.out.ServerDeclarations = append(d.out.ServerDeclarations, out)
	}
}

func (d *decoder) credentials(list []register) {
	kept := unique(d, list, func(c *register) text { return c.Name }, func(c *register) string { return c.Name.Value })
	for _, c := range kept {
		short := c.Kind.Value == "short-lived"
		if !short && (!c.Rotated.Known() || !c.Every.Known()) {
			d.problem(c.Name.Span, "a static credential needs `rotated` and `every`; one that expires by itself needs kind = \"short-lived\"")
			continue
		}
		d.out.Rotations = append(d.out.Rotations, &facts.Rotation{
			Span: c.Name.Span, Block: c.Block, Name: c.Name.Value, Owner: c.Owner.Value, Rotated: date(c.Rotated), Every: period(c.Every),
			ShortLived: short, Store: c.Store,
		})
	}
}

func date(t text) facts.Stated[facts.Date] {
	if !t.Known() {
		return facts.Stated[facts.Date]{}
	}
	day, _ := time.Parse(time.DateOnly, t.Value) // it was looked at
	return facts.Written(facts.Date{Time: day}, t.Span)
}

func period(t text) facts.Stated[facts.Period] {
	if !t.Known() {
		return facts.Stated[facts.Period]{}
	}
	p, _ := facts.ParsePeriod(t.Value) // it was looked at
	return facts.Written(p, t.Span)
}
