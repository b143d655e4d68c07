package rules

import "github.com/wirevet/wirevet/facts"

// SessionIDPredictable flags a session identifier that somebody else can guess. Who guesses one takes part in the session:
// on revisions of MCP with sessions, it is all that a request of theirs needs.
var SessionIDPredictable = &Rule{
	ID:               "session-id-predictable",
	Title:            "a session identifier can be guessed",
	Severity:         Error,
	Answers:          []Code{Authentication},
	CWE:              []int{330, 340},
	SecuritySeverity: "7.5",
	Precision:        HighPrecision,
	Crosswalk:        []string{"OWASP MCP Top 10: MCP07", "OWASP ASVS 5.0: 7.2.3"},
	Surfaces:         goSource,
	Reach:            facts.OnPath,
	SessionID:        checkSessionID,
}

func checkSessionID(c *Context, s *facts.SessionID) {
	from, ok := known(c, s.From)
	if !ok || from != facts.Predictable {
		return
	}
	c.Report(s.Entry, s.Span, "%s makes session identifiers from %s", subject(s.Entry), s.By).
		At("can be guessed").For(s.By).
		Note("whoever guesses one can read the session's messages and send some of their own").
		Advise("make it with crypto/rand: rand.Text()")
}
