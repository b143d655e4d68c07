package rules

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// CertNameMismatch flags a certificate that names none of the hosts that it is presented for.
var CertNameMismatch = &Rule{
	ID:               "cert-name-mismatch",
	Title:            "a certificate is for other names than those it serves",
	Severity:         Error,
	Answers:          []Code{CertificateValidation, TrustedCertificate},
	CWE:              []int{297},
	SecuritySeverity: "7.0",
	Precision:        HighPrecision,
	Crosswalk:        []string{"OWASP MCP Top 10: MCP07", "OWASP AISVS 1.0: 10.3.1", "OWASP ASVS 5.0: 12.3.2", "RFC 9525"},
	Surfaces:         certificates,
	Reach:            facts.OnPath,
	Certificate:      checkNames,
}

func checkNames(c *Context, x *facts.Certificate) {
	for _, l := range x.Serves {
		name, covered, asked := "", false, 0
		for _, n := range l.Names {
			if value, ok := known(c, n); ok {
				asked++
				covered = covered || covers(x.Names, value)
				if name == "" {
					name = value
				}
			}
		}
		if asked < len(l.Names) || asked == 0 || covered {
			continue // a name that is not known may be the one
		}
		f := c.Report(x.Entry, x.Span, "the certificate of %s is presented for %s, which it does not name", x.Subject, name).
			At("names another host").For(name).
			RelatedAt(l.Names[0].Span, "served here").
			Note("clients that verify refuse it").
			Advise("have one issued with this name in its subject alternative names")
		if len(x.Names) == 0 && strings.EqualFold(x.Subject, name) {
			// Go and browsers do not look at the common name; Node, curl and Python still do.
			f.Severity = Warning
			f.Note("only the common name has it, which RFC 9525 rules out")
		}
		return
	}
}

// covers reports whether one of the names of a certificate is that of a host. A wildcard stands for one label.
func covers(names []string, host string) bool {
	for _, name := range names {
		if name == host || strings.HasPrefix(host, ".") && strings.HasSuffix(name, host) {
			return true
		}
		_, domain, ok := strings.Cut(host, ".")
		if rest, wild := strings.CutPrefix(name, "*."); wild && ok && rest == domain {
			return true
		}
	}
	return false
}
