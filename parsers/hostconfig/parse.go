package hostconfig

import (
	"path"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/credential"
	"github.com/wirevet/wirevet/parsers/tree"
)

// Parse states what the host file src says. data are the bytes of src.
func Parse(src *facts.Source, data []byte) *facts.Facts {
	out := &facts.Facts{Sources: []*facts.Source{src}}
	maskShapes(src, data)
	places := placesOf(src.Path)
	kind := syntaxOf(src.Path, places)
	doc := tree.Parse(data, treeSyntax(kind))
	p := &parser{src: src, data: data, doc: doc, out: out}
	for _, at := range places {
		p.readFile(at)
	}
	if len(out.Entries) == 0 {
		p.readUnknown(places)
	}
	if len(p.hosts) == 0 && len(places) > 0 {
		p.hosts = append(p.hosts, &places[0].h.host)
	}
	p.reportSyntax(places)
	for _, h := range p.hosts {
		out.HostFiles = append(out.HostFiles, &facts.HostFile{Source: src, Host: h})
	}
	return out
}

// parser holds what is known while one file is read.
type parser struct {
	src  *facts.Source
	data []byte
	doc  *tree.Doc
	out  *facts.Facts

	h     *host
	hosts []*facts.Host // those that have something in this file
	root  *tree.Node

	inputs map[string]bool // the ids of the prompts that the file defines; nil when it defines none
}

// maskShapes hides everything that has the shape of a provider's credential, wherever it stands: in a comment, in a
// key that nobody knows, in a part that does not parse.
func maskShapes(src *facts.Source, data []byte) {
	for _, m := range credential.FindBytes(data) {
		src.Mask(m.Start, m.End, facts.Hint(string(data[m.Start:m.End])))
	}
}

// syntaxOf returns the syntax of a file: its extension decides between JSON, YAML and TOML, its host how lenient
// the JSON may be.
func syntaxOf(file string, places []place) syntax {
	var declared syntax
	if len(places) > 0 {
		declared = places[0].syntax()
	}
	switch path.Ext(plainName(strings.ToLower(file))) {
	case ".yaml", ".yml":
		return yamlSyntax
	case ".toml":
		return tomlSyntax
	case ".json", ".jsonc", ".json5", ".code-workspace":
		if declared == strictJSON || declared == jsonComments {
			return declared
		}
		return jsonLenient
	}
	if declared == sameSyntax {
		return jsonLenient
	}
	return declared
}

func treeSyntax(s syntax) tree.Syntax {
	switch s {
	case yamlSyntax:
		return tree.YAML
	case tomlSyntax:
		return tree.TOML
	}
	return tree.JSON
}

// readFile reads the file as the host at that place does.
func (p *parser) readFile(at place) {
	p.h = at.h
	maps := at.f.maps
	if maps == nil {
		maps = at.h.maps
	}
	if at.f.only {
		maps = nil
	}
	before := len(p.out.Entries)
	for _, root := range p.doc.Roots {
		p.root = root
		p.readInputs()
		for _, m := range maps {
			p.readMaps(m)
		}
		if at.f.bare && len(p.out.Entries) == before {
			p.readBare()
		}
		p.readSettings()
	}
	if len(p.out.Entries) > before || at.f.only {
		p.hosts = append(p.hosts, &at.h.host)
		p.reportStrictness(at)
	}
}

// readUnknown reads server maps at places that no host in the tables uses.
func (p *parser) readUnknown(places []place) {
	p.h = &unknown
	if len(places) > 0 {
		if places[0].f.only {
			return
		}
		p.h = places[0].h
	}
	before := len(p.out.Entries)
	for _, root := range p.doc.Roots {
		p.root = root
		p.readGeneric()
	}
	if len(places) == 0 && len(p.out.Entries) > before {
		p.hosts = append(p.hosts, &unknown.host)
	}
}
