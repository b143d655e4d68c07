package envoy

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/parsers/tree"
)

// scopes are the levels that say something of a route, the nearest first: its one weighted cluster, the route, its virtual host,
// all routes.
type scopes []node

// override returns what a level says of a filter for its requests, the nearest level first. off is what switches the filter off there.
func (s scopes) override(f filter) (kind string, body node, off node) {
	for _, level := range s {
		for _, field := range [...]string{"typed_per_filter_config", "per_filter_config"} {
			for m := range level.get(field).members() {
				if m.key != f.name {
					continue
				}
				if kindOf(m, "") != "FilterConfig" {
					return kindOf(m, f.name), inner(m), off
				}
				if d := m.get("disabled"); d.isTrue() {
					return "", node{}, d
				}
				own := m.get("config")
				return kindOf(own, f.name), inner(own), off
			}
		}
	}
	if d := f.get("disabled"); d.isTrue() {
		off = d
	}
	return "", node{}, off
}

// header is what an answer has of one header.
type header struct {
	value facts.Stated[string]
	gone  facts.Span // what takes it away
}

// headerOf returns what the levels do to a header of the answers: the nearest first, each of them removes before it adds
// (HeaderParser::evaluateHeaders).
func (w *walker) headerOf(s scopes, name string) header {
	var h header
	levels := append(scopes{}, s...)
	if w.config.get("most_specific_header_mutations_wins").isTrue() {
		for i, j := 0, len(levels)-1; i < j; i, j = i+1, j-1 {
			levels[i], levels[j] = levels[j], levels[i]
		}
	}
	for _, level := range levels {
		for _, gone := range level.get("response_headers_to_remove").items() {
			if strings.EqualFold(gone.text(), name) {
				h = header{gone: gone.span()}
			}
		}
		h.add(level.get("response_headers_to_add").items(), name)
	}
	for i := len(w.http) - 1; i >= 0; i-- { // answers pass the filters backwards
		if f := w.http[i]; f.kind == "HeaderMutation" {
			h.mutate(f.body.get("mutations", "response_mutations").items(), name)
			if _, own, _ := s.override(f); own.present() {
				h.mutate(own.get("mutations", "response_mutations").items(), name)
			}
		}
	}
	return h
}

func (h *header) mutate(list []node, name string) {
	for _, m := range list {
		if gone := m.get("remove"); strings.EqualFold(gone.text(), name) {
			*h = header{gone: gone.span()}
		}
		if one := m.get("append"); one.present() {
			h.add([]node{one}, name)
		}
	}
}

// add takes HeaderValueOptions in.
func (h *header) add(list []node, name string) {
	for _, option := range list {
		own := option.get("header")
		if !strings.EqualFold(own.get("key").text(), name) {
			continue
		}
		value := own.get("value")
		if !value.present() {
			value = own.get("raw_value")
		}
		i, _ := enum(option.get("append_action"), "APPEND_IF_EXISTS_OR_ADD", "ADD_IF_ABSENT", "OVERWRITE_IF_EXISTS_OR_ADD", "OVERWRITE_IF_EXISTS")
		present := h.value.State != facts.Unset
		if i == 1 && present || i == 3 && !present {
			continue
		}
		*h = header{value: value.stated()}
	}
}

// answer states what the answers tell browsers.
func (w *walker) answer(r *facts.Route, s scopes) {
	r.HSTS = facts.ByDefault(false, r.Span, "Envoy adds no header unless response_headers_to_add does")
	switch h := w.headerOf(s, "strict-transport-security"); {
	case h.value.State == facts.Unresolved:
		r.HSTS = facts.Undecided[bool](h.value.Span, h.value.Why.Reason)
	case h.value.Known():
		value := strings.ReplaceAll(strings.ToLower(h.value.Value), " ", "")
		r.HSTS = facts.Written(strings.Contains(value, "max-age=") && !strings.Contains(value+";", "max-age=0;"), h.value.Span)
	case !h.gone.IsZero():
		r.HSTS = facts.Written(false, h.gone)
	}
	if h := w.headerOf(s, "access-control-allow-origin"); h.value.State != facts.Unset {
		r.Origins = h.value
		if strings.EqualFold(strings.ReplaceAll(h.value.Value, " ", ""), "%req(origin)%") {
			// Whoever asks is answered with its own name.
			r.Origins = facts.Written("*", h.value.Span)
			if with := w.headerOf(s, "access-control-allow-credentials"); strings.EqualFold(with.value.Value, "true") {
				r.AnyOriginWithCredentials = facts.Written(true, h.value.Span)
			}
		}
	}
	w.cors(r, s)
}

// cors states which origins the filter cors lets in. A policy without the filter has no effect, and the filter answers whoever it lets
// in with its own name, as to "*" (CorsFilter).
func (w *walker) cors(r *facts.Route, s scopes) {
	var policies []node
	for _, f := range w.http {
		if f.kind != "Cors" {
			continue
		}
		if _, _, off := s.override(f); off.present() {
			return
		}
		policies = s.policies(f)
	}
	if len(policies) == 0 || percent(policies[0].get("filter_enabled")) == 0 {
		return
	}
	// What the nearest policy leaves out, the next one says.
	var list []node
	credentials := false
	for i := len(policies) - 1; i >= 0; i-- {
		own := append(policies[i].get("allow_origin_string_match").items(), policies[i].get("allow_origin").items()...)
		if len(own) > 0 {
			list = own
		}
		if with := policies[i].get("allow_credentials"); with.present() {
			credentials = with.isTrue()
		}
	}
	for _, n := range list {
		if at, any := anyOrigin(n); any {
			r.Origins = facts.Written("*", at)
			if credentials {
				r.AnyOriginWithCredentials = facts.Written(true, at)
			}
			return
		}
		exact := n.get("exact")
		if n.n.Kind == tree.String {
			exact = n // in the API v2
		}
		if r.Origins.State == facts.Unset && exact.text() != "" {
			r.Origins = exact.stated()
		}
	}
}

// policies returns what the levels say of the filter cors, the nearest first. Of old they have fields for it, which count only where
// none has a policy of the filter's own.
func (s scopes) policies(f filter) []node {
	var out []node
	for _, level := range s {
		if _, own, _ := (scopes{level}).override(f); own.present() {
			out = append(out, own)
		}
	}
	if len(out) > 0 {
		return out
	}
	for _, level := range s {
		for _, n := range [...]node{level.get("route", "cors"), level.get("cors")} {
			if n.present() {
				out = append(out, n)
			}
		}
	}
	return out
}

// anyOrigin reports whether a matcher lets every origin in: it takes foreign ones, or the text "*" (CorsFilter::isOriginAllowed).
func anyOrigin(n node) (facts.Span, bool) {
	exact := n.get("exact")
	if n.n.Kind == tree.String {
		exact = n
	}
	if exact.text() == "*" {
		return exact.span(), true
	}
	if at, any := matchesAny(n, []string{"*"}); any {
		return at, true
	}
	return matchesAny(n, foreignOrigins[:])
}

// percent returns the share of requests that a RuntimeFractionalPercent is for, where the file says so: 100 without one.
func percent(n node) float64 {
	value := n.get("default_value")
	if !value.present() {
		return 100
	}
	share := number(value.get("numerator"))
	switch i, _ := enum(value.get("denominator"), "HUNDRED", "TEN_THOUSAND", "MILLION"); i {
	case 1:
		share /= 100
	case 2:
		share /= 10000
	}
	return share
}
