package oracle

import (
	"crypto/sha1"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// names are the hosts that configurations serve.
var names = []string{"a.test", "b.test", "c.test"}

// paths are the routes of each host.
var paths = []string{"/", "/mcp", "/mcp/deep"}

// backends are the kinds of next hop: one in clear, and four over TLS of which one is as it has to be.
var backends = []string{"clear", "good", "selfsigned", "expired", "wrongname"}

// hopNames are the names in the certificates of next hops. The common name is the first one, and some servers compare that alone.
var hopNames = map[string][]string{
	"good": {"localhost", "good.up.test"}, "selfsigned": {"localhost", "selfsigned.up.test"}, "expired": {"localhost", "expired.up.test"},
	"wrongname": {"else.up.test"},
}

// verified reports whether the certificate of a kind of next hop is from the authority, and of today.
func verified(kind string) bool { return kind == "good" || kind == "wrongname" }

// world is what all configurations share: certificates, and next hops that run.
type world struct {
	ca, foreign *authority
	server      tls.Certificate
	// good and alien are clients' certificates; alienChain is alien's with its issuer.
	good, alien, alienChain tls.Certificate
	hops                    map[string]int
	presented               map[string][]byte // the certificate of each next hop
}

func newWorld(t *testing.T) *world {
	w := &world{ca: newAuthority(t, "ca"), foreign: newAuthority(t, "foreign"), hops: map[string]int{}, presented: map[string][]byte{}}
	w.server = w.ca.issue(t, nil, append(slices.Clone(names), readyName, elsewhere)...)
	w.good, w.alien = w.ca.issue(t, nil, "client"), w.foreign.issue(t, nil, "client")
	w.alienChain = w.alien
	w.alienChain.Certificate = append(slices.Clone(w.alien.Certificate), w.foreign.cert.Raw)
	w.serve(t, "clear", nil)
	past := func(c *x509.Certificate) {
		c.NotBefore, c.NotAfter = time.Now().Add(-72*time.Hour), time.Now().Add(-24*time.Hour)
	}
	for kind, c := range map[string]tls.Certificate{
		"good": w.ca.issue(t, nil, hopNames["good"]...), "selfsigned": selfSigned(t, hopNames["selfsigned"]...),
		"expired": w.ca.issue(t, past, hopNames["expired"]...), "wrongname": w.ca.issue(t, nil, hopNames["wrongname"]...),
	} {
		w.serve(t, kind, &c)
	}
	return w
}

// write puts what a configuration may name into a folder: certificates, and a file of passwords of Basic authentication.
func (w *world) write(t *testing.T, dir string) {
	write(t, dir, "server", w.server)
	writePEM(t, filepath.Join(dir, "ca.pem"), "CERTIFICATE", w.ca.cert.Raw)
	writePEM(t, filepath.Join(dir, "foreign.pem"), "CERTIFICATE", w.foreign.cert.Raw)
	sum := sha1.Sum([]byte("word"))
	entry := "user:{SHA}" + base64.StdEncoding.EncodeToString(sum[:]) + "\n"
	// A server that gives its rights up reads it as somebody else.
	if err := os.WriteFile(filepath.Join(dir, "htpasswd"), []byte(entry), 0o644); err != nil {
		t.Fatal(err)
	}
}

// serve starts a next hop that answers everything with 200.
func (w *world) serve(t *testing.T, kind string, c *tls.Certificate) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	w.hops[kind] = l.Addr().(*net.TCPAddr).Port
	if c != nil {
		w.presented[kind] = c.Certificate[0]
		l = tls.NewListener(l, &tls.Config{Certificates: []tls.Certificate{*c}})
	}
	s := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "hop") })}
	s.ErrorLog = log.New(io.Discard, "", 0) // a server hangs up on those that it does not trust
	go s.Serve(l)
	t.Cleanup(func() { s.Close() })
}

// handedOut counts the ports that servers were given.
var handedOut int

// freePorts returns ports of loopback that nothing listens on. They lie below those that the system gives away, in a part of this
// process: else another run, or a connection, may take one before the server does.
func freePorts(t *testing.T, n int) []int {
	const parts, each = 200, 100
	first := 10_000 + os.Getpid()%parts*each
	var out []int
	for range each {
		port := first + handedOut%each
		handedOut++
		l, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port))
		if err != nil {
			continue // somebody else's
		}
		defer l.Close()
		if out = append(out, port); len(out) == n {
			return out
		}
	}
	t.Fatal("too few ports are free")
	return nil
}
