package gofacts

import (
	"go/ast"
	"go/constant"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/defaults"
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
	program, known := r.program()
	if !known {
		return facts.Stated[facts.TLSVersion]{}
	}
	version, why, byToolchain := program.ServerFloor()
	out := facts.ByDefault(facts.TLS12, lacks, why)
	if version == "TLSv1" {
		out.Value = facts.TLS10
	}
	if byToolchain { // of which go.mod's toolchain line is only a lower bound
		out.Why.Reason = facts.OutsideRepository
	}
	return out
}

// program is what of the package and its module decides the defaults of crypto/tls, and whether the module is known. For a
// library, link asks the programs that it is part of.
func (r *reader) program() (defaults.GoProgram, bool) {
	out := defaults.GoProgram{}
	switch m := r.pkg.Module; {
	case m != nil && m.Path != "":
		out.Line, out.Toolchain = strings.TrimPrefix(m.Go.Value, "go"), m.Toolchain.Value
		for _, d := range m.Debug {
			out.Settings = append(out.Settings, defaults.GoSetting{Key: d.Key, Value: d.Value})
		}
	case r.pass.Module != nil && r.pass.Module.GoVersion != "":
		out.Line = strings.TrimPrefix(r.pass.Module.GoVersion, "go")
	default:
		return out, false
	}
	for _, d := range r.pkg.Debug {
		out.Settings = append(out.Settings, defaults.GoSetting{Key: d.Key, Value: d.Value})
	}
	return out, true
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
