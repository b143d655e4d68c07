package rules

import (
	"strconv"

	"github.com/wirevet/wirevet/facts"
)

// TLSCipherWeak flags suites that RFC 9325 §4.1 rules out or advises against, in the set that remains when the setting
// has been expanded. TLS 1.3 has none of them.
var TLSCipherWeak = &Rule{
	ID:               "tls-cipher-weak",
	Title:            "a weak cipher suite is accepted",
	Severity:         Error,
	Answers:          []Code{ProtocolVersions, TLSExcerpt},
	CWE:              []int{327},
	SecuritySeverity: "7.0",
	Precision:        HighPrecision,
	Crosswalk:        []string{"OWASP MCP Top 10: MCP07", "OWASP AISVS 1.0: 10.3.1", "OWASP ASVS 5.0: 12.1.2", "RFC 9325 §4.1"},
	Surfaces:         []string{GoSurface, ServerSurface},
	Reach:            facts.OnPath,
	TLS:              checkCipherWeak,
}

func checkCipherWeak(c *Context, p *facts.TLSPolicy) {
	if lowest, ok := known(c, p.Lowest); ok && lowest >= facts.TLS13 {
		return // the suites of TLS 1.2 are out of use
	}
	checkDHBits(c, p)
	for _, o := range p.Suites {
		if !o.Named {
			continue
		}
		why, severity := weaknessOf(o.Suite)
		if severity == 0 {
			continue
		}
		f := c.Report(p.Entry, o.Span, "%s accepts %s: %s", p.Subject, o.Suite.Name, why).
			At("weak suite").For(o.Suite.Name).usedAt(p).As(severity, facts.High).
			Advise("remove it: every current client has an ECDHE suite with AES-GCM or ChaCha20")
		if o.Until != "" {
			f.Severity = min(f.Severity, Warning)
			f.Note("it is accepted %s", o.Until)
		}
	}
}

// checkDHBits looks at the parameters of finite-field key exchange, where a suite has a use for them.
func checkDHBits(c *Context, p *facts.TLSPolicy) {
	const fewest = 2048 // RFC 9325 §4.1
	bits, ok := known(c, p.DHBits)
	if !ok || bits == 0 || bits >= fewest {
		return
	}
	inUse := len(p.Suites) == 0 // the list is not known
	for _, o := range p.Suites {
		inUse = inUse || o.Suite.KeyExchange == "DHE"
	}
	if !inUse {
		return
	}
	c.Report(p.Entry, p.DHBits.Span, "%s uses Diffie-Hellman parameters of %d bits", p.Subject, bits).
		At("too short").For(strconv.Itoa(bits)).usedAt(p).As(Warning, facts.High).
		Note("whoever records a session can work out its key with means that are within reach (RFC 9325 §4.1)").
		Advise("take the setting away together with the DHE suites, or use parameters of %d bits (RFC 7919)", fewest)
}

// weaknessOf says what is wrong with a suite, and how bad that is when somebody has written its name; severity 0 means
// nothing.
func weaknessOf(s *facts.CipherSuite) (string, Severity) {
	switch {
	case s.Cipher == "NULL":
		return "it does not encrypt", Error
	case s.Export || s.Bits < 112:
		return "its key is too short", Error
	case s.Authenticates == "none":
		return "it does not authenticate the server", Error
	case s.Cipher == "RC4":
		return "RC4 is broken (RFC 7465)", Error
	case s.Cipher == "DES" || s.Cipher == "3DES":
		return "its blocks of 64 bits leak in long connections (RFC 9325 §4.1)", Error
	case s.MAC == "MD5":
		return "MD5 is broken", Error
	case s.KeyExchange == "RSA" || s.KeyExchange == "DH" || s.KeyExchange == "ECDH":
		return "without forward secrecy, whoever gets the key later reads what was recorded (RFC 9325 §4.1)", Warning
	case s.Mode == "CBC" && s.MAC == "SHA":
		return "CBC with SHA-1 has been attacked time and again (RFC 9325 §4.2)", Warning
	case s.KeyExchange == "DHE":
		return "finite-field Diffie-Hellman is out of use (RFC 10015)", Note
	}
	return "", 0
}
