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
)

// readManifests reads Kubernetes manifests: those that kustomizations put together as what is made of them, the others one by
// one.
func readManifests(u *input.Unit) []*facts.Facts {
	overlays := findOverlays(u)
	out := make([]*facts.Facts, len(u.Files)+len(overlays.Roots))
	cluster := make([]custom, len(out))
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
					block[i], cluster[from+i].list = readOne(u, overlays, from+i)
					cluster[from+i].place = placeOf(u, overlays, from+i)
				}
				into := gather(block)
				for i := range block {
					cluster[from+i].into = into
				}
			}
		})
	}
	workers.Wait()
	addTraefik(u, cluster)
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

func gather(block []*facts.Facts) (all *facts.Facts) {
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
	return all
}

// placeOf returns the path of a file, or behind the files of an overlay.
func placeOf(u *input.Unit, overlays *kubernetes.Overlays, i int) string {
	if i >= len(u.Files) {
		return overlays.Roots[i-len(u.Files)].Path
	}
	return u.Files[i].Source.Path
}

// readOne reads a file, or behind the files an overlay, and returns the resources of others in it as well. A panic is kept to it: the
// others are still read.
func readOne(u *input.Unit, overlays *kubernetes.Overlays, i int) (out *facts.Facts, rest []kubernetes.Custom) {
	defer func() {
		if p := recover(); p != nil {
			if u.Recovered == nil {
				panic(p)
			}
			u.Recovered(placeOf(u, overlays, i), p)
		}
	}()
	if i >= len(u.Files) {
		stated, rest := overlays.Roots[i-len(u.Files)].Parse()
		addRest(stated, rest)
		stated.Rebase()
		return stated, rest.Custom
	}
	f := u.Files[i]
	return readManifest(f.Source, f.Data, overlays.Claims(f.Source.Path))
}

// readManifest reads the manifests of one file. What has the look of a manifest may be a host's all the same.
func readManifest(src *facts.Source, data []byte, claimed bool) (*facts.Facts, []kubernetes.Custom) {
	parse := kubernetes.Parse
	if claimed {
		parse = kubernetes.ParseClaimed
	}
	out, rest, found := parse(src, data)
	if hostconfig.Sniff(data) && (!found || bytes.Contains(data, []byte("RemoteMCPServer"))) {
		host := hostconfig.Parse(src, data)
		if !found {
			return host, nil
		}
		host.Sources, host.Directives, host.Problems = nil, nil, nil // stated already
		out.Add(host)
	}
	addRest(out, rest)
	return out, rest.Custom
}

// addRest adds what the files that stand in ConfigMaps state, as the formats of those read them.
func addRest(out *facts.Facts, rest kubernetes.Rest) {
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
