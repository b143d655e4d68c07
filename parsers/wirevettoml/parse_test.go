package wirevettoml

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/wirevet/wirevet/facts"
)

var options = Options{
	Rules: []Rule{{"cleartext-remote", "error", false}, {"launch-unpinned", "note", false}, {"process-root", "error", false}, {"acceptance-expired", "error", true}},
	Now:   time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC),
	Open: func(path string) ([]byte, bool) {
		return []byte("a result"), path == "evidence/a.json"
	},
}

func parse(text string) *facts.Facts {
	return Parse(facts.NewSource("wirevet.toml", []byte(text)), []byte(text), options)
}

// sum is the digest of the one file that there is.
var sum = func() string {
	s := sha256.Sum256([]byte("a result"))
	return hex.EncodeToString(s[:])
}()

const whole = `# everything at once
[scope]
exclude = ["third_party/**", "./old"]
all = true

[rules."launch-unpinned"]
severity = "warning"

[rules.process-root]
enabled = false
reason = "containers are not used"

[[endpoint]]
match = "https://mcp.corp.example/*"
exposure = "private"
sensitivity = "high"
mtls = "required"
justification = "partners"
terminated_by = "the load balancer"
authenticated_by = "the gateway"
audited_by = "the collector"
client_certificates = "the corporate CA"
owner = "platform" # TODO(owner): or web?

[[server]]
match = "filesystem"
needs = ["read:${workspaceFolder}/docs", "credential:${HOME}/.aws/", "net:api.example.com:443", "env:LEVEL"]
user = "svc-mcp"

[[accept]]
rule = "cleartext-remote"
path = "./deploy/*.json"
reason = "a closed network"
owner = "platform"
expires = 2027-01-31

[[credential]]
name = "GITHUB_*"
owner = "platform"
rotated = 2026-10-01
every = "90d"

[[credential]]
name = "OAUTH"
owner = "platform"
kind = "short-lived"

[audit]
store = "s3://audit"
tamper_resistant = "object lock"
retention = "400d"

[review]
evidence_max_age = "180d"

[[evidence]]
kind = "auth-test"
connection = "remote:vscode/x"
file = "evidence/a.json"
sha256 = "@sum@"
recorded = 2026-11-01

[version]
nginx = "1.28"
`

func TestEveryKeyIsUnderstood(t *testing.T) {
	out := parse(strings.ReplaceAll(whole, "@sum@", sum))
	for _, p := range out.Problems {
		t.Errorf("%d: %s", p.Span.Begin().Line, p.Message)
	}
	p := out.Policies[0]
	if !cmp.Equal(p.Exclude, []string{"third_party/**", "old"}) || !p.Unbound || len(p.Undecided) != 1 || p.Audit.Retention.Value != (facts.Period{Count: 400, Unit: 'd'}) ||
		p.Review.EvidenceMaxAge.Value.Count != 180 || len(p.Versions) != 1 || p.Versions[0].Version.Value != "1.28" {
		t.Errorf("%+v", p)
	}
	e := out.Endpoints[0]
	if e.Exposure.Value != facts.Private || e.Sensitivity.Value != facts.HighSensitivity || !e.MutualTLS.Value || e.Justification.Span.Text() != `"partners"` ||
		e.TerminatedBy.Value == "" || e.AuthenticatedBy.Value == "" || e.AuditedBy.Value == "" || e.ClientCertificates.Value == "" || e.Owner.Value != "platform" {
		t.Errorf("%+v", e)
	}
	needs := out.ServerDeclarations[0].Needs
	if len(needs) != 4 || needs[0].Kind != facts.NeedRead || needs[0].Target != "./docs" || needs[1].Target != "~/.aws" || needs[2].Target != "api.example.com:443" {
		t.Errorf("%+v", needs)
	}
	a := out.Acceptances[0]
	if a.Rule != "cleartext-remote" || a.Path.Value != "deploy/*.json" || a.Expires.Value.String() != "2027-01-31" || a.Expires.Span.Text() != "2027-01-31" || !strings.HasPrefix(a.Block.Text(), "accept]]") {
		t.Errorf("%+v", a)
	}
	if len(out.Rotations) != 2 || out.Rotations[0].Every.Value.String() != "90d" || !out.Rotations[1].ShortLived || len(out.Overrides) != 2 ||
		!out.Overrides[1].Disabled || len(out.Evidence) != 1 {
		t.Errorf("%+v", out.Declarations)
	}
}

// TestWhatIsWrongIsSaidAtItsPlace has a text with the place of the one problem in «», and words of its message. Nothing of
// the entry may be in force.
func TestWhatIsWrongIsSaidAtItsPlace(t *testing.T) {
	accept := func(lines ...string) string {
		text := "[[accept]]\nrule = \"process-root\"\npath = \"a\"\nreason = \"r\"\nowner = \"o\"\nexpires = 2027-01-31\n"
		for i := 0; i+1 < len(lines); i += 2 {
			text = strings.Replace(text, lines[i], lines[i+1], 1)
		}
		return text
	}
	for _, c := range []struct{ text, message string }{
		{"«accpt» = 1", `did you mean "accept"`},
		{"[scope]\n«exlude» = []", `did you mean "exclude"`},
		{"[scope]\nexclude = «\"a\"»", "a list of texts"},
		{"[scope]\nexclude = [\"a\", «\"[b\"»]", "no glob"},
		{"[scope]\nexclude = [«\"../b\"»]", "below the folder"},
		{"[scope]\nexclude = [«\"/b\"»]", "below the folder"},
		{"[scope]\nexclude = [«3»]", "a text in quotes"},
		{"[scope]\nall = «\"true\"»", "true or false"},
		{"scope = «3»", "a table here"},
		{"[«accept»]\nrule = \"x\"", "each written [[accept]]"},
		{"accept = [«3»]", "a table here"},
		{accept(`"process-root"`, `«"process-rot"»`), `did you mean "process-root"`},
		{accept(`"process-root"`, `«"acceptance-expired"»`), "cannot be accepted"},
		{accept("reason = \"r\"\n", "", "accept", "«accept»"), `needs the key "reason"`},
		{accept(`reason = "r"`, `reason = «"  "»`), "some text"},
		{accept(`owner = "o"`, `owner = «""»`), "some text"},
		{accept(`owner = "o"`, `owner = «7»`), "a text in quotes"},
		{accept("2027-01-31", "«2027-02-30»"), "no such day"},
		{accept("2027-01-31", `«"2027-01-31"»`), "without quotes"},
		{accept("2027-01-31", "«2027-01-31T00:00:00Z»"), "no such day"},
		{accept("path = \"a\"\n", "", `"process-root"`, `«"process-root"»`), `"path" or "subject"`},
		{accept(`"a"`, `«"a[b"»`), "no glob"},
		{accept(`"a"`, `«"a\\b"»`), "with /"},
		{accept("owner", "«ownr»", "«ownr» = \"o\"", "owner = \"o\"\n«ownr» = \"o\""), `did you mean "owner"`},
		{"[rules.«nothing»]\nseverity = \"note\"", "no such rule"},
		{"[rules.process-root]\nseverity = «\"note\"»", "add reason"},
		{"[rules.process-root]\nenabled = «false»", "add reason"},
		{"[rules.«process-root»]\nreason = \"x\"", "says nothing"},
		{"[rules.process-root]\nenabled = false\nreason = \"x\"\nseverity = «\"note\"»", "keep one"},
		{"[rules.process-root]\nseverity = «\"high\"»\nreason = \"x\"", "expected error, warning, note"},
		{"[[endpoint]]\nmatch = «\"corp\"»", "expected a URL"},
		{"[[endpoint]]\nmatch = «\"https:///x\"»", "with a host"},
		{"[[endpoint]]\nmatch = «\"https://u:p@x/\"»", "without user information"},
		{"[[endpoint]]\nmatch = «\"htps://x/\"»", `did you mean "https"`},
		{"[[endpoint]]\nmatch = «\"host:vscode\"»", "host:HOST/SERVER"},
		{"[[endpoint]]\nmatch = «\"route:a.conf\"»", "route:FILE#/path"},
		{"[[endpoint]]\nmatch = \"host:a/b\"\nexposure = «\"publik\"»", `did you mean "public"`},
		{"[[endpoint]]\nmatch = \"host:a/b\"\njustification = «\"\"»", "some text"},
		{"[[endpoint]]\nmatch = \"host:a/b\"\n[[endpoint]]\nmatch = «\"host:a/b\"»", "line 2"},
		{"[[server]]\nmatch = \"a\"\nneeds = [«\"raed:/x\"»]", `did you mean "read"`},
		{"[[server]]\nmatch = \"a\"\nneeds = [«\"net:x\"»]", "net:HOST:PORT"},
		{"[[server]]\nmatch = \"a\"\nneeds = [«\"env:\"»]", "behind env:"},
		{"[[credential]]\nname = «\"A\"»\nowner = \"o\"", "needs `rotated`"},
		{"[[credential]]\nname = \"A\"\nowner = \"o\"\nevery = \"90d\"\nrotated = «2026-11-25»", "in the future"},
		{"[[credential]]\nname = \"A\"\nowner = \"o\"\nrotated = 2026-11-24\nevery = «\"90 days\"»", "no period"},
		{"[[credential]]\nname = \"A\"\nowner = \"o\"\nrotated = 2026-11-24\nevery = «\"0d\"»", "no period"},
		{"[audit]\nretention = «400»", "a text in quotes"},
		{"[trust]\nca = [«\"gone.pem\"»]", "no file"},
		{"[trust]\nca = [«\"evidence/a.json\"»]", "no certificate"},
		{"[[evidence]]\nkind = \"auth-test\"\nconnection = \"c\"\nfile = \"evidence/a.json\"\nsha256 = «\"" + strings.Repeat("0", 64) + "\"»\nrecorded = 2026-11-01", "another SHA-256"},
		{"[[evidence]]\nkind = \"auth-test\"\nconnection = \"c\"\nfile = «\"gone\"»\nsha256 = \"" + sum + "\"\nrecorded = 2026-11-01", "no file"},
		{"[version]\n«ngnix» = \"1\"", `did you mean "nginx"`},
		{"[version]\nnginx = «\"latest\"»", "in numbers"},
		{"\ufeff# ü\r\n[scope]\r\n«exlude» = []\r\n", "exclude"},
	} {
		start, end := strings.Index(c.text, "«"), strings.Index(c.text, "»")-len("«")
		text := strings.NewReplacer("«", "", "»", "").Replace(c.text)
		out := parse(text)
		if len(out.Problems) != 1 {
			t.Errorf("%q: %d problems", c.text, len(out.Problems))
			for _, p := range out.Problems {
				t.Log(p.Span.Start, p.Message)
			}
			continue
		}
		p := out.Problems[0]
		if p.Span.Start != start || p.Span.End != end || !strings.Contains(p.Message, c.message) || p.Kind != facts.Syntax {
			t.Errorf("%q: at %q: %s", c.text, p.Span.Text(), p.Message)
		}
		d := out.Declarations
		if n := len(d.Acceptances) + len(d.Overrides) + len(d.ServerDeclarations) + len(d.Rotations) + len(d.Evidence) + len(d.Policies[0].Exclude) + len(d.Policies[0].Trusts); n != 0 {
			t.Errorf("%q: %d entries are in force", c.text, n)
		}
		if len(d.Endpoints) > 1 || len(d.Endpoints) == 1 && c.message != "line 2" {
			t.Errorf("%q: an endpoint is in force", c.text)
		}
	}
}

func TestContradictionsHoldNeither(t *testing.T) {
	out := parse("[[endpoint]]\nmatch = \"host:a/b\"\nexposure = \"public\"\n[[endpoint]]\nmatch = \"host:a/b\"\nexposure = \"private\"\n")
	if len(out.Problems) != 2 || out.Problems[0].Span.Begin().Line != 2 || out.Problems[1].Span.Begin().Line != 5 || len(out.Endpoints) != 0 {
		t.Errorf("%+v", out.Problems)
	}
}

func TestOneMistakeLeavesTheOtherEntriesInForce(t *testing.T) {
	entry := "[[accept]]\nrule = \"process-root\"\npath = \"%s\"\nreason = \"r\"\nowner = \"o\"\nexpires = %s\n"
	out := parse(fmt.Sprintf(entry, "a", "2027-01-31") + fmt.Sprintf(entry, "b", "2027-13-01") + fmt.Sprintf(entry, "c", "2027-02-30") + "[audit]\nstroe = \"x\"\n")
	if len(out.Problems) != 3 || len(out.Acceptances) != 1 || out.Acceptances[0].Path.Value != "a" {
		t.Errorf("%d problems, %d acceptances", len(out.Problems), len(out.Acceptances))
		for _, p := range out.Problems {
			t.Log(p.Span.Begin(), p.Message)
		}
	}
}

func TestABrokenFileIsNotInForce(t *testing.T) {
	for _, text := range []string{
		"[[accept]]\nrule = \"process-root\"\npath = \"a\"\nreason = \"r\"\nowner = \"o\"\nexpires = 2027-01-31\nsubject = \"",
		"[scope]\nall = true\n[scope]\nall = true\n[", "\xff", "[scope]\nall = true\nall = true\n", "x\x00",
	} {
		out := parse(text)
		d := out.Declarations
		if len(out.Problems) != 1 || len(d.Acceptances) > 0 || d.Policies[0].Unbound {
			t.Errorf("%q: %d problems", text, len(out.Problems))
			for _, p := range out.Problems {
				t.Log(p.Span.Begin(), p.Message)
			}
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(whole)
	f.Add("[[accept]]\nrule = \"process-root\"\npath = \"[\"\nexpires = 2027-02-30\n")
	f.Add("accept = [{rule = \"x\"}, 3]\nrules = {a = 1}\n\"é\" = 'x'")
	f.Fuzz(func(t *testing.T, text string) {
		src := facts.NewSource("wirevet.toml", []byte(text))
		out := Parse(src, []byte(text), options)
		for _, p := range out.Problems {
			if p.Span.Source != src || p.Span.Start < 0 || p.Span.End < p.Span.Start || p.Span.End > len(text) || p.Message == "" {
				t.Errorf("%+v", p)
			}
			if utf8.ValidString(text) && p.Span.Start < len(text) && !utf8.RuneStart(text[p.Span.Start]) {
				t.Errorf("a problem is inside of a character: %s", p.Message)
			}
		}
		for _, a := range out.Acceptances {
			if a.Reason == "" || a.Owner == "" || !a.Expires.Known() || !a.Path.Known() && !a.Subject.Known() {
				t.Errorf("%+v", a)
			}
		}
	})
}
