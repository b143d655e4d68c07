package parsers

import (
	"bytes"
	"path"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/parsers/envoy"
	"github.com/wirevet/wirevet/parsers/hostconfig"
	"github.com/wirevet/wirevet/parsers/input"
	"github.com/wirevet/wirevet/parsers/kubernetes"
	"github.com/wirevet/wirevet/parsers/nginx"
	"github.com/wirevet/wirevet/parsers/traefik"
)

// readManifests reads Kubernetes manifests: those that kustomizations put together as what is made of them, the others one by
// one.
func readManifests(u *input.Unit) []*facts.Facts {
	overlays := findOverlays(u)
	out := make([]*facts.Facts, len(u.Files)+len(overlays.Roots))
	var next atomic.Int64
	var workers sync.WaitGroup
	for range max(1, min(u.Jobs, len(out))) {
		workers.Go(func() {
			for {
				from := int(next.Add(manifestsAtOnce)) - manifestsAtOnce
				if from >= len(out) {
					return
				}
				block := out[from:min(from+manifestsAtOnce, len(out))]
				for i := range block {
					block[i] = readOne(u, overlays, from+i)
				}
				gather(block)
			}
		})
	}
	workers.Wait()
	return slices.DeleteFunc(out, func(f *facts.Facts) bool { return f == nil })
}

// findOverlays puts overlays together. After a panic there are none: the files are still read one by one.
func findOverlays(u *input.Unit) (out *kubernetes.Overlays) {
	defer func() {
		if p := recover(); p != nil {
			if u.Recovered == nil {
				panic(p)
			}
			u.Recovered("kustomizations", p)
			out = &kubernetes.Overlays{}
		}
	}()
	return kubernetes.FindOverlays(u)
}

// manifestsAtOnce is how many files one worker reads in a row. What they state becomes one: most files state less than an empty
// Facts takes.
const manifestsAtOnce = 16

func gather(block []*facts.Facts) {
	var all *facts.Facts
	for i, f := range block {
		switch {
		case f == nil:
		case all == nil:
			all = f
		default:
			all.Add(f)
			block[i] = nil
		}
	}
}

// readOne reads a file, or behind the files an overlay. A panic is kept to it: the others are still read.
func readOne(u *input.Unit, overlays *kubernetes.Overlays, i int) (out *facts.Facts) {
	place := ""
	defer func() {
		if p := recover(); p != nil {
			if u.Recovered == nil {
				panic(p)
			}
			u.Recovered(place, p)
		}
	}()
	if i >= len(u.Files) {
		overlay := overlays.Roots[i-len(u.Files)]
		place = overlay.Path
		stated, rest := overlay.Parse()
		addRest(stated, rest)
		stated.Rebase()
		return stated
	}
	f := u.Files[i]
	place = f.Source.Path
	return readManifest(f.Source, f.Data, overlays.Claims(f.Source.Path))
}

// readManifest reads the manifests of one file. What has the look of a manifest may be a host's all the same.
func readManifest(src *facts.Source, data []byte, claimed bool) *facts.Facts {
	parse := kubernetes.Parse
	if claimed {
		parse = kubernetes.ParseClaimed
	}
	out, rest, found := parse(src, data)
	if hostconfig.Sniff(data) && (!found || bytes.Contains(data, []byte("RemoteMCPServer"))) {
		host := hostconfig.Parse(src, data)
		if !found {
			return host
		}
		host.Sources, host.Directives, host.Problems = nil, nil, nil // stated already
		out.Add(host)
	}
	addRest(out, rest)
	return out
}

// addRest adds what the files that stand in ConfigMaps state, as the formats of those read them, and the resources of others.
func addRest(out *facts.Facts, rest kubernetes.Rest) {
	addTraefik(out, rest.Custom)
	var servers, proxies input.Unit
	for _, file := range rest.Files {
		inner := facts.NewPart(file.Name, file.Text)
		text := []byte(file.Text.Text)
		switch {
		case nginx.KnownPath(file.Name), nginx.CandidatePath(file.Name) && nginx.Sniff(text):
			servers.Files = append(servers.Files, input.File{Source: inner, Data: text})
		case envoy.CandidatePath(file.Name) && envoy.Sniff(text):
			proxies.Files = append(proxies.Files, input.File{Source: inner, Data: text})
		case hostconfig.KnownPath(file.Name), hostconfig.CandidateName(file.Name) && hostconfig.Sniff(text):
			addPart(out, hostconfig.Parse(inner, text), file.Entry)
		}
	}
	if len(servers.Files) > 0 {
		servers.Open = func(name string) (input.File, bool) {
			for _, f := range servers.Files {
				if path.Base(f.Source.Path) == path.Base(name) {
					return f, true
				}
			}
			return input.File{}, false
		}
		servers.Glob = func(pattern string) []string {
			var found []string
			for _, f := range servers.Files {
				if ok, err := path.Match(path.Base(pattern), path.Base(f.Source.Path)); ok && err == nil {
					found = append(found, f.Source.Path)
				}
			}
			return found
		}
		for _, part := range nginx.Parse(&servers) {
			addPart(out, part, rest.Files[0].Entry)
		}
	}
	for _, part := range envoy.Parse(&proxies) {
		addPart(out, part, rest.Files[0].Entry)
	}
}

// addTraefik adds what Traefik makes of its own kinds of resource.
func addTraefik(out *facts.Facts, custom []kubernetes.Custom) {
	if len(custom) == 0 {
		return
	}
	list := make([]traefik.Resource, 0, len(custom))
	for _, c := range custom {
		r := traefik.Resource{Kind: c.Kind, Name: c.Name, Namespace: c.Namespace, At: c.At}
		for _, s := range c.Settings {
			r.Settings = append(r.Settings, traefik.ResourceSetting(s))
		}
		list = append(list, r)
	}
	made := traefik.Resources(list)
	for _, e := range made.Entries {
		e.Deployment = custom[0].Deployment
	}
	out.Add(made)
}

// addPart adds what a file states that stands in another one.
func addPart(out, part *facts.Facts, within *facts.Entry) {
	part.Rebase()
	part.Sources = nil // the outer file is stated already
	part.Parts = nil   // and it is not edited inside of a value
	for _, e := range part.Entries {
		e.Deployment = within.Deployment
	}
	out.Add(part)
}
