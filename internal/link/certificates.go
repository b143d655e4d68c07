package link

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// joinCertificates tells certificates and keys which listeners use them. A server names them by paths of the machine that
// it runs on: the file of the repository is the one at that place beside the configuration, or the only one of its name.
func joinCertificates(s *facts.System) {
	if len(s.Certificates)+len(s.PrivateKeys) == 0 {
		return
	}
	leaves, keys := map[string][]*facts.Certificate{}, map[string][]*facts.PrivateKey{}
	var seen *facts.Entry
	for _, c := range s.Certificates {
		if c.Entry == seen { // the first of a file or a value is the server's own, the others its issuers
			continue
		}
		seen = c.Entry
		name := cmp.Or(c.Object.Name, path.Base(c.Span.Source.Path))
		leaves[name] = append(leaves[name], c)
	}
	for _, k := range s.PrivateKeys {
		keys[path.Base(k.Span.Source.Path)] = append(keys[path.Base(k.Span.Source.Path)], k)
	}
	for _, l := range s.Listeners {
		if l.Policy == nil {
			continue
		}
		for _, ref := range l.Policy.Certificates {
			if c := cmp.Or(ref.Certificate, referred(leaves, ref.File, func(c *facts.Certificate) *facts.Source { return c.Span.Source })); c != nil {
				c.Serves = append(c.Serves, l)
				c.Entry.Relevance = min(c.Entry.Relevance, l.Entry.Relevance)
			}
			if k := cmp.Or(ref.PrivateKey, referred(keys, ref.Key, func(k *facts.PrivateKey) *facts.Source { return k.Span.Source })); k != nil {
				k.Serves = append(k.Serves, l)
				k.Entry.Relevance = min(k.Entry.Relevance, l.Entry.Relevance)
			}
		}
	}
	for _, p := range s.TLS {
		for _, e := range p.Inline {
			e.Relevance = min(e.Relevance, p.Entry.Relevance)
		}
	}
	for _, k := range s.PrivateKeys {
		if k.Entry.Relevance == facts.Unrelated && nearSomethingRelevant(s, k.Span.Source) {
			k.Entry.Relevance = facts.SameDeployment
		}
	}
}

// referred returns the one certificate or key that a path names, or nil.
func referred[T any](byName map[string][]*T, named facts.Stated[string], source func(*T) *facts.Source) *T {
	if !named.Known() || strings.Contains(named.Value, "$") {
		return nil
	}
	found := byName[path.Base(named.Value)]
	if len(found) == 1 {
		return found[0]
	}
	beside := path.Join(path.Dir(named.Span.Source.Path), named.Value)
	if i := slices.IndexFunc(found, func(t *T) bool { return source(t).Path == beside }); i >= 0 {
		return found[i]
	}
	return nil
}

// nearSomethingRelevant reports whether a file lies in the folder of something that has to do with MCP, or below it.
func nearSomethingRelevant(s *facts.System, src *facts.Source) bool {
	return slices.ContainsFunc(s.Entries, func(e *facts.Entry) bool {
		if e.Relevance > facts.SameDeployment || e.Name.Source == nil || e.Name.Source == src {
			return false
		}
		folder := Project(e.Name.Source.Path)
		return folder == "." || strings.HasPrefix(src.Path, folder+"/")
	})
}
