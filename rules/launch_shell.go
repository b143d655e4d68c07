package rules

import "github.com/wirevet/wirevet/facts"

// LaunchShell flags a command that a shell puts together: a value with a blank or a quote in it changes what runs.
var LaunchShell = &Rule{
	ID:               "launch-shell",
	Title:            "a shell puts a command together from values",
	Severity:         Warning,
	Answers:          []Code{ReachableByOthers},
	CWE:              []int{78},
	SecuritySeverity: "6.3",
	Precision:        HighPrecision,
	Crosswalk:        []string{"OWASP MCP Top 10: MCP05", "OWASP AISVS 1.0: 10.1.3", "OWASP ASVS 5.0: 1.2.5"},
	Surfaces:         hostGoOrManifest,
	Reach:            facts.SameDeployment,
	Launch:           checkShell,
}

func checkShell(c *Context, l *facts.Launch) {
	for _, s := range l.Shells {
		switch {
		case len(s.Interpolated) > 0:
			f := c.Report(l.Entry, s.Interpolated[0], "%s is started by %s with a value in the command: %s", l.Process.Title, s.Name, quoted(s.Interpolated[0])).
				At("becomes part of the command").For(s.Name).
				Note("a value with a blank, a quote or a semicolon in it changes what is run")
			for _, other := range s.Interpolated[1:] {
				f.RelatedAt(other, "and this one")
			}
			if isDeployed(l.Entry) {
				f.Severity = Note
				f.Note("whoever deploys it gives the value")
			}
			f.Advise("start the program itself, with each value as an argument of its own")
		case s.Whole:
			c.Report(l.Entry, s.Span, "%s is whatever a value says, to %s", l.Process.Title, s.Name).
				At("becomes a command").For(s.Name).As(Note, facts.Medium).
				Note("whoever decides the value decides what is run").
				Advise("start the program itself, or take the command from a list")
		case !s.Documented && l.Role != facts.CommandRole:
			c.Report(l.Entry, s.Span, "%s is started by way of %s", l.Process.Title, s.Name).
				At("a shell command").For(s.Name).As(Note, facts.High).
				Advise("start the program itself: there is no value in the command that needs a shell")
		}
	}
}
