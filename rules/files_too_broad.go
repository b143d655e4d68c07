package rules

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// FilesTooBroad flags a server that is given a folder which holds far more than its work.
var FilesTooBroad = &Rule{
	ID:               "files-too-broad",
	Title:            "a server is given far more files than its work needs",
	Severity:         Error,
	Answers:          []Code{LeastPrivilegeFiles, CredentialFiles, ProcessRecord},
	CWE:              []int{552},
	SecuritySeverity: "7.5",
	Precision:        HighPrecision,
	Crosswalk:        []string{"OWASP MCP Top 10: MCP02", "OWASP AISVS 1.0: 10.1.3", "OWASP ASVS 5.0: 13.2.2", "CIS Docker 1.6.0: 5.6"},
	Surfaces:         hostOrManifest,
	Reach:            facts.SameDeployment,
	Root:             checkBroadRoot,
}

func checkBroadRoot(c *Context, r *facts.Root) {
	if r.Whole {
		c.Report(r.Entry, r.Span, "%s may reach every file of the account: %s", subject(r.Entry), quoted(r.Span)).
			At("no bound at all").For("whole").Advise("name the folders that it needs")
		return
	}
	what, severity := breadthOf(r)
	if what == "" {
		checkUndeclaredRoot(c, r)
		return
	}
	f := c.Report(r.Entry, r.Span, "%s is given %s: \"%s\"", subject(r.Entry), what, quoted(r.Span)).
		At("far more than it needs").For(r.Path)
	f.Severity, f.Confidence = severity, r.Confidence
	if r.By == facts.GuessedRoot && f.Severity > Warning {
		f.Severity = Warning
	}
	if within := credentialsWithin(r.Path); within != "" && severity > Note {
		f.Note("%s lie in it", within)
	}
	if access, ok := known(c, r.Access); ok && access == facts.ReadOnly {
		f.Note("that it is read-only does not help: reading is the harm")
	}
	f.Advise("name the one folder that it works on")
}

// checkUndeclaredRoot flags a root that is not among what wirevet.toml says that the server needs.
func checkUndeclaredRoot(c *Context, r *facts.Root) {
	d := work(r.Entry)
	if r.Path == "" || r.By == facts.GuessedRoot || !d.NeedsFiles() {
		return
	}
	if _, ok := d.NeedFor(r.Path); ok {
		return
	}
	if _, ok := credentialPlaceOf(strings.ToLower(r.Path)); ok {
		return // the business of [FilesCredentialsReachable]
	}
	c.Report(r.Entry, r.Span, "%s is given \"%s\", which is not among what it needs by wirevet.toml", subject(r.Entry), quoted(r.Span)).
		At("more than it needs").For(r.Path).As(Warning, r.Confidence).RelatedAt(d.Span, "what it needs").
		Advise("leave it out, or add it to what the server needs")
}

// breadthOf says what a root is when it is too broad: completes "is given …".
func breadthOf(r *facts.Root) (what string, severity Severity) {
	p := strings.ToLower(r.Path)
	switch p {
	case "":
		return "", 0
	case "/":
		return "the whole file system", Error
	case "~":
		if r.Span.Source.Owner != facts.ProjectOwned {
			return "the whole home folder", Warning
		}
		return "the whole home folder", Error
	case "/root":
		return "root's home folder", Error
	case "/home", "/users", "c:/users":
		return "the home folders of all accounts", Error
	case "/etc":
		return "the configuration of the machine", Error
	case "/proc", "/sys", "/dev":
		return "the machine's kernel interfaces", Error
	case "/var", "/var/run", "/run", "/usr", "/opt", "/boot", "/lib", "c:/windows", "c:/program files":
		return "a folder of the system", Error
	case "/tmp", "/var/tmp", "/private/tmp":
		return "a folder that every program shares", Note
	}
	if len(p) <= 3 && len(p) >= 2 && p[1] == ':' {
		return "a whole drive", Error
	}
	if rest := strings.Trim(strings.ReplaceAll(p, "..", ""), "/."); rest == "" && strings.Contains(p, "..") {
		return "the folders around the project", Warning
	}
	dir, name, ok := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(p, "c:"), "/"), "/")
	if ok && (dir == "home" || dir == "users") && !strings.Contains(name, "/") && name != "" && name != "shared" && name != "public" {
		if r.Span.Source.Owner != facts.ProjectOwned {
			return "a whole home folder", Warning
		}
		return "a whole home folder", Error
	}
	return "", 0
}

// credentialsWithin names the credential folders that lie below a root.
func credentialsWithin(p string) string {
	switch lower := strings.ToLower(p); {
	case lower == "~", lower == "/", lower == "/root", strings.HasPrefix(lower, "/home"), strings.HasPrefix(lower, "/users"), strings.HasPrefix(lower, "c:/users"), lower == "c:/", lower == "c:":
		return "SSH keys and the credentials of cloud tools"
	case lower == "/etc":
		return "the password hashes and host keys of the machine"
	case lower == "/run", lower == "/var/run", lower == "/var":
		return "the sockets of the container engine"
	}
	return ""
}
