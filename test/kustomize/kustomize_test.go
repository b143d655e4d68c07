package kustomize

import (
	"fmt"
	"math/rand/v2"
	"path"
	"reflect"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/kyaml/filesys"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/parsers/input"
	"github.com/wirevet/wirevet/parsers/kubernetes"
	"github.com/wirevet/wirevet/parsers/tree"
)

// theirs returns the resources that kustomize builds, by kind and name.
func theirs(files map[string]string, root string) (map[string]any, error) {
	fs := filesys.MakeFsInMemory()
	for name, text := range files {
		if err := fs.WriteFile("/"+name, []byte(text)); err != nil {
			return nil, err
		}
	}
	built, err := krusty.MakeKustomizer(krusty.MakeDefaultOptions()).Run(fs, "/"+root)
	if err != nil {
		return nil, err
	}
	out := map[string]any{}
	for _, r := range built.Resources() {
		text, err := r.AsYAML()
		if err != nil {
			return nil, err
		}
		var node yaml.Node
		if err := yaml.Unmarshal(text, &node); err != nil {
			return nil, err
		}
		out[r.GetKind()+" "+r.GetName()] = decoded(node.Content[0])
	}
	return out, nil
}

// decoded returns a node as maps, lists and the texts of scalars.
func decoded(n *yaml.Node) any {
	switch n.Kind {
	case yaml.MappingNode:
		out := map[string]any{}
		for i := 0; i < len(n.Content); i += 2 {
			out[n.Content[i].Value] = decoded(n.Content[i+1])
		}
		return out
	case yaml.SequenceNode:
		out := []any{}
		for _, item := range n.Content {
			out = append(out, decoded(item))
		}
		return out
	}
	return n.Value
}

// ours returns the resources that wirevet puts together, and what it says about the overlay.
func ours(files map[string]string, root string) (map[string]any, []*facts.Problem) {
	var u input.Unit
	for name, text := range files {
		u.Files = append(u.Files, input.File{Source: facts.NewSource(name, []byte(text)), Data: []byte(text)})
	}
	slices.SortFunc(u.Files, func(a, b input.File) int { return strings.Compare(a.Source.Path, b.Source.Path) })
	out := map[string]any{}
	var problems []*facts.Problem
	for _, o := range kubernetes.FindOverlays(&u).Roots {
		if path.Dir(o.Path) != root {
			continue
		}
		for _, n := range o.Objects {
			out[n.Get("kind").Text+" "+n.Get("metadata").Get("name").Text] = plain(n)
		}
		stated, _ := o.Parse()
		stated.Rebase()
		problems = stated.Problems
	}
	return out, problems
}

// plain returns a node in the form of [decoded].
func plain(n *tree.Node) any {
	switch n.Kind {
	case tree.Object:
		out := map[string]any{}
		for _, m := range n.Members {
			if !m.Shadowed {
				out[m.Key] = plain(m.Value)
			}
		}
		return out
	case tree.Array:
		out := []any{}
		for _, item := range n.Items {
			out = append(out, plain(item))
		}
		return out
	}
	return n.Text
}

func TestOverlaysAreWhatKustomizeBuilds(t *testing.T) {
	built := 0
	for seed := range uint64(400) {
		g := generator{rand.New(rand.NewPCG(seed, 1))}
		files := g.project()
		want, err := theirs(files, "overlay")
		got, problems := ours(files, "overlay")
		if err != nil {
			if strings.Contains(err.Error(), "nonexistent key") && len(problems) == 0 {
				t.Errorf("seed %d: no problem, but kustomize says: %v", seed, err)
			}
			continue
		}
		if strings.Contains(fmt.Sprint(want), "$patch") {
			continue // kustomize leaves the directive in a list that it adds, where nothing is to be replaced
		}
		built++
		if len(problems) > 0 {
			t.Errorf("seed %d: %v at %s, but kustomize builds it", seed, problems[0].Message, problems[0].Span.Text())
		}
		for name := range want {
			if !reflect.DeepEqual(got[name], want[name]) {
				t.Errorf("seed %d: %s\n got %v\nwant %v\n%s", seed, name, got[name], want[name], files["overlay/kustomization.yaml"])
			}
		}
		if len(got) != len(want) {
			t.Errorf("seed %d: %d resources, kustomize builds %d", seed, len(got), len(want))
		}
		if t.Failed() {
			return
		}
	}
	if built < 150 {
		t.Errorf("kustomize builds %d of 400 projects", built)
	}
}

// generator makes projects that differ in what each overlay does to its base.
type generator struct{ *rand.Rand }

func (g generator) chance(of int) bool { return g.IntN(of) == 0 }

func (g generator) pick(list ...string) string { return list[g.IntN(len(list))] }

// project returns a base, a component and an overlay, and sometimes an overlay between.
func (g generator) project() map[string]string {
	files := map[string]string{
		"base/deployment.yaml": g.deployment("Deployment", "tickets"),
		"base/rest.yaml":       g.deployment("StatefulSet", "store") + "---\n" + service + ingress + configMap,
	}
	files["base/kustomization.yaml"] = "resources:\n- deployment.yaml\n- rest.yaml\n" + g.pick("", "namespace: below\n", "namePrefix: low-\n", "nameSuffix: -low\n", "images:\n- name: one\n  newTag: base\n")
	files["component/kustomization.yaml"] = "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n" + g.changes(files, "component")
	base := "../base"
	if g.chance(3) {
		base = "../middle"
		files["middle/kustomization.yaml"] = "resources: [../base]\n" + g.changes(files, "middle")
	}
	text := "resources:\n- " + base + "\n"
	if g.chance(3) {
		files["overlay/extra.yaml"] = g.deployment("Deployment", "extra")
		text += "- extra.yaml\n"
	}
	if g.chance(3) {
		text += "components: [../component]\n"
	} else {
		delete(files, "component/kustomization.yaml")
	}
	files["overlay/kustomization.yaml"] = text + g.changes(files, "overlay")
	return files
}

const (
	service = `apiVersion: v1
kind: Service
metadata: {name: tickets}
spec:
  selector: {app: tickets}
  ports: [{name: http, port: 80, targetPort: 8080}, {port: 90}]
---
`
	ingress = `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: tickets}
spec:
  rules:
  - host: a.example.com
    http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: tickets, port: {number: 80}}}}]}
---
`
	configMap = `apiVersion: v1
kind: ConfigMap
metadata: {name: tickets}
data: {LOG_LEVEL: info, "a.conf": "x"}
`
)

func (g generator) deployment(kind, name string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "apiVersion: apps/v1\nkind: %s\nmetadata:\n  name: %s\n  labels: {tier: %s}\nspec:\n  selector: {matchLabels: {app: %s}}\n  template:\n    metadata: {labels: {app: %s}}\n    spec:\n",
		kind, name, g.pick("front", "back"), name, name)
	b.WriteString(g.pick("", "      hostNetwork: true\n") + g.pick("", "      securityContext: {runAsUser: 0, runAsNonRoot: false}\n"))
	b.WriteString(g.pick("", "      volumes: [{name: host, hostPath: {path: /var}}, {name: tmp, emptyDir: {}}]\n"))
	b.WriteString("      containers:\n")
	for i, image := range []string{"one:1", "two@sha256:" + strings.Repeat("0", 64), "registry.example.com:5000/three"}[:1+g.IntN(3)] {
		fmt.Fprintf(&b, "      - name: c%d\n        image: %s\n", i, image)
		b.WriteString(g.pick("", "        args: [--a, --b]\n") + g.pick("", "        env: [{name: A, value: a}, {name: B, value: b}]\n"))
		b.WriteString(g.pick("", "        ports: [{containerPort: 8080}, {containerPort: 9090}]\n"))
		b.WriteString(g.pick("", "        securityContext: {privileged: true, runAsUser: 1, capabilities: {add: [NET_ADMIN], drop: [ALL]}}\n"))
		b.WriteString(g.pick("", "        volumeMounts: [{name: host, mountPath: /host}, {name: tmp, mountPath: /tmp}]\n"))
	}
	return b.String()
}

// changes returns what a kustomization of a folder does to its resources, and adds the files that it names.
func (g generator) changes(files map[string]string, dir string) string {
	var b strings.Builder
	for i := range 1 + g.IntN(3) {
		target := "  target: {kind: Deployment}\n"
		switch g.IntN(6) {
		case 0:
			target = "  target: {kind: Deployment|StatefulSet, name: \"t.*|store\"}\n"
		case 1:
			target = "  target: {labelSelector: \"tier=front\"}\n"
		}
		switch g.IntN(4) {
		case 0:
			b.WriteString(once(&b, "patches") + "- patch: |-\n" + indented(g.merge("any"), "    ") + target)
		case 1:
			name := fmt.Sprintf("patch-%d.yaml", i)
			files[dir+"/"+name] = g.merge("any")
			b.WriteString(once(&b, "patches") + "- path: " + name + "\n" + target)
		case 2:
			b.WriteString(once(&b, "patches") + "- patch: |-\n" + indented(g.operations(), "    ") + target)
		case 3:
			name := fmt.Sprintf("operations-%d.yaml", i)
			files[dir+"/"+name] = g.operations()
			b.WriteString(once(&b, "patches") + "- path: " + name + "\n" + target)
		}
	}
	if g.chance(4) {
		b.WriteString("patchesStrategicMerge:\n- |-\n" + indented(g.merge("tickets"), "  "))
	}
	b.WriteString(g.pick("", "namespace: "+dir+"\n") + g.pick("", "", "namePrefix: "+dir[:1]+"-\n") + g.pick("", "", "nameSuffix: -"+dir[:1]+"\n"))
	b.WriteString(g.pick("", "images:\n- name: one\n  newTag: \"2.0\"\n- {name: two, newName: other/two, newTag: v3}\n",
		"images:\n- {name: registry.example.com:5000/three, digest: \"sha256:"+strings.Repeat("1", 64)+"\"}\n"))
	return b.String()
}

// once returns the key of a list that has not been begun.
func once(b *strings.Builder, key string) string {
	if strings.Contains(b.String(), key+":\n") {
		return ""
	}
	return key + ":\n"
}

func indented(text, by string) string {
	return by + strings.ReplaceAll(strings.TrimSuffix(text, "\n"), "\n", "\n"+by) + "\n"
}

// merge returns a strategic merge patch. No port has a protocol in one place and none in the other: kustomize keeps both then, and
// loses what the patch says.
func (g generator) merge(name string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: %s\n%sspec:\n  template:\n    spec:\n", name, g.pick("", "  labels: {added: x}\n"))
	b.WriteString(g.pick("", "      hostNetwork: null\n", "      hostPID: true\n"))
	b.WriteString(g.pick("", "      securityContext: {runAsUser: 5}\n", "      securityContext: {$patch: replace, runAsNonRoot: true}\n", "      securityContext: null\n", "      securityContext: {$patch: delete}\n"))
	b.WriteString(g.pick("", "      volumes: [{name: tmp, emptyDir: null, hostPath: {path: /srv}}]\n", "      volumes: [{name: host, $patch: delete}]\n", "      volumes: [{$patch: replace}, {name: new, emptyDir: {}}]\n"))
	b.WriteString(g.pick("      containers:\n", "      containers:\n      - {name: added, image: one}\n", "      containers:\n      - {name: c1, $patch: delete}\n"))
	b.WriteString("      - name: c0\n")
	b.WriteString(g.pick("", "        image: one:patched\n", "        args: [--c]\n", "        args: null\n"))
	b.WriteString(g.pick("", "        env: [{name: B, value: changed}, {name: C, value: c}]\n", "        env: [{name: A, $patch: delete}]\n", "        env: [{$patch: replace}, {name: D, value: d}]\n"))
	b.WriteString(g.pick("", "        ports: [{containerPort: 9090, hostPort: 90}, {containerPort: 7070}]\n", "        ports: [{containerPort: 8080, hostPort: 80}]\n"))
	b.WriteString(g.pick("", "        securityContext: {privileged: false, capabilities: {drop: [NET_RAW]}}\n", "        securityContext: {capabilities: null, readOnlyRootFilesystem: true}\n"))
	b.WriteString(g.pick("", "        volumeMounts: [{mountPath: /host, readOnly: true}]\n", "        volumeMounts: [{name: host, mountPath: /new}]\n"))
	return b.String()
}

// operations returns a patch of RFC 6902.
func (g generator) operations() string {
	var b strings.Builder
	const pod = "/spec/template/spec"
	name := fmt.Sprintf("n%d", g.Uint32()) // two containers of one name are no pod
	for range 1 + g.IntN(3) {
		name += "x"
		b.WriteString(g.pick(
			"- {op: replace, path: "+pod+"/containers/0/image, value: \"one:operated\"}\n",
			"- {op: add, path: "+pod+"/hostIPC, value: true}\n",
			"- op: add\n  path: "+pod+"/containers/0/securityContext\n  value: {runAsUser: 7}\n",
			"- {op: add, path: "+pod+"/containers/-, value: {name: l"+name+", image: two}}\n",
			"- {op: add, path: "+pod+"/containers/0, value: {name: f"+name+", image: one}}\n",
			"- {op: copy, from: "+pod+"/containers/0/image, path: "+pod+"/containers/0/workingDir}\n",
			"- {op: move, from: "+pod+"/containers/0/image, path: "+pod+"/containers/0/image}\n",
			"- {op: test, path: /apiVersion, value: apps/v1}\n- {op: add, path: /metadata/labels/a~1b, value: x}\n",
			"- {op: remove, path: "+pod+"/containers/0/args}\n",
			"- {op: remove, path: "+pod+"/hostNetwork}\n",
		))
	}
	return b.String()
}
