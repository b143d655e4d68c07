package gofacts

import (
	"go/ast"
	"slices"
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// remoteCalls are the functions of SDKs that connect to a URL, their first argument (mcp-go 1.2.1, client and
// client/transport).
var remoteCalls = map[string]facts.Transport{
	mark3labs + "/client.NewStreamableHttpClient":      facts.StreamableHTTP,
	mark3labs + "/client.NewOAuthStreamableHttpClient": facts.StreamableHTTP,
	mark3labs + "/client.NewSSEMCPClient":              facts.SSE,
	mark3labs + "/client.NewOAuthSSEClient":            facts.SSE,
	mark3labs + "/client/transport.NewStreamableHTTP":  facts.StreamableHTTP,
	mark3labs + "/client/transport.NewSSE":             facts.SSE,
}

// remoteTypes are the structs of SDKs whose field Endpoint is the URL that they connect to (go-sdk 1.8.0, mcp).
var remoteTypes = map[string]facts.Transport{
	officialSDK + "/mcp.StreamableClientTransport": facts.StreamableHTTP,
	officialSDK + "/mcp.SSEClientTransport":        facts.SSE,
}

// readRemotes states the servers that the package's MCP clients connect to.
func (r *reader) readRemotes() {
	var found []*facts.Remote
	for symbol, transport := range remoteCalls {
		for _, call := range r.calls[symbol] {
			if len(call.Args) > 0 {
				found = append(found, r.remote(call.Args[0], transport, call.Fun))
			}
		}
	}
	for kind, transport := range remoteTypes {
		for _, o := range r.objectsOf(kind) {
			if s := o.last("Endpoint"); s != nil && s.value != nil {
				found = append(found, r.remote(s.value, transport, typeNode(o)))
			}
		}
	}
	found = append(found, r.grpcRemotes()...)
	slices.SortFunc(found, func(a, b *facts.Remote) int {
		if a.Span.Source != b.Span.Source {
			return strings.Compare(a.Span.Source.Path, b.Span.Source.Path)
		}
		return a.Span.Start - b.Span.Start
	})
	r.facts.Remotes = append(r.facts.Remotes, found...)
}

func (r *reader) remote(e ast.Expr, transport facts.Transport, named ast.Node) *facts.Remote {
	u := r.urlOf(e)
	out := &facts.Remote{
		Entry: r.pkg.Entry, Span: r.span(e), URL: u.text, Scheme: u.scheme, Address: u.host, Port: u.port, Path: u.path, Exposure: u.exposure,
		Transport: facts.Written(transport, r.span(named)),
	}
	if r.conditionOf(named).guarded {
		out.Exposure = facts.Loopback
	}
	return out
}

// anyHostKey is the callback that accepts every host key (golang.org/x/crypto/ssh).
const anyHostKey = "golang.org/x/crypto/ssh.InsecureIgnoreHostKey"

// readSSH states the ssh clients that take any host key.
func (r *reader) readSSH() {
	for _, call := range r.calls[anyHostKey] {
		c := r.conditionOf(call)
		if c.never || c.guarded {
			continue
		}
		check := facts.Written(facts.AcceptAnyKey, r.span(call))
		if c.decided != nil {
			check = facts.Undecided[facts.HostKeyCheck](r.span(call), c.decided.reason())
		}
		r.facts.SSH = append(r.facts.SSH, &facts.SSHConnection{Entry: r.pkg.Entry, Span: r.span(call), HostKey: check})
	}
}

// oauthFields are the fields of structs that hold the address of an OAuth endpoint, and whether it is a redirect.
var oauthFields = map[string]map[string]bool{
	"golang.org/x/oauth2.Endpoint":                  {"AuthURL": false, "TokenURL": false, "DeviceAuthURL": false},
	"golang.org/x/oauth2.Config":                    {"RedirectURL": true},
	"golang.org/x/oauth2/clientcredentials.Config":  {"TokenURL": false},
	mark3labs + "/client/transport.OAuthConfig":     {"RedirectURI": true, "AuthServerMetadataURL": false, "ProtectedResourceMetadataURL": false},
	mark3labs + "/client.OAuthConfig":               {"RedirectURI": true, "AuthServerMetadataURL": false, "ProtectedResourceMetadataURL": false},
	officialSDK + "/auth.RequireBearerTokenOptions": {"ResourceMetadataURL": false},
	officialSDK + "/oauthex.AuthServerMeta": {
		"Issuer": false, "AuthorizationEndpoint": false, "TokenEndpoint": false, "JWKSURI": false, "RegistrationEndpoint": false,
		"IntrospectionEndpoint": false, "RevocationEndpoint": false,
	},
}

// oauthCalls are functions that are given the address of an authorization server, and with which argument.
var oauthCalls = map[string]int{
	"github.com/coreos/go-oidc/v3/oidc.NewProvider":     1,
	"github.com/coreos/go-oidc/v3/oidc.NewRemoteKeySet": 1,
	officialSDK + "/auth.GetAuthServerMetadata":         1,
}

// readOAuth states the addresses of authorization servers.
func (r *reader) readOAuth() {
	for kind, fields := range oauthFields {
		for _, lit := range r.literals[kind] {
			for _, element := range lit.Elts {
				kv, ok := element.(*ast.KeyValueExpr)
				if !ok {
					continue
				}
				key, _ := kv.Key.(*ast.Ident)
				if key == nil {
					continue
				}
				if redirect, ok := fields[key.Name]; ok {
					r.addOAuth(kv.Value, key.Name, redirect)
				}
			}
		}
	}
	for symbol, position := range oauthCalls {
		for _, call := range r.calls[symbol] {
			if position < len(call.Args) {
				r.addOAuth(call.Args[position], lastPart(symbol), false)
			}
		}
	}
	slices.SortFunc(r.facts.OAuthURLs, func(a, b *facts.OAuthURL) int {
		if a.Span.Source != b.Span.Source {
			return strings.Compare(a.Span.Source.Path, b.Span.Source.Path)
		}
		return a.Span.Start - b.Span.Start
	})
}

func (r *reader) addOAuth(e ast.Expr, key string, redirect bool) {
	u := r.urlOf(e)
	if !u.scheme.Known() {
		return
	}
	r.facts.OAuthURLs = append(r.facts.OAuthURLs, &facts.OAuthURL{
		Entry: r.pkg.Entry, Key: key, Redirect: redirect, Span: r.span(e), URL: u.text, Scheme: u.scheme, Exposure: u.exposure,
	})
}
