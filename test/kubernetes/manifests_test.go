package kubernetes

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
	apps "k8s.io/api/apps/v1"
	batch "k8s.io/api/batch/v1"
	core "k8s.io/api/core/v1"
	networking "k8s.io/api/networking/v1"
	defaults "k8s.io/kubernetes/pkg/apis/core/v1"
	"sigs.k8s.io/yaml"

	"github.com/wirevet/wirevet/facts"
	ours "github.com/wirevet/wirevet/parsers/kubernetes"
)

// typed returns a value of the type of a kind; nil for those of others.
func typed(version, kind string) any {
	switch version + "/" + kind {
	case "v1/Pod":
		return &core.Pod{}
	case "v1/Service":
		return &core.Service{}
	case "v1/ConfigMap":
		return &core.ConfigMap{}
	case "v1/Secret":
		return &core.Secret{}
	case "apps/v1/Deployment":
		return &apps.Deployment{}
	case "apps/v1/StatefulSet":
		return &apps.StatefulSet{}
	case "apps/v1/DaemonSet":
		return &apps.DaemonSet{}
	case "batch/v1/Job":
		return &batch.Job{}
	case "batch/v1/CronJob":
		return &batch.CronJob{}
	case "networking.k8s.io/v1/Ingress":
		return &networking.Ingress{}
	case "networking.k8s.io/v1/NetworkPolicy":
		return &networking.NetworkPolicy{}
	}
	return nil
}

// meantWrong are samples that Kubernetes would refuse.
var meantWrong = []string{"bad_input.txtar", "broken.txtar", "secrets.txtar"}

func TestSamplesAreManifestsThatKubernetesTakes(t *testing.T) {
	checked := 0
	for _, pattern := range []string{"../../parsers/kubernetes/testdata/*.txtar", "../../testdata/systems/*.txtar"} {
		archives, err := filepath.Glob(pattern)
		if err != nil || len(archives) == 0 {
			t.Fatalf("%s: %v", pattern, err)
		}
		for _, archive := range archives {
			if slices.Contains(meantWrong, filepath.Base(archive)) {
				continue
			}
			data, err := os.ReadFile(archive)
			if err != nil {
				t.Fatal(err)
			}
			for _, file := range txtar.Parse(data).Files {
				if filepath.Ext(file.Name) != ".yaml" || bytes.Contains(file.Data, []byte("{{")) {
					continue
				}
				for i, document := range bytes.Split(append([]byte("\n"), file.Data...), []byte("\n---")) {
					var is struct {
						APIVersion string `json:"apiVersion"`
						Kind       string `json:"kind"`
					}
					if err := yaml.Unmarshal(document, &is); err != nil {
						continue
					}
					if into := typed(is.APIVersion, is.Kind); into != nil {
						checked++
						if err := yaml.UnmarshalStrict(document, into); err != nil {
							t.Errorf("%s, %s, document %d: %v", filepath.Base(archive), file.Name, i+1, err)
						}
					}
				}
			}
		}
	}
	if checked < 30 {
		t.Errorf("%d manifests checked", checked)
	}
}

// TestTemplatesOfPodsAreReadLikePods has the same pod below each kind that makes pods.
func TestTemplatesOfPodsAreReadLikePods(t *testing.T) {
	for seed := range uint64(100) {
		pod := generator{rand.New(rand.NewPCG(seed, 4))}.pod()
		want, refused := read(pod)
		_, spec, _ := strings.Cut(pod, "spec:")
		spec = indented("spec:"+spec, 4)
		for _, kind := range []string{"apps/v1 Deployment", "apps/v1 StatefulSet", "apps/v1 DaemonSet", "apps/v1 ReplicaSet", "v1 ReplicationController", "batch/v1 Job", "batch/v1 CronJob"} {
			version, name, _ := strings.Cut(kind, " ")
			text := "  template:\n    metadata: {labels: {app: mcp}}\n" + spec
			if name == "CronJob" {
				text = "  schedule: \"@daily\"\n  jobTemplate:\n    spec:\n" + indented(text, 4)
			}
			text = fmt.Sprintf("apiVersion: %s\nkind: %s\nmetadata: {name: mcp}\nspec:\n%s", version, name, text)
			if into := typed(version, name); into != nil {
				if err := yaml.UnmarshalStrict([]byte(text), into); err != nil {
					t.Fatalf("%v\n%s", err, text)
				}
			}
			if got, alike := read(text); !slices.Equal(got, want) || alike != refused {
				t.Fatalf("seed %d, %s: differs\n got %v %s\nwant %v %s\n%s", seed, name, got, alike, want, refused, text)
			}
		}
	}
}

func indented(text string, by int) string {
	space := strings.Repeat(" ", by)
	return space + strings.ReplaceAll(strings.TrimSuffix(text, "\n"), "\n", "\n"+space) + "\n"
}

func TestServicesHaveTheDefaultsOfKubernetes(t *testing.T) {
	reach := map[core.ServiceType]facts.Exposure{
		core.ServiceTypeClusterIP: facts.LocalContainer, core.ServiceTypeNodePort: facts.Private, core.ServiceTypeLoadBalancer: facts.Public,
	}
	for seed := range uint64(100) {
		g := generator{rand.New(rand.NewPCG(seed, 5))}
		text := "apiVersion: v1\nkind: Service\nmetadata: {name: mcp}\nspec:\n  selector: {app: mcp}\n" +
			g.pick("", "  type: ClusterIP\n", "  type: NodePort\n", "  type: LoadBalancer\n", "  clusterIP: None\n") + "  ports:\n" +
			g.pick("  - {port: 80}\n", "  - {port: 80, targetPort: 8080}\n", "  - {port: 80, targetPort: web, name: http}\n", "  - {port: 80, targetPort: 0}\n")
		var theirs core.Service
		if err := yaml.UnmarshalStrict([]byte(text), &theirs); err != nil {
			t.Fatal(err)
		}
		defaults.SetObjectDefaults_Service(&theirs)
		stated, _, _ := ours.Parse(facts.NewSource("service.yaml", []byte(text)), []byte(text))
		if len(stated.Services) != 1 || len(stated.Services[0].Ports) != 1 {
			t.Fatalf("%d services\n%s", len(stated.Services), text)
		}
		s := stated.Services[0]
		if s.Exposure.Value != reach[theirs.Spec.Type] {
			t.Errorf("reached from %s, but it is a %s\n%s", s.Exposure.Value, theirs.Spec.Type, text)
		}
		if want := theirs.Spec.Ports[0].TargetPort.String(); s.Ports[0].Target != want {
			t.Errorf("leads to port %s, not %s\n%s", s.Ports[0].Target, want, text)
		}
	}
}
