package link

import (
	"testing"

	"github.com/wirevet/wirevet/facts"
)

func TestAProxyRecordsForTheProgramBehindItWhereEveryWayLeadsThroughIt(t *testing.T) {
	off := facts.AuditTrail{Level: facts.HTTPLevel, Off: facts.Written(true, facts.Span{})}
	requests, tools := facts.AuditTrail{Level: facts.HTTPLevel}, facts.AuditTrail{Level: facts.ToolLevel, Fields: facts.ToolField}
	for name, c := range map[string]struct {
		program   facts.AuditLevel
		proxies   []facts.AuditTrail
		published bool
		want      facts.AuditLevel
		byProxy   bool
	}{
		"requests":                         {proxies: []facts.AuditTrail{requests}, want: facts.HTTPLevel, byProxy: true},
		"nothing":                          {proxies: []facts.AuditTrail{off}, want: facts.NoAudit},
		"tools":                            {proxies: []facts.AuditTrail{tools}, want: facts.ToolLevel, byProxy: true},
		"tools, but a port is published":   {proxies: []facts.AuditTrail{tools}, published: true, want: facts.HTTPLevel, byProxy: true},
		"tools, and requests elsewhere":    {proxies: []facts.AuditTrail{tools, requests}, want: facts.HTTPLevel, byProxy: true},
		"tools, and nothing elsewhere":     {proxies: []facts.AuditTrail{off, tools}, want: facts.HTTPLevel, byProxy: true},
		"the program logs requests itself": {program: facts.HTTPLevel, proxies: []facts.AuditTrail{requests}, want: facts.HTTPLevel},
		"the program records calls":        {program: facts.ToolLevel, proxies: []facts.AuditTrail{requests}, want: facts.ToolLevel},
	} {
		inner := &facts.Listener{}
		trail := &facts.ProgramTrail{AuditTrail: facts.AuditTrail{Level: c.program}, Listeners: []*facts.Listener{inner}}
		s := &facts.System{}
		s.ProgramTrails, s.Listeners = []*facts.ProgramTrail{trail}, []*facts.Listener{inner}
		for i := range c.proxies {
			s.Routes = append(s.Routes, &facts.Route{MCP: true, Audit: &c.proxies[i], Upstream: &facts.Upstream{Serves: []*facts.Listener{inner}}})
		}
		if c.published {
			s.Listeners = append(s.Listeners, &facts.Listener{Inner: inner})
		}
		joinAudits(s)
		if trail.Level != c.want || (trail.Proxy != nil) != c.byProxy || len(trail.Front) != len(c.proxies) {
			t.Errorf("%s: %s, by a proxy %v", name, trail.Level, trail.Proxy != nil)
		}
	}
}

func TestWhereAProxyRecordsForTheProgramItsSinkCounts(t *testing.T) {
	for sink, want := range map[string]facts.State{
		"/var/log/nginx/mcp.log": facts.Explicit, "logs/access.log": facts.Explicit, "access.json": facts.Explicit,
		"/dev/stdout": facts.Unresolved, "stdout": facts.Unresolved, "syslog:server=logs.corp": facts.Unresolved, "10.0.0.1": facts.Unresolved,
		"|/usr/bin/rotatelogs /var/log/a.log": facts.Explicit,
	} {
		inner := &facts.Listener{}
		trail := &facts.ProgramTrail{Listeners: []*facts.Listener{inner}, Truncates: true}
		proxy := &facts.AuditTrail{Level: facts.ToolLevel, Sink: facts.Written(sink, source("nginx.conf").All())}
		s := &facts.System{}
		s.ProgramTrails = []*facts.ProgramTrail{trail}
		s.Routes = []*facts.Route{{MCP: true, Audit: proxy, Upstream: &facts.Upstream{Serves: []*facts.Listener{inner}}}}
		joinAudits(s)
		if trail.Sink.Value != sink || trail.Mutable.State != want || trail.Truncates {
			t.Errorf("%s: kept in %s, %s", sink, trail.Sink.Value, trail.Mutable.State)
		}
	}
}

func TestWhatIsNoWayToAProgramIsNoTrailOfIt(t *testing.T) {
	inner := &facts.Listener{}
	way := func(edit func(*facts.Route)) int {
		trail := &facts.ProgramTrail{Listeners: []*facts.Listener{inner}}
		r := &facts.Route{MCP: true, Audit: &facts.AuditTrail{Level: facts.HTTPLevel}, Upstream: &facts.Upstream{Serves: []*facts.Listener{inner}}}
		edit(r)
		s := &facts.System{}
		s.ProgramTrails, s.Routes = []*facts.ProgramTrail{trail}, []*facts.Route{r}
		joinAudits(s)
		return len(trail.Front)
	}
	if way(func(*facts.Route) {}) != 1 {
		t.Error("a route")
	}
	for name, edit := range map[string]func(*facts.Route){
		"a redirect":              func(r *facts.Route) { r.Redirect = true },
		"a refusal":               func(r *facts.Route) { r.Refuses = true },
		"another path":            func(r *facts.Route) { r.MCP = false },
		"no program":              func(r *facts.Route) { r.Upstream.Serves = nil },
		"a log that nobody knows": func(r *facts.Route) { r.Audit = nil },
	} {
		if way(edit) != 0 {
			t.Error(name)
		}
	}
}
