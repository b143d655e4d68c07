package rules

import "github.com/wirevet/wirevet/facts"

// LaunchUnpinned notes a package or an image whose version is decided anew when the server starts. It is a note, because
// nearly every server documents itself so; it is a warning where the server has rights that make a bad version worse.
var LaunchUnpinned = &Rule{
	ID:               "launch-unpinned",
	Title:            "the version of a server is not fixed",
	Severity:         Note,
	Answers:          []Code{ReachableByOthers},
	CWE:              []int{829},
	SecuritySeverity: "3.5",
	Precision:        VeryHigh,
	Crosswalk:        []string{"OWASP MCP Top 10: MCP04", "OWASP AISVS 1.0: 10.1.1", "OWASP ASVS 5.0: 15.2.4"},
	Surfaces:         hostGoOrManifest,
	Reach:            facts.SameDeployment,
	Launch:           checkPin,
}

func checkPin(c *Context, l *facts.Launch) {
	span, name, pin, form := unpinned(l)
	if span.IsZero() || l.Role == facts.CommandRole {
		return
	}
	how := map[facts.Pin]string{
		facts.PinAbsent: "without a version", facts.PinTag: "at a tag that moves", facts.PinRange: "at a range of versions",
	}[pin]
	if l.Entry != nil && l.Entry.Builds && span == imageSpan(l) {
		c.Report(l.Entry, span, "%s is built on %s %s", l.Process.Title, name, how).
			At("no fixed content").For(name).Advise("name its content: %s", form)
		return
	}
	f := c.Report(l.Entry, span, "%s runs %s %s", l.Process.Title, name, how).
		At("no fixed version").For(name).Advise("name one version: %s", form)
	if heavy := heavyRights(c, l.Process); heavy != "" {
		f.Severity = Warning
		f.Note("the server %s", heavy)
	}
}

// unpinned returns the first package or image of a launch without a fixed version, and how a fixed one is written.
func unpinned(l *facts.Launch) (span facts.Span, name string, pin facts.Pin, form string) {
	for _, p := range l.Packages {
		if p.Pin != facts.PinAbsent && p.Pin != facts.PinTag && p.Pin != facts.PinRange {
			continue
		}
		form = p.Name + "@1.2.3"
		if p.Registry == "pypi" {
			form = p.Name + "==1.2.3"
		}
		return p.Span, p.Name, p.Pin, form
	}
	if i := l.Image; i != nil && i.Pin != facts.PinDigest && i.Name != "" {
		return i.Span, "the image " + i.Name, i.Pin, i.Name + "@sha256:…"
	}
	return facts.Span{}, "", 0, ""
}

func imageSpan(l *facts.Launch) facts.Span {
	if l.Image == nil {
		return facts.Span{}
	}
	return l.Image.Span
}

// heavyRights completes "the server …" when a bad version would do more than usual harm.
func heavyRights(c *Context, w *facts.Workload) string {
	if user, ok := known(c, w.User); ok && user.Root && w.User.State != facts.Default {
		return "runs as root"
	}
	if privileged, ok := known(c, container(w).Privileged); ok && privileged {
		return "is privileged"
	}
	for _, s := range w.Sockets {
		if s.Kind == facts.RuntimeSocket {
			return "controls the container engine"
		}
	}
	return ""
}
