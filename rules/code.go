package rules

// Code names a control, a review question or an evidence item that a finding belongs to.
type Code string

// The controls (C), the review questions for stdio (S) and for HTTP (H), and the evidence items (E) of a
// transport review, in the order of "Transport security for MCP servers" (Drel Research).
const (
	CertificateValidation Code = "C1"
	MutualAuthentication  Code = "C2"
	TokenRotation         Code = "C3"
	AuditLogging          Code = "C4"

	WhichAccount        Code = "S1"
	LeastPrivilegeFiles Code = "S2"
	ReachableByOthers   Code = "S3"
	ContainerIsolation  Code = "S4"
	CredentialFiles     Code = "S5"

	TLSEnforced        Code = "H1"
	ValidationEnabled  Code = "H2"
	TrustedCertificate Code = "H3"
	ProtocolVersions   Code = "H4"
	Authentication     Code = "H5"
	MutualTLSRequired  Code = "H6"
	InternetExposure   Code = "H7"

	TLSExcerpt         Code = "E1"
	ValidationTest     Code = "E2"
	ProcessRecord      Code = "E3"
	ExposureRecord     Code = "E4"
	AuthenticationTest Code = "E5"
)

// codeTitles says in short what each code asks.
var codeTitles = [...]struct {
	code  Code
	title string
}{
	{CertificateValidation, "TLS certificate validation"},
	{MutualAuthentication, "mutual authentication"},
	{TokenRotation, "token rotation"},
	{AuditLogging, "audit logging"},
	{WhichAccount, "which account runs the server process"},
	{LeastPrivilegeFiles, "least-privilege file access"},
	{ReachableByOthers, "reachable by other processes"},
	{ContainerIsolation, "isolation in containers"},
	{CredentialFiles, "access to credential files"},
	{TLSEnforced, "TLS enforced on all connections"},
	{ValidationEnabled, "validation enabled and not bypassed"},
	{TrustedCertificate, "trusted and valid certificate"},
	{ProtocolVersions, "protocol versions and cipher suites"},
	{Authentication, "application authentication"},
	{MutualTLSRequired, "mutual TLS"},
	{InternetExposure, "internet exposure"},
	{TLSExcerpt, "TLS configuration excerpt"},
	{ValidationTest, "certificate validation test"},
	{ProcessRecord, "process permissions record"},
	{ExposureRecord, "network exposure confirmation"},
	{AuthenticationTest, "authentication enforcement test"},
}

// Title says in short what the code asks.
func (c Code) Title() string {
	for _, t := range codeTitles {
		if t.code == c {
			return t.title
		}
	}
	return string(c)
}
