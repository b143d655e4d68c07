package envoy

import (
	"path"

	"github.com/wirevet/wirevet/facts"
)

// find returns the resource of a name: of the same file, else of the files of resources beside it. reason says why there is none.
func (e *emitter) find(kind, name string) (found node, reason facts.Reason) {
	key := resource{kind, name}
	if own := e.lookup(key); len(own) > 0 {
		return own[len(own)-1], several(len(own))
	}
	total := 0
	for _, d := range e.byFolder[folderOf(e.src)] {
		if d == e.document || d.bootstrap && e.bootstrap {
			continue
		}
		if others := d.lookup(key); len(others) > 0 {
			found, total = others[0], total+len(others)
		}
	}
	if total == 0 {
		return node{}, facts.OutsideRepository
	}
	return found, several(total)
}

// onDisk reports whether a ConfigSource is a file, and not a server.
func onDisk(config node) bool {
	return config.get("path").present() || config.get("path_config_source").present()
}

// findOnDisk returns the resource of a name in the file that a ConfigSource is: the one of that file's name beside this one, or the only one
// that there is. What is mounted under another name is looked for in all files beside this one.
func (e *emitter) findOnDisk(config node, kind, name string) (node, facts.Reason) {
	file := config.get("path_config_source", "path")
	if !file.present() {
		file = config.get("path")
	}
	called := e.byFile[path.Base(file.text())]
	var at *document
	if len(called) == 1 {
		at = called[0]
	}
	for _, d := range called {
		if folderOf(d.src) == folderOf(e.src) {
			at = d
		}
	}
	if at == nil || file.unknown() != facts.NoReason {
		return e.find(kind, name)
	}
	own := at.lookup(resource{kind, name})
	if len(own) == 0 {
		return node{}, facts.OutsideRepository
	}
	return own[len(own)-1], several(len(own))
}

func folderOf(src *facts.Source) string {
	folder, _ := path.Split(src.Path)
	return folder
}

func several(n int) facts.Reason {
	if n > 1 {
		return facts.SeveralValues
	}
	return facts.NoReason
}

// lookup returns the resources of a name.
func (d *document) lookup(key resource) []node {
	if d.named == nil {
		d.named = map[resource][]node{}
		for kind, list := range d.resources {
			for _, r := range list {
				name := r.get("name")
				if !name.present() {
					name = r.get("cluster_name")
				}
				at := resource{kind, name.text()}
				d.named[at] = append(d.named[at], r)
			}
		}
	}
	return d.named[key]
}
