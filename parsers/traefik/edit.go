package traefik

import (
	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/parsers/tree"
)

// Edit turns changes into edits: it raises the minVersion of TLS options.
func Edit(src *facts.Source, data []byte, changes []facts.Change) [][]facts.TextEdit {
	words := map[facts.TLSVersion]string{}
	for word, version := range versions {
		words[version] = word
	}
	return tree.RaiseFloor(src, data, syntaxOf(src), words, changes)
}
