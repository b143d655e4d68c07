package defaults

import "strings"

// GoProgram is what decides the defaults of crypto/tls in a Go program: the module of its main package, and the lines of that
// package. Read in Go 1.26: internal/godebugs/table.go, cmd/go/internal/load/godebug.go, crypto/tls/defaults.go.
type GoProgram struct {
	Line      string      // the go line of go.mod, "1.21"; empty for none
	Toolchain string      // the toolchain line, which is a lower bound: "go1.24.1"
	Built     string      // the toolchain that builds it, "1.26.3"; empty when that is not known
	Settings  []GoSetting // godebug lines of go.mod, `//go:debug` lines, GODEBUG of the environment; the last of a key counts
}

// GoSetting is a setting of the runtime that a program fixes.
type GoSetting struct{ Key, Value string }

// removedIn is the minor version of Go that has neither old versions nor old suites any more, whatever is set (Go 1.27).
const removedIn = 27

// goChanges are the settings of crypto/tls that let older things in: with which minor version they began to say no.
var goChanges = map[string]int{"tls10server": 22, "tlsrsakex": 22, "tls3des": 23}

// Written returns what a line fixes a setting to, or "".
func (p GoProgram) Written(key string) string {
	out := ""
	for _, s := range p.Settings {
		if s.Key == key {
			out = s.Value
		}
	}
	return out
}

// line is the version of Go whose settings hold where no line fixes one: `default=go1.21` replaces the go line.
func (p GoProgram) line() (line string, asked bool) {
	if v := strings.TrimPrefix(p.Written("default"), "go"); goMinor(v) > 0 {
		return v, true
	}
	return p.Line, false
}

// Newest reports whether no toolchain that can build the program has old versions and suites.
func (p GoProgram) Newest() bool {
	return max(goMinor(strings.TrimPrefix(p.Toolchain, "go")), goMinor(p.Line), goMinor(p.Built)) >= removedIn
}

// ServerFloor returns the lowest version that a server of the program accepts when its configuration names none, and why. It is
// open when the toolchain, of which only a lower bound may be known, can make it TLS 1.2.
func (p GoProgram) ServerFloor() (version, why string, open bool) {
	const old = "TLSv1"
	line, asked := p.line()
	written := p.Written("tls10server")
	switch {
	case p.Newest():
		return "TLSv1.2", "crypto/tls of Go 1.27 and newer", false
	case written == "1":
		return old, "tls10server=1 lets servers accept TLS 1.0 " + p.builtWith(), goMinor(p.Built) == 0
	case written == "0":
		return "TLSv1.2", "tls10server=0", false
	case goMinor(line) >= goChanges["tls10server"]:
		return "TLSv1.2", "crypto/tls of a module with go 1.22 or more", false
	case asked:
		return old, "default=go" + line + " lets servers accept TLS 1.0 " + p.builtWith(), goMinor(p.Built) == 0
	case line == "":
		return old, "servers of a module without a go line accept TLS 1.0 " + p.builtWith(), goMinor(p.Built) == 0
	}
	return old, "servers of a module with go " + line + " accept TLS 1.0 " + p.builtWith(), goMinor(p.Built) == 0
}

// builtWith says with which toolchains what is old is still there.
func (p GoProgram) builtWith() string {
	if goMinor(p.Built) > 0 {
		return "when built with Go " + p.Built
	}
	return "when built with Go 1.26 or older"
}

// IsGoVersion reports whether a text is a version of Go of which at least the minor part is known: 1.26, 1.26.3.
func IsGoVersion(text string) bool { return goMinor(text) > 0 }

// goMinor returns y of a version 1.y or 1.y.z, 0 for anything else.
func goMinor(version string) int {
	rest, ok := strings.CutPrefix(version, "1.")
	if !ok {
		return 0
	}
	n := 0
	for _, c := range rest {
		if c < '0' || c > '9' || n > beyond/10 {
			break
		}
		n = n*10 + int(c-'0')
	}
	return n
}
