package gofacts

import (
	"go/ast"
	"go/constant"
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// versions are the numbers of the protocol versions, as crypto/tls has them (RFC 8446 §4.1.2 and before).
var versions = map[int64]facts.TLSVersion{
	0x0300: facts.SSL3, 0x0301: facts.TLS10, 0x0302: facts.TLS11, 0x0303: facts.TLS12, 0x0304: facts.TLS13,
}

// readVersions states which versions a tls.Config says.
func (r *reader) readVersions(o *object, p *facts.TLSPolicy) {
	p.Lowest = r.version(o, "MinVersion")
	p.Highest = r.version(o, "MaxVersion")
	if p.Lowest.State == facts.Unset {
		p.Lowest = r.defaultFloor(p.Role, r.span(typeNode(o)))
	}
}

// typeNode is what a finding about something that a literal lacks is placed at: the literal's type.
func typeNode(o *object) ast.Node {
	if o.literal != nil && o.literal.Type != nil {
		return o.literal.Type
	}
	return o.made
}

// defaultFloor is the lowest version without a MinVersion, for what lacks it. Clients begin with TLS 1.2 since Go 1.18.
// Servers do where the main module's go line says 1.22 or more (crypto/tls.Config.MinVersion), unless the setting
// tls10server brings 1.0 back; both ended with Go 1.27, which begins with 1.2 in any case.
func (r *reader) defaultFloor(role facts.TLSRole, lacks facts.Span) facts.Stated[facts.TLSVersion] {
	switch role {
	case facts.TLSClient:
		return facts.ByDefault(facts.TLS12, lacks, "crypto/tls of Go 1.18 and newer")
	case facts.TLSEitherRole:
		return facts.Stated[facts.TLSVersion]{}
	}
	line, known := r.goLine()
	setting := r.debugSetting("tls10server")
	switch {
	case oldestToolchain(r.pkg.Module) >= 27:
		return facts.ByDefault(facts.TLS12, lacks, "crypto/tls of Go 1.27 and newer")
	case setting == "1":
		return r.oldFloor(lacks, "tls10server=1 lets servers accept TLS 1.0 when built with Go 1.26 or older")
	case setting == "0" || known && minor(line) >= 22:
		return facts.ByDefault(facts.TLS12, lacks, "crypto/tls of a module with go 1.22 or more")
	case !known:
		return facts.Stated[facts.TLSVersion]{}
	case line == "":
		return r.oldFloor(lacks, "servers of a module without a go line accept TLS 1.0 when built with Go 1.26 or older")
	}
	return r.oldFloor(lacks, "servers of a module with go "+line+" accept TLS 1.0 when built with Go 1.26 or older")
}

// oldFloor is a default that depends on the toolchain, which is not known from go.mod: its toolchain line is only a lower
// bound.
func (r *reader) oldFloor(lacks facts.Span, why string) facts.Stated[facts.TLSVersion] {
	out := facts.ByDefault(facts.TLS10, lacks, why)
	out.Why.Reason = facts.OutsideRepository
	return out
}

// goLine returns the go line of the package's module, and whether it is known that there is one or none.
func (r *reader) goLine() (string, bool) {
	if m := r.pkg.Module; m != nil && m.Path != "" {
		return strings.TrimPrefix(m.Go.Value, "go"), true
	}
	if m := r.pass.Module; m != nil && m.GoVersion != "" {
		return strings.TrimPrefix(m.GoVersion, "go"), true
	}
	return "", false
}

// debugSetting returns what a go.mod or a main package fixes a setting of the runtime to.
func (r *reader) debugSetting(key string) string {
	for _, d := range r.pkg.Debug {
		if d.Key == key {
			return d.Value
		}
	}
	if r.pkg.Module != nil {
		for _, d := range r.pkg.Module.Debug {
			if d.Key == key {
				return d.Value
			}
		}
	}
	return ""
}

// oldestToolchain is the minor version of the oldest toolchain that can build a module.
func oldestToolchain(m *facts.GoModule) int {
	if m == nil {
		return 0
	}
	return max(minor(strings.TrimPrefix(m.Toolchain.Value, "go")), minor(m.Go.Value))
}

// minor returns y of a version 1.y or 1.y.z, 0 for anything else.
func minor(version string) int {
	rest, ok := strings.CutPrefix(version, "1.")
	if !ok {
		return 0
	}
	n := 0
	for _, c := range rest {
		if c < '0' || c > '9' {
			break
		}
		n = n*10 + int(c-'0')
	}
	return n
}

// version is what a field holds in the end. Zero says nothing: crypto/tls then has its own.
func (r *reader) version(o *object, field string) facts.Stated[facts.TLSVersion] {
	effects := r.effects(o.of(field))
	if len(effects) == 0 {
		return facts.Stated[facts.TLSVersion]{}
	}
	out := stated(effects[0].from, r.span(effects[0].node), versionOfNumber)
	for _, e := range effects[1:] {
		other := stated(e.from, r.span(e.node), versionOfNumber)
		if !other.Known() || !out.Known() || other.Value != out.Value {
			return facts.Undecided[facts.TLSVersion](r.span(e.node), facts.SeveralValues)
		}
	}
	return out
}

func versionOfNumber(c constant.Value) (facts.TLSVersion, bool) {
	n, ok := constant.Int64Val(constant.ToInt(c))
	v := versions[n]
	return v, ok && v != 0
}
