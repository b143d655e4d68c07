package link

import (
	"slices"
	"testing"

	"github.com/wirevet/wirevet/facts"
)

func TestServicesMeant(t *testing.T) {
	service := func(file, dir string) *facts.Workload {
		src := facts.NewSource(file, []byte("services:"))
		return &facts.Workload{Entry: &facts.Entry{Name: src.All(), Deployment: &facts.Deployment{Kind: "compose project", Dir: dir}}}
	}
	named := []*facts.Workload{
		service("compose.yaml", "."), service("compose.prod.yaml", "."), service("deploy/dev.yaml", "deploy"),
		service("deploy/prod.yaml", "deploy"), service("deploy/parts/base.yaml", "deploy/parts"),
	}
	for name, test := range map[string]struct {
		folder string
		ref    facts.ComposeService
		want   []string
	}{
		"the file that compose reads unasked":     {".", facts.ComposeService{}, []string{"compose.yaml"}},
		"that of the nearest folder above":        {"a/b", facts.ComposeService{}, []string{"compose.yaml"}},
		"two that are never read unasked":         {"deploy", facts.ComposeService{}, []string{"deploy/dev.yaml", "deploy/prod.yaml"}},
		"a file by name":                          {".", facts.ComposeService{Files: []string{"deploy/dev.yaml"}}, []string{"deploy/dev.yaml"}},
		"a file from the folder of a workspace":   {".", facts.ComposeService{Files: []string{"${workspaceFolder}/compose.prod.yaml"}}, []string{"compose.prod.yaml"}},
		"a file that includes that of its folder": {".", facts.ComposeService{Files: []string{"deploy/parts/main.yaml"}}, []string{"deploy/parts/base.yaml"}},
		"a folder":                         {".", facts.ComposeService{Dir: "deploy/parts"}, []string{"deploy/parts/base.yaml"}},
		"a folder is not looked for above": {".", facts.ComposeService{Dir: "deploy/other"}, nil},
		"a variable is no place":           {".", facts.ComposeService{Files: []string{"$DEPLOY/dev.yaml"}}, nil},
	} {
		var got []string
		for _, w := range servicesMeant(&test.ref, test.folder, named) {
			got = append(got, fileOf(w))
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s: %v, want %v", name, got, test.want)
		}
	}
}
