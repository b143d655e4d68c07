package rules

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// DeclarationContradicted flags an entry of wirevet.toml that says otherwise than the files. A declaration explains what
// the files leave open; where they state something, they win.
var DeclarationContradicted = &Rule{
	ID:               "declaration-contradicted",
	Title:            "the files deny what wirevet.toml declares",
	Severity:         Warning,
	Answers:          []Code{InternetExposure, WhichAccount, MutualTLSRequired},
	CWE:              []int{1068},
	SecuritySeverity: "5.0",
	Precision:        HighPrecision,
	Surfaces:         []string{"wirevet.toml"},
	Scope:            WholeSystem,
	System:           checkContradictions,
}

func checkContradictions(c *Context, s *facts.System) {
	for _, d := range s.Endpoints {
		contradictedExposure(c, d)
		contradictedMTLS(c, d)
	}
	for _, w := range s.Workloads {
		if w.Entry != nil && w.Entry.Declared != nil {
			contradictedUser(c, w, w.Entry.Declared)
		}
	}
}

func contradictedExposure(c *Context, d *facts.EndpointDeclaration) {
	declared, ok := known(c, d.Exposure)
	if !ok {
		return
	}
	for _, u := range d.Uses {
		if u.Stated > declared {
			c.Report(nil, d.Exposure.Span, "the endpoint %s is declared %s, and the files show that it is %s", d.Match, declared, u.Stated).
				At("declared "+declared.String()).For(d.Match).RelatedAt(u.Span, "stated here").
				Advise("correct the declaration, or the file")
			return
		}
	}
}

func contradictedMTLS(c *Context, d *facts.EndpointDeclaration) {
	if required, ok := known(c, d.MutualTLS); !ok || !required {
		return
	}
	for _, u := range d.Uses {
		l := u.Listener
		if u.Route != nil {
			l = u.Route.Listener
		}
		if l == nil || l.Policy == nil {
			continue
		}
		if auth, ok := known(c, l.Policy.ClientAuth); ok && auth != facts.RequireAndVerify && l.Policy.ClientAuth.State == facts.Explicit {
			c.Report(nil, d.MutualTLS.Span, "client certificates are declared as required for %s, and the files say that they are %s", d.Match, auth).
				At("declared as required").For(d.Match).RelatedAt(l.Policy.ClientAuth.Span, "stated here").
				Advise("correct the declaration, or the file")
			return
		}
	}
}

func contradictedUser(c *Context, w *facts.Workload, d *facts.ServerDeclaration) {
	declared, ok := known(c, d.User)
	user, stated := known(c, w.User)
	if !ok || !stated || w.User.State == facts.Default {
		return
	}
	name, _, _ := strings.Cut(user.Name, ":")
	if name == declared || user.Name == declared {
		return
	}
	c.Report(nil, d.User.Span, "%s is declared to run as %s, and the files say %s", subject(w.Entry), declared, user.Name).
		At("declared account").For(d.Match).RelatedAt(w.User.Span, "stated here").
		Advise("correct the declaration, or the file")
}
