package oracle

import (
	"bufio"
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"flag"
	"fmt"
	"io"
	"log"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/link"
	"github.com/wirevet/wirevet/parsers/nginx"
)

var (
	count = flag.Int("configs", 60, "how many configurations to try")
	only  = flag.Int("only", -1, "try one configuration, and show it")
)

// world is what all configurations share: certificates, and next hops that run.
type world struct {
	ca, foreign *authority
	server      tls.Certificate
	good, alien tls.Certificate // client certificates
	hops        map[string]int
}

func newWorld(t *testing.T) *world {
	w := &world{ca: newAuthority(t, "ca"), foreign: newAuthority(t, "foreign"), hops: map[string]int{}}
	w.server = w.ca.issue(t, nil, names...)
	w.good, w.alien = w.ca.issue(t, nil, "client"), w.foreign.issue(t, nil, "client")
	w.serve(t, "clear", nil)
	past := func(c *x509.Certificate) {
		c.NotBefore, c.NotAfter = time.Now().Add(-72*time.Hour), time.Now().Add(-24*time.Hour)
	}
	for kind, c := range map[string]tls.Certificate{
		"good": w.ca.issue(t, nil, "good.up.test"), "selfsigned": selfSigned(t, "selfsigned.up.test"),
		"expired": w.ca.issue(t, past, "expired.up.test"), "wrongname": w.ca.issue(t, nil, "else.up.test"),
	} {
		w.serve(t, kind, &c)
	}
	return w
}

// serve starts a next hop that answers everything with 200.
func (w *world) serve(t *testing.T, kind string, c *tls.Certificate) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	w.hops[kind] = l.Addr().(*net.TCPAddr).Port
	if c != nil {
		l = tls.NewListener(l, &tls.Config{Certificates: []tls.Certificate{*c}})
	}
	s := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "hop") })}
	s.ErrorLog = log.New(io.Discard, "", 0) // nginx hangs up on those that it does not trust
	go s.Serve(l)
	t.Cleanup(func() { s.Close() })
}

func TestNginx(t *testing.T) {
	out, err := exec.Command("nginx", "-v").CombinedOutput()
	if err != nil {
		t.Fatalf("nginx is not installed here; .ci/run installs it: %v", err)
	}
	_, version, _ := strings.Cut(strings.TrimSpace(string(out)), "nginx/")
	t.Logf("nginx %s", version)
	w := newWorld(t)
	var asked int
	for i := range *count {
		if *only >= 0 && i != *only {
			continue
		}
		t.Run(fmt.Sprint(i), func(t *testing.T) { asked += tryNginx(t, w, version, uint64(i)) })
	}
	t.Logf("%d configurations, %d questions", *count, asked)
}

// tryNginx makes one configuration and returns how many questions the server was asked.
func tryNginx(t *testing.T, w *world, version string, seed uint64) int {
	dir := t.TempDir()
	write(t, dir, "server", w.server)
	writePEM(t, filepath.Join(dir, "ca.pem"), "CERTIFICATE", w.ca.cert.Raw)
	if err := os.WriteFile(filepath.Join(dir, "htpasswd"), []byte("user:{PLAIN}word\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	g := &grammar{r: rand.New(rand.NewPCG(29, seed)), dir: dir, ports: freePorts(t, 2), hops: w.hops}
	text := g.config()
	if *only >= 0 {
		t.Log(text)
	}
	file := filepath.Join(dir, "nginx.conf")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	p := &probe{t: t, w: w, text: text, dir: dir, system: understand(text, version)}
	for _, problem := range p.system.Problems {
		t.Errorf("problem: %s", problem.Message)
	}
	stop := start(t, dir, file, g.ports)
	p.all()
	stop()
	p.logs()
	return p.asked
}

// understand returns what wirevet makes of a configuration.
func understand(text, version string) *facts.System {
	src := facts.NewSource("nginx.conf", []byte(text))
	src.Policy = "wirevet.toml"
	toml := facts.NewSource("wirevet.toml", []byte(version))
	parsed := nginx.Parse(&nginx.Unit{
		Files: []nginx.File{{Source: src, Data: []byte(text)}},
		Open:  func(string) (nginx.File, bool) { return nginx.File{}, false },
		Glob:  func(string) []string { return nil },
	})
	return link.Link(append(parsed, &facts.Facts{Declarations: facts.Declarations{Policies: []*facts.Policy{{
		Source: toml, Versions: []facts.ProductVersion{{Product: "nginx", Version: facts.Written(version, toml.All())}},
	}}}}))
}

func freePorts(t *testing.T, n int) []int {
	var out []int
	for range n {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		out = append(out, l.Addr().(*net.TCPAddr).Port)
	}
	return out
}

// start runs nginx until the returned function is called, which waits for its end.
func start(t *testing.T, dir, file string, ports []int) func() {
	t.Helper()
	cmd := exec.Command("nginx", "-p", dir, "-c", file)
	var said bytes.Buffer
	cmd.Stderr = &said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	deadline := time.After(10 * time.Second)
	for {
		c, err := net.DialTimeout("tcp", fmt.Sprintf("127.0.0.1:%d", ports[0]), time.Second)
		if err == nil {
			c.Close()
			break
		}
		select {
		case <-ended:
			t.Fatalf("nginx refuses the configuration: %s", said.String())
		case <-deadline:
			cmd.Process.Kill()
			t.Fatal("nginx does not listen")
		case <-time.After(5 * time.Millisecond):
		}
	}
	return func() {
		cmd.Process.Signal(syscall.SIGTERM)
		<-ended
	}
}

// probe asks a running server, and compares.
type probe struct {
	t      *testing.T
	w      *world
	text   string
	dir    string
	system *facts.System
	asked  int
	hits   []hit
}

// hit is a request that a route has answered, to be looked for in the logs.
type hit struct {
	mark  string
	route *facts.Route
}

func (p *probe) differ(l *facts.Listener, format string, args ...any) {
	p.t.Helper()
	p.t.Errorf("%s on %s:%s: %s", l.Entry.Component, l.Address.Value, l.Port.Value, fmt.Sprintf(format, args...))
}

func (p *probe) all() {
	for _, l := range p.system.Listeners {
		if !l.TLS.Known() {
			p.differ(l, "whether it speaks TLS is not known")
			continue
		}
		p.plain(l)
		if !l.TLS.Value {
			continue
		}
		p.versions(l)
		p.suites(l)
		p.clients(l)
		p.routes(l)
	}
	for _, l := range p.system.Listeners {
		if l.TLS.Known() && !l.TLS.Value {
			p.routes(l)
		}
	}
}

var versions = map[facts.TLSVersion]uint16{
	facts.TLS10: tls.VersionTLS10, facts.TLS11: tls.VersionTLS11, facts.TLS12: tls.VersionTLS12, facts.TLS13: tls.VersionTLS13,
}

// dial makes a handshake.
func (p *probe) dial(l *facts.Listener, c *tls.Config) (*tls.Conn, error) {
	p.asked++
	c.ServerName, c.InsecureSkipVerify = l.Names[0].Value, true
	conn, err := net.DialTimeout("tcp", "127.0.0.1:"+l.Port.Value, 5*time.Second)
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

func accepts(l *facts.Listener, v facts.TLSVersion) bool {
	has := slices.ContainsFunc(l.Policy.Versions, func(s facts.Stated[facts.TLSVersion]) bool { return s.Known() && s.Value == v })
	if !has || refusesAll(l.Policy) {
		return false
	}
	if v == facts.TLS13 {
		return true
	}
	for _, s := range l.Policy.Suites {
		if id := suiteOf(s.Suite); id != 0 && s.Suite.Lowest <= v {
			return true
		}
	}
	return false
}

// refusesAll is the one case in which wirevet says more than OpenSSL does, on purpose: before it looks at what a client wants,
// OpenSSL refuses every handshake when no suite fits the highest version (tls_setup_handshake), which is the top of the
// lowest range when there is a hole in the versions (ssl_get_min_max_version). The server that owns the address decides.
func refusesAll(p *facts.TLSPolicy) bool {
	if p.GovernedBy != nil {
		p = p.GovernedBy
	}
	var set []facts.TLSVersion
	for _, v := range p.Versions {
		set = append(set, v.Value)
	}
	slices.Sort(set)
	top := set[0]
	for _, v := range set {
		if v == top+1 {
			top = v
		}
	}
	return top < facts.TLS13 && !slices.ContainsFunc(p.Suites, func(s facts.OfferedSuite) bool { return s.Suite.Lowest <= top && !s.Removed })
}

// suiteOf returns the number of a suite that Go's client and a server with an RSA key can agree on.
func suiteOf(s *facts.CipherSuite) uint16 {
	for _, known := range append(tls.CipherSuites(), tls.InsecureCipherSuites()...) {
		// Debian's OpenSSL has neither RC4 nor 3DES.
		if known.Name == s.Name && s.Authenticates == "RSA" && s.Cipher != "RC4" && s.Cipher != "3DES" {
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

func (p *probe) versions(l *facts.Listener) {
	for v, number := range versions {
		conn, err := p.dial(l, &tls.Config{MinVersion: number, MaxVersion: number, CipherSuites: everySuite()})
		if err == nil {
			conn.Close()
		}
		if got, want := err == nil, accepts(l, v); got != want {
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
	if !accepts(l, facts.TLS12) {
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
			p.t.Fatalf("Go has no %s", name)
		}
		conn, err := p.dial(l, &tls.Config{MinVersion: tls.VersionTLS12, MaxVersion: tls.VersionTLS12, CipherSuites: []uint16{id}})
		if err == nil {
			conn.Close()
		}
		if got := err == nil; got != want {
			p.differ(l, "%s accepted %v, wirevet says %v: %v", name, got, want, err)
		}
	}
}

// get asks over TLS, and returns the answer or nil.
func (p *probe) get(l *facts.Listener, path, authorization string, cert *tls.Certificate) *answer {
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
		conn, err = net.DialTimeout("tcp", "127.0.0.1:"+l.Port.Value, 5*time.Second)
	}
	if err != nil {
		return nil
	}
	defer conn.Close()
	return p.ask(conn, l.Names[0].Value, path, authorization)
}

// reachable reports whether any version can be spoken at all.
func reachable(l *facts.Listener) bool {
	return slices.ContainsFunc([]facts.TLSVersion{facts.TLS10, facts.TLS11, facts.TLS12, facts.TLS13}, func(v facts.TLSVersion) bool { return accepts(l, v) })
}

func (p *probe) clients(l *facts.Listener) {
	if !reachable(l) {
		return
	}
	refused := func(kind facts.ClientAuth, cert *tls.Certificate) bool {
		switch kind {
		case facts.RequireAndVerify:
			return cert != &p.w.good
		case facts.VerifyIfGiven:
			return cert == &p.w.alien
		}
		return false
	}
	if !l.Policy.ClientAuth.Known() {
		p.differ(l, "client authentication is not known")
		return
	}
	for name, cert := range map[string]*tls.Certificate{"no": nil, "a good": &p.w.good, "a foreign": &p.w.alien} {
		answer := p.get(l, "/client", "", cert)
		if answer == nil {
			p.differ(l, "no answer with %s certificate", name)
			continue
		}
		if got, want := answer.StatusCode == 400, refused(l.Policy.ClientAuth.Value, cert); got != want {
			p.differ(l, "with %s certificate refused %v, wirevet says %v (%s)", name, got, want, l.Policy.ClientAuth.Value)
		}
	}
}

// plain asks in clear: a port with TLS answers 400.
func (p *probe) plain(l *facts.Listener) {
	p.asked++
	conn, err := net.DialTimeout("tcp", "127.0.0.1:"+l.Port.Value, 5*time.Second)
	if err != nil {
		p.differ(l, "%v", err)
		return
	}
	defer conn.Close()
	answer := p.ask(conn, l.Names[0].Value, "/plain", "")
	if answer == nil {
		p.differ(l, "no answer in clear")
		return
	}
	if got := answer.StatusCode == 400; got != l.TLS.Value {
		p.differ(l, "in clear %d, wirevet says TLS %v", answer.StatusCode, l.TLS.Value)
	}
}

// routes asks for each path with and without a password.
func (p *probe) routes(l *facts.Listener) {
	if l.TLS.Value && !reachable(l) {
		return
	}
	var cert *tls.Certificate
	if l.Policy != nil && l.Policy.ClientAuth.Value == facts.RequireAndVerify {
		cert = &p.w.good
	}
	for _, r := range l.Routes {
		mark := fmt.Sprintf("m%d", p.asked)
		path := strings.TrimSuffix(r.Path, "/") + "/" + mark
		without := p.get(l, path, "", cert)
		if without == nil {
			p.differ(l, "%s: no answer", r.Path)
			continue
		}
		redirect := without.StatusCode == 301
		// What the server itself answers, before a location is chosen, is logged as the server says: such a route has no log.
		if !redirect || l.TLS.Value {
			p.hits = append(p.hits, hit{mark, r})
		}
		if !l.TLS.Value && redirect != r.Redirect {
			p.differ(l, "%s: %d, wirevet says redirect %v", r.Path, without.StatusCode, r.Redirect)
		}
		if redirect {
			continue
		}
		asks := without.StatusCode == 401
		if want := r.Authentication.Value == facts.PasswordAuthentication; !r.Authentication.Known() || asks != want {
			p.differ(l, "%s: %d without a password, wirevet says %s", r.Path, without.StatusCode, r.Authentication.Value)
		}
		answer := p.get(l, path, "Basic dXNlcjp3b3Jk", cert)
		if answer == nil {
			p.differ(l, "%s: no answer", r.Path)
			continue
		}
		p.hop(l, r, answer)
		if answer.StatusCode == 200 {
			p.headers(l, r, answer)
		}
	}
}

// hop compares what became of the request to the next hop.
func (p *probe) hop(l *facts.Listener, r *facts.Route, answer *answer) {
	u := r.Upstream
	if u == nil {
		return
	}
	want := 200
	if u.Policy != nil {
		if !u.Policy.Verify.Known() {
			p.differ(l, "%s: verification is not known", r.Path)
			return
		}
		if u.Policy.Verify.Value == facts.VerifyFull && !strings.HasPrefix(u.Name, "good.") {
			want = 502
		}
	}
	if answer.StatusCode != want {
		p.differ(l, "%s to %s%s: %d, want %d", r.Path, u.Address.Value, u.Name, answer.StatusCode, want)
	}
}

func (p *probe) headers(l *facts.Listener, r *facts.Route, answer *answer) {
	sent := answer.Header.Get("Strict-Transport-Security")
	if got := sent != "" && sent != "max-age=0"; !r.HSTS.Known() || got != r.HSTS.Value {
		p.differ(l, "%s: HSTS %q, wirevet says %v", r.Path, sent, r.HSTS.Value)
	}
	origin := answer.Header.Get("Access-Control-Allow-Origin")
	want := r.Origins.Value
	if want == "*" && origin == "https://foreign.test" {
		origin = "*" // whoever asks is named
	}
	if origin != want {
		p.differ(l, "%s: origin %q, wirevet says %q", r.Path, origin, want)
	}
}

// logs compares what was logged with what wirevet says is.
func (p *probe) logs() {
	for _, h := range p.hits {
		logged := ""
		for _, name := range []string{"http.log", "other.log"} {
			data, _ := os.ReadFile(filepath.Join(p.dir, name))
			if strings.Contains(string(data), "/"+h.mark+" ") {
				logged = filepath.Join(p.dir, name)
			}
		}
		p.asked++
		want := h.route.Audit.Sink.Value
		if h.route.Audit.Off.Value {
			want = ""
		}
		if logged != want {
			p.differ(h.route.Listener, "%s: logged to %q, wirevet says %q", h.route.Path, logged, want)
		}
	}
}

// answer is the head of an answer.
type answer struct {
	StatusCode int
	Header     http.Header
}

// ask sends a request and reads the head of its answer.
func (p *probe) ask(conn net.Conn, host, path, authorization string) *answer {
	conn.SetDeadline(time.Now().Add(10 * time.Second))
	request := "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nOrigin: https://foreign.test\r\nConnection: close\r\n"
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
