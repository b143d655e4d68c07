package envoy

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"

	"go.yaml.in/yaml/v4"
)

// grammar makes configurations: a bootstrap with listeners and clusters whose TLS settings vary in everything that decides.
type grammar struct {
	*rand.Rand
	secrets []any
	version string
}

type object = map[string]any

const tlsTypes = "type.googleapis.com/envoy.extensions.transport_sockets."

// config returns a configuration, the name of its file, and the version of Envoy that runs it.
func config(seed uint64) (name, text, version string) {
	g := &grammar{Rand: rand.New(rand.NewPCG(seed, 22))}
	g.version = choose(g, "1.21.6", "1.22.0", "1.33", "1.40.1")
	var listeners, clusters []any
	for i := range 1 + g.IntN(3) {
		listeners = append(listeners, g.listener(i))
	}
	for i := range 1 + g.IntN(4) {
		clusters = append(clusters, g.cluster(i))
	}
	static := object{"listeners": listeners, "clusters": clusters}
	if g.secrets != nil {
		static["secrets"] = g.secrets
	}
	var tree any = object{"static_resources": static}
	if g.IntN(4) == 0 {
		tree = camel(tree)
	}
	if g.IntN(3) == 0 {
		data, err := json.MarshalIndent(tree, "", "  ")
		if err != nil {
			panic(err)
		}
		return "envoy.json", string(data) + "\n", g.version
	}
	data, err := yaml.Marshal(tree)
	if err != nil {
		panic(err)
	}
	return "envoy.yaml", string(data), g.version
}

func choose[T any](g *grammar, of ...T) T { return of[g.IntN(len(of))] }

// maybe reports true once in n times.
func (g *grammar) maybe(n int) bool { return g.IntN(n) == 0 }

// camel writes fields in the camel case of JSON. Keys of maps are left as they are.
func camel(tree any) any {
	switch v := tree.(type) {
	case object:
		out := object{}
		for key, value := range v {
			if !strings.HasPrefix(key, "@") && !strings.Contains(key, ".") {
				parts := strings.Split(key, "_")
				for i := 1; i < len(parts); i++ {
					parts[i] = strings.ToUpper(parts[i][:1]) + parts[i][1:]
				}
				key = strings.Join(parts, "")
			}
			out[key] = camel(value)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i := range v {
			out[i] = camel(v[i])
		}
		return out
	}
	return tree
}

func (g *grammar) address(port int) object {
	host := choose(g, "0.0.0.0", "127.0.0.1", "10.1.2.3", "::1")
	return object{"socket_address": object{"address": host, "port_value": port}}
}

func (g *grammar) listener(i int) object {
	l := object{"name": fmt.Sprintf("l%d", i), "address": g.address(8000 + i)}
	var chains []any
	for c := range 1 + g.IntN(3) {
		chains = append(chains, g.chain(fmt.Sprintf("l%dc%d", i, c)))
	}
	l["filter_chains"] = chains
	if g.maybe(5) {
		l["default_filter_chain"] = g.chain(fmt.Sprintf("l%dd", i))
	}
	return l
}

func (g *grammar) chain(name string) object {
	c := object{"name": name}
	if g.maybe(2) {
		c["filter_chain_match"] = object{"server_names": []any{name + ".example.com", "*." + name + ".example.com"}[:1+g.IntN(2)]}
	}
	switch g.IntN(8) {
	case 0:
	case 1:
		c["transport_socket"] = object{"name": "raw", "typed_config": object{"@type": tlsTypes + "raw_buffer.v3.RawBuffer"}}
	case 2:
		quic := object{"@type": tlsTypes + "quic.v3.QuicDownstreamTransport", "downstream_tls_context": g.downstream()}
		if g.maybe(2) {
			quic["enable_early_data"] = g.maybe(2)
		}
		if g.maybe(3) {
			quic["enable_resumption"] = g.maybe(2)
		}
		c["transport_socket"] = object{"name": "quic", "typed_config": quic}
	default:
		tls := g.downstream()
		tls["@type"] = tlsTypes + "tls.v3.DownstreamTlsContext"
		c["transport_socket"] = object{"name": "tls", "typed_config": tls}
	}
	return c
}

func (g *grammar) downstream() object {
	common := object{}
	out := object{"common_tls_context": common}
	g.params(common)
	g.certificates(common, 1+g.IntN(2))
	g.validation(common, false)
	if g.maybe(2) {
		out["require_client_certificate"] = !g.maybe(3)
	}
	return out
}

func (g *grammar) cluster(i int) object {
	name := fmt.Sprintf("c%d", i)
	c := object{"name": name, "type": choose[any](g, "STRICT_DNS", "STATIC", 1), "load_assignment": object{
		"cluster_name": name,
		"endpoints":    []any{object{"lb_endpoints": []any{object{"endpoint": object{"address": g.address(9000 + i)}}}}},
	}}
	if g.maybe(6) {
		return c
	}
	common := object{}
	tls := object{"@type": tlsTypes + "tls.v3.UpstreamTlsContext", "common_tls_context": common}
	g.params(common)
	if g.maybe(3) {
		g.certificates(common, 1)
	}
	ca := g.validation(common, true)
	if g.maybe(2) {
		tls["sni"] = "tools.corp.example"
	}
	if g.maybe(4) {
		tls["auto_host_sni"] = g.maybe(2)
	}
	if ca && g.maybe(3) {
		tls["auto_sni_san_validation"] = !g.maybe(4)
	}
	if g.maybe(4) {
		c["typed_extension_protocol_options"] = object{"envoy.extensions.upstreams.http.v3.HttpProtocolOptions": object{
			"@type":                          "type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions",
			"explicit_http_config":           object{"http_protocol_options": object{}},
			"upstream_http_protocol_options": object{"auto_sni": g.maybe(2), "auto_san_validation": g.maybe(2)},
		}}
	}
	c["transport_socket"] = object{"name": "tls", "typed_config": tls}
	return c
}

// bound returns a protocol version by its name or its number.
func (g *grammar) bound() any {
	i := g.IntN(5)
	if g.maybe(4) {
		return i
	}
	return [...]string{"TLS_AUTO", "TLSv1_0", "TLSv1_1", "TLSv1_2", "TLSv1_3"}[i]
}

func (g *grammar) params(common object) {
	p := object{}
	if g.maybe(2) {
		p["tls_minimum_protocol_version"] = g.bound()
	}
	if g.maybe(2) {
		p["tls_maximum_protocol_version"] = g.bound()
	}
	if g.maybe(8) {
		p["compliance_policies"] = []any{choose[any](g, "FIPS_202205", 0)}
	}
	if g.maybe(4) {
		p["cipher_suites"] = []any{"ECDHE-RSA-AES128-GCM-SHA256", choose(g, "[ECDHE-ECDSA-AES128-GCM-SHA256|ECDHE-ECDSA-CHACHA20-POLY1305]", "AES128-SHA")}
	}
	if len(p) > 0 || g.maybe(6) {
		common["tls_params"] = p
	}
}

// dataSource returns where bytes come from: a file, or another way.
func (g *grammar) dataSource(name string) object {
	switch g.IntN(8) {
	case 0:
		return object{"inline_string": certificate()}
	case 1:
		return object{"environment_variable": "MCP_PEM"}
	}
	return object{"filename": "/etc/envoy/" + name + fmt.Sprint(g.IntN(100)) + ".pem"}
}

func (g *grammar) certificate() object {
	c := object{"certificate_chain": g.dataSource("crt"), "private_key": g.dataSource("key")}
	if g.version == "1.40.1" && g.maybe(3) {
		own := object{}
		g.params(own)
		if own["tls_params"] != nil {
			delete(own["tls_params"].(object), "compliance_policies")
			c["tls_params"] = own["tls_params"]
		}
	}
	return c
}

func (g *grammar) certificates(common object, n int) {
	var list []any
	dynamic := g.maybe(4)
	for range n {
		if dynamic {
			list = append(list, g.sds("tls_certificate", g.certificate()))
		} else {
			list = append(list, g.certificate())
		}
	}
	if dynamic {
		common["tls_certificate_sds_secret_configs"] = list
	} else {
		common["tls_certificates"] = list
	}
}

// sds returns a reference to a static secret, or to one of a server.
func (g *grammar) sds(field string, secret object) object {
	name := fmt.Sprintf("s%d", len(g.secrets))
	if g.maybe(2) {
		return object{"name": "far", "sds_config": object{"ads": object{}, "resource_api_version": "V3"}}
	}
	g.secrets = append(g.secrets, object{"name": name, field: secret})
	return object{"name": name}
}

// validation adds a validation context, of a kind that Envoy takes. It reports whether a CA is certain to be in it.
func (g *grammar) validation(common object, client bool) (ca bool) {
	switch g.IntN(8) {
	case 0, 1:
		return false
	case 2:
		own, ca := g.context()
		common["validation_context_sds_secret_config"] = g.sds("validation_context", own)
		return ca
	case 3:
		// Of a default that a server completes, anything may be missing.
		own, ca := g.context()
		common["combined_validation_context"] = object{
			"default_validation_context":           own,
			"validation_context_sds_secret_config": object{"name": "far", "sds_config": object{"ads": object{}, "resource_api_version": "V3"}},
		}
		return ca
	}
	own, ca := g.context()
	common["validation_context"] = own
	return ca
}

func (g *grammar) context() (c object, ca bool) {
	c = object{}
	switch g.IntN(5) {
	case 0:
	case 1:
		c["system_root_certs"] = object{}
	default:
		c["trusted_ca"], ca = g.dataSource("ca"), true
	}
	if g.maybe(5) {
		c["trust_chain_verification"] = choose[any](g, "ACCEPT_UNTRUSTED", "VERIFY_TRUST_CHAIN", 1, 0)
	}
	if g.maybe(5) {
		c["verify_certificate_spki"] = []any{"NvqYIYSbgK2vCJpQhObf77vv+bQWtc5ek5RIOwPiC9A="}
	}
	if g.maybe(8) {
		c["verify_certificate_hash"] = []any{strings.Repeat("df6ff72fe9116521", 4)}
	}
	if !ca {
		return c, ca
	}
	if g.maybe(3) {
		var list []any
		for range 1 + g.IntN(2) {
			list = append(list, object{"san_type": choose[any](g, "DNS", 2), "matcher": g.matcher()})
		}
		c["match_typed_subject_alt_names"] = list
	}
	if g.maybe(6) {
		c["match_subject_alt_names"] = []any{g.matcher()}
	}
	if g.maybe(5) {
		c["allow_expired_certificate"] = !g.maybe(3)
	}
	return c, ca
}

// matcher returns one that takes the right name, and perhaps others.
func (g *grammar) matcher() object {
	return choose(g,
		object{"exact": "tools.corp.example"}, object{"suffix": ".corp.example"}, object{"prefix": "tools."}, object{"contains": "corp"},
		object{"safe_regex": object{"regex": `.*\.corp\.example`}}, object{"safe_regex": object{"regex": ".*"}}, object{"safe_regex": object{"regex": ".+"}},
		object{"exact": "TOOLS.corp.example", "ignore_case": true},
	)
}
