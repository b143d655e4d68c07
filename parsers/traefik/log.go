package traefik

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// audit states what is recorded of the calls to a router.
func (c *config) audit(entry *facts.Entry, router *node, at facts.Span) *facts.AuditTrail {
	t := &facts.AuditTrail{Entry: entry, Span: at, Serves: facts.StreamableHTTP, Level: facts.NoAudit}
	c.out.Audits = append(c.out.Audits, t)
	log := c.static.get("accessLog")
	own := router.get("observability", "accessLogs")
	switch {
	case c.static == nil:
		t.Off = facts.Undecided[bool](at, facts.OutsideRepository)
		return t
	case log == nil || strings.EqualFold(log.text(), "false"):
		t.Off = facts.ByDefault(true, at, "Traefik logs no requests unless the static configuration has accessLog")
		return t
	case own != nil && strings.EqualFold(own.text(), "false"):
		t.Off = facts.Written(true, own.span())
		return t
	}
	t.Span, t.Level, t.Fields = log.at, facts.HTTPLevel, facts.ClientField
	t.Sink = facts.ByDefault("stdout", log.at, "Traefik logs requests to the standard output stream unless filePath names a file")
	if file := log.get("filePath"); file != nil {
		t.Sink = stated(file.value)
	}
	if log.get("format").text() == "json" && c.keeps("Mcp-Name") {
		// Since the revision 2026-07-28 every tools/call carries the tool's name in this header.
		t.Level, t.NeedsToolHeader = facts.ToolLevel, true
		t.Fields |= facts.ToolField
	}
	return t
}

// keeps reports whether the access log keeps the value of a header: by its name, or because all are kept.
func (c *config) keeps(header string) bool {
	headers := c.static.get("accessLog", "fields", "headers")
	if n := headers.get("names", header); n != nil {
		return n.text() == "keep"
	}
	return headers.get("defaultMode").text() == "keep"
}

// logsCredentials states that tokens get into the log. It is said of a router that is named for MCP, or else of the first.
func (c *config) logsCredentials() {
	headers := c.static.get("accessLog", "fields", "headers")
	if !c.keeps("Authorization") || len(c.out.Routes) == 0 {
		return
	}
	at := headers.get("defaultMode")
	if n := headers.get("names", "Authorization"); n != nil {
		at = n
	}
	entry := c.out.Routes[0].Entry
	for _, r := range c.out.Routes {
		if strings.Contains(strings.ToLower(r.Path+" "+r.Entry.Component), "mcp") {
			entry = r.Entry
			break
		}
	}
	c.out.Logged = append(c.out.Logged, &facts.LoggedSecret{
		Entry: entry, Span: at.span(), What: "the header Authorization of requests", Logger: "Traefik", Confidence: facts.High,
	})
}
