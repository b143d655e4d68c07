package link

import (
	"slices"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/defaults"
	"github.com/wirevet/wirevet/internal/openssl"
)

// settleTLS fills in what products do where their files say nothing, and lets the server that owns an address decide
// where the product's version has it so.
func settleTLS(s *facts.System) {
	var policies []*facts.TLSPolicy
	for _, p := range s.TLS {
		if p.Product != "" {
			policies = append(policies, p)
		}
	}
	t := &tables{System: s, lists: map[string][]facts.OfferedSuite{}, known: map[[3]string][]defaults.Row{}, whys: map[said]*facts.Why{}}
	for _, p := range policies {
		t.fillVersions(p)
		t.fillVerification(p)
		applyLimits(p)
		t.settleNameCheck(p)
		t.fillSuites(p)
	}
	// What a server would accept by its own settings is known for all before one takes another's.
	own := map[*facts.TLSPolicy]facts.TLSPolicy{}
	for _, p := range policies {
		if p.GovernedBy != nil {
			own[p.GovernedBy] = *p.GovernedBy
		}
	}
	for _, p := range policies {
		if p.GovernedBy != nil {
			t.settleGoverned(p, own[p.GovernedBy])
		}
	}
}

// tables are the defaults of products as far as they were looked up: thousands of policies ask for the same ones.
type tables struct {
	*facts.System
	lists map[string][]facts.OfferedSuite
	known map[[3]string][]defaults.Row
	whys  map[said]*facts.Why
}

// said is what rows say of a value.
type said struct {
	rows *defaults.Row
	how  string
}

// why returns what stands behind a value that rows decide. how names the function that puts it into words.
func (t *tables) why(rows []defaults.Row, how string, reason facts.Reason, words func([]defaults.Row) string) *facts.Why {
	key := said{&rows[0], how}
	w := t.whys[key]
	if w == nil {
		w = &facts.Why{Reason: reason, Text: words(rows)}
		t.whys[key] = w
	}
	return w
}

// of returns the rows of a setting that hold for a version.
func (t *tables) of(product, setting, version string) []defaults.Row {
	key := [3]string{product, setting, version}
	rows, done := t.known[key]
	if !done {
		rows = defaults.Of(product, setting, version)
		t.known[key] = rows
	}
	return rows
}

// versionOf returns the version of a policy's product: what its files say, or what wirevet.toml declares.
func (t *tables) versionOf(p *facts.TLSPolicy) string {
	if p.Version.Known() {
		return p.Version.Value
	}
	if v := t.Version(p.Span, p.Product); v.Known() {
		return v.Value
	}
	return ""
}

var protocols = map[string]facts.TLSVersion{
	"SSLv2": facts.SSL2, "SSLv3": facts.SSL3, "TLSv1": facts.TLS10, "TLSv1.1": facts.TLS11, "TLSv1.2": facts.TLS12, "TLSv1.3": facts.TLS13,
}

// fillVersions states the default versions. Where the version of the product is not known and they disagree, they are
// unresolved, and the reason says what which version does.
func (t *tables) fillVersions(p *facts.TLSPolicy) {
	if p.Lowest.State != facts.Unset || len(p.Versions) > 0 {
		return
	}
	at := p.Lowest.Span
	if at.IsZero() {
		at = p.Span
	}
	rows := t.of(p.Product, "ssl_protocols", t.versionOf(p))
	if p.Product == "apache" && !p.AnySecurityLevel {
		// It is the library that settles this, whichever version of httpd runs.
		why := t.why(rows, "library", facts.SeveralValues, libraryDecides)
		open := facts.Stated[facts.TLSVersion]{Span: at, State: facts.Unresolved, Why: why}
		p.Lowest, p.Highest = open, open
		return
	}
	switch len(rows) {
	case 0:
	case 1:
		why := t.why(rows, "accepts", facts.NoReason, accepts)
		for name := range strings.FieldsSeq(rows[0].Value) {
			p.Versions = append(p.Versions, facts.Stated[facts.TLSVersion]{Value: protocols[name], Span: at, State: facts.Default, Why: why})
		}
		p.Lowest, p.Highest = p.Versions[0], p.Versions[len(p.Versions)-1]
	default:
		why := t.why(rows, "depends", facts.SeveralValues, depends)
		open := facts.Stated[facts.TLSVersion]{Span: at, State: facts.Unresolved, Why: why}
		p.Lowest, p.Highest = open, open
	}
}

// accepts says which versions are accepted by default.
func accepts(rows []defaults.Row) string {
	return rows[0].Range() + " accepts " + spoken(rows[0].Value) + " by default (" + rows[0].Source + ")"
}

// depends says which version of a product accepts what.
func depends(rows []defaults.Row) string {
	var says []string
	for _, r := range rows {
		says = append(says, r.Range()+": "+spoken(r.Value))
	}
	return strings.Join(says, "; ")
}

// fillVerification states whether a client checks certificates where its files name no CA.
func (t *tables) fillVerification(p *facts.TLSPolicy) {
	if p.Role != facts.TLSClient || p.Verify.State != facts.Unset {
		return
	}
	rows := t.of(p.Product, defaults.ClientVerification, t.versionOf(p))
	switch len(rows) {
	case 0:
	case 1:
		does, says := facts.VerifyFull, " verifies by the system's roots by default ("
		if rows[0].Value == "none" {
			does, says = facts.VerifyNone, " verifies nothing where no CA is named ("
		}
		p.Verify = facts.ByDefault(does, p.Span, rows[0].Range()+says+rows[0].Source+")")
	default:
		p.Verify = facts.Undecided[facts.Verification](p.Span, facts.SeveralValues)
	}
}

// libraryDecides says what is accepted by default where OpenSSL has the last word on versions before TLS 1.2.
func libraryDecides(rows []defaults.Row) string {
	newest := rows[len(rows)-1]
	return newest.Range() + " accepts " + spoken(newest.Value) + " by default (" + newest.Source + "), as far as its OpenSSL does: " +
		"since 3.0 that refuses TLS 1.0 and 1.1 at its own security level (SSL_CTX_set_security_level(3))"
}

// spoken turns words of ssl_protocols into those of people: TLS 1.2, TLS 1.3.
func spoken(value string) string {
	var out []string
	for name := range strings.FieldsSeq(value) {
		out = append(out, protocols[name].String())
	}
	return strings.Join(out, ", ")
}

// applyLimits drops the versions outside of the floor and ceiling. Where one of them is not known, the versions are not.
func applyLimits(p *facts.TLSPolicy) {
	for _, limit := range []facts.Stated[facts.TLSVersion]{p.Floor, p.Ceiling} {
		if limit.State == facts.Unresolved {
			p.Versions, p.Lowest, p.Highest = nil, limit, limit
			return
		}
	}
	if len(p.Versions) == 0 && p.Ceiling.Known() && p.Highest.State == facts.Unresolved {
		p.Highest = p.Ceiling // whichever version of the product it is
	}
	if !p.Floor.Known() && !p.Ceiling.Known() || len(p.Versions) == 0 {
		return
	}
	p.Versions = slices.DeleteFunc(p.Versions, func(v facts.Stated[facts.TLSVersion]) bool {
		return p.Floor.Known() && v.Value < p.Floor.Value || p.Ceiling.Known() && v.Value > p.Ceiling.Value
	})
	if len(p.Versions) == 0 {
		at := p.Ceiling.Span
		if at.IsZero() {
			at = p.Floor.Span
		}
		p.Lowest, p.Highest = facts.Undecided[facts.TLSVersion](at, facts.SeveralValues), facts.Undecided[facts.TLSVersion](at, facts.SeveralValues)
		return // nothing is left: nobody can connect
	}
	byAge := func(a, b facts.Stated[facts.TLSVersion]) int { return int(a.Value) - int(b.Value) }
	p.Lowest, p.Highest = slices.MinFunc(p.Versions, byAge), slices.MaxFunc(p.Versions, byAge)
	if p.Ceiling.Known() && p.Ceiling.Value == p.Highest.Value && p.Highest.State == facts.Default {
		p.Highest = p.Ceiling // what is written, and not what it cuts off from
	}
}

// fillSuites states the default list of suites. All policies with it have one and the same expansion: a large configuration has
// a hundred thousand of them.
func (t *tables) fillSuites(p *facts.TLSPolicy) {
	if p.Ciphers.State != facts.Unset {
		return
	}
	setting := "ssl_ciphers"
	if p.Role == facts.TLSClient {
		setting = "client ssl_ciphers"
	}
	rows := t.of(p.Product, setting, t.versionOf(p))
	if len(rows) != 1 || rows[0].Value == defaults.NotKnown {
		return // nothing is known of it, or it depends on the version
	}
	at := p.Ciphers.Span
	if at.IsZero() {
		at = p.Span
	}
	p.Ciphers = facts.Stated[string]{Value: rows[0].Value, Span: at, State: facts.Default, Why: t.why(rows, "list", facts.NoReason, takesList)}
	suites, done := t.lists[rows[0].Value]
	if !done {
		for _, a := range openssl.Expand(rows[0].Value).Suites {
			suites = append(suites, facts.OfferedSuite{Suite: a.Suite, State: facts.Default, Removed: a.Removed})
		}
		t.lists[rows[0].Value] = suites
	}
	p.Suites = suites
}

// takesList says which list is the default.
func takesList(rows []defaults.Row) string {
	return rows[0].Range() + " takes this list by default (" + rows[0].Source + ")"
}

// settleNameCheck decides whether a product that verifies the chain looks at the name too, where nothing says so.
func (t *tables) settleNameCheck(p *facts.TLSPolicy) {
	if !p.NameByVersion || !p.Verify.Known() || p.Verify.Value != facts.VerifyChain {
		return
	}
	rows := t.of(p.Product, defaults.UpstreamName, t.versionOf(p))
	for _, r := range rows {
		switch {
		case r.Value != defaults.Unchecked && len(rows) == 1:
			p.Verify.Value = facts.VerifyFull
		case r.Value == defaults.Unchecked && len(rows) > 1:
			p.WeakVersions = "before " + r.Before
		}
	}
}
