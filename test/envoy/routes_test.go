package envoy

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"regexp"
	"slices"
	"strings"
	"testing"

	bootstrap "github.com/envoyproxy/go-control-plane/envoy/config/bootstrap/v3"
	rbac "github.com/envoyproxy/go-control-plane/envoy/config/rbac/v3"
	route "github.com/envoyproxy/go-control-plane/envoy/config/route/v3"
	authz "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/http/ext_authz/v3"
	jwt "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/http/jwt_authn/v3"
	oauth "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/http/oauth2/v3"
	httprbac "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/http/rbac/v3"
	manager "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/network/http_connection_manager/v3"

	"github.com/wirevet/wirevet/facts"
	"go.yaml.in/yaml/v4"
)

// paths are what is asked for: with and without the header of the matchers that have one.
var paths = [...]string{"/", "/m", "/mcp", "/mcp/", "/mcp/a", "/mcp/a/b", "/mcp/abc", "/mcpx", "/MCP", "/Mcp/a", "/other", "/mcp.x"}

// match returns a RouteMatch.
func (g *grammar) match() object {
	path := choose(g, "/", "/m", "/mcp", "/mcp/", "/mcp/a", "/mcp/a/b", "/MCP")
	out := choose(g,
		object{"prefix": path}, object{"prefix": path}, object{"path": path},
		object{"safe_regex": object{"regex": choose(g, "/mcp.*", ".*", "/mcp/[a-z]+", "/mcp")}},
		object{"path_separated_prefix": choose(g, "/m", "/mcp", "/mcp/a", "/MCP")},
	)
	if g.maybe(4) {
		out["headers"] = []any{object{"name": "x-kind", "string_match": object{"exact": "a"}}}
	}
	if g.maybe(6) {
		out["case_sensitive"] = g.maybe(4)
	}
	return out
}

// requirement returns a JwtRequirement.
func (g *grammar) requirement(depth int) object {
	switch n := g.IntN(8); {
	case n < 4 || depth > 2:
		return object{"provider_name": "idp"}
	case n == 4:
		return object{"allow_missing": object{}}
	case n == 5:
		return object{"provider_and_audiences": object{"provider_name": "idp", "audiences": []any{"tools"}}}
	case n == 6:
		return object{"requires_any": object{"requirements": []any{g.requirement(depth + 1), g.requirement(depth + 1)}}}
	}
	return object{"requires_all": object{"requirements": []any{g.requirement(depth + 1), g.requirement(depth + 1)}}}
}

// permission returns a Permission of config.rbac.v3.
func (g *grammar) permission(depth int) object {
	path := choose(g, object{"prefix": "/mcp"}, object{"exact": "/mcp"}, object{"prefix": "/"}, object{"prefix": "/mcp/a"}, object{"exact": "/other"})
	switch n := g.IntN(12); {
	case n < 4 || depth > 2:
		return object{"any": true}
	case n < 7:
		return object{"url_path": object{"path": path}}
	case n == 7:
		return object{"header": object{"name": ":path", "string_match": path, "invert_match": g.maybe(3)}}
	case n == 8:
		return object{"header": object{"name": ":method", "string_match": object{"exact": choose(g, "POST", "GET")}, "invert_match": g.maybe(3)}}
	case n == 9:
		return object{"not_rule": g.permission(depth + 1)}
	case n == 10:
		return object{"and_rules": object{"rules": []any{g.permission(depth + 1), g.permission(depth + 1)}}}
	}
	return object{"or_rules": object{"rules": []any{g.permission(depth + 1), g.permission(depth + 1)}}}
}

// principal returns a Principal of config.rbac.v3.
func (g *grammar) principal(depth int) object {
	switch n := g.IntN(12); {
	case n < 2 || depth > 2:
		return object{"any": true}
	case n < 4:
		return object{"authenticated": object{}}
	case n < 6:
		return object{"direct_remote_ip": object{"address_prefix": "10.0.0.0", "prefix_len": 8}}
	case n < 8:
		return object{"header": object{"name": "x-api-key", "string_match": object{"exact": "example"}}}
	case n == 8:
		return object{"url_path": object{"path": choose(g, object{"prefix": "/mcp"}, object{"exact": "/other"})}}
	case n == 9:
		return object{"not_id": g.principal(depth + 1)}
	case n == 10:
		return object{"and_ids": object{"ids": []any{g.principal(depth + 1), g.principal(depth + 1)}}}
	}
	return object{"or_ids": object{"ids": []any{g.principal(depth + 1), g.principal(depth + 1)}}}
}

// policies returns an RBAC of those who may call, or may not.
func (g *grammar) policies() object {
	list := object{}
	for i := range g.IntN(3) {
		var who []any
		for range 1 + g.IntN(2) {
			who = append(who, g.principal(0))
		}
		list[fmt.Sprintf("p%d", i)] = object{"permissions": []any{g.permission(0)}, "principals": who}
	}
	return object{"action": choose(g, "ALLOW", "ALLOW", "ALLOW", "DENY", "DENY", "LOG"), "policies": list}
}

// pathHeaders returns HeaderMatchers of the path, as of today and as of old.
func (g *grammar) pathHeaders() []any {
	var list []any
	for range g.IntN(2) {
		path := choose(g, "/mcp", "/mcp/a", "/other", "/")
		m := choose(g, object{"string_match": object{"prefix": path}}, object{"string_match": object{"exact": path}}, object{"prefix_match": path}, object{"exact_match": path})
		m["name"], m["invert_match"] = ":path", g.maybe(3)
		list = append(list, m)
	}
	return list
}

// gateway returns a bootstrap whose one listener has routes to clusters of their own names, and what asks who calls.
func gateway(seed uint64) string {
	g := &grammar{Rand: rand.New(rand.NewPCG(seed, 23))}
	const types = "type.googleapis.com/envoy.extensions.filters."
	var routes, filters []any
	for i := range 2 + g.IntN(5) {
		routes = append(routes, object{"match": g.match(), "route": object{"cluster": fmt.Sprintf("r%d", i)}})
	}
	switch g.IntN(4) {
	case 0:
		var rules []any
		for range g.IntN(4) {
			rule := object{"match": g.match()}
			if !g.maybe(4) {
				rule["requires"] = g.requirement(0)
			}
			rules = append(rules, rule)
		}
		filters = append(filters, object{"name": "jwt", "typed_config": object{
			"@type": types + "http.jwt_authn.v3.JwtAuthentication", "rules": rules,
			"providers": object{"idp": object{"local_jwks": object{"filename": "jwks.json"}}},
		}})
	case 1:
		filters = append(filters, object{"name": "oauth2", "typed_config": object{
			"@type": types + "http.oauth2.v3.OAuth2", "config": object{
				"pass_through_matcher": g.pathHeaders(), "allow_failed_matcher": g.pathHeaders(),
				"authorization_endpoint": "https://login.example.com/authorize", "redirect_uri": "https://tools.example.com/callback",
				"token_endpoint":        object{"uri": "https://login.example.com/token", "cluster": "login", "timeout": "3s"},
				"credentials":           object{"client_id": "tools", "token_secret": object{"name": "a"}, "hmac_secret": object{"name": "b"}},
				"redirect_path_matcher": object{"path": object{"exact": "/callback"}}, "signout_path": object{"path": object{"exact": "/signout"}},
			},
		}})
	case 2:
		filter := object{"@type": types + "http.ext_authz.v3.ExtAuthz"}
		if g.maybe(2) {
			filter["filter_enabled"] = object{"default_value": object{"numerator": choose(g, 0, 50, 100)}}
		}
		if g.maybe(2) {
			filter["deny_at_disable"] = object{"default_value": g.maybe(2), "runtime_key": "x"}
		}
		filters = append(filters, object{"name": "ext_authz", "typed_config": filter})
	default:
		filters = append(filters, object{"name": "rbac", "typed_config": object{"@type": types + "http.rbac.v3.RBAC", "rules": g.policies()}})
	}
	filters = append(filters, object{"name": "router", "typed_config": object{"@type": types + "http.router.v3.Router"}})
	data, err := yaml.Marshal(object{"static_resources": object{"listeners": []any{object{
		"address": object{"socket_address": object{"address": "0.0.0.0", "port_value": 80}},
		"filter_chains": []any{object{"filters": []any{object{"name": "http", "typed_config": object{
			"@type": types + "network.http_connection_manager.v3.HttpConnectionManager", "stat_prefix": "a", "http_filters": filters,
			"route_config": object{"virtual_hosts": []any{object{"name": "v", "domains": []any{"*"}, "routes": routes}}},
		}}}}},
	}}}})
	if err != nil {
		panic(err)
	}
	return string(data)
}

// takes reports whether a matcher takes a request.
func takes(m *route.RouteMatch, path string, header bool) bool {
	if len(m.GetHeaders()) > 0 && !header {
		return false
	}
	insensitive := m.GetCaseSensitive() != nil && !m.GetCaseSensitive().GetValue()
	fold := func(s string) string {
		if insensitive {
			return strings.ToLower(s)
		}
		return s
	}
	switch s := m.GetPathSpecifier().(type) {
	case *route.RouteMatch_Prefix:
		return strings.HasPrefix(fold(path), fold(s.Prefix))
	case *route.RouteMatch_Path:
		return fold(path) == fold(s.Path)
	case *route.RouteMatch_PathSeparatedPrefix:
		p := fold(s.PathSeparatedPrefix)
		return fold(path) == p || strings.HasPrefix(fold(path), p+"/")
	case *route.RouteMatch_SafeRegex:
		return regexp.MustCompile("^(?:" + s.SafeRegex.GetRegex() + ")$").MatchString(path) // whatever case_sensitive says
	}
	return false
}

// tokenNeeded reports whether the filter refuses a request without a token.
func tokenNeeded(f *jwt.JwtAuthentication, path string, header bool) bool {
	for _, rule := range f.GetRules() {
		if takes(rule.GetMatch(), path, header) {
			return needed(rule.GetRequires())
		}
	}
	return false
}

func needed(r *jwt.JwtRequirement) bool {
	switch r := r.GetRequiresType().(type) {
	case *jwt.JwtRequirement_ProviderName, *jwt.JwtRequirement_ProviderAndAudiences:
		return true
	case *jwt.JwtRequirement_RequiresAny:
		for _, one := range r.RequiresAny.GetRequirements() {
			if !needed(one) {
				return false
			}
		}
		return true
	case *jwt.JwtRequirement_RequiresAll:
		for _, one := range r.RequiresAll.GetRequirements() {
			if needed(one) {
				return true
			}
		}
	}
	return false
}

// takesPath reports whether a HeaderMatcher takes a path.
func takesPath(m *route.HeaderMatcher, path string) bool {
	var matched bool
	switch m := m.GetHeaderMatchSpecifier().(type) {
	case *route.HeaderMatcher_StringMatch:
		matched = matches(m.StringMatch, path)
	case *route.HeaderMatcher_PrefixMatch:
		matched = strings.HasPrefix(path, m.PrefixMatch) //nolint:staticcheck // still read
	case *route.HeaderMatcher_ExactMatch:
		matched = path == m.ExactMatch //nolint:staticcheck // still read
	}
	return matched != m.GetInvertMatch()
}

// asksService reports whether the filter lets nobody through whom the service has not.
func asksService(f *authz.ExtAuthz) bool {
	return f.GetFilterEnabled() == nil || f.GetFilterEnabled().GetDefaultValue().GetNumerator() == 100 || f.GetDenyAtDisable().GetDefaultValue().GetValue()
}

// stranger and colleague are the addresses of two who show nothing.
var stranger, colleague = netip.MustParseAddr("203.0.113.9"), netip.MustParseAddr("10.1.1.1")

// allowed reports whether the filter lets a call through whose caller has an address and nothing else.
func allowed(r *rbac.RBAC, path string, from netip.Addr) bool {
	matched := false
	for _, p := range r.GetPolicies() {
		permitted := slices.ContainsFunc(p.GetPermissions(), func(one *rbac.Permission) bool { return permits(one, path) })
		matched = matched || permitted && slices.ContainsFunc(p.GetPrincipals(), func(who *rbac.Principal) bool { return is(who, path, from) })
	}
	switch r.GetAction() {
	case rbac.RBAC_ALLOW:
		return matched
	case rbac.RBAC_DENY:
		return !matched
	}
	return true
}

func permits(one *rbac.Permission, path string) bool {
	every := func(p *rbac.Permission) bool { return permits(p, path) }
	switch one := one.GetRule().(type) {
	case *rbac.Permission_Any:
		return one.Any
	case *rbac.Permission_UrlPath:
		return matches(one.UrlPath.GetPath(), path)
	case *rbac.Permission_Header:
		value := path
		if one.Header.GetName() == ":method" {
			value = "POST"
		}
		return matches(one.Header.GetStringMatch(), value) != one.Header.GetInvertMatch()
	case *rbac.Permission_NotRule:
		return !every(one.NotRule)
	case *rbac.Permission_AndRules:
		return !slices.ContainsFunc(one.AndRules.GetRules(), func(p *rbac.Permission) bool { return !every(p) })
	case *rbac.Permission_OrRules:
		return slices.ContainsFunc(one.OrRules.GetRules(), every)
	}
	return false
}

func is(who *rbac.Principal, path string, from netip.Addr) bool {
	one := func(p *rbac.Principal) bool { return is(p, path, from) }
	switch who := who.GetIdentifier().(type) {
	case *rbac.Principal_Any:
		return who.Any
	case *rbac.Principal_DirectRemoteIp:
		return netip.MustParsePrefix(fmt.Sprintf("%s/%d", who.DirectRemoteIp.GetAddressPrefix(), who.DirectRemoteIp.GetPrefixLen().GetValue())).Contains(from)
	case *rbac.Principal_UrlPath:
		return matches(who.UrlPath.GetPath(), path)
	case *rbac.Principal_NotId:
		return !one(who.NotId)
	case *rbac.Principal_AndIds:
		return !slices.ContainsFunc(who.AndIds.GetIds(), func(p *rbac.Principal) bool { return !one(p) })
	case *rbac.Principal_OrIds:
		return slices.ContainsFunc(who.OrIds.GetIds(), one)
	}
	return false
}

// TestRoutesAskWhoTheirFiltersAsk sends requests of somebody who shows nothing through the decoded messages, and compares where they
// end, and whether they do, with what is stated of the routes.
func TestRoutesAskWhoTheirFiltersAsk(t *testing.T) {
	judged, open, coarse := 0, 0, 0
	for seed := range *count {
		if *only >= 0 && seed != *only {
			continue
		}
		text := gateway(uint64(seed))
		m, err := decode("envoy.yaml", text)
		if err != nil {
			t.Fatalf("gateway %d is none: %v\n%s", seed, err, text)
		}
		http := unpack(m.(*bootstrap.Bootstrap).GetStaticResources().GetListeners()[0].GetFilterChains()[0].GetFilters()[0].GetTypedConfig()).(*manager.HttpConnectionManager)
		filter := unpack(http.GetHttpFilters()[0].GetTypedConfig())
		stated := map[string]*facts.Route{}
		for _, r := range system("envoy.yaml", text, "1.40").Routes {
			stated[r.Upstream.Name] = r
		}
		passed := map[string][2]bool{} // whether a request of the stranger, and of the colleague, gets to a route
		for _, path := range paths {
			for _, header := range []bool{false, true} {
				for _, r := range http.GetRouteConfig().GetVirtualHosts()[0].GetRoutes() {
					if !takes(r.GetMatch(), path, header) {
						continue
					}
					to := r.GetRoute().GetCluster()
					if stated[to] == nil {
						t.Errorf("gateway %d: %s goes to %s, which is not stated\n%s", seed, path, to, text)
					}
					was := passed[to]
					for i, from := range []netip.Addr{stranger, colleague} {
						switch f := filter.(type) {
						case *jwt.JwtAuthentication:
							was[i] = was[i] || !tokenNeeded(f, path, header)
						case *oauth.OAuth2:
							all := append(f.GetConfig().GetPassThroughMatcher(), f.GetConfig().GetAllowFailedMatcher()...)
							was[i] = was[i] || slices.ContainsFunc(all, func(m *route.HeaderMatcher) bool { return takesPath(m, path) })
						case *authz.ExtAuthz:
							was[i] = was[i] || !asksService(f)
						case *httprbac.RBAC:
							was[i] = was[i] || allowed(f.GetRules(), path, from)
						}
					}
					passed[to] = was
					break
				}
			}
		}
		for to, got := range passed {
			r := stated[to]
			if r == nil || !r.Authentication.Known() {
				open++
				continue
			}
			judged++
			nobody := r.Authentication.Value != facts.NoAuthentication || r.Refuses
			want := [2]bool{!nobody && len(r.Limits) == 0, !nobody}
			if got[0] != want[0] && want[0] || got[1] != want[1] && want[1] {
				coarse++ // what earlier routes leave of it is refused, and not all of it
			}
			if got[0] && !want[0] || got[1] && !want[1] {
				t.Errorf("gateway %d, %s: a stranger and a colleague pass: %v, want %v by %s\n%s", seed, to, got, want, r.Authentication.Value, text)
			}
		}
		if *only >= 0 {
			t.Log(text)
		}
	}
	t.Logf("%d routes are judged, %d of them as open that are not; %d are not known", judged, coarse, open)
	if coarse*25 > judged {
		t.Errorf("%d of %d routes are said to be open, and are not", coarse, judged)
	}
}
