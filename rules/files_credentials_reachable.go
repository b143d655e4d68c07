package rules

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// FilesCredentialsReachable flags a server that is given a place where credentials lie. A folder that only contains such
// a place is the business of [FilesTooBroad].
var FilesCredentialsReachable = &Rule{
	ID:               "files-credentials-reachable",
	Title:            "a server is given a place where credentials lie",
	Severity:         Error,
	Answers:          []Code{LeastPrivilegeFiles, CredentialFiles, ProcessRecord},
	CWE:              []int{522},
	SecuritySeverity: "7.7",
	Precision:        VeryHigh,
	Crosswalk:        []string{"OWASP MCP Top 10: MCP02", "OWASP AISVS 1.0: 10.1.3", "OWASP ASVS 5.0: 13.3.2"},
	Surfaces:         hostOrManifest,
	Reach:            facts.SameDeployment,
	Root:             checkCredentialPlace,
}

// credentialPlace is a place below a home folder, or an absolute one, that holds credentials.
type credentialPlace struct {
	path  string // lower case; below ~ unless it begins with /
	holds string // completes "is given …"
	// service is a word in the name of servers whose work is to use the place; empty when there is none.
	service string
}

var credentialPlaces = [...]credentialPlace{
	{".ssh", "SSH keys", ""},
	{".aws", "AWS credentials", "aws"},
	{".azure", "Azure credentials", "azure"},
	{".config/gcloud", "Google Cloud credentials", "gcloud"},
	{".kube", "Kubernetes credentials", "kube"},
	{".docker/config.json", "registry credentials", "docker"},
	{".docker", "registry credentials", "docker"},
	{".gnupg", "OpenPGP keys", ""},
	{".netrc", "logins of other services", ""},
	{".npmrc", "npm credentials", ""},
	{".pypirc", "PyPI credentials", ""},
	{".git-credentials", "git credentials", ""},
	{".config/gh", "GitHub credentials", "github"},
	{".password-store", "the password store", ""},
	{".mozilla/firefox", "a browser profile", ""},
	{".config/google-chrome", "a browser profile", ""},
	{"library/keychains", "the keychain", ""},
	{"library/application support/google/chrome", "a browser profile", ""},
	{"library/application support/claude", "the configuration of another host", ""},
	{".claude.json", "the configuration of another host", ""},
	{".cursor/mcp.json", "the configuration of another host", ""},
	{".codex", "the configuration of another host", ""},
	{"/etc/shadow", "password hashes", ""},
	{"/var/run/secrets", "the secrets of a service", ""},
	{"/run/secrets", "the secrets of a service", ""},
	{"/etc/ssh", "the host keys of the machine", ""},
	{"/etc/kubernetes", "Kubernetes credentials", "kube"},
}

func checkCredentialPlace(c *Context, r *facts.Root) {
	place, ok := credentialPlaceOf(strings.ToLower(r.Path))
	if !ok {
		return
	}
	f := c.Report(r.Entry, r.Span, "%s is given %s: %s", subject(r.Entry), place.holds, quoted(r.Span)).
		At("credentials lie here").For(place.path)
	f.Confidence = r.Confidence
	if access, ok := known(c, r.Access); ok && access == facts.ReadOnly {
		if place.service != "" && strings.Contains(strings.ToLower(r.Server), place.service) {
			f.Severity = Warning
			f.Note("it is read-only, and using it is this server's purpose")
		} else {
			f.Note("that it is read-only does not help: reading is the harm")
		}
	}
	if need, ok := work(r.Entry).NeedFor(r.Path); ok && need.Kind == facts.NeedCredential && f.Severity > Warning {
		f.Severity = Warning
		f.Note("wirevet.toml says that using it is this server's purpose")
		f.RelatedAt(need.Span, "declared here")
	}
	if strings.HasSuffix(r.Path, "/.ssh/config") {
		f.Severity = Note
		f.Note("the file names hosts and keys, but holds none")
	}
	f.Advise("leave it out; give the server a credential of its own, in its environment")
}

func credentialPlaceOf(path string) (credentialPlace, bool) {
	if strings.HasSuffix(path, ".pub") || strings.HasSuffix(path, "/known_hosts") {
		return credentialPlace{}, false
	}
	below := belowHome(path)
	for _, p := range credentialPlaces {
		at := below
		if strings.HasPrefix(p.path, "/") {
			at = path
		}
		if at != "" && (at == p.path || strings.HasPrefix(at, p.path+"/")) {
			return p, true
		}
	}
	return credentialPlace{}, false
}

// belowHome returns the part of a path below somebody's home folder, or "".
func belowHome(path string) string {
	if rest, ok := strings.CutPrefix(path, "~/"); ok {
		return rest
	}
	if rest, ok := strings.CutPrefix(path, "/root/"); ok {
		return rest
	}
	if len(path) > 2 && path[1] == ':' {
		path = path[2:]
	}
	for _, homes := range [...]string{"/home/", "/users/"} {
		if rest, ok := strings.CutPrefix(path, homes); ok {
			_, below, _ := strings.Cut(rest, "/")
			return below
		}
	}
	return ""
}
