package gofacts

import (
	"go/constant"

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
