package report

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/rules"
)

const (
	repositoryURL = "https://github.com/wirevet/wirevet"
	sourceRoot    = "%SRCROOT%"
	// maxResults is what GitHub code scanning takes in one run.
	maxResults = 25_000
)

// SARIF writes the result as SARIF 2.1.0, for code scanning.
func SARIF(w io.Writer, r *Result) error {
	s := &sarifWriter{result: r, rules: newRuleTable()}
	run := s.run()
	b := bufio.NewWriter(w)
	enc := json.NewEncoder(b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(sarifLog{
		Schema:  "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
		Version: "2.1.0",
		Runs:    []sarifRun{run},
	})
	if err != nil {
		return err
	}
	return b.Flush()
}

type sarifWriter struct {
	result *Result
	rules  *ruleTable
}

func (s *sarifWriter) run() sarifRun {
	r := s.result
	results, left := s.results()
	notifications, kinds := s.notifications(left)
	driver := sarifComponent{
		Name:            "wirevet",
		Version:         r.Version,
		SemanticVersion: semanticVersion(r.Version),
		InformationURI:  repositoryURL,
		Rules:           s.rules.descriptors,
		Notifications:   kinds,
	}
	run := sarifRun{
		Invocations:              []sarifInvocation{{!r.Summary.Incomplete, notifications}},
		VersionControlProvenance: provenance(r),
		// No uri: where the tree lies on this machine is nobody's business, and would make each run's file differ.
		OriginalURIBaseIDs: map[string]sarifArtifact{
			sourceRoot: {Description: &sarifText{Text: "The folder in which wirevet was run."}},
		},
		AutomationDetails: sarifAutomation{"wirevet/"},
		ColumnKind:        "unicodeCodePoints", // as facts.Position counts
		NewlineSequences:  []string{"\r\n", "\n", "\r"},
		Results:           results,
	}
	if taxa := s.rules.taxa; len(taxa) > 0 {
		driver.SupportedTaxonomies = []sarifComponentRef{{"CWE", 0}}
		run.Taxonomies = []sarifComponent{cweTaxonomy(taxa)}
	}
	run.Tool.Driver = driver
	return run
}

// semanticVersion returns version when it is one: "devel" is not.
func semanticVersion(version string) string {
	v := strings.TrimPrefix(version, "v")
	if strings.Count(strings.SplitN(v, "-", 2)[0], ".") != 2 || v[0] < '0' || v[0] > '9' {
		return ""
	}
	return v
}

// results converts the findings and says how many had to be left out.
func (s *sarifWriter) results() ([]sarifResult, int) {
	kept := worst(s.result.Findings, maxResults)
	out := make([]sarifResult, 0, len(kept))
	settled := false
	for _, f := range kept {
		out = append(out, s.convert(f))
		settled = settled || f.State != rules.Open
	}
	if settled {
		// In one run the suppressions of all results have to be known, or of none (§3.27.23).
		for i, f := range kept {
			list := suppressions(f.State, f.Acceptance)
			out[i].Suppressions = &list
		}
	}
	return out, len(s.result.Findings) - len(kept)
}

// worst returns at most n findings in their order, the lightest left out first.
func worst(all []*rules.Finding, n int) []*rules.Finding {
	if len(all) <= n {
		return all
	}
	var room [rules.Error + 1]int
	for _, f := range all {
		room[f.Severity]++
	}
	for severity := rules.Error; severity >= rules.Note; severity-- {
		room[severity] = min(room[severity], n)
		n -= room[severity]
	}
	var out []*rules.Finding
	for _, f := range all {
		if room[f.Severity] > 0 {
			room[f.Severity]--
			out = append(out, f)
		}
	}
	return out
}

func (s *sarifWriter) convert(f *rules.Finding) sarifResult {
	out := sarifResult{
		RuleID:    f.Rule.ID,
		RuleIndex: s.rules.index(f.Rule),
		Level:     f.Severity.String(),
		Message:   resultMessage(f),
		Fixes:     s.fixes(s.result.Fixes[f]),
	}
	if s.result.Baseline != nil {
		out.BaselineState = "new"
		if f.State == rules.Baseline {
			out.BaselineState = "unchanged"
		}
	}
	if !f.Span.IsZero() {
		out.Locations = []sarifLocation{s.location(f.Span)}
	}
	id := 0
	for _, r := range f.Related {
		if r.Span.IsZero() {
			continue
		}
		id++
		at := s.location(r.Span)
		at.ID = id
		at.Message = &sarifText{Text: linkText(r.Label)}
		out.RelatedLocations = append(out.RelatedLocations, at)
	}
	if f.Fingerprint != "" {
		out.PartialFingerprints = map[string]string{"wirevet/v1": f.Fingerprint}
	}
	return out
}

// suppressions says what somebody has decided about a finding.
func suppressions(state rules.State, a *rules.Acceptance) []sarifSuppression {
	justification := ""
	if a != nil {
		justification = a.Reason
	}
	switch state {
	case rules.Accepted:
		return []sarifSuppression{{"external", "accepted", justification}}
	case rules.Ignored:
		return []sarifSuppression{{"inSource", "accepted", justification}}
	case rules.Baseline:
		return []sarifSuppression{{"external", "accepted", "Known from the baseline."}}
	default:
		return []sarifSuppression{}
	}
}

// resultMessage returns the message with links to the related places: `… See [this hop](1).`
func resultMessage(f *rules.Finding) sarifText {
	text := Visible(f.Message)
	if strings.Contains(text, "](") {
		text = escapeBrackets.Replace(text)
	}
	text = sentence(text)
	var links []string
	for _, r := range f.Related {
		if !r.Span.IsZero() {
			links = append(links, fmt.Sprintf("[%s](%d)", escapeLink.Replace(linkText(r.Label)), len(links)+1))
		}
	}
	if len(links) > 0 {
		text += " See " + strings.Join(links, ", ") + "."
	}
	return sarifText{Text: text}
}

func linkText(label string) string {
	if label == "" {
		return "here"
	}
	return Visible(label)
}

// What stands in square brackets before a number in parentheses would be taken for a link (§3.11.6).
var (
	escapeBrackets = strings.NewReplacer("[", `\[`, "]", `\]`)
	escapeLink     = strings.NewReplacer(`\`, `\\`, "[", `\[`, "]", `\]`)
)

// sentence ends a text with a period, which code scanning shows by itself.
func sentence(text string) string {
	if text == "" || strings.HasSuffix(text, ".") {
		return text
	}
	return text + "."
}

func (s *sarifWriter) fixes(fix *Fix) []sarifFix {
	if fix == nil || len(fix.Edits) == 0 {
		return nil
	}
	out := sarifFix{Description: sarifText{Text: sentence(Visible(fix.Title))}}
	index := map[*facts.Source]int{}
	for _, e := range fix.Edits {
		i, known := index[e.Span.Source]
		if !known {
			i = len(out.Changes)
			index[e.Span.Source] = i
			out.Changes = append(out.Changes, sarifChange{Artifact: s.artifact(e.Span.Source.Path)})
		}
		change := sarifReplacement{regionOf(e.Span), sarifText{Text: e.Text}}
		out.Changes[i].Replacements = append(out.Changes[i].Replacements, change)
	}
	return []sarifFix{out}
}
