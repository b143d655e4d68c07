package parsers

import (
	"path"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/parsers/input"
	"github.com/wirevet/wirevet/parsers/kubernetes"
	"github.com/wirevet/wirevet/parsers/traefik"
)

// custom are the resources of others that a file has, or an overlay.
type custom struct {
	place string
	list  []kubernetes.Custom
	into  *facts.Facts // where what they state belongs
}

// resource is what names a resource among all.
type resource struct{ kind, namespace, name string }

// keyOf returns what names a resource. The TLS options named default are those of all namespaces.
func keyOf(kind, namespace, name string) resource {
	if kind == "TLSOption" && name == "default" {
		namespace = ""
	}
	return resource{kind, namespace, name}
}

// addTraefik adds what Traefik makes of its own kinds of resource. What a file names and has not itself is looked for in the files of
// its folder, and then in all: where two have it, it is not known which one is meant.
func addTraefik(u *input.Unit, cluster []custom) {
	here, anywhere := map[string]map[resource][]*kubernetes.Custom{}, map[resource][]*kubernetes.Custom{}
	for i := range cluster {
		folder := path.Dir(cluster[i].place)
		if len(cluster[i].list) > 0 && here[folder] == nil {
			here[folder] = map[resource][]*kubernetes.Custom{}
		}
		for j := range cluster[i].list {
			c := &cluster[i].list[j]
			key := keyOf(c.Kind, c.Namespace, c.Name)
			here[folder][key] = append(here[folder][key], c)
			anywhere[key] = append(anywhere[key], c)
		}
	}
	for i := range cluster {
		if len(cluster[i].list) == 0 {
			continue
		}
		own := map[resource]bool{}
		for _, c := range cluster[i].list {
			own[keyOf(c.Kind, c.Namespace, c.Name)] = true
		}
		find := func(kind, namespace, name string) (traefik.Resource, bool) {
			key := keyOf(kind, namespace, name)
			for _, list := range [...][]*kubernetes.Custom{here[path.Dir(cluster[i].place)][key], anywhere[key]} {
				if len(list) == 1 && !own[key] {
					return traefikResource(list[0]), true
				}
			}
			return traefik.Resource{}, false
		}
		stateResources(u, &cluster[i], find)
	}
}

// stateResources adds what the resources of one file state. A panic is kept to it.
func stateResources(u *input.Unit, c *custom, find func(kind, namespace, name string) (traefik.Resource, bool)) {
	defer func() {
		if p := recover(); p != nil {
			if u.Recovered == nil {
				panic(p)
			}
			u.Recovered(c.place, p)
		}
	}()
	var list []traefik.Resource
	for i := range c.list {
		list = append(list, traefikResource(&c.list[i]))
	}
	made := traefik.Resources(list, find)
	for _, e := range made.Entries {
		e.Deployment = c.list[0].Deployment
	}
	made.Rebase()
	c.into.Add(made)
}

func traefikResource(c *kubernetes.Custom) traefik.Resource {
	r := traefik.Resource{Kind: c.Kind, Name: c.Name, Namespace: c.Namespace, At: c.At}
	for _, s := range c.Settings {
		r.Settings = append(r.Settings, traefik.ResourceSetting(s))
	}
	return r
}
