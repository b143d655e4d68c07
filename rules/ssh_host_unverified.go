package rules

import "github.com/wirevet/wirevet/facts"

// SSHHostUnverified flags an ssh client that takes any host key, so that the server on the other side may be anyone.
var SSHHostUnverified = &Rule{
	ID:               "ssh-host-unverified",
	Title:            "ssh does not verify the host it connects to",
	Severity:         Warning,
	Answers:          []Code{CertificateValidation, ValidationEnabled},
	CWE:              []int{322},
	SecuritySeverity: "6.8",
	Precision:        VeryHigh,
	Crosswalk:        []string{"OWASP MCP Top 10: MCP07", "OWASP AISVS 1.0: 10.3.1", "OWASP ASVS 5.0: 12.3.2"},
	Surfaces:         []string{"host config", GoSurface},
	Reach:            facts.SameDeployment,
	Fix:              UnsafeFix,
	SSH:              checkHostKey,
}

func checkHostKey(c *Context, s *facts.SSHConnection) {
	check, stated := known(c, s.HostKey)
	file, replaced := known(c, s.KnownHosts)
	forgets := replaced && (file == "/dev/null" || file == "nul" || file == "NUL")
	switch {
	case stated && check == facts.AcceptAnyKey:
		c.Report(s.Entry, s.HostKey.Span, "%s connects by ssh to a host whose key is not checked", subject(s.Entry)).
			At("any key is taken").For("StrictHostKeyChecking=no").
			Note("whoever answers in the host's place becomes the server, and gets every tool call").
			Propose("let ssh check the key", false, facts.Remove{What: s.HostKey.Span}).
			Advise("remove the option; add the host's key to known_hosts once, by a way that you trust")
	case forgets:
		c.Report(s.Entry, s.KnownHosts.Span, "%s connects by ssh and forgets the host's key each time", subject(s.Entry)).
			At("no key is remembered").For("UserKnownHostsFile=/dev/null").
			Propose("let known_hosts decide", false, facts.Remove{What: s.KnownHosts.Span}).
			Advise("remove the option, so that known_hosts decides")
	case stated && check == facts.AcceptNewKey:
		c.Report(s.Entry, s.HostKey.Span, "%s connects by ssh and trusts the key that it sees first", subject(s.Entry)).
			At("first key is trusted").For("StrictHostKeyChecking=accept-new").As(Note, facts.High).
			Propose("let ssh check the key", false, facts.Remove{What: s.HostKey.Span}).
			Advise("ship the host's key in a known_hosts file, and name that with UserKnownHostsFile")
	}
}
