package link

import (
	"path"
	"slices"
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// productNamed returns the product that an image of that name runs, whose version is its tag, as the products' own projects publish
// them; "" for any other image.
func productNamed(image string) string {
	switch image {
	case "nginx", "nginxinc/nginx-unprivileged":
		return "nginx"
	case "haproxy", "haproxytech/haproxy-alpine", "haproxytech/haproxy-debian", "haproxytech/haproxy-ubuntu":
		return "haproxy"
	case "httpd":
		return "apache"
	case "caddy", "traefik":
		return image
	case "envoyproxy/envoy", "envoyproxy/envoy-distroless":
		return "envoy"
	}
	return ""
}

// atHome reports whether a path in an image of the product is in the folder in which it has its configuration. What is mounted
// elsewhere counts only by the file's own path.
func atHome(product, target string) bool {
	within := func(home string) bool { return strings.HasPrefix(path.Clean(target)+"/", home+"/") }
	switch product {
	case "nginx", "caddy", "traefik", "envoy":
		return within("/etc/" + product)
	case "haproxy":
		return within("/usr/local/etc/haproxy") || within("/etc/haproxy")
	case "apache":
		return within("/usr/local/apache2/conf")
	}
	return false
}

// productOf returns the product that an image runs, and its version as far as the tag says; "" when it is none of them.
func productOf(i *facts.Image) (product, version string) {
	if i == nil {
		return "", ""
	}
	name := i.Name
	for _, prefix := range [...]string{"docker.io/", "index.docker.io/", "public.ecr.aws/docker/", "mirror.gcr.io/", "library/"} {
		name = strings.TrimPrefix(name, prefix)
	}
	version = strings.TrimPrefix(i.Tag, "v")
	if version == "" || version[0] < '0' || version[0] > '9' {
		return "", "" // stable, alpine
	}
	return productNamed(name), version
}

// versioned are the versions with which the files at a path are used: one when it is known.
type versioned map[string][]facts.Stated[string]

func (v versioned) add(at string, version string, span facts.Span) {
	for _, known := range v[at] {
		if known.Value == version {
			return
		}
	}
	v[at] = append(v[at], facts.Written(version, span))
}

// versionFor returns the version for a file: by its own path, or by a folder that it lies in. Several are none.
func versionFor(file string, whole, single versioned) facts.Stated[string] {
	found := single[path.Clean(file)]
	for at := path.Clean(file); ; at = path.Dir(at) {
		found = append(found[:len(found):len(found)], whole[at]...)
		if at == "." || at == "/" {
			break
		}
	}
	if len(found) == 0 || slices.ContainsFunc(found, func(v facts.Stated[string]) bool { return v.Value != found[0].Value }) {
		return facts.Stated[string]{}
	}
	return found[0]
}

// findImageVersions tells each policy the version of its product, where the files do not say it themselves: that of the image
// which is given the file, by a mount or when it is built.
func findImageVersions(s *facts.System) {
	if len(s.Workloads)+len(s.Builds) == 0 {
		return
	}
	whole, single := map[string]versioned{}, map[string]versioned{} // what is a folder or a file, and what counts as a file alone
	use := func(i *facts.Image, file string, to map[string]versioned) {
		product, version := productOf(i)
		if product == "" || file == "" {
			return
		}
		if to[product] == nil {
			to[product] = versioned{}
		}
		to[product].add(path.Clean(file), version, i.Span)
	}
	runs := map[*facts.Entry]*facts.Image{}
	for _, w := range s.Workloads {
		if w.Container == nil || w.Deployed == nil {
			continue
		}
		image := w.Container.Image
		if w.Container.Built != nil {
			image = w.Container.Built.Base
		}
		runs[w.Entry] = image
	}
	for _, r := range s.Roots {
		if r.By != facts.BindMount || r.Unresolved != facts.NoReason {
			continue
		}
		to := single
		if product, _ := productOf(runs[r.Entry]); atHome(product, r.Target) {
			to = whole
		}
		use(runs[r.Entry], strings.TrimPrefix(r.Path, "./"), to)
	}
	for _, b := range s.Builds {
		for _, c := range b.Copies {
			for _, context := range contextsOf(b) {
				if c.Known() && c.Value != "." {
					use(b.Base, path.Join(context, c.Value), whole)
				}
			}
		}
	}
	for _, p := range s.TLS {
		if p.Product != "" && !p.Version.Known() && p.Span.Source != nil {
			p.Version = versionFor(p.Span.Source.Path, whole[p.Product], single[p.Product])
		}
	}
}

// contextsOf returns the folders that an image is built from: those that name its Dockerfile say which, or else it is its own.
func contextsOf(b *facts.ImageBuild) []string {
	var out []string
	for _, w := range b.RunBy {
		if w.Deployed != nil && w.Deployed.Image != nil && w.Deployed.Image.Context != "" {
			out = append(out, w.Deployed.Image.Context)
		}
	}
	if len(out) == 0 && b.Source != nil {
		out = append(out, path.Dir(b.Source.Path))
	}
	return out
}
