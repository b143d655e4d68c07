package hostconfig

import (
	"bytes"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/credential"
	"github.com/wirevet/wirevet/parsers/tree"
)

// Parse states what the host file src says. data are the bytes of src.
func Parse(src *facts.Source, data []byte) *facts.Facts {
	out := &facts.Facts{Sources: []*facts.Source{src}}
	if encrypted(data) {
		return out
	}
	maskShapes(src, data)
	places := placesOf(src.Path)
	kind := syntaxOf(src.Path, places)
	p := &parser{src: src, data: data, kind: kind, doc: readTree(data, kind), out: out}
	p.checkRoot(places)
	for _, at := range places {
		p.readFile(at)
	}
	if len(out.Entries) == 0 {
		p.readShapes()
	}
	if len(out.Entries) == 0 {
		p.readUnknown(places)
	}
	if len(p.hosts) == 0 && len(places) > 0 && kind != frontMatter {
		p.hosts = append(p.hosts, &places[0].h.host)
	}
	p.reportSyntax(places)
	if len(p.hosts) > 0 || len(out.Entries) > 0 {
		p.readDirectives()
	}
	for _, h := range p.hosts {
		out.HostFiles = append(out.HostFiles, &facts.HostFile{Source: src, Host: h})
	}
	return out
}

// encrypted reports whether a file holds nothing that can be read without its key: git-crypt, Ansible Vault.
func encrypted(data []byte) bool {
	return bytes.HasPrefix(data, []byte("\x00GITCRYPT\x00")) || bytes.HasPrefix(data, []byte("$ANSIBLE_VAULT;"))
}

// parser holds what is known while one file is read.
type parser struct {
	src  *facts.Source
	data []byte
	kind syntax
	doc  *tree.Doc
	out  *facts.Facts

	h     *host
	f     *file         // the description of this file; nil when the file is not among those of h
	hosts []*facts.Host // those that have something in this file
	root  *tree.Node

	inputs map[string]bool // the ids of the prompts that the file defines; nil when it defines none
	merged []int           // where the keys stand whose objects the host merges with a later one of the same key

	inherits *facts.Why // why the servers of the file inherit what they do: one and the same for all
}

// maskShapes hides everything that has the shape of a provider's credential, wherever it stands: in a comment, in a
// key that nobody knows, in a part that does not parse.
func maskShapes(src *facts.Source, data []byte) {
	credential.Mask(src, data)
}

// readFile reads the file as the host at that place does.
func (p *parser) readFile(at place) {
	p.h, p.f = at.h, at.f
	maps := at.f.maps
	if maps == nil {
		maps = at.h.maps
	}
	if at.f.only {
		maps = nil
	}
	before, granted := len(p.out.Entries), len(p.out.Approvals)
	for _, root := range p.doc.Roots {
		p.root = root
		if at.h.goKeys {
			p.asGoDecodes(maps)
		}
		p.readInputs()
		for _, m := range maps {
			p.readMaps(m, len(maps) > 1)
		}
		if at.f.bare && len(p.out.Entries) == before {
			p.readBare()
		}
		if len(p.out.Entries) == before {
			p.reportMisspelledMap(maps)
		}
		p.readSettings()
	}
	if len(p.out.Entries) > before || len(p.out.Approvals) > granted || at.f.only {
		p.hosts = append(p.hosts, &at.h.host)
		p.reportStrictness(at)
	}
}

// readUnknown reads server maps at places that no host in the tables uses. Those of a file that holds settings only
// are ignored by its host, but what is written there is written.
func (p *parser) readUnknown(places []place) {
	p.h, p.f = &unknown, nil
	ignored := false
	if len(places) > 0 {
		p.h, p.f = places[0].h, places[0].f
		ignored = p.f.only
	}
	before := len(p.out.Entries)
	for _, root := range p.doc.Roots {
		p.root = root
		p.readGeneric()
	}
	for _, e := range p.out.Entries[before:] {
		if ignored {
			e.Inactive = facts.Written(true, e.Name)
		}
	}
	if len(places) == 0 && len(p.out.Entries) > before {
		p.hosts = append(p.hosts, &unknown.host)
	}
}

// checkRoot reports a known file whose root is a list or a single value.
func (p *parser) checkRoot(places []place) {
	if len(places) == 0 || p.kind == frontMatter || len(p.doc.Problems) > 0 {
		return
	}
	for _, root := range p.doc.Roots {
		if root.Kind != tree.Object && root.Kind != tree.Null {
			p.h = places[0].h
			p.refuse(root, p.h.host.Title+" expects an object here")
			return
		}
	}
}
