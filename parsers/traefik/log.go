package traefik

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// audit states what is recorded of the calls to a router on an entry point. What the router says of it, the entry point does not
// decide.
func (c *config) audit(once *sameEverywhere, router *node, e *entryPoint, at facts.Span) *facts.AuditTrail {
	own := router.get("observability", "accessLogs")
	if own == nil {
		own = e.settings.get("observability", "accessLogs")
	}
	if t := once.audits[own.span()]; t != nil {
		return t
	}
	t := &facts.AuditTrail{Entry: once.entry, Span: at, Serves: facts.StreamableHTTP, Level: facts.NoAudit}
	once.audits[own.span()] = t
	c.out.Audits = append(c.out.Audits, t)
	log := c.static.get("accessLog")
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
	if filters := log.get("filters"); leavesOut(filters) {
		t.Off = facts.Written(true, filters.at)
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

// leavesOut reports whether filters keep a call that succeeds at once out of the log: what any of them names is logged, and
// nothing else.
func leavesOut(filters *node) bool {
	codes := filters.get("statusCodes").words()
	for _, w := range codes {
		low, high, ranged := strings.Cut(w.Text, "-")
		if !ranged {
			high = low
		}
		if low <= "200" && "200" <= high || unknown(w) != facts.NoReason {
			return false
		}
	}
	return len(codes) > 0 || filters.get("retryAttempts").isTrue() || filters.get("minDuration") != nil
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
