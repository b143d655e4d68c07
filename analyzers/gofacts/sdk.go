package gofacts

import (
	"go/ast"
	"strconv"
	"strings"

	"github.com/wirevet/wirevet/facts"
)

const (
	officialSDK = "github.com/modelcontextprotocol/go-sdk"
	mark3labs   = "github.com/mark3labs/mcp-go"
)

// sdkHandlers are the functions that build a handler of MCP.
//
// Read in go-sdk 1.8.0 mcp/streamable.go and mcp/sse.go, mcp-go 1.2.1 server/streamable_http.go and server/sse.go.
var sdkHandlers = map[string]facts.Transport{
	officialSDK + "/mcp.NewStreamableHTTPHandler": facts.StreamableHTTP,
	officialSDK + "/mcp.NewSSEHandler":            facts.SSE,
	mark3labs + "/server.NewStreamableHTTPServer": facts.StreamableHTTP,
	mark3labs + "/server.NewSSEServer":            facts.SSE,
	mark3labs + "/server.NewTestServer":           facts.TransportUnknown,
}

// sdkHandlerMethods give a part of such a handler.
var sdkHandlerMethods = map[string]facts.Transport{
	mark3labs + "/server.SSEServer.SSEHandler":           facts.SSE,
	mark3labs + "/server.SSEServer.MessageHandler":       facts.SSE,
	mark3labs + "/server.SSEServer.ServeHTTP":            facts.SSE,
	mark3labs + "/server.StreamableHTTPServer.ServeHTTP": facts.StreamableHTTP,
	officialSDK + "/mcp.StreamableHTTPHandler.ServeHTTP": facts.StreamableHTTP,
	officialSDK + "/mcp.SSEHandler.ServeHTTP":            facts.SSE,
}

// sdkSettings is what the options of an SDK's handler say.
type sdkSettings struct {
	product string
	host    facts.Stated[bool] // a foreign Host is refused on loopback
	origin  facts.Stated[bool]
	cors    facts.Stated[string]
	anyCORS facts.Stated[bool] // with credentials
	tls     facts.Stated[bool]
	server  *object // a server that it is given to run on
	foreign bool    // such as another package makes
	context bool    // code of the program sees each request
	// authentication is what another package says is checked before its handler.
	authentication facts.AuthenticationKind
}

// sdkEndpoint reads the options of a constructor.
func (r *reader) sdkEndpoint(call *ast.CallExpr, name string, transport facts.Transport) endpoint {
	e := endpoint{transport: transport, made: call}
	e.settings.product = "the MCP handler"
	switch {
	case strings.HasPrefix(name, officialSDK):
		r.officialSettings(call, &e.settings)
	case strings.HasPrefix(name, mark3labs):
		e.path = r.mark3labsSettings(call, &e.settings)
	}
	return e
}

// officialSettings: the check of Host came with 1.4.0, and is on unless an option says otherwise; a check of Origin was
// on in 1.4.1 to 1.5.x alone (streamable.go at these tags).
func (r *reader) officialSettings(call *ast.CallExpr, s *sdkSettings) {
	version := r.versionOf(officialSDK + "/mcp")
	span := r.span(call.Fun)
	s.host = r.since(version, "1.4.0", span, "go-sdk")
	s.origin = facts.ByDefault(false, span, versionName("go-sdk", version))
	if atLeast(version, "1.4.1") && !atLeast(version, "1.6.0") && version != "" {
		s.origin = facts.ByDefault(true, span, versionName("go-sdk", version))
	}
	if len(call.Args) != 2 {
		return
	}
	o := r.objectOf(call.Args[1])
	if o == nil {
		if !isNil(call.Args[1]) {
			s.host, s.origin = facts.Undecided[bool](r.span(call.Args[1]), facts.OutsideRepository), facts.Undecided[bool](r.span(call.Args[1]), facts.OutsideRepository)
		}
		return
	}
	if off, found := r.boolSetting(o, "DisableLocalhostProtection"); found {
		s.host = negated(off)
	}
	if set := o.last("CrossOriginProtection"); set != nil && set.value != nil && !isNil(set.value) {
		s.origin = facts.Written(true, r.span(set.node))
	}
}

// since is a check that a library has had since a version; without a version the newest is meant.
func (r *reader) since(version, first string, span facts.Span, product string) facts.Stated[bool] {
	return facts.ByDefault(version == "" || atLeast(version, first), span, versionName(product, version))
}

func versionName(product, version string) string {
	if version == "" {
		return product + " of the newest version that is known"
	}
	return product + " " + version
}

// boolSetting is what a truth value of an object's field ends up as.
func (r *reader) boolSetting(o *object, field string) (facts.Stated[bool], bool) {
	effects := r.effects(o.of(field))
	if len(effects) == 0 {
		return facts.Stated[bool]{}, false
	}
	last := effects[len(effects)-1]
	if len(effects) > 1 || last.condition.decided != nil {
		return facts.Undecided[bool](r.span(last.node), facts.SeveralValues), true
	}
	return stated(last.from, r.span(last.node), boolOf), true
}

func negated(s facts.Stated[bool]) facts.Stated[bool] {
	s.Value = !s.Value
	return s
}

// mark3labsSettings reads the option functions. The check of Host came with 0.56.0 (server/streamable_http.go at these
// tags); there is none of Origin.
func (r *reader) mark3labsSettings(call *ast.CallExpr, s *sdkSettings) facts.Stated[string] {
	version, span := r.versionOf(mark3labs+"/server"), r.span(call.Fun)
	s.host = r.since(version, "0.56.0", span, "mcp-go")
	s.origin = facts.ByDefault(false, span, versionName("mcp-go", version))
	s.tls = facts.ByDefault(false, span, versionName("mcp-go", version))
	path := facts.ByDefault("/mcp", span, versionName("mcp-go", version))
	if strings.HasSuffix(r.called(call), "NewSSEServer") {
		path.Value = "/sse"
	}
	if len(call.Args) == 0 {
		return path
	}
	given := r.optionsIn(call.Args[1:], call.Ellipsis.IsValid())
	if given.more { // some may be any
		span := r.span(call.Args[len(call.Args)-1])
		s.host, s.tls = facts.Undecided[bool](span, facts.OutsideRepository), facts.Undecided[bool](span, facts.OutsideRepository)
		s.context = true
	}
	for _, option := range given.calls {
		switch lastPart(r.called(option)) {
		case "WithDisableLocalhostProtection", "WithSSEDisableLocalhostProtection":
			if len(option.Args) == 1 {
				s.host = negated(stated(r.value(option.Args[0]), r.span(option), boolOf))
			}
		case "WithTLSCert":
			s.tls = facts.Written(true, r.span(option))
			if c := r.conditionOf(option); c.decided != nil {
				s.tls = facts.Undecided[bool](r.span(option), c.decided.reason())
			}
		case "WithEndpointPath", "WithSSEEndpoint":
			if len(option.Args) == 1 {
				path = r.statedText(r.text(option.Args[0]), r.span(option.Args[0]))
			}
		case "WithStreamableHTTPServer", "WithHTTPServer":
			if len(option.Args) == 1 {
				s.server = r.objectOf(option.Args[0])
			}
		case "WithHTTPContextFunc", "WithSSEContextFunc":
			s.context = true
		case "WithStreamableHTTPCORS", "WithSSECORS":
			r.mark3labsCORS(option, s)
		}
	}
	return path
}

func (r *reader) mark3labsCORS(option *ast.CallExpr, s *sdkSettings) {
	for _, arg := range option.Args {
		inner, ok := ast.Unparen(arg).(*ast.CallExpr)
		if !ok {
			continue
		}
		switch lastPart(r.called(inner)) {
		case "WithCORSAllowedOrigins":
			for _, origin := range inner.Args {
				if text, known, _ := whole(r.text(origin)); known && text == "*" {
					s.cors = facts.Written("*", r.span(origin))
				}
			}
		case "WithCORSAllowCredentials":
			s.anyCORS = facts.Written(true, r.span(inner))
		}
	}
}

// atLeast compares versions of the form v1.2.3; a pre-release counts as its release.
func atLeast(version, first string) bool {
	have, want := numbers(version), numbers(first)
	for i := range want {
		if have[i] != want[i] {
			return have[i] > want[i]
		}
	}
	return true
}

func numbers(version string) [3]int {
	var out [3]int
	version, _, _ = strings.Cut(strings.TrimPrefix(version, "v"), "-")
	for i, part := range strings.SplitN(version, ".", 3) {
		out[i], _ = strconv.Atoi(part)
	}
	return out
}
