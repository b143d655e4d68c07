package envoy

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/parsers/tree"
)

// audit states what is recorded of the requests of a route.
func (w *walker) audit(r *facts.Route, logs node) *facts.AuditTrail {
	t := &facts.AuditTrail{Entry: r.Entry, Span: r.Span, Serves: facts.StreamableHTTP, Level: facts.NoAudit}
	w.e.out.Audits = append(w.e.out.Audits, t)
	list := logs.items()
	if len(list) == 0 {
		t.Off = facts.ByDefault(true, r.Span, "Envoy logs no requests unless access_log is set")
		return t
	}
	t.Span, t.Level = logs.at, facts.HTTPLevel
	var partial node
	for _, n := range list {
		kind, body := typed(n)
		if f := n.get("filter"); drops(f) {
			partial = f
			continue
		}
		if t.Sink.State == facts.Unset {
			t.Sink = sink(kind, body, n)
		}
		format := strings.ToLower(formatOf(body))
		t.Fields |= fieldsOf(format)
		if t.Fields.Has(facts.ToolField) {
			t.Level = facts.ToolLevel
			if !readsTool(format) {
				t.NeedsToolHeader = true
			}
		}
		w.logsCredentials(body, format, n)
	}
	if t.Sink.State == facts.Unset {
		t.Off = facts.Undecided[bool](partial.at, facts.SeveralValues)
	}
	return t
}

// drops reports whether a filter of a log leaves out requests by what became of them, or by chance.
func drops(f node) bool {
	for _, name := range [...]string{"status_code_filter", "duration_filter", "response_flag_filter", "runtime_filter", "grpc_status_filter", "traceable_filter"} {
		if f.get(name).present() {
			return true
		}
	}
	for _, name := range [...]string{"and_filter", "or_filter"} {
		for _, part := range f.get(name, "filters").items() {
			if drops(part) {
				return true
			}
		}
	}
	return false
}

// sink says where a log goes.
func sink(kind string, body, n node) facts.Stated[string] {
	switch kind {
	case "FileAccessLog":
		if file := body.get("path"); file.present() {
			switch file.text() {
			case "/dev/stdout":
				return facts.Written("stdout", file.span())
			case "/dev/stderr":
				return facts.Written("stderr", file.span())
			}
			return file.stated()
		}
	case "StdoutAccessLog":
		return facts.Written("stdout", n.at)
	case "StderrAccessLog":
		return facts.Written("stderr", n.at)
	case "HttpGrpcAccessLogConfig", "TcpGrpcAccessLogConfig", "OpenTelemetryAccessLogConfig", "FluentdAccessLogConfig":
		return facts.Written("a log service", n.at)
	}
	return facts.Undecided[string](n.at, facts.OutsideRepository)
}

// formatOf returns all texts of a log's configuration, in which the format is.
func formatOf(body node) string {
	var b strings.Builder
	for _, field := range [...]string{"format", "json_format", "typed_json_format", "log_format", "body", "attributes", "additional_request_headers_to_log"} {
		texts(body.get(field), &b)
	}
	return b.String()
}

func texts(n node, b *strings.Builder) {
	if n.n == nil {
		return
	}
	if n.n.Kind == tree.String {
		b.WriteString(n.n.Text)
		b.WriteByte('\n')
	}
	for child := range n.children() {
		texts(child, b)
	}
}

// fieldsOf returns the parts of a tool call that a format, in lower case, records.
func fieldsOf(format string) facts.AuditFields {
	var out facts.AuditFields
	for _, word := range [...]string{"%downstream_peer_subject%", "%downstream_peer_uri_san%", "filters.http.jwt_authn", "filters.http.ext_authz", "%req(x-forwarded-user"} {
		if strings.Contains(format, word) {
			out |= facts.ClientField
		}
	}
	// Since the revision 2026-07-28 every tools/call carries the tool's name in this header; Envoy's filter mcp reads it in the body.
	if strings.Contains(format, "%req(mcp-name") || strings.Contains(format, "\nmcp-name\n") || readsTool(format) {
		out |= facts.ToolField
	}
	return out
}

// readsTool reports whether a format has what Envoy's filter mcp reads in the body, under the name that it has or had.
func readsTool(format string) bool {
	return strings.Contains(format, "filters.http.mcp") || strings.Contains(format, "dynamic_metadata(mcp_proxy")
}

// logsCredentials states that tokens get into a log.
func (w *walker) logsCredentials(body node, format string, n node) {
	var what string
	switch {
	case strings.Contains(format, "%req(authorization"), strings.Contains("\n"+format, "\nauthorization\n"):
		what = "the header Authorization of requests"
	case strings.Contains(format, "%req(cookie"):
		what = "the header Cookie of requests"
	default:
		return
	}
	for _, l := range w.e.out.Logged {
		if l.Entry == w.entry && l.What == what {
			return // once for all routes
		}
	}
	at := n.at
	if found := holding(body, "authorization"); found.n != nil && what != "the header Cookie of requests" {
		at = found.span()
	} else if found := holding(body, "cookie"); found.n != nil {
		at = found.span()
	}
	w.e.out.Logged = append(w.e.out.Logged, &facts.LoggedSecret{Entry: w.entry, Span: at, What: what, Logger: "Envoy", Confidence: facts.High})
}

// holding returns the first text that has a word in it.
func holding(n node, word string) node {
	if n.n == nil {
		return node{}
	}
	if n.n.Kind == tree.String && strings.Contains(strings.ToLower(n.n.Text), word) {
		return n
	}
	for m := range n.children() {
		if found := holding(m, word); found.n != nil {
			return found
		}
	}
	return node{}
}
