package envoy

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

// refusedOnPurpose are archives of configurations that Envoy does not take: broken, not rendered, of an old version, or wrong.
var refusedOnPurpose = []string{"broken", "filters", "refused", "templates", "version_2"}

func TestConfigurationsOfTheParserAreOnesThatEnvoyTakes(t *testing.T) {
	archives, err := filepath.Glob("../../parsers/envoy/testdata/*.txtar")
	if err != nil || len(archives) < 20 {
		t.Fatalf("%d archives: %v", len(archives), err)
	}
	read := 0
	for _, name := range archives {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		refused := slices.Contains(refusedOnPurpose, strings.TrimSuffix(filepath.Base(name), ".txtar"))
		for _, file := range txtar.Parse(data).Files {
			if file.Name == "facts" || file.Name == "version" {
				continue
			}
			read++
			if _, err := decode(file.Name, string(file.Data)); (err != nil) != refused {
				t.Errorf("%s, %s: refused on purpose: %v; %v", name, file.Name, refused, err)
			}
		}
	}
	if read < 25 {
		t.Errorf("%d files", read)
	}
}

var example = regexp.MustCompile("(?s)```yaml file=envoy\\.yaml (?:bad|good)[^\n]*\n(.*?)```")

func TestExamplesOfRulePagesAreOnesThatEnvoyTakes(t *testing.T) {
	pages, err := filepath.Glob("../../rules/docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	read := 0
	for _, name := range pages {
		page, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range example.FindAllSubmatch(page, -1) {
			read++
			if _, err := decode("envoy.yaml", string(found[1])); err != nil {
				t.Errorf("%s: %v\n%s", name, err, found[1])
			}
		}
	}
	if read < 20 {
		t.Errorf("%d examples", read)
	}
}
