package link

import (
	"path"
	"slices"
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// renewers are the words by which programs are known that obtain certificates and renew them, in the names of images and programs
// and in the paths that they keep certificates at.
var renewers = []string{"certbot", "letsencrypt", "acme", "lego", "dehydrated", "swag", "getssl", "spire", "spiffe", "svid"}

// findRenewals tells of each certificate that a listener presents whether the files show that it is renewed by itself: by the
// path that it is kept at, by a controller, by a program that runs beside it, by the paths of ACME; or how often somebody has said
// that it is replaced.
func findRenewals(s *facts.System) {
	issued := map[string][]*facts.IssuedSecret{}
	for _, i := range s.Issued {
		issued[i.Name] = append(issued[i.Name], i)
	}
	challenged := map[*facts.Source]bool{}
	for _, r := range s.Routes {
		if strings.HasPrefix(r.Path, "/.well-known/acme-challenge") && r.Span.Source != nil {
			challenged[r.Span.Source] = true
		}
	}
	beside := renewingDeployments(s)
	for _, p := range s.TLS {
		if p.Role != facts.TLSServer || p.Entry == nil {
			continue
		}
		for i := range p.Certificates {
			ref := &p.Certificates[i]
			if !ref.File.Known() {
				continue
			}
			ref.Automatic = ref.Automatic || saysRenewal(ref.File.Value) || len(issued[ref.File.Value]) > 0 || challenged[ref.File.Span.Source] ||
				slices.ContainsFunc(beside, func(d *facts.Deployment) bool { return apart(d, p.Entry.Deployment) == 0 })
			if ref.Rotation = rotationOf(s, ref); ref.Rotation != nil {
				ref.Rotation.Certificates++
			}
		}
	}
}

// renewingDeployments returns where a program runs that renews certificates; nil stands for one that belongs to no deployment.
func renewingDeployments(s *facts.System) []*facts.Deployment {
	var out []*facts.Deployment
	add := func(e *facts.Entry, names ...string) {
		if e == nil || !slices.ContainsFunc(names, saysRenewal) {
			return
		}
		if !slices.ContainsFunc(out, func(d *facts.Deployment) bool {
			return d == e.Deployment || d != nil && e.Deployment != nil && *d == *e.Deployment
		}) {
			out = append(out, e.Deployment)
		}
	}
	for _, w := range s.Workloads {
		if w.Container != nil && w.Container.Image != nil {
			add(w.Entry, w.Container.Image.Name)
		}
	}
	for _, l := range s.Launches {
		add(l.Entry, l.Program)
	}
	return out
}

func saysRenewal(name string) bool {
	return slices.ContainsFunc(nameWords(name), func(word string) bool { return slices.Contains(renewers, word) })
}

// rotationOf returns the entry of the register that names a certificate, or its key, by its path or the name of its file.
func rotationOf(s *facts.System, ref *facts.CertificateRef) *facts.Rotation {
	var found *facts.Rotation
	for _, r := range s.Rotations {
		if !facts.Governs(r.Span.Source, ref.File.Span) || found != nil && literal(r.Name) <= literal(found.Name) {
			continue
		}
		for _, named := range [...]facts.Stated[string]{ref.File, ref.Key} {
			if named.Known() && (wildcard(r.Name, named.Value) || wildcard(r.Name, path.Base(named.Value))) {
				found = r
			}
		}
	}
	return found
}
