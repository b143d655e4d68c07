package rules

import (
	"io/fs"

	"github.com/wirevet/wirevet/facts"
)

// FileModePermissive flags a file that a program creates so that other accounts may write to it, or read the credential
// in it.
var FileModePermissive = &Rule{
	ID:               "file-mode-permissive",
	Title:            "a file is created with rights for other accounts",
	Severity:         Warning,
	Answers:          []Code{LeastPrivilegeFiles, ProcessRecord},
	CWE:              []int{732},
	SecuritySeverity: "5.5",
	Precision:        VeryHigh,
	Crosswalk:        []string{"OWASP MCP Top 10: MCP02"},
	Surfaces:         goSource,
	Reach:            facts.SameDeployment,
	File:             checkFileMode,
}

const (
	othersWrite fs.FileMode = 0o002
	othersRead  fs.FileMode = 0o044
)

func checkFileMode(c *Context, w *facts.FileCreation) {
	mode, ok := known(c, w.Mode)
	switch {
	case !ok:
	case w.Holds != "" && mode&(othersRead|othersWrite) != 0:
		c.Report(w.Entry, w.Span, "%s creates %s, which holds a credential, with mode %04o", subject(w.Entry), w.What, mode).
			At("other accounts may read it").For(w.What).
			Note("every account of the machine, or every member of a group, can read the credential").
			Advise("create it with mode 0600")
	case mode&othersWrite != 0 && mode&fs.ModeSticky == 0:
		f := c.Report(w.Entry, w.Span, "%s creates %s with mode %04o", subject(w.Entry), w.What, mode).
			At("every account may write").For(w.What).
			Note("a umask takes rights away only where one is set; every account may change what lies there otherwise").
			Advise("create it with mode 0600, a folder with 0700")
		if w.What == "a socket" {
			f.Advise("restrict it to its owner: os.Chmod(path, 0o600)")
		}
	}
}
