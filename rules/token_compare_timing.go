package rules

import "github.com/wirevet/wirevet/facts"

// TokenCompareTiming notes a credential that is compared with an operator which stops at the first wrong byte.
var TokenCompareTiming = &Rule{
	ID:               "token-compare-timing",
	Title:            "how long a comparison takes tells how much of a credential is right",
	Severity:         Note,
	Answers:          []Code{Authentication},
	CWE:              []int{208},
	SecuritySeverity: "3.7",
	Precision:        MediumPrecision,
	Crosswalk:        []string{"OWASP MCP Top 10: MCP07"},
	Surfaces:         goSource,
	Reach:            facts.OnPath,
	Comparison:       checkComparison,
}

func checkComparison(c *Context, k *facts.SecretComparison) {
	if k.ConstantTime {
		return
	}
	c.Report(k.Entry, k.Span, "%s compares %s with a credential by %s", subject(k.Entry), k.Presented, k.Operator).
		At("stops at the first difference").For(k.Presented).
		Note("whoever measures many answers can find the credential byte by byte").
		Advise("compare with crypto/subtle: subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1")
}
