package parsers

import (
	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/parsers/devcontainer"
	"github.com/wirevet/wirevet/parsers/hostconfig"
)

// readHost reads a host config. The file of a dev container may be one, and says what its servers run in.
func readHost(src *facts.Source, data []byte) *facts.Facts {
	out := hostconfig.Parse(src, data)
	if devcontainer.KnownPath(src.Path) {
		devcontainer.Parse(src, data, out)
	}
	return out
}

// editHost turns changes to a host config into edits.
func editHost(src *facts.Source, data []byte, changes []facts.Change) [][]facts.TextEdit {
	out := hostconfig.Edit(src, data, changes)
	if devcontainer.KnownPath(src.Path) {
		for i, edits := range devcontainer.Edit(src, data, changes) {
			if edits != nil {
				out[i] = edits
			}
		}
	}
	return out
}
