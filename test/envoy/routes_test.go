package envoy

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"regexp"
	"strings"
	"testing"

	bootstrap "github.com/envoyproxy/go-control-plane/envoy/config/bootstrap/v3"
	rbac "github.com/envoyproxy/go-control-plane/envoy/config/rbac/v3"
	route "github.com/envoyproxy/go-control-plane/envoy/config/route/v3"
	jwt "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/http/jwt_authn/v3"
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

// policies returns an RBAC of those who may call.
func (g *grammar) policies() object {
	list := object{}
	for i := range g.IntN(3) {
		permission := object{"any": true}
		if g.maybe(2) {
			permission = object{"url_path": object{"path": choose(g, object{"prefix": "/mcp"}, object{"exact": "/mcp"}, object{"prefix": "/"}, object{"prefix": "/mcp/a"})}}
		}
		var who []any
		for range 1 + g.IntN(2) {
			who = append(who, choose(g,
				object{"any": true}, object{"authenticated": object{}}, object{"direct_remote_ip": object{"address_prefix": "10.0.0.0", "prefix_len": 8}},
				object{"header": object{"name": "x-api-key", "string_match": object{"exact": "example"}}},
				object{"and_ids": object{"ids": []any{object{"any": true}, object{"authenticated": object{}}}}},
				object{"or_ids": object{"ids": []any{object{"any": true}, object{"authenticated": object{}}}}},
			))
		}
		list[fmt.Sprintf("p%d", i)] = object{"permissions": []any{permission}, "principals": who}
	}
	return object{"action": choose(g, "ALLOW", "ALLOW", "ALLOW", "LOG"), "policies": list}
}

// gateway returns a bootstrap whose one listener has routes to clusters of their own names, and what asks who calls.
func gateway(seed uint64) string {
	g := &grammar{Rand: rand.New(rand.NewPCG(seed, 23))}
	const types = "type.googleapis.com/envoy.extensions.filters."
	var routes, filters []any
	for i := range 2 + g.IntN(5) {
		routes = append(routes, object{"match": g.match(), "route": object{"cluster": fmt.Sprintf("r%d", i)}})
	}
	if g.maybe(2) {
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
	} else {
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

// stranger and colleague are the addresses of two who show nothing.
var stranger, colleague = netip.MustParseAddr("203.0.113.9"), netip.MustParseAddr("10.1.1.1")

// allowed reports whether the filter lets a caller through who has an address and nothing else.
func allowed(r *rbac.RBAC, path string, from netip.Addr) bool {
	if r.GetAction() != rbac.RBAC_ALLOW {
		return true
	}
	for _, p := range r.GetPolicies() {
		permitted := false
		for _, one := range p.GetPermissions() {
			switch m := one.GetUrlPath().GetPath(); {
			case one.GetAny():
				permitted = true
			case m != nil:
				permitted = permitted || matches(m, path)
			}
		}
		for _, who := range p.GetPrincipals() {
			if permitted && is(who, from) {
				return true
			}
		}
	}
	return false
}

func is(who *rbac.Principal, from netip.Addr) bool {
	switch who := who.GetIdentifier().(type) {
	case *rbac.Principal_Any:
		return who.Any
	case *rbac.Principal_DirectRemoteIp:
		return netip.MustParsePrefix(fmt.Sprintf("%s/%d", who.DirectRemoteIp.GetAddressPrefix(), who.DirectRemoteIp.GetPrefixLen().GetValue())).Contains(from)
	case *rbac.Principal_AndIds:
		for _, one := range who.AndIds.GetIds() {
			if !is(one, from) {
				return false
			}
		}
		return true
	case *rbac.Principal_OrIds:
		for _, one := range who.OrIds.GetIds() {
			if is(one, from) {
				return true
			}
		}
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
