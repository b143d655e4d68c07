package report

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/rules"
)

// A name or a message must not end its command, add a property or begin a line of its own.
func TestHostileTextStaysInsideOfItsWorkflowCommand(t *testing.T) {
	s := facts.NewSource("a,line=9:: b%0A::error::x\n::warning::y\r.json", []byte("one\ntwo\n"))
	f := finding(verifyDisabled, facts.Span{Source: s, Start: 4, End: 7}, "50% off:\n::error::pwned").Advise("a,b\n::stop-commands::x")
	out := string(write(t, resultOf([]*rules.Finding{f}, nil), below(GitHub, "sub")))
	want := `::error file=sub/a%2Cline=9%3A%3A b%250A%3A%3Aerror%3A%3Ax\n%3A%3Awarning%3A%3Ay\r.json,line=2,endLine=2,col=1,endColumn=4,title=wirevet%3A tls-verify-disabled::` +
		`50%25 off:\n::error::pwned%0Ahelp: a,b%0A::stop-commands::x%0Aat a,line=9:: b%250A::error::x\n::warning::y\r.json:2:1` + "\n" +
		"1 error in 14 files\n"
	if out != want {
		t.Errorf("got\n%s\nwant\n%s", out, want)
	}
}

func TestColumnsAreLeftOutWhereGitHubRefusesThem(t *testing.T) {
	s := facts.NewSource("a.json", []byte("one\ntwo\n"))
	f := finding(verifyDisabled, facts.Span{Source: s, Start: 0, End: 6}, "two lines")
	out := string(write(t, resultOf([]*rules.Finding{f}, nil), below(GitHub, "")))
	if want := "::error file=a.json,line=1,endLine=2,title="; !strings.HasPrefix(out, want) {
		t.Errorf("got %s, want it to begin with %s", out, want)
	}
}

// GitHub shows the first ten of a kind.
func TestTheWorstFindingsComeFirst(t *testing.T) {
	var list []*rules.Finding
	for i, rule := range []*rules.Rule{launchUnpinned, ignoreWithoutReason, verifyDisabled, secretInConfig, verifyDisabled} {
		s := facts.NewSource(fmt.Sprintf("%d.json", i), []byte("x"))
		list = append(list, finding(rule, s.All(), "m"))
	}
	out := write(t, resultOf(list, nil), below(GitHub, ""))
	var order []string
	for _, m := range regexp.MustCompile(`(?m)^::\w+ file=(\d)`).FindAllSubmatch(out, -1) {
		order = append(order, string(m[1]))
	}
	if got := strings.Join(order, ""); got != "32410" { // the credential, the two of one rule in their order, the rest
		t.Errorf("the order is %s", got)
	}
}

func TestPathsAreThoseOfTheRepository(t *testing.T) {
	for _, c := range []struct{ folder, file, want string }{
		{"", "a/b.json", "a/b.json"}, {"deploy", "a/b.json", "deploy/a/b.json"}, {"deploy", "../b.json", "b.json"}, {"deploy", "/etc/b.json", "/etc/b.json"},
	} {
		r := resultOf([]*rules.Finding{finding(verifyDisabled, facts.NewSource(c.file, []byte("x")).All(), "m")}, nil)
		var entries []gitlabEntry
		if err := json.Unmarshal(write(t, r, below(GitLab, c.folder)), &entries); err != nil || entries[0].Location.Path != c.want {
			t.Errorf("%s seen from %q: %v %v, want %s", c.file, c.folder, entries, err, c.want)
		}
	}
}

// GitLab takes entries of one fingerprint for one.
func TestFingerprintsOfACodeQualityReportDiffer(t *testing.T) {
	r := problemsSample(t)
	var entries []gitlabEntry
	if err := json.Unmarshal(write(t, r, below(GitLab, "")), &entries); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, e := range entries {
		if seen[e.Fingerprint] || e.Fingerprint == "" || e.Location.Lines.Begin < 1 || e.Description == "" || e.Location.Path == "" {
			t.Errorf("%+v", e)
		}
		seen[e.Fingerprint] = true
	}
	if len(entries) != 5 { // one finding and four problems; what a host refuses was read
		t.Errorf("%d entries", len(entries))
	}
}

// Settled findings are told apart from open ones, and clean files are passed tests.
func TestSettledFindingsAreSkippedTestsAndNoAnnotations(t *testing.T) {
	clean := facts.NewSource("clean.json", []byte("{}"))
	clean.Asked = true
	beside := facts.NewSource("beside.json", []byte("{}"))
	for _, r := range samples(t) {
		for _, f := range r.Findings {
			f.State = rules.Baseline
		}
		r.Problems = nil
		r.System = &facts.System{Facts: facts.Facts{Sources: []*facts.Source{clean, beside}}}
		if out := write(t, r, below(GitHub, "")); bytes.Contains(out, []byte("::")) {
			t.Errorf("annotations: %s", out)
		}
		if out := write(t, r, below(GitLab, "")); string(out) != "[]\n" {
			t.Errorf("entries: %s", out)
		}
		var suites suitesOf
		if err := xml.Unmarshal(write(t, r, JUnit), &suites); err != nil {
			t.Fatal(err)
		}
		if suites.Failures != 0 || suites.Errors != 0 || suites.Skipped != len(r.Findings) || suites.Tests != len(r.Findings)+1 {
			t.Errorf("%+v", suites)
		}
	}
}

// suitesOf is what a reader of a JUnit report counts with.
type suitesOf struct {
	Tests    int `xml:"tests,attr"`
	Failures int `xml:"failures,attr"`
	Errors   int `xml:"errors,attr"`
	Skipped  int `xml:"skipped,attr"`
}

// The counts of a JUnit report are those of its elements, whatever the texts hold.
func TestJUnitCountsWhatItHolds(t *testing.T) {
	for name, r := range samples(t) {
		out := write(t, r, JUnit)
		count := map[string]int{}
		d := xml.NewDecoder(bytes.NewReader(out))
		for {
			token, err := d.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if e, ok := token.(xml.StartElement); ok {
				count[e.Name.Local]++
			}
		}
		var suites suitesOf
		if err := xml.Unmarshal(out, &suites); err != nil {
			t.Fatal(err)
		}
		want := map[string]int{"testcase": suites.Tests, "failure": suites.Failures, "error": suites.Errors, "skipped": suites.Skipped}
		for element, n := range want {
			if count[element] != n {
				t.Errorf("%s: %d of %s, said to be %d", name, count[element], element, n)
			}
		}
	}
}

func TestASummaryHoldsNoMarkupOfTheFiles(t *testing.T) {
	s := facts.NewSource("a|b](https://x.example)<img src=x>.json", []byte("x"))
	f := finding(verifyDisabled, s.All(), "![x](https://www.example.com) @team `code` | <b>\n# h")
	out := string(write(t, resultOf([]*rules.Finding{f}, nil), GitHubSummary))
	if want := `| error | tls-verify-disabled | a\|b\]\(https\://x\.example\)&lt;img src=x&gt;\.json\:1\:1 | \!\[x\]\(https\://www\.example\.com\) &#64;team \` + "`code\\`" + ` \| &lt;b&gt;\\n\# h |` + "\n"; !strings.HasSuffix(out, want) {
		t.Errorf("got\n%s\nwant the end\n%s", out, want)
	}
}
