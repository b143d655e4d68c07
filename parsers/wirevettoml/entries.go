package wirevettoml

import (
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"reflect"
	"slices"
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// unique returns the entries of a list without those that say of the same thing what another says. Where two contradict
// each other nobody can tell which is meant, and neither holds.
func unique[T any](d *decoder, list []T, at func(*T) text, key func(*T) string) []*T {
	first := make(map[string]int, len(list))
	drop := make([]bool, len(list))
	for i := range list {
		j, again := first[key(&list[i])]
		if !again {
			first[key(&list[i])] = i
			continue
		}
		one, other := at(&list[j]).Span, at(&list[i]).Span
		drop[i] = true
		if same(&list[j], &list[i]) {
			d.problem(other, "the same entry stands in line %d; keep one", one.Begin().Line)
			continue
		}
		if !drop[j] {
			d.problem(one, "the entry in line %d is about the same and says something else; neither holds, keep one", other.Begin().Line)
		}
		d.problem(other, "the entry in line %d is about the same and says something else; neither holds, keep one", one.Begin().Line)
		drop[j] = true
	}
	out := make([]*T, 0, len(list))
	for i := range list {
		if !drop[i] {
			out = append(out, &list[i])
		}
	}
	return out
}

// same reports whether two entries have the same values.
func same[T any](a, b *T) bool {
	x, y := reflect.ValueOf(a).Elem(), reflect.ValueOf(b).Elem()
	for i := range x.NumField() {
		switch v := x.Field(i).Interface().(type) {
		case text:
			if v.Value != y.Field(i).Interface().(text).Value {
				return false
			}
		case []text:
			if !slices.EqualFunc(v, y.Field(i).Interface().([]text), func(a, b text) bool { return a.Value == b.Value }) {
				return false
			}
		}
	}
	return true
}

func (d *decoder) endpoints(list []endpoint) {
	for _, e := range unique(d, list, func(e *endpoint) text { return e.Match }, func(e *endpoint) string { return e.Match.Value }) {
		out := &facts.EndpointDeclaration{
			Span: e.Match.Span, Block: e.Block, Match: e.Match.Value, Justification: e.Justification, TerminatedBy: e.TerminatedBy,
			AuthenticatedBy: e.AuthenticatedBy, AuditedBy: e.AuditedBy, ClientCertificates: e.ClientCertificates, Owner: e.Owner,
		}
		for class := facts.Loopback; class <= facts.Public; class++ {
			if e.Exposure.Value == class.String() {
				out.Exposure = facts.Written(class, e.Exposure.Span)
			}
		}
		for s := facts.LowSensitivity; s <= facts.HighSensitivity; s++ {
			if e.Sensitivity.Value == s.String() {
				out.Sensitivity = facts.Written(s, e.Sensitivity.Span)
			}
		}
		if e.MTLS.Known() {
			out.MutualTLS = facts.Written(e.MTLS.Value == "required", e.MTLS.Span)
		}
		d.out.Endpoints = append(d.out.Endpoints, out)
	}
}

func (d *decoder) acceptances(list []accept) {
	key := func(a *accept) string {
		return a.Rule.Value + "\x00" + strings.TrimPrefix(a.Path.Value, "./") + "\x00" + a.Subject.Value
	}
	for _, a := range unique(d, list, func(a *accept) text { return a.Rule }, key) {
		if !a.Path.Known() && !a.Subject.Known() {
			d.problem(a.Rule.Span, "[[accept]] needs the key \"path\" or \"subject\": an acceptance is for something")
			continue
		}
		a.Path.Value = strings.TrimPrefix(a.Path.Value, "./")
		d.out.Acceptances = append(d.out.Acceptances, &facts.Acceptance{
			Span: a.Rule.Span, Block: a.Block, Rule: a.Rule.Value, Path: a.Path, Subject: a.Subject, Reason: d.src.Redact(a.Reason.Value),
			Owner: d.src.Redact(a.Owner.Value), Expires: date(a.Expires),
		})
	}
}

var severities = []string{"note", "warning", "error"}

func (d *decoder) overrides(byID map[string]rule) {
	ids := make([]string, 0, len(byID))
	for id := range byID {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(a, b string) int { return byID[a].Block.Start - byID[b].Block.Start })
	for _, id := range ids {
		r := byID[id]
		known := d.options.rule(id)
		if known == nil {
			d.problem(r.Block, "%s", d.noRule(id))
			continue
		}
		disabled := r.Enabled.Known() && !r.Enabled.Value
		switch {
		case !r.Severity.Known() && !r.Enabled.Known():
			d.problem(r.Block, "[rules.%q] says nothing; expected severity, or enabled = false", id)
		case disabled && !r.Reason.Known():
			d.problem(r.Enabled.Span, "a rule is switched off with a reason; add reason = \"…\"")
		case disabled && r.Severity.Known():
			d.problem(r.Severity.Span, "a rule that is switched off has no severity; keep one of the two")
		case r.Severity.Known() && !r.Reason.Known() && slices.Index(severities, r.Severity.Value) < slices.Index(severities, known.Severity):
			d.problem(r.Severity.Span, "a rule is made lighter with a reason; add reason = \"…\"")
		default:
			d.out.Overrides = append(d.out.Overrides, &facts.RuleOverride{
				Span: r.Block, Rule: id, Severity: r.Severity, Disabled: disabled, Reason: r.Reason.Value,
			})
		}
	}
}

// trust reads the CA certificates that the policy names.
func (d *decoder) trust(t trust, p *facts.Policy) {
	for _, file := range t.CA {
		data, ok := d.options.Open(file.Value)
		if !ok {
			d.problem(file.Span, "there is no file %q to read; expected CA certificates in PEM", file.Value)
			continue
		}
		trusted := facts.TrustedCA{File: file}
		wrong := ""
		for len(data) > 0 && wrong == "" {
			var block *pem.Block
			if block, data = pem.Decode(data); block == nil {
				break
			}
			if block.Type != "CERTIFICATE" {
				wrong = "%q holds more than certificates: name a file that holds nothing else"
				continue
			}
			if c, err := x509.ParseCertificate(block.Bytes); err != nil {
				wrong = "%q holds a certificate that cannot be read"
			} else if !c.IsCA {
				wrong = "%q holds a certificate that is not that of a CA"
			}
			trusted.Certificates = append(trusted.Certificates, block.Bytes)
		}
		if wrong == "" && len(trusted.Certificates) == 0 {
			wrong = "%q holds no certificate in PEM"
		}
		if wrong != "" {
			d.problem(file.Span, wrong, file.Value)
			continue
		}
		p.Trusts = append(p.Trusts, trusted)
	}
}

func (d *decoder) evidence(list []evidence) {
	for _, e := range list {
		data, ok := d.options.Open(e.File.Value)
		if !ok {
			d.problem(e.File.Span, "there is no file %q to read", e.File.Value)
			continue
		}
		sum := sha256.Sum256(data)
		if !strings.EqualFold(hex.EncodeToString(sum[:]), e.SHA256.Value) {
			d.problem(e.SHA256.Span, "the file has another SHA-256: it was changed, or this is not the file that was recorded")
			continue
		}
		d.out.Evidence = append(d.out.Evidence, &facts.Evidence{
			Span: e.File.Span, Kind: e.Kind.Value, Connection: e.Connection.Value, File: e.File.Value, SHA256: strings.ToLower(e.SHA256.Value),
			Recorded: date(e.Recorded),
		})
	}
}
