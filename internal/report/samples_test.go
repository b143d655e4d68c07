package report

import (
	"strings"
	"testing"
	"time"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/baseline"
	"github.com/wirevet/wirevet/rules"
)

// The rules of the samples. Only the first has a page.
var (
	verifyDisabled = rules.Find("tls-verify-disabled")
	secretInConfig = &rules.Rule{
		ID: "secret-in-config", Title: "a credential is written into a config", Severity: rules.Error,
		CWE: []int{260, 312}, SecuritySeverity: "9.1", Precision: rules.VeryHigh,
	}
	launchUnpinned = &rules.Rule{
		ID: "launch-unpinned", Title: "a server is started without a fixed version", Severity: rules.Note,
		CWE: []int{829}, SecuritySeverity: "3.5", Precision: rules.VeryHigh,
	}
	ignoreWithoutReason = &rules.Rule{
		ID: "ignore-without-reason", Title: "an ignore comment gives no reason", Severity: rules.Warning,
		Precision: rules.VeryHigh,
	}
)

// marker is a credential that no writer may show.
const marker = "gh" + "p_" + "7Hs93kXz0PqLmN4vRtYbWc2dFgJhKe5uAi61"

// spanOf returns the span of the first occurrence of text in data.
func spanOf(t testing.TB, s *facts.Source, data, text string) facts.Span {
	t.Helper()
	i := strings.Index(data, text)
	if i < 0 {
		t.Fatalf("%q is not in %s", text, s.Path)
	}
	return facts.Span{Source: s, Start: i, End: i + len(text)}
}

func finding(rule *rules.Rule, span facts.Span, message string) *rules.Finding {
	return &rules.Finding{Rule: rule, Severity: rule.Severity, Span: span, Message: message, Fingerprint: "f-" + rule.ID}
}

func resultOf(findings []*rules.Finding, problems []*facts.Problem) *Result {
	r := &Result{
		System: &facts.System{}, Findings: findings, Problems: problems, Version: "0.1.0", Root: "/srv/tree",
		Rules:   rules.All(),
		Summary: Summary{Files: 14, BySeverity: map[rules.Severity]int{}, ByState: map[rules.State]int{}, Elapsed: 11 * time.Millisecond},
	}
	for _, f := range findings {
		r.Summary.BySeverity[f.Severity]++
		r.Summary.ByState[f.State]++
	}
	for _, p := range problems {
		r.Summary.Incomplete = r.Summary.Incomplete || p.Kind.Incomplete()
	}
	return r
}

// samples returns the results that the golden files show.
func samples(t testing.TB) map[string]*Result {
	return map[string]*Result{
		"empty":    resultOf(nil, nil),
		"model":    modelSample(t),
		"settled":  settledSample(t),
		"shapes":   shapesSample(t),
		"places":   placesSample(t),
		"hostile":  hostileSample(t),
		"problems": problemsSample(t),
	}
}

// modelSample has the shape of the example in the style guide: a hop with its user in another file, and a secret.
func modelSample(t testing.TB) *Result {
	nginx := strings.Repeat("\n", 15) + "    location /mcp {\n" +
		"        proxy_pass https://mcp.internal:8443;\n        proxy_ssl_verify off;\n    }\n"
	conf := facts.NewSource("deploy/nginx/mcp.conf", []byte(nginx))
	hosts := "{\n  \"mcpServers\": {\n    \"billing\": {\n\n      \"type\": \"http\",\n" +
		"      \"url\": \"https://tools.example.com/mcp\",\n      \"headers\": {}\n    },\n    \"github\": {\n" +
		"      \"command\": \"github-mcp-server\",\n      \"args\": [],\n      \"env\": {\n\n" +
		"        \"GITHUB_TOKEN\": \"" + marker + "\"\n      }\n    }\n  }\n}\n"
	mcp := facts.NewSource(".mcp.json", []byte(hosts))
	secret := spanOf(t, mcp, hosts, marker)
	mcp.Mask(secret.Start, secret.End, facts.Hint(marker))
	host := &facts.Host{ID: "claude-code", Title: "Claude Code"}

	token := finding(secretInConfig, spanOf(t, mcp, hosts, `"`+marker+`"`), `a GitHub token is written into the config of server "github"`)
	token.Entry = &facts.Entry{Host: host, Server: "github"}
	token.At("committed value").Advise(`take it from the environment: "${GITHUB_TOKEN}"; revoke the one that was committed`)
	verify := finding(verifyDisabled, spanOf(t, conf, nginx, "proxy_ssl_verify off"), "nginx does not verify the certificate of https://mcp.internal:8443")
	verify.Entry = &facts.Entry{Host: host, Server: "billing"}
	verify.At("switched off here").
		RelatedAt(spanOf(t, conf, nginx, "https://mcp.internal:8443"), "this hop").
		RelatedAt(spanOf(t, mcp, hosts, `"https://tools.example.com/mcp"`), `used by claude-code as "billing"`).
		Note("whoever is on the path between the two can pose as the server and read the bearer token").
		Advise("turn verification on and name your CA: proxy_ssl_verify on; proxy_ssl_trusted_certificate …;")
	r := resultOf([]*rules.Finding{token, verify}, nil)
	r.Summary.NotShown, r.Summary.Unresolved = 37, 3
	r.Revision = func() (remote, commit string) {
		return "git@github.com:example/deploy.git", "5c05b50a85923b7aa56b20d6c1f0e3a4b5968778"
	}
	r.Fixes = map[*rules.Finding]*Fix{verify: {
		Title: "turn verification on", Safe: false, Edits: []facts.TextEdit{{Span: spanOf(t, conf, nginx, "off"), Text: "on"}},
	}}
	return r
}

// settledSample has a finding in each state, the accepted one with a related place and a note.
func settledSample(t testing.TB) *Result {
	data := "one\ntwo\nthree\nfour\n"
	s := facts.NewSource("a.conf", []byte(data))
	var list []*rules.Finding
	for i, text := range []string{"one", "two", "three", "four"} {
		f := finding(verifyDisabled, spanOf(t, s, data, text), "finding "+text)
		f.State = rules.State(i)
		list = append(list, f)
	}
	list[1].RelatedAt(spanOf(t, s, data, "four"), "elsewhere").Note("not shown")
	list[1].Acceptance = &rules.Acceptance{Reason: "private network <until> July \x1b[2J", Owner: "ops & co", Expires: "2027-01-31"}
	list[2].Acceptance = &rules.Acceptance{Reason: "a fixture"}
	r := resultOf(list, nil)
	r.Summary.Unchanged = 5
	r.Baseline = &BaselineResult{Unmatched: []baseline.Entry{{File: "old.json", Rule: "tls-verify-disabled", Subject: `host "x"`, Count: 2}}}
	return r
}

// shapesSample has the line endings, characters and spans that shift columns.
func shapesSample(t testing.TB) *Result {
	crlf := "\ufeff{\r\n\t\"é\":\t\"κόσμε\", \"x\": 1\r\n}\r\n"
	a := facts.NewSource("a/crlf-bom-tabs.json", []byte(crlf))
	wide := "\"名前\": \"日本語\", \"e\u0301\": \"🔑\", \"off\"\n"
	b := facts.NewSource("b/wide.json", []byte(wide))
	lines := "one {\n  two\n  three\n\tfour }\nfive\rsix"
	c := facts.NewSource("c/lines.conf", []byte(lines))
	long := `{"padding": "` + strings.Repeat("0123456789", 14) + `", "verify": false, "more": "` + strings.Repeat("abcdefghij", 14) + `", "end": 1}` + "\n"
	d := facts.NewSource("d/long.json", []byte(long))
	invalid := "a\xff\xfeb \"off\"\n"
	e := facts.NewSource("e/latin1.conf", []byte(invalid))

	at := func(s *facts.Source, start, end int) facts.Span { return facts.Span{Source: s, Start: start, End: end} }
	everything := spanOf(t, d, long, strings.Repeat("0123456789", 14)+`", "verify": false, "more": "`)
	list := []*rules.Finding{
		finding(verifyDisabled, at(a, 0, 4), "the byte order mark takes no column").At("behind the mark"),
		finding(verifyDisabled, spanOf(t, a, crlf, "\"κόσμε\""), "tabs and letters of two bytes").At("here").RelatedAt(spanOf(t, a, crlf, "1"), "same line"),
		finding(verifyDisabled, spanOf(t, a, crlf, "1\r\n"), "a span that takes the line ending along").At("here"),
		finding(verifyDisabled, spanOf(t, b, wide, "\"日本語\""), "wide characters").At("three characters and two quotes"),
		finding(verifyDisabled, spanOf(t, b, wide, "\"off\""), "behind a combining mark and an emoji").At("here"),
		finding(verifyDisabled, spanOf(t, c, lines, lines[:strings.Index(lines, " }")+2]), "several lines").At("the whole block").RelatedAt(spanOf(t, c, lines, "three"), "inside"),
		finding(verifyDisabled, spanOf(t, c, lines, "six"), "up to the end of a file without a line ending, behind a lone CR").At("here"),
		finding(verifyDisabled, at(c, len(lines), len(lines)), "an empty span at the end of the file").At("nothing here"),
		finding(verifyDisabled, at(c, 5, 5), "an empty span at the end of a line").At("nothing here"),
		finding(verifyDisabled, spanOf(t, d, long, "false"), "in the middle of a long line").At("here").RelatedAt(at(d, 0, 1), "far left").RelatedAt(spanOf(t, d, long, `"end"`), "far right"),
		finding(verifyDisabled, spanOf(t, d, long, `"end"`), "at the end of a long line").At("here"),
		finding(verifyDisabled, spanOf(t, d, long, `{"padding"`), "at the beginning of a long line").At("here"),
		finding(verifyDisabled, everything, "wider than the frame").At("here"),
		finding(verifyDisabled, spanOf(t, e, invalid, "\"off\""), "behind bytes that are not UTF-8").At("here"),
	}
	return resultOf(list, nil)
}

// placesSample has related places near and far, and paths that need care in a URI.
func placesSample(t testing.TB) *Result {
	data := "first\n" + strings.Repeat("x\n", 30) + "absent in\nthis block\n\nlast\n"
	s := facts.NewSource("dir with space/ü#1%20?.conf", []byte(data))
	outside := facts.NewSource("/etc/wire vet/nginx.conf", []byte("ssl_verify off;\n"))
	sibling := facts.NewSource("../sibling/a.conf", []byte("ssl_verify off;\n"))
	colon := facts.NewSource("c:d.conf", []byte("ssl_verify off;\n"))
	absolute := facts.NewSource("/srv/tree/in/tree.conf", []byte("ssl_verify off;\n"))

	missing := finding(launchUnpinned, spanOf(t, s, data, "absent in\nthis block"), "nothing says [which](version) {0} is meant").
		At("no version").RelatedAt(spanOf(t, s, data, "last"), "near").RelatedAt(spanOf(t, s, data, "first"), "far in the [same] file").
		RelatedAt(outside.All(), `in another\file`)
	missing.Confidence = facts.Medium
	list := []*rules.Finding{missing}
	for _, other := range []*facts.Source{outside, sibling, colon, absolute} {
		list = append(list, finding(ignoreWithoutReason, facts.Span{Source: other, Start: 11, End: 14}, "a finding in "+other.Path))
	}
	return resultOf(list, nil)
}

// hostileSample has names, texts and messages that try to deceive a terminal, a reader or a parser.
func hostileSample(t testing.TB) *Result {
	data := "a \x1b[31mred\x1b[0m \u202eesrever\u202c \u0085 \u2028 \x00 <b>&amp;</b> off\n"
	s := facts.NewSource("evil\n::error::name\x1b[2J\u202e.conf", []byte(data))
	f := finding(verifyDisabled, spanOf(t, s, data, "off"), "server \"\x1b]0;title\x07\" and \u2066marks\u2069 \xff").At("here\rthere")
	f.RelatedAt(spanOf(t, s, data, "esrever"), "\u202ebackwards")
	f.Note("a\x1b[1mb").Advise("<script>&\x1b[0m")
	return resultOf([]*rules.Finding{f}, nil)
}

// problemsSample has a problem of each kind, and one finding.
func problemsSample(t testing.TB) *Result {
	data := "{\n  // comment\n  \"mcpServers\": {}\n"
	s := facts.NewSource(".mcp.json", []byte(data))
	return resultOf([]*rules.Finding{finding(verifyDisabled, spanOf(t, s, data, "{}"), "a finding beside problems")}, []*facts.Problem{
		{Path: ".wirevet.toml", Kind: facts.Unsupported, Message: "this file is not read; rename it to wirevet.toml"},
		{Span: spanOf(t, s, data, "// comment"), Kind: facts.HostRefuses, Message: "claude-code reads strict JSON and refuses comments; remove it"},
		{Span: facts.Span{Source: s, Start: len(data), End: len(data)}, Kind: facts.Syntax, Message: "expected } before the end of the file; close the object"},
		{Path: "big.yaml", Kind: facts.TooLarge, Message: "the file has more than 10 MB; exclude it"},
		{Path: "secret dir/x.json", Kind: facts.Unreadable, Message: "permission denied"},
		{Path: "gone.json", Kind: facts.HostRefuses, Message: "the host looks for this file and does not find it"},
	})
}
