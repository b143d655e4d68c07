package rules

import "github.com/wirevet/wirevet/facts"

// ConfigWritable flags a host config that other accounts may write: who writes it decides what the host starts.
var ConfigWritable = &Rule{
	ID:               "config-writable",
	Title:            "other accounts may change a host config",
	Severity:         Warning,
	Answers:          []Code{LeastPrivilegeFiles, ProcessRecord},
	CWE:              []int{732},
	SecuritySeverity: "6.0",
	Precision:        VeryHigh,
	Crosswalk:        []string{"OWASP MCP Top 10: MCP02", "OWASP AISVS 1.0: 10.1.3", "OWASP ASVS 5.0: 13.2.2"},
	Surfaces:         hostConfig,
	HostFile:         checkWritable,
}

func checkWritable(c *Context, h *facts.HostFile) {
	src := h.Source
	if !src.HasMode || src.Mode&0o022 == 0 {
		return
	}
	first := facts.Span{Source: src, End: min(1, src.Len())}
	f := c.Report(nil, first, "every account of this machine may change which servers %s starts (mode %04o)", h.Host.Title, src.Mode).
		At("writable by others").For("mode").
		Advise("chmod go-w %s", src.Path)
	if src.Mode&0o002 == 0 {
		// Most distributions give each account a group of its own, and a umask that lets it write.
		f.Message = "every account of the file's group may change which servers " + h.Host.Title + " starts"
		f.Severity = Note
	}
}
