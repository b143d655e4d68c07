package facts

// ToolParameter is a parameter of a tool whose value clients copy into an HTTP header (the mark x-mcp-header, MCP
// specification 2026-07-28).
type ToolParameter struct {
	Entry  *Entry
	Span   Span // the mark
	Name   string
	Header string // what stands behind Mcp-Param- in the header's name
	// Sensitive is true when its name says that its value is a credential, or about a person.
	Sensitive bool
}
