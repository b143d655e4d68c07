package report

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/wirevet/wirevet/rules"
)

// maxTags is how many tags of a rule GitHub code scanning takes.
const maxTags = 20

// ruleTable collects the rules that have results. Those that found nothing are left out: each brings its whole
// page, and code scanning closes an alert because its result is gone, not because its rule is listed.
type ruleTable struct {
	descriptors []sarifDescriptor
	taxa        []sarifDescriptor
	byRule      map[*rules.Rule]int
	byCWE       map[int]int
}

func newRuleTable() *ruleTable {
	return &ruleTable{descriptors: []sarifDescriptor{}, byRule: map[*rules.Rule]int{}, byCWE: map[int]int{}}
}

// index returns the rule's place in the table, and adds it when it is new.
func (t *ruleTable) index(r *rules.Rule) int {
	if i, ok := t.byRule[r]; ok {
		return i
	}
	i := len(t.descriptors)
	t.byRule[r] = i
	t.descriptors = append(t.descriptors, t.describe(r))
	return i
}

func (t *ruleTable) describe(r *rules.Rule) sarifDescriptor {
	page := r.Page()
	title := sentence(capital(r.Title))
	full := section(page, "# "+r.ID)
	if full == "" {
		full = title
	}
	help := full
	if fix := section(page, "## Fix"); fix != "" {
		help += "\n\n" + fix
	}
	d := sarifDescriptor{
		ID:               r.ID,
		Name:             friendlyName(r.ID),
		ShortDescription: &sarifText{Text: title},
		FullDescription:  &sarifText{Text: full},
		Help:             &sarifText{Text: help + "\n\nMore: wirevet explain " + r.ID, Markdown: page},
		HelpURI:          r.PageURL(),
		Configuration:    &sarifConfiguration{r.Severity.String()},
		Properties: &sarifProperties{
			Tags:             tags(r),
			Precision:        string(r.Precision),
			ProblemSeverity:  problemSeverity(r.Severity),
			SecuritySeverity: r.SecuritySeverity,
		},
	}
	for _, cwe := range r.CWE {
		d.Relationships = append(d.Relationships, sarifRelationship{
			Target: sarifDescriptorRef{strconv.Itoa(cwe), t.taxon(cwe), &sarifComponentRef{"CWE", 0}},
			Kinds:  []string{"relevant"},
		})
	}
	return d
}

// section returns the text below a heading, up to the first table or the next heading, as one paragraph a block.
func section(page, heading string) string {
	_, rest, ok := strings.Cut("\n"+page, "\n"+heading+"\n")
	if !ok {
		return ""
	}
	var lines []string
	for line := range strings.Lines(rest) {
		line = strings.TrimRight(line, "\r\n")
		if strings.HasPrefix(line, "#") || strings.HasPrefix(line, "|") || strings.HasPrefix(line, "```") {
			break
		}
		lines = append(lines, line)
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}

// friendlyName turns an id into the name that viewers show: TlsVerifyDisabled.
func friendlyName(id string) string {
	var b strings.Builder
	for word := range strings.SplitSeq(id, "-") {
		b.WriteString(capital(word))
	}
	return b.String()
}

func capital(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	if size == 0 {
		return s
	}
	return string(unicode.ToUpper(first)) + s[size:]
}

// tags are what alerts can be filtered by. Without the tag security, code scanning ignores the severity number.
func tags(r *rules.Rule) []string {
	out := []string{"mcp"}
	if r.SecuritySeverity != "" {
		out = append(out, "security")
	}
	for _, cwe := range r.CWE {
		out = append(out, fmt.Sprintf("external/cwe/cwe-%03d", cwe))
	}
	out = append(out, r.Crosswalk...)
	return out[:min(len(out), maxTags)]
}

// problemSeverity is the severity in the words of code scanning.
func problemSeverity(s rules.Severity) string {
	if s == rules.Note {
		return "recommendation"
	}
	return s.String()
}

// taxon returns the place of a weakness in the taxonomy, and adds it when it is new.
func (t *ruleTable) taxon(cwe int) int {
	if i, ok := t.byCWE[cwe]; ok {
		return i
	}
	i := len(t.taxa)
	t.byCWE[cwe] = i
	id := strconv.Itoa(cwe)
	t.taxa = append(t.taxa, sarifDescriptor{
		ID: id, Name: "CWE-" + id, HelpURI: "https://cwe.mitre.org/data/definitions/" + id + ".html",
	})
	return i
}

func cweTaxonomy(taxa []sarifDescriptor) sarifComponent {
	return sarifComponent{
		Name:             "CWE",
		Organization:     "MITRE",
		InformationURI:   "https://cwe.mitre.org/",
		ShortDescription: &sarifText{Text: "The MITRE Common Weakness Enumeration."},
		Taxa:             taxa,
	}
}
