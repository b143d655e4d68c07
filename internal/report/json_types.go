package report

// The types below are the JSON format, schema 1. docs/schema/report.schema.json is generated from them: the
// comments become its descriptions.

// document is the result of one run of wirevet. The writer streams its parts, so that only the schema refers to it.
type document struct { //nolint:unused // read by TestJSONSchemaIsGenerated
	// The version of this format. It changes only when a program that reads the format could misunderstand it.
	Schema int      `json:"schema" enum:"1"`
	Tool   jsonTool `json:"tool"`
	// What was found, sorted by file, offset and rule.
	Findings []jsonFinding `json:"findings"`
	// What could not be read, or what a host will refuse.
	Problems []jsonProblem `json:"problems"`
	Summary  jsonSummary   `json:"summary"`
	// What became of the baseline; absent when none was given.
	Baseline *jsonBaseline `json:"baseline,omitempty"`
}

// jsonBaseline is how the findings compare with those that were known.
type jsonBaseline struct {
	// Entries that match no finding any more: --write-baseline drops them.
	Unmatched []jsonKnown `json:"unmatched"`
}

// jsonKnown is an entry of the baseline.
type jsonKnown struct {
	// Relative to the folder of the baseline, with / as separator.
	File    string `json:"file"`
	Rule    string `json:"rule"`
	Subject string `json:"subject"`
	// How many findings it stood for that are no more.
	Count int `json:"count" minimum:"1"`
}

// jsonTool is the program that wrote the document.
type jsonTool struct {
	Name    string `json:"name" enum:"wirevet"`
	Version string `json:"version"`
}

// jsonPosition is a place in a file.
type jsonPosition struct {
	// Counts from 1.
	Line int `json:"line" minimum:"1"`
	// Counts Unicode code points from 1.
	Column int `json:"column" minimum:"1"`
	// Counts bytes from 0.
	Offset int `json:"offset" minimum:"0"`
}

// jsonFinding is one thing that a rule found.
type jsonFinding struct {
	// The id of the rule.
	Rule       string `json:"rule"`
	Severity   string `json:"severity" enum:"error,warning,note"`
	Confidence string `json:"confidence" enum:"high,medium,low"`
	// What has been decided about the finding: accepted by wirevet.toml, ignored by a comment in the file, or known
	// from the baseline.
	State string `json:"state" enum:"open,accepted,ignored,baseline"`
	// Relative to the working folder, with / as separator.
	File  string       `json:"file"`
	Start jsonPosition `json:"start"`
	// The place behind the last byte.
	End jsonPosition `json:"end"`
	// One sentence without a period. Credentials are masked.
	Message string `json:"message"`
	// The host and server that the finding is about; empty when it is about none.
	Subject string `json:"subject"`
	// Other places that help to understand the finding.
	Related []jsonRelated `json:"related"`
	Fix     *jsonFix      `json:"fix,omitempty"`
	// Stays the same when unrelated text changes or lines move.
	Fingerprint string          `json:"fingerprint"`
	Acceptance  *jsonAcceptance `json:"acceptance,omitempty"`
}

// jsonRelated is another place that belongs to a finding.
type jsonRelated struct {
	File    string       `json:"file"`
	Start   jsonPosition `json:"start"`
	End     jsonPosition `json:"end"`
	Message string       `json:"message"`
}

// jsonFix is a change that repairs a finding.
type jsonFix struct {
	Title string `json:"title"`
	// No other party can notice the change, and nothing outside of the edited lines has to change with it.
	Safe  bool       `json:"safe"`
	Edits []jsonEdit `json:"edits"`
}

// jsonEdit replaces bytes of a file.
type jsonEdit struct {
	File string `json:"file"`
	// The offset of the first byte that is replaced, from 0.
	Start int `json:"start" minimum:"0"`
	// The offset behind the last byte that is replaced.
	End  int    `json:"end" minimum:"0"`
	Text string `json:"text"`
}

// jsonAcceptance is a person's decision to live with a finding.
type jsonAcceptance struct {
	Reason string `json:"reason"`
	Owner  string `json:"owner"`
	// The last day of the acceptance; empty when it does not end.
	Expires string `json:"expires"`
}

// jsonProblem is something that could not be read, or that a host will refuse.
type jsonProblem struct {
	File string `json:"file"`
	// The first place of the file when it was not read at all.
	Start   jsonPosition `json:"start"`
	Message string       `json:"message"`
	// All kinds but host make the run incomplete.
	Kind string `json:"kind" enum:"syntax,unreadable,too-large,unsupported,host"`
}

// jsonSummary counts what the run did.
type jsonSummary struct {
	// Files that were parsed.
	Files int `json:"files" minimum:"0"`
	// How many findings have each severity; what does not occur is left out.
	BySeverity map[string]int `json:"by_severity" keys:"error,warning,note"`
	// How many findings are in each state; what does not occur is left out.
	ByState map[string]int `json:"by_state" keys:"open,accepted,ignored,baseline"`
	// Findings below the lowest severity that was asked for.
	NotShown int `json:"not_shown" minimum:"0"`
	// Findings that touch no line that is new since the revision that was asked for.
	Unchanged int `json:"unchanged" minimum:"0"`
	// Places that could not be judged from the files.
	Unresolved int `json:"unresolved" minimum:"0"`
	// Something was not read: absence of findings proves nothing.
	Incomplete bool `json:"incomplete"`
}
