package rules

import "github.com/wirevet/wirevet/facts"

// FilesWritable flags a server that may write where its work, by what wirevet.toml says, is to read.
var FilesWritable = &Rule{
	ID:               "files-writable",
	Title:            "a server may write where it only needs to read",
	Severity:         Note,
	Answers:          []Code{LeastPrivilegeFiles, ProcessRecord},
	CWE:              []int{732},
	SecuritySeverity: "3.5",
	Precision:        MediumPrecision,
	Crosswalk:        []string{"OWASP MCP Top 10: MCP02", "OWASP AISVS 1.0: 10.1.3", "OWASP ASVS 5.0: 13.2.2"},
	Surfaces:         hostOrManifest,
	Reach:            facts.SameDeployment,
	Fix:              UnsafeFix,
	Root:             checkWritableRoot,
}

func checkWritableRoot(c *Context, r *facts.Root) {
	need, ok := work(r.Entry).NeedFor(r.Path)
	if !ok || need.Kind != facts.NeedRead {
		return
	}
	access, ok := known(c, r.Access)
	if !ok || access == facts.ReadOnly || r.By != facts.BindMount && r.By != facts.SandboxBind && r.By != facts.PermissionFlag {
		return
	}
	c.Report(r.Entry, r.Span, "%s may write to \"%s\", and its work is to read it", subject(r.Entry), quoted(r.Span)).
		At("read and write").For(r.Path).RelatedAt(need.Span, "needs reading").
		Note("whoever steers the server can change what lies there").
		Propose("mount it read-only", false, facts.MountReadOnly{Root: r}).
		Advise("give it read-only: add :ro, or the option of the tool")
}
