package report

// The types below are the part of SARIF 2.1.0 that wirevet writes, in the words of the standard. A library with the
// whole model exists, and the tests read our files with it; linked into the program, it brings a JSON Schema
// validator whose tables are built at every start, and net/http, which a program that never opens a connection
// should not hold.

type sarifLog struct {
	Schema  string     `json:"$schema"`
	Version string     `json:"version"`
	Runs    []sarifRun `json:"runs"`
}

type sarifRun struct {
	Tool                     sarifTool                `json:"tool"`
	Invocations              []sarifInvocation        `json:"invocations"`
	VersionControlProvenance []sarifVersionControl    `json:"versionControlProvenance,omitempty"`
	OriginalURIBaseIDs       map[string]sarifArtifact `json:"originalUriBaseIds"`
	AutomationDetails        sarifAutomation          `json:"automationDetails"`
	Taxonomies               []sarifComponent         `json:"taxonomies,omitempty"`
	ColumnKind               string                   `json:"columnKind"`
	NewlineSequences         []string                 `json:"newlineSequences"`
	Results                  []sarifResult            `json:"results"` // required by GitHub, even when empty
}

type sarifTool struct {
	Driver sarifComponent `json:"driver"`
}

type sarifComponent struct {
	Name                string              `json:"name"`
	Version             string              `json:"version,omitempty"`
	SemanticVersion     string              `json:"semanticVersion,omitempty"`
	Organization        string              `json:"organization,omitempty"`
	InformationURI      string              `json:"informationUri"`
	ShortDescription    *sarifText          `json:"shortDescription,omitempty"`
	SupportedTaxonomies []sarifComponentRef `json:"supportedTaxonomies,omitempty"`
	Rules               []sarifDescriptor   `json:"rules,omitzero"` // required by GitHub, even when empty
	Notifications       []sarifDescriptor   `json:"notifications,omitempty"`
	Taxa                []sarifDescriptor   `json:"taxa,omitempty"`
}

type sarifDescriptor struct {
	ID               string              `json:"id"`
	Name             string              `json:"name,omitempty"`
	ShortDescription *sarifText          `json:"shortDescription,omitempty"`
	FullDescription  *sarifText          `json:"fullDescription,omitempty"`
	Help             *sarifText          `json:"help,omitempty"`
	HelpURI          string              `json:"helpUri,omitempty"`
	Configuration    *sarifConfiguration `json:"defaultConfiguration,omitempty"`
	Relationships    []sarifRelationship `json:"relationships,omitempty"`
	Properties       *sarifProperties    `json:"properties,omitempty"`
}

type sarifConfiguration struct {
	Level string `json:"level"`
}

// sarifProperties are the properties of a rule that GitHub code scanning reads.
type sarifProperties struct {
	Tags             []string `json:"tags"`
	Precision        string   `json:"precision"`
	ProblemSeverity  string   `json:"problem.severity"`
	SecuritySeverity string   `json:"security-severity,omitempty"`
}

type sarifRelationship struct {
	Target sarifDescriptorRef `json:"target"`
	Kinds  []string           `json:"kinds"`
}

type sarifDescriptorRef struct {
	ID            string             `json:"id"`
	Index         int                `json:"index"`
	ToolComponent *sarifComponentRef `json:"toolComponent,omitempty"`
}

type sarifComponentRef struct {
	Name  string `json:"name"`
	Index int    `json:"index"`
}

// sarifText is a message, a multiformat message or the content of a file.
type sarifText struct {
	Text     string `json:"text"`
	Markdown string `json:"markdown,omitempty"`
}

type sarifInvocation struct {
	ExecutionSuccessful bool                `json:"executionSuccessful"`
	Notifications       []sarifNotification `json:"toolExecutionNotifications,omitempty"`
}

type sarifNotification struct {
	Descriptor sarifDescriptorRef `json:"descriptor"`
	Level      string             `json:"level"`
	Message    sarifText          `json:"message"`
	Locations  []sarifLocation    `json:"locations,omitempty"`
}

type sarifVersionControl struct {
	RepositoryURI string        `json:"repositoryUri"`
	RevisionID    string        `json:"revisionId"`
	MappedTo      sarifArtifact `json:"mappedTo"`
}

type sarifAutomation struct {
	ID string `json:"id"`
}

type sarifArtifact struct {
	URI         string     `json:"uri,omitempty"`
	URIBaseID   string     `json:"uriBaseId,omitempty"`
	Description *sarifText `json:"description,omitempty"`
}

type sarifResult struct {
	RuleID              string            `json:"ruleId"`
	RuleIndex           int               `json:"ruleIndex"`
	Level               string            `json:"level"`
	Message             sarifText         `json:"message"`
	Locations           []sarifLocation   `json:"locations,omitempty"`
	RelatedLocations    []sarifLocation   `json:"relatedLocations,omitempty"`
	PartialFingerprints map[string]string `json:"partialFingerprints,omitempty"`
	// Absent means that nothing is known of suppressions, empty that there is none.
	Suppressions  *[]sarifSuppression `json:"suppressions,omitempty"`
	BaselineState string              `json:"baselineState,omitempty"` // of all results, or of none (§3.27.24)
	Fixes         []sarifFix          `json:"fixes,omitempty"`
}

type sarifLocation struct {
	ID       int           `json:"id,omitempty"`
	Physical sarifPhysical `json:"physicalLocation"`
	Message  *sarifText    `json:"message,omitempty"`
}

type sarifPhysical struct {
	Artifact sarifArtifact `json:"artifactLocation"`
	Region   *sarifRegion  `json:"region,omitempty"`
}

type sarifRegion struct {
	StartLine   int        `json:"startLine"`
	StartColumn int        `json:"startColumn"`
	EndLine     int        `json:"endLine"`
	EndColumn   int        `json:"endColumn"` // behind the last character
	Snippet     *sarifText `json:"snippet,omitempty"`
}

type sarifSuppression struct {
	Kind          string `json:"kind"`
	Status        string `json:"status"`
	Justification string `json:"justification,omitempty"`
}

type sarifFix struct {
	Description sarifText     `json:"description"`
	Changes     []sarifChange `json:"artifactChanges"`
}

type sarifChange struct {
	Artifact     sarifArtifact      `json:"artifactLocation"`
	Replacements []sarifReplacement `json:"replacements"`
}

type sarifReplacement struct {
	Deleted  sarifRegion `json:"deletedRegion"`
	Inserted sarifText   `json:"insertedContent"`
}
