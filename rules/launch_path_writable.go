package rules

import "github.com/wirevet/wirevet/facts"

// LaunchPathWritable flags code that is loaded from a place into which others can put files.
var LaunchPathWritable = &Rule{
	ID:               "launch-path-writable",
	Title:            "code is loaded from a place that others may write to",
	Severity:         Warning,
	Answers:          []Code{ReachableByOthers},
	CWE:              []int{426, 427},
	SecuritySeverity: "6.6",
	Precision:        HighPrecision,
	Crosswalk:        []string{"OWASP MCP Top 10: MCP04", "OWASP AISVS 1.0: 10.1.1", "OWASP ASVS 5.0: 15.2.4"},
	Surfaces:         hostOrGo,
	Reach:            facts.SameDeployment,
	Launch:           checkCodePath,
}

func checkCodePath(c *Context, l *facts.Launch) {
	for _, p := range l.CodePaths {
		f := c.Report(l.Entry, p.Span, "%s loads code from %s: %s", l.Process.Title, p.Place, quoted(p.Span)).
			At("others may write here").For(p.Variable + p.Place.String()).
			Note("whoever puts a file there has it run with the account's rights").
			Advise("install it in a folder that only its owner may write to, and name that")
		switch {
		case p.Variable == "LD_PRELOAD" || p.Variable == "DYLD_INSERT_LIBRARIES":
			f.Severity = Error
			f.Message = l.Process.Title + " is started with a library from " + p.Place.String() + " loaded into it: " + p.Variable
		case p.Variable != "":
			f.Message = l.Process.Title + " looks for code in " + p.Place.String() + ": " + p.Variable
		case p.Place == facts.WorkingRelative:
			f.Notes = nil
			f.Note("which program that is depends on the folder in which the host happens to run")
			f.Advise("write the whole path")
		}
	}
}
