package wirevettoml

import "github.com/wirevet/wirevet/facts"

type (
	text    = facts.Stated[string]
	boolean = facts.Stated[bool]
)

// The types below are the format of wirevet.toml. docs/schema/wirevet.schema.json and docs/wirevet-toml.md are generated
// from them: the comments become descriptions. The tag "is" names the form of a value, "enum" its values, "need" the
// keys that must be there.

// document is the whole of wirevet.toml.
type document struct {
	// What is read, and what of it is judged.
	Scope scope `toml:"scope"`
	// Severities of single rules, by id: `[rules."launch-unpinned"]`.
	Rules map[string]rule `toml:"rules"`
	// What is known of connections, beyond what the files show. Exactly one entry governs a connection: the one that
	// says the most before its first `*`.
	Endpoint []endpoint `toml:"endpoint"`
	// What servers need for their work.
	Server []server `toml:"server"`
	// Risks that somebody has accepted for some time.
	Accept []accept `toml:"accept"`
	// The register of credentials, and how often they are replaced.
	Credential []register `toml:"credential"`
	// Whom connections trust.
	Trust trust `toml:"trust"`
	// Where records of tool calls are kept.
	Audit audit `toml:"audit"`
	// Rules for the evidence of a transport review.
	Review review `toml:"review"`
	// Results that belong to a transport review.
	Evidence []evidence `toml:"evidence"`
	// Versions of products, where the files do not say.
	Version version `toml:"version"`
}

// scope is what is read, and what of it is judged.
type scope struct {
	Block facts.Span `toml:"-"`
	// Files and folders that are left out, as globs: `third_party/**`.
	Exclude []text `toml:"exclude" is:"glob"`
	// Judge every server and proxy, not only those that have to do with MCP; as `--all-endpoints`.
	All boolean `toml:"all"`
}

// rule is the severity of one rule.
type rule struct {
	Block facts.Span `toml:"-"`
	// The severity of its findings. Those that are lighter for a reason of their own keep their weight.
	Severity text `toml:"severity" enum:"error,warning,note"`
	// `false` switches the rule off.
	Enabled boolean `toml:"enabled"`
	// Why; required where the rule becomes lighter or is switched off.
	Reason text `toml:"reason" is:"text"`
}

// endpoint is what is known of one or several connections.
type endpoint struct {
	Block facts.Span `toml:"-"`
	// Which connections: a URL in which `*` stands for anything, `host:HOST/SERVER` for an entry of a host config,
	// `listener:FOLDER#NAME` (of a Go program: the folder of its main package), or `route:FILE#/path`.
	Match text `toml:"match" is:"endpoint" need:"always"`
	// How far the address reaches. It narrows what the files leave open, and overrules nothing that they state.
	Exposure text `toml:"exposure" enum:"loopback,local-container,private,public"`
	// How much harm misuse does.
	Sensitivity text `toml:"sensitivity" enum:"low,high"`
	// Whether callers must present a certificate.
	MTLS text `toml:"mtls" enum:"required,not-required"`
	// Why the endpoint is reachable from the internet.
	Justification text `toml:"justification" is:"text"`
	// What outside of the repository ends TLS in front of it.
	TerminatedBy text `toml:"terminated_by" is:"text"`
	// What outside of the repository asks who calls.
	AuthenticatedBy text `toml:"authenticated_by" is:"text"`
	// What outside of the repository records tool calls.
	AuditedBy text `toml:"audited_by" is:"text"`
	// Who issues client certificates, how clients get them, and how they are renewed.
	ClientCertificates text `toml:"client_certificates" is:"text"`
	// Who answers for it.
	Owner text `toml:"owner" is:"text"`
}

// server is what one or several servers need for their work.
type server struct {
	Block facts.Span `toml:"-"`
	// The name of the server in host configs, or of its service in a compose file; `*` stands for anything.
	Match text `toml:"match" is:"name" need:"always"`
	// What it needs: `read:PATH`, `write:PATH`, `net:HOST:PORT`, `env:NAME`, `credential:PATH`. `${workspaceFolder}` and
	// `~` may begin a path.
	Needs []text `toml:"needs" is:"need"`
	// The account that it runs as.
	User text `toml:"user" is:"text"`
	// Who answers for it.
	Owner text `toml:"owner" is:"text"`
}

// accept is a risk that somebody has accepted. It holds for the findings of one rule, in the files of a path, of one
// subject, or both.
type accept struct {
	Block facts.Span `toml:"-"`
	// The id of the rule.
	Rule text `toml:"rule" is:"rule" need:"always"`
	// The files, as a glob relative to wirevet.toml.
	Path text `toml:"path" is:"glob"`
	// What findings are about, as the JSON report spells it: `host vscode, server "billing"`.
	Subject text `toml:"subject" is:"text"`
	// Why the risk is taken.
	Reason text `toml:"reason" is:"text" need:"always"`
	// Who has accepted it.
	Owner text `toml:"owner" is:"text" need:"always"`
	// The last day on which it holds, UTC.
	Expires text `toml:"expires" is:"date" need:"always"`
}

// register is an entry of the register of credentials.
type register struct {
	Block facts.Span `toml:"-"`
	// The name of the variable, header or secret, or the path of a certificate; `*` stands for anything.
	Name text `toml:"name" is:"name" need:"always"`
	// Who replaces it.
	Owner text `toml:"owner" is:"text" need:"always"`
	// When it was last replaced.
	Rotated text `toml:"rotated" is:"past"`
	// How often it is replaced: `90d`, `12w`, `6m`, `1y`.
	Every text `toml:"every" is:"period"`
	// `short-lived` for what expires by itself: OAuth, federation, the role of an instance. A static one needs `rotated`
	// and `every`.
	Kind text `toml:"kind" enum:"static,short-lived"`
	// Where it is kept.
	Store text `toml:"store" is:"text"`
}

// trust is whom connections trust.
type trust struct {
	Block facts.Span `toml:"-"`
	// Files of CA certificates in PEM, relative to wirevet.toml.
	CA []text `toml:"ca" is:"file"`
}

// audit is where records of tool calls are kept.
type audit struct {
	Block facts.Span `toml:"-"`
	// The place.
	Store text `toml:"store" is:"text"`
	// By what means nobody can change a record: object lock, append-only media, a remote collector.
	TamperResistant text `toml:"tamper_resistant" is:"text"`
	// How long records are kept.
	Retention text `toml:"retention" is:"period"`
}

// review is the rules for the evidence of a transport review.
type review struct {
	Block facts.Span `toml:"-"`
	// How old evidence may be.
	EvidenceMaxAge text `toml:"evidence_max_age" is:"period"`
	// Who answers for the review.
	Owner text `toml:"owner" is:"text"`
}

// evidence is a result that belongs to a transport review.
type evidence struct {
	Block facts.Span `toml:"-"`
	// What kind of result.
	Kind text `toml:"kind" enum:"validation-test,auth-test,process-record,exposure-record" need:"always"`
	// The connection that it is about, by its id in the evidence pack.
	Connection text `toml:"connection" is:"text" need:"always"`
	// The file, relative to wirevet.toml.
	File text `toml:"file" is:"file" need:"always"`
	// The SHA-256 of the file, in hexadecimal digits.
	SHA256 text `toml:"sha256" is:"sha256" need:"always"`
	// When the result was recorded.
	Recorded text `toml:"recorded" is:"past" need:"always"`
}

// version is the versions of products, where the files do not say.
type version struct {
	Block   facts.Span `toml:"-"`
	Nginx   text       `toml:"nginx" is:"version"`
	HAProxy text       `toml:"haproxy" is:"version"`
	Apache  text       `toml:"apache" is:"version"`
	Envoy   text       `toml:"envoy" is:"version"`
	Caddy   text       `toml:"caddy" is:"version"`
	Traefik text       `toml:"traefik" is:"version"`
	Istio   text       `toml:"istio" is:"version"`
}
