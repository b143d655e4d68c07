package hostconfig

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/parsers/launch"
	"github.com/wirevet/wirevet/parsers/tree"
)

// readOAuth reads the endpoints of an authorization server, client secrets, and tokens that a host has stored.
func (e *entry) readOAuth() {
	for _, key := range oauthKeys {
		if n := e.value(key); n != nil {
			e.oauth(key, n, 0)
		}
	}
}

// oauthKeys are the keys whose value, or whose members, concern OAuth.
var oauthKeys = [...]string{
	"oauth", "auth", "oauthClient", "clientSecret", "client_secret", "oauth_client_secret",
	"authorizationUrl", "tokenUrl", "redirectUri", "authorization_url", "token_url", "redirect_uri",
	"oauth_authorization_url", "oauth_token_url", "issuer",
}

const maxOAuthDepth = 4

func (e *entry) oauth(key string, n *tree.Node, depth int) {
	switch {
	case n == nil || depth > maxOAuthDepth:
	case n.Kind == tree.Object:
		for _, m := range n.Members {
			if !m.Shadowed {
				e.oauth(m.Key, m.Value, depth+1)
			}
		}
	case n.Kind == tree.Array:
		for _, item := range n.Items {
			e.oauth(key, item, depth+1)
		}
	case n.Kind != tree.String:
	case strings.Contains(n.Text, "://"):
		e.oauthURL(key, n)
	default:
		e.secret(key, n, facts.InOAuthClient)
	}
}

func (e *entry) oauthURL(key string, n *tree.Node) {
	url := launch.ReadURL(e.fact, e.word(n), e.out)
	lower := strings.ToLower(key)
	if strings.Contains(lower, "scope") || strings.Contains(lower, "audience") || strings.Contains(lower, "resource") {
		return // identifiers that look like addresses
	}
	e.out.OAuthURLs = append(e.out.OAuthURLs, &facts.OAuthURL{
		Entry: e.fact, Key: key, Redirect: strings.Contains(lower, "redirect") || strings.Contains(lower, "callback"),
		Span: url.Span, URL: url.URL, Scheme: url.Scheme, Exposure: url.Exposure,
	})
}
