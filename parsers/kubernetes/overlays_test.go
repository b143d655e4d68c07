package kubernetes

import (
	"fmt"
	"strings"
	"testing"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/parsers/input"
)

// overlays puts together what files make, given as name and text.
func overlays(files ...string) *Overlays {
	var u input.Unit
	for i := 0; i < len(files); i += 2 {
		u.Files = append(u.Files, input.File{Source: facts.NewSource(files[i], []byte(files[i+1])), Data: []byte(files[i+1])})
	}
	return FindOverlays(&u)
}

const plainPod = "apiVersion: v1\nkind: Pod\nmetadata: {name: mcp}\nspec: {containers: [{name: c}]}\n"

func TestKustomizationsThatNameEachOtherAreNoOverlays(t *testing.T) {
	for _, files := range [][]string{
		{"a/kustomization.yaml", "resources: [../a, pod.yaml]\n", "a/pod.yaml", plainPod},
		{"a/kustomization.yaml", "resources: [../b, pod.yaml]\n", "a/pod.yaml", plainPod, "b/kustomization.yaml", "resources: [../a]\n"},
	} {
		if v := overlays(files...); len(v.Roots) > 0 || v.Claims("a/pod.yaml") {
			t.Errorf("%v: %d overlays", files, len(v.Roots))
		}
	}
}

// TestOverlaysThatGrowWithoutEndAreLeftAlone has overlays of which each step doubles what the next one gets.
func TestOverlaysThatGrowWithoutEndAreLeftAlone(t *testing.T) {
	folders := []string{"0/kustomization.yaml", "resources: [pod.yaml]\n", "0/pod.yaml", plainPod}
	for i := 1; i < 18; i++ {
		folders = append(folders, fmt.Sprintf("%d/kustomization.yaml", i), fmt.Sprintf("resources: [../%d]\nbases: [../%d]\n", i-1, i-1))
	}
	copies := ""
	for i := range 40 {
		copies += fmt.Sprintf("    - {op: copy, from: /spec, path: /spec/x%d}\n", i)
	}
	for _, files := range [][]string{
		folders,
		{"0/kustomization.yaml", "resources: [pod.yaml]\npatches:\n- target: {kind: Pod}\n  patch: |\n" + copies, "0/pod.yaml", plainPod},
	} {
		v := overlays(files...)
		if len(v.Roots) != 1 || v.Claims("0/pod.yaml") {
			t.Fatalf("%d overlays, claimed %v", len(v.Roots), v.Claims("0/pod.yaml"))
		}
		out, _ := v.Roots[0].Parse()
		out.Rebase()
		if len(out.Problems) != 1 || out.Problems[0].Kind != facts.TooLarge || !KnownPath(out.Problems[0].Span.Source.Path) || len(out.Workloads) > 0 {
			t.Errorf("%d workloads, problems %+v", len(out.Workloads), out.Problems)
		}
	}
}

// TestASecretInAPatchIsMasked has a credential that only the overlay reads.
func TestASecretInAPatchIsMasked(t *testing.T) {
	secret := "ghp_" + strings.Repeat("Ab1", 12)
	patch := "kind: Pod\napiVersion: v1\nmetadata: {name: mcp}\nspec: {containers: [{name: c, env: [{name: TOKEN, value: " + secret + "}]}]}\n"
	u := input.Unit{
		Files: []input.File{
			{Source: facts.NewSource("o/kustomization.yaml", []byte("resources: [pod.yaml]\npatches: [{path: patch.txt}]\n")), Data: []byte("resources: [pod.yaml]\npatches: [{path: patch.txt}]\n")},
			{Source: facts.NewSource("o/pod.yaml", []byte(plainPod)), Data: []byte(plainPod)},
		},
		Open: func(file string) (input.File, bool) {
			if file != "o/patch.txt" {
				return input.File{}, false
			}
			return input.File{Source: facts.NewSource(file, []byte(patch)), Data: []byte(patch)}, true
		},
	}
	v := FindOverlays(&u)
	if len(v.Roots) != 1 {
		t.Fatal("no overlay")
	}
	out, _ := v.Roots[0].Parse()
	out.Rebase()
	if len(out.Credentials) != 1 {
		t.Fatalf("%d credentials", len(out.Credentials))
	}
	at := out.Credentials[0].Span
	if at.Source.Path != "o/patch.txt" || strings.Contains(at.Text(), secret[8:]) || patch[at.Start:at.End] != secret {
		t.Errorf("%s: %q", at.Source.Path, at.Text())
	}
}
