package rules

import (
	"time"

	"github.com/wirevet/wirevet/facts"
)

// Context is what a rule may use besides the facts: the time of the run, and a place to report.
type Context struct {
	Now    time.Time
	System *facts.System

	rule     *Rule
	findings []*Finding
	least    Severity

	// Asked counts the nouns that the current rule has been given.
	asked int
	// unresolved holds the places that a rule could not judge.
	unresolved map[facts.Span]bool
}

// Report adds a finding about the bytes of span. entry is the server that it is about, or nil.
func (c *Context) Report(entry *facts.Entry, span facts.Span, format string, args ...any) *Finding {
	f := &Finding{Rule: c.rule, Severity: c.rule.Severity, Span: span, Entry: entry, Message: sentence(format, args)}
	c.findings = append(c.findings, f)
	return f
}

// known returns the value of s when it can be judged. An unresolved value is counted, and is neither good nor
// bad. It is the only way in which a rule reads a Stated.
func known[T any](c *Context, s facts.Stated[T]) (T, bool) {
	if s.State == facts.Unresolved && !s.Span.IsZero() {
		if c.unresolved == nil {
			c.unresolved = map[facts.Span]bool{}
		}
		c.unresolved[s.Span] = true
	}
	return s.Value, s.Known()
}

// Outcome is what a run of rules produced.
type Outcome struct {
	Findings   []*Finding
	Unresolved []facts.Span   // places that some rule could not judge
	Asked      map[string]int // per rule id, how many nouns it was given
	Spent      map[string]time.Duration
}

// Options says how rules are applied.
type Options struct {
	Now   time.Time
	Rules []*Rule
	// Everything judges what has nothing to do with MCP as well.
	Everything bool
	// Least is the severity from which on somebody reads a finding. Of those below, the words are not kept: a large tree has
	// tens of thousands of notes that are only counted. The zero value keeps all.
	Least Severity
	// Clock measures the time that each rule takes; nil measures nothing.
	Clock func() time.Time
}

// Run applies the rules to the system.
func Run(system *facts.System, o Options) Outcome {
	c := &Context{Now: o.Now, System: system, least: o.Least}
	rules, clock := o.Rules, o.Clock
	out := Outcome{Asked: make(map[string]int, len(rules))}
	if clock != nil {
		out.Spent = make(map[string]time.Duration, len(rules))
	}
	for _, rule := range rules {
		c.rule, c.asked = rule, 0
		var begin time.Time
		if clock != nil {
			begin = clock()
		}
		c.apply(rule)
		if clock != nil {
			out.Spent[rule.ID] = clock().Sub(begin)
		}
		out.Asked[rule.ID] = c.asked
	}
	for _, f := range c.findings {
		if f.Entry != nil && f.Entry.Relevance > f.Rule.Reach && !o.Everything && !system.PolicyOf(f.Span).Unbound {
			continue // too far from MCP to be our business
		}
		settle(f)
		out.Findings = append(out.Findings, f)
	}
	for span := range c.unresolved {
		out.Unresolved = append(out.Unresolved, span)
	}
	return out
}

// apply gives the rule all nouns of its kind.
func (c *Context) apply(r *Rule) {
	s := c.System
	switch {
	case r.Launch != nil:
		each(c, s.Launches, r.Launch)
	case r.Workload != nil:
		each(c, s.Workloads, r.Workload)
	case r.Root != nil:
		each(c, s.Roots, r.Root)
	case r.Remote != nil:
		each(c, s.Remotes, r.Remote)
	case r.OAuthURL != nil:
		each(c, s.OAuthURLs, r.OAuthURL)
	case r.Listener != nil:
		each(c, s.Listeners, r.Listener)
	case r.Route != nil:
		each(c, s.Routes, r.Route)
	case r.Upstream != nil:
		each(c, s.Upstreams, r.Upstream)
	case r.Tunnel != nil:
		each(c, s.Tunnels, r.Tunnel)
	case r.SSH != nil:
		each(c, s.SSH, r.SSH)
	case r.TLS != nil:
		each(c, s.TLS, r.TLS)
	case r.Certificate != nil:
		each(c, s.Certificates, r.Certificate)
	case r.PrivateKey != nil:
		each(c, s.PrivateKeys, r.PrivateKey)
	case r.Credential != nil:
		each(c, s.Credentials, r.Credential)
	case r.Approval != nil:
		each(c, s.Approvals, r.Approval)
	case r.HostFile != nil:
		each(c, s.HostFiles, r.HostFile)
	case r.EnvFile != nil:
		each(c, s.EnvFiles, r.EnvFile)
	case r.Token != nil:
		each(c, s.Tokens, r.Token)
	case r.Comparison != nil:
		each(c, s.Comparisons, r.Comparison)
	case r.Forward != nil:
		each(c, s.Forwards, r.Forward)
	case r.SessionID != nil:
		each(c, s.SessionIDs, r.SessionID)
	case r.Logged != nil:
		each(c, s.Logged, r.Logged)
	case r.File != nil:
		each(c, s.Files, r.File)
	case r.Parameter != nil:
		each(c, s.Parameters, r.Parameter)
	case r.System != nil:
		if len(s.Entries)+len(s.GoPackages) > 0 {
			c.asked++
		}
		r.System(c, s)
	}
}

func each[T any](c *Context, nouns []*T, callback func(*Context, *T)) {
	c.asked += len(nouns)
	for _, noun := range nouns {
		before := len(c.findings)
		callback(c, noun)
		for _, f := range c.findings[before:] {
			if f.Severity < c.least {
				f.Message, f.Label, f.Help, f.Notes = "", "", "", nil
			}
		}
	}
}

// settle applies what holds for every finding: a guess is never an error, and what an entry says that the host
// does not use is a note, unless the harm is done by the text being there.
func settle(f *Finding) {
	if f.Confidence == facts.Low && f.Severity > Warning {
		f.Severity = Warning
	}
	if f.Entry != nil && f.Entry.Inactive.Known() && f.Entry.Inactive.Value && !f.Rule.EvenInactive && f.Severity > Note {
		f.Severity = Note
		f.Note("the entry is disabled")
	}
	if f.Entry != nil {
		for _, l := range f.Entry.StartedBy {
			f.RelatedAt(l.Compose.Span, "started by "+subject(l.Entry))
		}
	}
}
