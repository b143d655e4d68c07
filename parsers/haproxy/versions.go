package haproxy

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// protocols are the words of ssl-min-ver and ssl-max-ver.
var protocols = map[string]facts.TLSVersion{
	"SSLv3": facts.SSL3, "TLSv1.0": facts.TLS10, "TLSv1.1": facts.TLS11, "TLSv1.2": facts.TLS12, "TLSv1.3": facts.TLS13,
}

// switches are the ends of no-… and force-….
var switches = map[string]facts.TLSVersion{
	"sslv3": facts.SSL3, "tlsv10": facts.TLS10, "tlsv11": facts.TLS11, "tlsv12": facts.TLS12, "tlsv13": facts.TLS13,
}

// bound is a version with the words that name it.
type bound struct {
	version facts.TLSVersion
	line    *line
	word    word
}

// versions is what lines say about protocol versions (struct tls_version_filter of HAProxy).
type versions struct {
	low, high bound
	off       []bound // by no-…
}

// read takes one setting, and reports false for another kind of setting. Of several the last counts; force- sets both ends.
func (v *versions) read(c *configuration, o option) bool {
	name := o.name.text
	switch {
	case name == "ssl-min-ver", name == "ssl-max-ver":
		version := protocols[o.value.text]
		if version == 0 && o.value.unknown == facts.NoReason {
			c.problem(o.line.at(o.value), facts.HostRefuses, "HAProxy refuses this: expected SSLv3, TLSv1.0, TLSv1.1, TLSv1.2 or TLSv1.3")
			return true
		}
		at := &v.low
		if name == "ssl-max-ver" {
			at = &v.high
		}
		*at = bound{version, o.line, o.value}
	case strings.HasPrefix(name, "force-"):
		if version := switches[name[len("force-"):]]; version != 0 {
			v.low = bound{version, o.line, o.name}
			v.high = v.low
		}
	case strings.HasPrefix(name, "no-"):
		version := switches[name[len("no-"):]]
		if version == 0 {
			return false
		}
		v.off = append(v.off, bound{version, o.line, o.name})
	default:
		return false
	}
	return true
}

// over puts v over what is set elsewhere: each end by itself, what is switched off together.
func (v versions) over(other versions) versions {
	if !v.low.set() {
		v.low = other.low
	}
	if !v.high.set() {
		v.high = other.high
	}
	v.off = append(append([]bound{}, other.off...), v.off...)
	return v
}

// ends returns the same as two ends, for what is set per name: of versions that are switched off only the ends are left then.
func (v versions) ends() versions {
	if v.high.set() && !v.low.set() && v.high.version < facts.TLS12 {
		v.low = v.high // see settle
	}
	left, by := v.without(facts.TLS12)
	if v.low.set() || v.high.set() || by.line == nil || len(left) == 0 {
		return v
	}
	low, high := by, by
	low.version, high.version = left[0], left[len(left)-1]
	return versions{low: low, high: high}
}

func (b bound) set() bool { return b.line != nil }

func (b bound) stated(effect facts.Span) facts.Stated[facts.TLSVersion] {
	return stated(b.line, b.word, b.version, b.line.at(b.word), effect)
}

// without returns a set of versions less those that are switched off, and which of the words decides about an end.
func (v *versions) without(lowest facts.TLSVersion) (left []facts.TLSVersion, by bound) {
	off := map[facts.TLSVersion]bound{}
	for _, b := range v.off {
		off[b.version] = b
	}
	for version := lowest; version <= facts.TLS13; version++ {
		if b, isOff := off[version]; !isOff {
			left = append(left, version)
		} else if len(left) == 0 || by.line == nil {
			by = b // the last one below the lowest that is left
		}
	}
	return left, by
}

// settle states the versions of a listener. at is where they take effect: the bind line.
func (v *versions) settle(c *configuration, p *facts.TLSPolicy, at facts.Span) {
	p.Lowest.Span, p.Highest.Span = at, at
	for _, b := range append([]bound{v.low, v.high}, v.off...) {
		if b.set() {
			if s := b.stated(at); !s.Known() {
				p.Lowest, p.Highest = s, s
				return
			}
		}
	}
	switch {
	case v.low.set():
		// Whoever names an end decides alone: no-… then has no effect, which HAProxy only warns of.
		v.between(c, p, at)
	case v.high.set() && v.high.version < facts.TLS12:
		// Below the lowest by default, the highest is the only one (ssl_sock_initial_ctx, since 2.2).
		v.low = v.high
		v.between(c, p, at)
	case v.high.set():
		p.Ceiling = v.high.stated(at)
	case len(v.off) > 0:
		v.remaining(c, p, at)
	}
}

// between states the versions between two ends.
func (v *versions) between(c *configuration, p *facts.TLSPolicy, at facts.Span) {
	low := v.low.stated(at)
	high := facts.ByDefault(facts.TLS13, low.Span, "HAProxy goes up to what its library has unless ssl-max-ver is set (configuration.txt §5.1)")
	if v.high.set() {
		high = v.high.stated(at)
	}
	if low.Value > high.Value {
		c.problem(low.Span, facts.HostRefuses, "HAProxy refuses to start: no version is left between ssl-min-ver and ssl-max-ver")
		return
	}
	for version := low.Value; version <= high.Value; version++ {
		s := low
		if version == high.Value && version > low.Value {
			s = high
		}
		s.Value = version
		p.Versions = append(p.Versions, s)
	}
	p.Lowest, p.Highest = p.Versions[0], p.Versions[len(p.Versions)-1]
}

// remaining states what no-… leaves. Without an end the lowest is 1.2, and was 1.0 before 2.2: where both leave the same, it
// does not depend on the version.
func (v *versions) remaining(c *configuration, p *facts.TLSPolicy, at facts.Span) {
	now, _ := v.without(facts.TLS12)
	before, by := v.without(facts.TLS10)
	if len(now) == 0 {
		c.problem(v.off[0].line.at(v.off[0].word), facts.HostRefuses, "HAProxy refuses to start: every version is switched off")
		return
	}
	if by.line == nil {
		return // only no-sslv3
	}
	end := by.stated(at)
	if before[0] == now[0] || now[0] == facts.TLS13 {
		for _, version := range now {
			s := end
			s.Value = version
			p.Versions = append(p.Versions, s)
		}
		p.Lowest, p.Highest = p.Versions[0], p.Versions[len(p.Versions)-1]
		return
	}
	if before[0] > facts.TLS10 {
		p.Floor = end
		p.Floor.Value = before[0]
	}
	if top := before[len(before)-1]; top < facts.TLS13 {
		p.Ceiling = end
		p.Ceiling.Value = top
	}
}

// settleClient states the versions of a connection to a server. HAProxy sets no lowest one there: the library's holds.
func (v *versions) settleClient(c *configuration, p *facts.TLSPolicy, at facts.Span) {
	open := facts.Undecided[facts.TLSVersion](at, facts.OutsideRepository)
	open.Why.Text = "HAProxy sets no lowest version towards servers: that of OpenSSL holds"
	p.Lowest, p.Highest = open, open
	for _, b := range append([]bound{v.low, v.high}, v.off...) {
		if b.set() {
			if s := b.stated(at); !s.Known() {
				return
			}
		}
	}
	if v.low.set() {
		v.between(c, p, at)
		return
	}
	if v.high.set() {
		p.Highest = v.high.stated(at)
		return
	}
	// A version that is left out of the middle is not left out: from the lowest to the highest all are spoken.
	left, by := v.without(facts.SSL3)
	if len(left) == 0 {
		c.problem(v.off[0].line.at(v.off[0].word), facts.HostRefuses, "HAProxy refuses to start: every version is switched off")
		return
	}
	if by.line == nil || left[0] == facts.SSL3 {
		return
	}
	for version := left[0]; version <= left[len(left)-1]; version++ {
		s := by.stated(at)
		s.Value = version
		p.Versions = append(p.Versions, s)
	}
	p.Lowest, p.Highest = p.Versions[0], p.Versions[len(p.Versions)-1]
}
