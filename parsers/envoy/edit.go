package envoy

import (
	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/parsers/tree"
)

// Edit turns changes into edits: it raises tls_minimum_protocol_version where that is written by name.
func Edit(src *facts.Source, data []byte, changes []facts.Change) [][]facts.TextEdit {
	words := map[facts.TLSVersion]string{}
	for i, version := range versions {
		words[version] = versionNames[i]
	}
	return tree.RaiseFloor(src, data, syntaxOf(src), words, changes)
}
