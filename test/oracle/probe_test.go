package oracle

import (
	"bufio"
	"bytes"
	"cmp"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/wirevet/wirevet/facts"
)

// probe asks a running server, and compares.
type probe struct {
	program     *program
	version     string
	w           *world
	text        string
	dir         string
	ports       []int
	system      *facts.System
	origin      string // of whoever asks; one that no configuration names unless it is set
	asked       int
	hits        []hit
	differences []difference
	refused     bool
	patience    time.Duration // how long the program may take to listen; ten seconds unless it is said
	// stdout and stderr are what the program has said.
	stdout, stderr bytes.Buffer
}

// notLogged is what is said of a request that is not in the log that it belongs into.
const notLogged = "%s: logged to %q, wirevet says %q"

// difference is something that wirevet and the server disagree on.
type difference struct {
	kind string // the same for what is said of different listeners
	text string
}

func (p *probe) differs(kind string) bool {
	return slices.ContainsFunc(p.differences, func(d difference) bool { return d.kind == kind })
}

// hit is a request that a route has answered, to be looked for in the logs.
type hit struct {
	mark   string
	route  *facts.Route
	status int
}

func (p *probe) differ(l *facts.Listener, format string, args ...any) {
	p.differences = append(p.differences, difference{format, fmt.Sprintf(
		"%s on %s:%s: %s", l.Entry.Component, l.Address.Value, l.Port.Value, fmt.Sprintf(format, args...))})
}

func (p *probe) all() {
	for _, l := range p.system.Listeners {
		if p.isStream(l) {
			p.stream(l)
			continue
		}
		if !l.TLS.Known() && p.handsOnClear(l) {
			continue
		}
		if !l.TLS.Known() {
			p.differ(l, "whether it speaks TLS is not known")
			continue
		}
		p.plain(l)
		if !l.TLS.Value || p.foreign(l) {
			continue
		}
		if l.Policy == nil {
			p.presents(l)
			continue
		}
		if p.program.mixed && l.Policy.Lowest.State == facts.Unresolved {
			continue // the order of a map in Traefik decides
		}
		if p.leadsNowhere(l) {
			p.forwards(l, l.Routes[0], &p.w.good)
			continue
		}
		p.versions(l)
		p.suites(l)
		p.clients(l)
		p.routes(l)
	}
	for _, l := range p.system.Listeners {
		if l.TLS.Known() && !l.TLS.Value && !p.isStream(l) {
			p.routes(l)
		}
	}
}

// foreign is the one case in which wirevet says less than httpd does: a name without TLS of its own is served as the first one
// of its address is, but takes no certificate of a client ("maximum allowed are only -1"), and asks for what its own settings
// say all the same. wirevet says what the first one does.
func (p *probe) foreign(l *facts.Listener) bool {
	return p.program.firstOwns && l.Policy.Entry != l.Entry && strings.Contains(p.text, "SSLVerifyClient")
}

var versions = map[facts.TLSVersion]uint16{
	facts.TLS10: tls.VersionTLS10, facts.TLS11: tls.VersionTLS11, facts.TLS12: tls.VersionTLS12, facts.TLS13: tls.VersionTLS13,
}

// host is the name that a listener is asked by: one that it alone serves, when it serves all that no other does.
func (p *probe) host(l *facts.Listener) string {
	if len(l.Names) > 0 && l.Names[0].Known() {
		return l.Names[0].Value
	}
	// The last first: only the first ones are those of sites, which a server may send to TLS before it looks at any other.
	for _, name := range slices.Backward(names) {
		if !slices.ContainsFunc(p.system.Listeners, func(o *facts.Listener) bool {
			return o.Port.Value == l.Port.Value && slices.ContainsFunc(o.Names, func(n facts.Stated[string]) bool { return n.Value == name })
		}) {
			return name
		}
	}
	if p.program.answeredBy != nil {
		return elsewhere
	}
	return names[0]
}

// connect waits for a port that a program opens after its first.
func connect(l *facts.Listener) (net.Conn, error) {
	for deadline := time.Now().Add(2 * time.Second); ; time.Sleep(5 * time.Millisecond) {
		conn, err := net.DialTimeout("tcp", "127.0.0.1:"+l.Port.Value, 5*time.Second)
		if err == nil || !errors.Is(err, syscall.ECONNREFUSED) || time.Now().After(deadline) {
			return conn, err
		}
	}
}

// dial makes a handshake.
func (p *probe) dial(l *facts.Listener, c *tls.Config) (*tls.Conn, error) {
	p.asked++
	c.ServerName, c.InsecureSkipVerify = p.host(l), true
	conn, err := connect(l)
	if err != nil {
		return nil, err
	}
	conn.SetDeadline(time.Now().Add(10 * time.Second))
	t := tls.Client(conn, c)
	if err := t.Handshake(); err != nil {
		conn.Close()
		return nil, err
	}
	return t, nil
}

func (p *probe) accepts(l *facts.Listener, v facts.TLSVersion) bool {
	has := slices.ContainsFunc(l.Policy.Versions, func(s facts.Stated[facts.TLSVersion]) bool { return s.Known() && s.Value == v })
	if !has || p.program.openssl && refusesAll(p.owner(l)) {
		return false
	}
	if v == facts.TLS13 {
		return true
	}
	if p.program.mixed && onlyHybrid(l.Policy) { // TLS 1.3 alone has those groups, which is not what a policy's versions are about
		return slices.ContainsFunc(l.Policy.Suites, func(s facts.OfferedSuite) bool { return s.Suite.KeyExchange == "RSA" && p.suiteOf(s.Suite) != 0 })
	}
	for _, s := range l.Policy.Suites {
		if id := p.suiteOf(s.Suite); id != 0 && s.Suite.Lowest <= v {
			return true
		}
	}
	return false
}

// onlyHybrid reports whether all groups of a policy are of post-quantum exchanges.
func onlyHybrid(p *facts.TLSPolicy) bool {
	return len(p.Groups) > 0 && !slices.ContainsFunc(p.Groups, func(g facts.Stated[string]) bool { return !strings.Contains(strings.ToLower(g.Value), "mlkem") })
}

// owner returns the policy of the listener that begins the handshakes of an address.
func (p *probe) owner(l *facts.Listener) *facts.TLSPolicy {
	if p.program.firstOwns {
		for _, other := range p.system.Listeners {
			if other.Port.Value == l.Port.Value && other.Policy != nil {
				return other.Policy
			}
		}
	}
	if l.Policy.GovernedBy != nil {
		return l.Policy.GovernedBy
	}
	return l.Policy
}

// refusesAll is the one case in which wirevet says more than OpenSSL does, on purpose: before it looks at what a client wants,
// OpenSSL refuses every handshake when no suite fits the highest version (tls_setup_handshake), which is the top of the
// lowest range when there is a hole in the versions (ssl_get_min_max_version). The server that owns the address decides.
func refusesAll(p *facts.TLSPolicy) bool {
	var set []facts.TLSVersion
	for _, v := range p.Versions {
		set = append(set, v.Value)
	}
	slices.Sort(set)
	if len(set) == 0 {
		return true // no version lies between the lowest and the highest
	}
	top := set[0]
	for _, v := range set {
		if v == top+1 {
			top = v
		}
	}
	return top < facts.TLS13 && !slices.ContainsFunc(p.Suites, func(s facts.OfferedSuite) bool { return s.Suite.Lowest <= top && !s.Removed })
}

// suiteOf returns the number of a suite that Go's client and a server with an RSA key can agree on.
func (p *probe) suiteOf(s *facts.CipherSuite) uint16 {
	if p.program.openssl && (s.Cipher == "RC4" || s.Cipher == "3DES") {
		return 0 // Debian's build has neither
	}
	for _, known := range append(tls.CipherSuites(), tls.InsecureCipherSuites()...) {
		if known.Name == s.Name && s.Authenticates == "RSA" {
			return known.ID
		}
	}
	return 0
}

func everySuite() []uint16 {
	var out []uint16
	for _, s := range append(tls.CipherSuites(), tls.InsecureCipherSuites()...) {
		out = append(out, s.ID)
	}
	return out
}

// requires reports whether a client needs a certificate.
func requires(l *facts.Listener) bool {
	return l.Policy != nil && (l.Policy.ClientAuth.Value == facts.RequireAndVerify || l.Policy.ClientAuth.Value == facts.RequireAnyCert)
}

// shows returns what a client does that is asked for a certificate: some servers end a handshake without the one they require.
func (p *probe) shows(l *facts.Listener) func(*tls.CertificateRequestInfo) (*tls.Certificate, error) {
	if !requires(l) {
		return nil
	}
	return func(*tls.CertificateRequestInfo) (*tls.Certificate, error) { return &p.w.good, nil }
}

func (p *probe) versions(l *facts.Listener) {
	for v, number := range versions {
		conn, err := p.dial(l, &tls.Config{MinVersion: number, MaxVersion: number, CipherSuites: everySuite(), GetClientCertificate: p.shows(l)})
		if err == nil {
			conn.Close()
		}
		if got, want := err == nil, p.accepts(l, v); got != want {
			p.differ(l, "%s accepted %v, wirevet says %v: %v", v, got, want, err)
		}
	}
}

// probed are the suites that are tried one by one.
var probed = []string{
	"TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
	"TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA", "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256", "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA",
	"TLS_RSA_WITH_AES_128_GCM_SHA256", "TLS_RSA_WITH_AES_256_GCM_SHA384", "TLS_RSA_WITH_AES_128_CBC_SHA", "TLS_RSA_WITH_AES_128_CBC_SHA256",
	"TLS_RSA_WITH_AES_256_CBC_SHA",
}

func (p *probe) suites(l *facts.Listener) {
	if !p.accepts(l, facts.TLS12) {
		return
	}
	for _, name := range probed {
		want := slices.ContainsFunc(l.Policy.Suites, func(s facts.OfferedSuite) bool { return s.Suite.Name == name })
		var id uint16
		for _, s := range append(tls.CipherSuites(), tls.InsecureCipherSuites()...) {
			if s.Name == name {
				id = s.ID
			}
		}
		if id == 0 {
			panic("Go has no " + name)
		}
		if p.program.mixed && onlyHybrid(l.Policy) && strings.Contains(name, "ECDHE") {
			want = false
		}
		conn, err := p.dial(l, &tls.Config{MinVersion: tls.VersionTLS12, MaxVersion: tls.VersionTLS12, CipherSuites: []uint16{id}, GetClientCertificate: p.shows(l)})
		if err == nil {
			conn.Close()
		}
		if got := err == nil; got != want {
			p.differ(l, "%s accepted %v, wirevet says %v: %v", name, got, want, err)
		}
	}
}

// get asks for a path of a name, over TLS where the listener speaks it, and returns the answer or nil.
func (p *probe) get(l *facts.Listener, name, path, authorization string, cert *tls.Certificate) *answer {
	var conn net.Conn
	var err error
	if l.TLS.Value {
		c := &tls.Config{MinVersion: tls.VersionTLS10, CipherSuites: everySuite()}
		if cert != nil {
			c.GetClientCertificate = func(*tls.CertificateRequestInfo) (*tls.Certificate, error) { return cert, nil }
		}
		conn, err = p.dial(l, c)
	} else {
		p.asked++
		conn, err = connect(l)
	}
	if err != nil {
		return nil
	}
	defer conn.Close()
	return p.ask(conn, name, path, authorization)
}

// reachable reports whether any version can be spoken at all.
func (p *probe) reachable(l *facts.Listener) bool {
	return slices.ContainsFunc([]facts.TLSVersion{facts.TLS10, facts.TLS11, facts.TLS12, facts.TLS13}, func(v facts.TLSVersion) bool { return p.accepts(l, v) })
}

func (p *probe) clients(l *facts.Listener) {
	if !p.reachable(l) {
		return
	}
	if !l.Policy.ClientAuth.Known() {
		p.differ(l, "client authentication is not known")
		return
	}
	kind := l.Policy.ClientAuth.Value
	refuses := func(certs ...*tls.Certificate) bool {
		for _, cert := range certs {
			a := p.get(l, p.host(l), "/client", "", cert)
			if p.isStream(l) && a != nil || !p.isStream(l) && !p.program.refusesClient(a) {
				return false
			}
		}
		return true
	}
	for _, c := range []struct {
		name string
		got  bool
		want bool
	}{
		{"no", refuses(nil), kind == facts.RequireAndVerify || kind == facts.RequireAnyCert},
		{"a good", refuses(&p.w.good), false},
		// With its issuer or without: who makes a certificate for himself will try both.
		{"a foreign", refuses(&p.w.alien, &p.w.alienChain), kind == facts.RequireAndVerify || kind == facts.VerifyIfGiven},
	} {
		if c.got != c.want {
			p.differ(l, "with %s certificate refused %v, wirevet says %v (%s)", c.name, c.got, c.want, kind)
		}
	}
}

// plain asks in clear, which a port with TLS refuses.
func (p *probe) plain(l *facts.Listener) {
	path := "/plain"
	if p.program.mixed {
		if l.TLS.Value && p.alsoClear(l) {
			return
		}
		path = strings.TrimPrefix(l.Routes[0].Path, "^")
		if !l.TLS.Value {
			if _, path = p.witness(l, l.Routes[0]); path == "" {
				return // which is said of the route
			}
		}
	}
	p.asked++
	conn, err := connect(l)
	if err != nil {
		p.differ(l, "%v", err)
		return
	}
	defer conn.Close()
	answer := p.ask(conn, p.host(l), path, "")
	if p.program.mixed && l.TLS.Value && answer != nil && redirects(answer) {
		return // to somewhere else, and nothing is served
	}
	if got := p.program.refusesClear(answer); got != l.TLS.Value {
		p.differ(l, "in clear refused %v, wirevet says TLS %v", got, l.TLS.Value)
	}
}

// alsoClear reports whether the name and the port of a listener are served in clear too.
func (p *probe) alsoClear(l *facts.Listener) bool {
	return slices.ContainsFunc(p.system.Listeners, func(o *facts.Listener) bool {
		return !o.TLS.Value && o.Port.Value == l.Port.Value && answersTo(o, p.host(l))
	})
}

// nameOf is the name by which a route is asked for: its own, or for those of any other name one that no configuration has.
func (p *probe) nameOf(r *facts.Route, l *facts.Listener) string {
	switch {
	case len(r.Names) == 0:
		return p.host(l)
	case r.Names[0].Known():
		return r.Names[0].Value
	}
	return names[2]
}

// routes asks for each path with and without what a caller proves himself with.
func (p *probe) routes(l *facts.Listener) {
	if l.TLS.Value && !p.reachable(l) {
		return
	}
	var none, cert *tls.Certificate
	if l.Policy != nil && l.Policy.ClientAuth.Value != facts.NoClientCert {
		cert = &p.w.good
		if kind := l.Policy.ClientAuth.Value; kind == facts.RequireAndVerify || kind == facts.RequireAnyCert {
			none = cert
		}
	}
	for _, r := range l.Routes {
		if p.program.answeredBy != nil && outside(r) && p.alsoFromHere(r) {
			continue
		}
		if l.Policy != nil && r.Upstream != nil && r.Upstream.Scheme.Value == "tcp" || r.Upstream != nil && r.Upstream.Scheme.Value == "tls" {
			p.forwards(l, r, cert)
			continue
		}
		mark := fmt.Sprintf("m%d", p.asked)
		path, name, l := strings.TrimPrefix(r.Path, "^"), p.nameOf(r, l), l
		if p.program.answeredBy != nil {
			if name, path = p.witness(l, r); path == "" {
				if !outside(r) { // to other routers whoever asks from here is led
					p.differ(l, "%s: no request is answered by it", r.Path)
				}
				continue
			}
			l = calledAs(l, name)
		}
		path += "?/" + mark
		without := p.get(l, name, path, "", none)
		if without == nil {
			p.differ(l, "%s: no answer", r.Path)
			continue
		}
		redirect := redirects(without)
		answer := p.get(l, name, path+"p", "Basic dXNlcjp3b3Jk", cert)
		if answer == nil {
			p.differ(l, "%s: no answer", r.Path)
			continue
		}
		refuses := r.Refuses || outside(r)
		// A server may call it an error of its own that nothing lets anybody in.
		refused := answer.StatusCode == 403 || answer.StatusCode == 401 || refuses && answer.StatusCode == 500
		// Where a password comes first, or an address, it is a question of words what the route is.
		redirects := redirects(answer)
		if !l.TLS.Value && redirects == redirect && encrypts(answer) != r.Redirect && (!refuses || !refused) {
			p.differ(l, "%s: %d, wirevet says redirect %v", r.Path, answer.StatusCode, r.Redirect)
		}
		// What the server itself answers in clear, before a location is chosen, is logged as the server says: such a route has no
		// log. Nor does whoever is refused get to what the route does.
		if !redirects || l.TLS.Value && (!p.program.mixed || !r.Redirect) {
			p.hits = append(p.hits, hit{mark + "p", r, answer.StatusCode})
		}
		if redirect || redirects {
			// A redirect for some and an error for the others serves nobody either.
			if refuses && !refused && !p.program.redirectsFirst && (!p.program.mixed || !redirect || !redirects) {
				p.differ(l, "%s: %d, wirevet says refused %v, limits %v", r.Path, answer.StatusCode, r.Refuses, r.Limits)
			}
			continue
		}
		if !refuses {
			p.proof(l, r, without, none == cert)
		}
		if refused != refuses {
			p.differ(l, "%s: %d with a password, wirevet says refused %v, limits %v", r.Path, answer.StatusCode, r.Refuses, r.Limits)
		}
		if refused {
			continue
		}
		p.hop(l, r, answer, p.again(l, name, path, cert))
		if answer.StatusCode == 200 {
			p.headers(l, r, answer)
			p.origins(l, r, p.again(l, name, path, cert))
		}
	}
}

func redirects(a *answer) bool {
	return slices.Contains([]int{301, 302, 307, 308}, a.StatusCode)
}

// encrypts reports whether an answer leads to TLS.
func encrypts(a *answer) bool {
	return redirects(a) && !strings.HasPrefix(a.Header.Get("Location"), "http://")
}

// outside reports whether a route takes requests from other addresses than loopback alone.
func outside(r *facts.Route) bool {
	return len(r.Limits) > 0 && !slices.ContainsFunc(r.Limits, func(s facts.Stated[string]) bool { return strings.HasPrefix(s.Value, "127.") })
}

// proof compares whether a caller without password is turned away. A certificate may be what is asked for.
func (p *probe) proof(l *facts.Listener, r *facts.Route, without *answer, withCert bool) {
	asks := without.StatusCode == 401 || without.StatusCode == 403
	want := false
	switch r.Authentication.Value {
	case facts.PasswordAuthentication, facts.TokenAuthentication, facts.OpaqueAuthentication:
		want = true
	case facts.ClientCertificate:
		want = !withCert
	}
	if !r.Authentication.Known() || asks != want {
		p.differ(l, "%s: %d without a password, wirevet says %s", r.Path, without.StatusCode, r.Authentication.Value)
	}
}

// again asks for a path once more, and names the hop that it wants.
func (p *probe) again(l *facts.Listener, name, path string, cert *tls.Certificate) func(up string) *answer {
	return func(up string) *answer { return p.get(l, name, path+"&up="+up, "Basic dXNlcjp3b3Jk", cert) }
}

// hop compares what became of the request to the next hop.
func (p *probe) hop(l *facts.Listener, r *facts.Route, a *answer, again func(up string) *answer) {
	u := r.Upstream
	if u == nil {
		return
	}
	want := 200
	if u.Policy != nil {
		if !u.Policy.Verify.Known() || p.askerDecides(r) && u.Policy.Verify.Value == facts.VerifyFull {
			p.askedFor(l, r, again)
			return
		}
		if !p.trusts(r) {
			want = p.program.hopFailed
		}
	}
	if a.StatusCode != want {
		p.differ(l, "%s to %s%s: %d, want %d", r.Path, u.Address.Value, u.Name, a.StatusCode, want)
	}
}

// kind returns which of the world's next hops an upstream is.
func (p *probe) kind(u *facts.Upstream) string {
	for kind, port := range p.w.hops {
		if fmt.Sprint(port) == u.Port {
			return kind
		}
	}
	kind, _, _ := strings.Cut(u.Name, ".")
	return kind
}

// trusts reports whether the policy of a route takes the certificate of its next hop.
func (p *probe) trusts(r *facts.Route) bool {
	policy, kind := r.Upstream.Policy, p.kind(r.Upstream)
	if trusted := policy.Trusts.Value; trusted == "system" || strings.HasSuffix(trusted, "/foreign.pem") {
		return policy.Verify.Value == facts.VerifyNone
	}
	switch policy.Verify.Value {
	case facts.VerifyFull:
		if p.program.compared != nil {
			return verified(kind) && slices.Contains(hopNames[kind], p.program.compared(p, r))
		}
		return kind == "good"
	case facts.VerifyChain:
		return kind == "good" || kind == "wrongname"
	}
	// What is compared of a certificate whose issuer nobody verifies.
	return (kind != "wrongname" || !strings.Contains(policy.Weakness, "name")) && (kind != "expired" || !strings.Contains(policy.Weakness, "dates"))
}

func (p *probe) headers(l *facts.Listener, r *facts.Route, answer *answer) {
	sent := answer.Header.Get("Strict-Transport-Security")
	if got := sent != "" && sent != "max-age=0"; !r.HSTS.Known() || got != r.HSTS.Value {
		p.differ(l, "%s: HSTS %q, wirevet says %v", r.Path, sent, r.HSTS.Value)
	}
	origin := answer.Header.Get("Access-Control-Allow-Origin")
	want := r.Origins.Value
	if origin == "https://foreign.test" {
		origin = "*" // whoever asks is named
	}
	// Where the server answers those that it lists, the one that asks here is another one.
	if origin != want && (!p.program.answersOrigins || origin == "*" || want == "*") {
		p.differ(l, "%s: origin %q, wirevet says %q", r.Path, origin, want)
	}
}

// origins asks from an origin that configurations list, where the server names only those.
func (p *probe) origins(l *facts.Listener, r *facts.Route, again func(up string) *answer) {
	if !p.program.answersOrigins {
		return
	}
	p.origin = "https://app.test"
	a := again("")
	p.origin = ""
	if a == nil || a.StatusCode != 200 {
		return
	}
	got, want := a.Header.Get("Access-Control-Allow-Origin"), strings.ReplaceAll(strings.Trim(r.Origins.Value, "^$"), `\`, "")
	if got != want && (want != "*" || got != "https://app.test") {
		p.differ(l, "%s: origin %q for one that is listed, wirevet says %q", r.Path, got, r.Origins.Value)
	}
}

// logs compares what was logged with what wirevet says is.
func (p *probe) logs() {
	for _, h := range p.hits {
		if h.route.Audit == nil {
			continue // a route that only redirects has no log of its own
		}
		logged := p.program.logged(p, h.mark)
		if h.status >= 400 && h.route.Audit.Off.Value && h.route.Audit.Sink.Known() {
			continue // what went wrong may be logged all the same
		}
		p.asked++
		want := h.route.Audit.Sink.Value
		if h.route.Audit.Off.Value || h.route.Audit.Level == facts.NoAudit {
			want = ""
		}
		if want == "" && logged != "" || !strings.Contains(logged, want) {
			p.differ(h.route.Listener, notLogged, h.route.Path, logged, want)
		}
	}
}

// loggedInFile returns which of the folder's files has the mark.
func loggedInFile(dir, mark string, names ...string) string {
	for _, name := range names {
		file := filepath.Join(dir, name)
		if data, _ := os.ReadFile(file); strings.Contains(string(data), "/"+mark+" ") {
			return file
		}
	}
	return ""
}

// answer is the head of an answer.
type answer struct {
	StatusCode int
	Header     http.Header
}

// ask sends a request as every call of MCP is one, and reads the head of its answer.
func (p *probe) ask(conn net.Conn, host, path, authorization string) *answer {
	conn.SetDeadline(time.Now().Add(10 * time.Second))
	origin := cmp.Or(p.origin, "https://foreign.test")
	request := "POST " + path + " HTTP/1.1\r\nHost: " + host + "\r\nOrigin: " + origin + "\r\nConnection: close\r\nContent-Length: 0\r\n"
	if authorization != "" {
		request += "Authorization: " + authorization + "\r\n"
	}
	if _, err := io.WriteString(conn, request+"\r\n"); err != nil {
		return nil
	}
	data, _ := io.ReadAll(conn)
	r, err := http.ReadResponse(bufio.NewReader(bytes.NewReader(data)), nil)
	if err != nil {
		return nil
	}
	r.Body.Close()
	return &answer{r.StatusCode, r.Header}
}
