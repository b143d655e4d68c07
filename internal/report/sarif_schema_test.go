package report

import (
	"bytes"
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

const sarifPackage = "github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"

// sarifSchema compiles the JSON Schema of SARIF 2.1.0. It is a constant of the library, read from the library's
// source so that no copy lies here.
func sarifSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	dir, err := exec.Command("go", "list", "-f", "{{.Dir}}", sarifPackage).Output()
	if err != nil {
		t.Fatal(err)
	}
	file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(strings.TrimSpace(string(dir)), "schema.go"), nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var text string
	ast.Inspect(file, func(n ast.Node) bool {
		if literal, ok := n.(*ast.BasicLit); ok && literal.Kind == token.STRING {
			if s, err := strconv.Unquote(literal.Value); err == nil {
				text += s
			}
		}
		return true
	})
	return compile(t, []byte(text))
}

func compile(t *testing.T, schema []byte) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(schema))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat() // URIs have to be URIs
	if err := c.AddResource("schema.json", doc); err != nil {
		t.Fatal(err)
	}
	compiled, err := c.Compile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return compiled
}

func validate(t *testing.T, schema *jsonschema.Schema, data []byte) error {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return schema.Validate(doc)
}

func TestSARIFFitsItsSchema(t *testing.T) {
	schema := sarifSchema(t)
	for name, r := range samples(t) {
		data := write(t, r, SARIF)
		if err := validate(t, schema, data); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		broken := bytes.Replace(data, []byte(`"version":"2.1.0"`), []byte(`"version":"2.0.0"`), 1)
		if validate(t, schema, broken) == nil {
			t.Errorf("%s: the schema takes anything", name)
		}
	}
}

// Another reader of SARIF, with a model of its own, knows every key that we write.
func TestSARIFIsReadByALibrary(t *testing.T) {
	for name, r := range samples(t) {
		d := json.NewDecoder(bytes.NewReader(write(t, r, SARIF)))
		d.DisallowUnknownFields()
		var report sarif.Report
		if err := d.Decode(&report); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		run := report.Runs[0]
		if len(run.Results) != len(r.Findings) || run.Results == nil {
			t.Errorf("%s: %d results of %d findings", name, len(run.Results), len(r.Findings))
		}
		for i, result := range run.Results {
			if rule := run.Tool.Driver.Rules[result.RuleIndex]; *rule.ID != *result.RuleID || *rule.ID != r.Findings[i].Rule.ID {
				t.Errorf("%s: result %d refers to rule %s", name, i, *rule.ID)
			}
		}
	}
}
