package report

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/rules"
)

// gitlabEntry is one entry of a code quality report (GitLab documentation, "Code Quality", "Code Quality report
// format").
type gitlabEntry struct {
	Description string         `json:"description"`
	CheckName   string         `json:"check_name"`
	Fingerprint string         `json:"fingerprint"`
	Severity    string         `json:"severity"`
	Location    gitlabLocation `json:"location"`
}

type gitlabLocation struct {
	Path  string      `json:"path"`
	Lines gitlabLines `json:"lines"`
}

type gitlabLines struct {
	Begin int `json:"begin"`
}

// GitLab writes a code quality report: the open findings, and what could not be read, which the format has no other
// place for. folder is the working folder as seen from the repository's root.
func GitLab(w io.Writer, r *Result, folder string) error {
	entries := []gitlabEntry{}
	for _, f := range r.Findings {
		if f.State == rules.Open {
			entries = append(entries, gitlabEntry{
				Description: Visible(f.Message), CheckName: f.Rule.ID, Fingerprint: f.Fingerprint, Severity: gitlabSeverity(f.Severity),
				Location: gitlabPlace(f.Span, fileOf(f.Span), folder),
			})
		}
	}
	for _, p := range r.Problems {
		if p.Kind.Incomplete() {
			entries = append(entries, gitlabEntry{
				Description: Visible(p.Message), CheckName: "problem-" + string(p.Kind), Fingerprint: problemFingerprint(p),
				Severity: "critical", Location: gitlabPlace(p.Span, p.File(), folder),
			})
		}
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(entries)
}

func gitlabSeverity(s rules.Severity) string {
	switch s {
	case rules.Error:
		return "critical"
	case rules.Warning:
		return "major"
	default:
		return "info"
	}
}

func gitlabPlace(span facts.Span, file, folder string) gitlabLocation {
	return gitlabLocation{Path: inRepository(folder, file), Lines: gitlabLines{positionJSON(span, span.Start).Line}}
}

// problemFingerprint names a problem by what it says about which file, so that moved lines change nothing.
func problemFingerprint(p *facts.Problem) string {
	sum := sha256.Sum256([]byte(strings.Join([]string{string(p.Kind), p.File(), p.Message}, "\x00")))
	return hex.EncodeToString(sum[:16])
}
