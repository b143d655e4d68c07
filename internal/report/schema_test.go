package report

import (
	"bytes"
	"encoding/json"
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"reflect"
	"strconv"
	"strings"
	"testing"
)

var writeSchema = flag.Bool("schema", false, "write docs/schema/report.schema.json")

const schemaFile = "../../docs/schema/report.schema.json"

// TestJSONSchemaIsGenerated compares the published schema with the Go types, and the reports with the schema.
//
//go:generate go test . -run TestJSONSchemaIsGenerated -schema
func TestJSONSchemaIsGenerated(t *testing.T) {
	g := schemaOf(t, "json_types.go")
	want := append(g.document("document"), '\n')
	if *writeSchema {
		if err := os.WriteFile(schemaFile, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(schemaFile)
	if err != nil || !bytes.Equal(got, want) {
		t.Fatalf("%s is not what the types say; run go generate ./internal/report: %v", schemaFile, err)
	}
	schema := compile(t, got)
	for name, r := range samples(t) {
		data := write(t, r, JSON)
		if err := validate(t, schema, data); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		broken := bytes.Replace(data, []byte(`"schema": 1`), []byte(`"schema": 2`), 1)
		if validate(t, schema, broken) == nil {
			t.Errorf("%s: the schema takes anything", name)
		}
	}
}

// schemaGenerator turns struct declarations into JSON Schema; their comments become descriptions.
type schemaGenerator struct{ structs map[string]*ast.TypeSpec }

func schemaOf(t *testing.T, file string) *schemaGenerator {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	g := &schemaGenerator{map[string]*ast.TypeSpec{}}
	for _, d := range f.Decls {
		if gen, ok := d.(*ast.GenDecl); ok && gen.Tok == token.TYPE {
			for _, s := range gen.Specs {
				spec := s.(*ast.TypeSpec)
				spec.Doc = gen.Doc
				g.structs[spec.Name.Name] = spec
			}
		}
	}
	return g
}

type object = map[string]any

func (g *schemaGenerator) document(root string) []byte {
	definitions := object{}
	for name, spec := range g.structs {
		if name != root {
			definitions[strings.TrimPrefix(name, "json")] = g.object(spec)
		}
	}
	doc := g.object(g.structs[root])
	doc["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	doc["title"] = "wirevet report"
	doc["$defs"] = definitions
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(doc); err != nil {
		panic(err)
	}
	return bytes.TrimRight(b.Bytes(), "\n")
}

func (g *schemaGenerator) object(spec *ast.TypeSpec) object {
	properties, required := object{}, []string{}
	for _, f := range spec.Type.(*ast.StructType).Fields.List {
		raw, _ := strconv.Unquote(f.Tag.Value)
		tag := reflect.StructTag(raw)
		name, options, _ := strings.Cut(tag.Get("json"), ",")
		p := g.value(f.Type, tag)
		if text := strings.Join(strings.Fields(f.Doc.Text()), " "); text != "" {
			p["description"] = text
		}
		properties[name] = p
		if !strings.Contains(options, "omitempty") {
			required = append(required, name)
		}
	}
	_, description, _ := strings.Cut(strings.Join(strings.Fields(spec.Doc.Text()), " "), " is ")
	if description == "" {
		description = strings.Join(strings.Fields(spec.Doc.Text())[1:], " ")
	}
	return object{
		"type": "object", "description": description, "properties": properties, "required": required, "additionalProperties": false,
	}
}

func (g *schemaGenerator) value(t ast.Expr, tag reflect.StructTag) object {
	switch x := t.(type) {
	case *ast.StarExpr:
		return g.value(x.X, tag)
	case *ast.ArrayType:
		return object{"type": "array", "items": g.value(x.Elt, "")}
	case *ast.MapType:
		return object{
			"type": "object", "additionalProperties": g.value(x.Value, `minimum:"0"`),
			"propertyNames": object{"enum": strings.Split(tag.Get("keys"), ",")},
		}
	}
	name := t.(*ast.Ident).Name
	if g.structs[name] != nil {
		return object{"$ref": "#/$defs/" + strings.TrimPrefix(name, "json")}
	}
	out := object{"type": map[string]string{"string": "string", "int": "integer", "bool": "boolean"}[name]}
	if values := tag.Get("enum"); values != "" {
		list := []any{}
		for _, v := range strings.Split(values, ",") {
			if name == "int" {
				list = append(list, json.Number(v))
			} else {
				list = append(list, v)
			}
		}
		out["enum"] = list
	}
	if least := tag.Get("minimum"); least != "" {
		out["minimum"] = json.Number(least)
	}
	return out
}
