package wirevettoml

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

var write = flag.Bool("write", false, "write the schema and the reference")

const (
	schemaFile    = "../../docs/schema/wirevet.schema.json"
	referenceFile = "../../docs/wirevet-toml.md"
)

// TestSchemaAndReferenceAreGenerated compares the published schema and reference with the Go types.
//
//go:generate go test . -run TestSchemaAndReferenceAreGenerated -write
func TestSchemaAndReferenceAreGenerated(t *testing.T) {
	g := typesOf(t, "document.go")
	for file, want := range map[string][]byte{schemaFile: g.schema(), referenceFile: g.reference()} {
		if *write {
			if err := os.WriteFile(file, want, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if got, err := os.ReadFile(file); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s is not what the types say; run go generate ./parsers/wirevettoml: %v", file, err)
		}
	}
}

// TestTheSchemaTakesWhatTheParserTakes holds the schema to the document that has every key, and to some that are wrong.
func TestTheSchemaTakesWhatTheParserTakes(t *testing.T) {
	data, err := os.ReadFile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("wirevet.schema.json", parsed); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("wirevet.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	takes := func(text string) error {
		var v map[string]any
		if _, err := toml.Decode(text, &v); err != nil {
			t.Fatal(err)
		}
		b, _ := json.Marshal(v)
		b = bytes.ReplaceAll(b, []byte("T00:00:00Z"), nil) // a day, as TOML has it
		instance, err := jsonschema.UnmarshalJSON(bytes.NewReader(b))
		if err != nil {
			t.Fatal(err)
		}
		return schema.Validate(instance)
	}
	if err := takes(strings.ReplaceAll(whole, "@sum@", sum)); err != nil {
		t.Error(err)
	}
	for _, wrong := range []string{
		"x = 1", "[scope]\nexlude = []", "[scope]\nall = \"yes\"", "[[endpoint]]\nexposure = \"public\"", "[[endpoint]]\nmatch = \"host:a/b\"\nexposure = \"open\"",
		"[[accept]]\nrule = \"a\"\npath = \"a\"\nreason = \"r\"\nowner = \"o\"\n", "[[accept]]\nrule = \"a\"\npath = \"a\"\nreason = \"\"\nowner = \"o\"\nexpires = 2027-01-31",
		"[[accept]]\nrule = \"a\"\nreason = \"r\"\nowner = \"o\"\nexpires = 2027-01-31", "[audit]\nretention = \"400 days\"",
	} {
		if takes(wrong) == nil {
			t.Errorf("the schema takes %q", wrong)
		}
	}
}

// docTypes are the declarations of the document's types.
type docTypes struct {
	order   []string
	structs map[string]*ast.TypeSpec
}

func typesOf(t *testing.T, file string) *docTypes {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	g := &docTypes{structs: map[string]*ast.TypeSpec{}}
	for _, d := range f.Decls {
		gen, ok := d.(*ast.GenDecl)
		if !ok || gen.Tok != token.TYPE {
			continue
		}
		for _, s := range gen.Specs {
			spec := s.(*ast.TypeSpec)
			if _, isStruct := spec.Type.(*ast.StructType); isStruct {
				spec.Doc = gen.Doc
				g.structs[spec.Name.Name] = spec
				g.order = append(g.order, spec.Name.Name)
			}
		}
	}
	return g
}

// docField is one key of a table.
type docField struct {
	name, text string
	tag        reflect.StructTag
	kind       ast.Expr
}

func (g *docTypes) fields(name string) (out []docField) {
	for _, f := range g.structs[name].Type.(*ast.StructType).Fields.List {
		raw, _ := strconv.Unquote(f.Tag.Value)
		tag := reflect.StructTag(raw)
		if key := tag.Get("toml"); key != "-" {
			out = append(out, docField{key, oneLine(f.Doc.Text()), tag, f.Type})
		}
	}
	return out
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

type object = map[string]any

func (g *docTypes) schema() []byte {
	doc := g.object("document")
	doc["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	doc["title"] = "wirevet.toml"
	doc["description"] = "What a team says of the wiring of its MCP hosts and servers, and which risks it has accepted."
	definitions := object{}
	for _, name := range g.order[1:] {
		definitions[name] = g.object(name)
	}
	definitions["accept"].(object)["anyOf"] = []object{{"required": []string{"path"}}, {"required": []string{"subject"}}}
	doc["$defs"] = definitions
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(doc); err != nil {
		panic(err)
	}
	return b.Bytes()
}

func (g *docTypes) object(name string) object {
	properties, required := object{}, []string{}
	for _, f := range g.fields(name) {
		p := g.value(f.kind, f.tag)
		if f.text != "" {
			p["description"] = f.text
		}
		properties[f.name] = p
		if f.tag.Get("need") == "always" {
			required = append(required, f.name)
		}
	}
	out := object{"type": "object", "properties": properties, "additionalProperties": false}
	if len(required) > 0 {
		out["required"] = required
	}
	return out
}

func (g *docTypes) value(t ast.Expr, tag reflect.StructTag) object {
	switch x := t.(type) {
	case *ast.ArrayType:
		return object{"type": "array", "items": g.value(x.Elt, tag)}
	case *ast.MapType:
		return object{"type": "object", "additionalProperties": g.value(x.Value, "")}
	}
	switch name := t.(*ast.Ident).Name; name {
	case "boolean":
		return object{"type": "boolean"}
	case "text":
		return textSchema(tag)
	default:
		return object{"$ref": "#/$defs/" + name}
	}
}

// textSchema says what can be said of a text's form in a schema; the parser knows more.
func textSchema(tag reflect.StructTag) object {
	out := object{"type": "string"}
	if values := tag.Get("enum"); values != "" {
		out["enum"] = strings.Split(values, ",")
		return out
	}
	switch tag.Get("is") {
	case "date", "past":
		out["format"] = "date"
	case "period":
		out["pattern"] = "^[1-9][0-9]{0,3}[dwmy]$"
	case "sha256":
		out["pattern"] = hexDigits
	case "version":
		out["pattern"] = numbers
	case "need":
		out["pattern"] = "^(read|write|net|env|credential):."
	default:
		out["pattern"] = `\S`
	}
	return out
}

// forms says in words what a value looks like.
var forms = map[string]string{
	"text": "text", "name": "name", "glob": "glob", "file": "path", "rule": "rule", "endpoint": "match", "need": "need", "period": "period",
	"date": "date", "past": "date, not in the future", "sha256": "64 hexadecimal digits", "version": "version",
}

func (g *docTypes) reference() []byte {
	var b bytes.Buffer
	b.WriteString(referenceHead)
	for _, f := range g.fields("document") {
		header, name := "["+f.name+"]", f.name
		switch x := f.kind.(type) {
		case *ast.ArrayType:
			header, name = "[["+f.name+"]]", x.Elt.(*ast.Ident).Name
		case *ast.MapType:
			header, name = "["+f.name+".\"RULE\"]", x.Value.(*ast.Ident).Name
		}
		fmt.Fprintf(&b, "\n## %s\n\n%s\n\n| key | value | |\n|---|---|---|\n", header, f.text)
		for _, k := range g.fields(name) {
			fmt.Fprintf(&b, "| `%s` | %s | %s |\n", k.name, k.form(), strings.ReplaceAll(k.needed()+k.text, "|", `\|`))
		}
	}
	return b.Bytes()
}

func (f docField) needed() string {
	if f.tag.Get("need") == "always" {
		return "Required. "
	}
	return ""
}

func (f docField) form() string {
	kind := f.kind
	list := ""
	if x, ok := kind.(*ast.ArrayType); ok {
		kind, list = x.Elt, "list of "
	}
	if kind.(*ast.Ident).Name == "boolean" {
		return "`true` or `false`"
	}
	if values := f.tag.Get("enum"); values != "" {
		return "`\"" + strings.ReplaceAll(values, ",", "\"`, `\"") + "\"`"
	}
	form := forms[f.tag.Get("is")]
	if list != "" {
		form += "s"
	}
	return list + form
}

const referenceHead = `# wirevet.toml

What a team says of the wiring of its MCP hosts and servers, where the files do not show it, and which risks it has accepted.
This page is generated from the types that read the file; the [schema](schema/wirevet.schema.json) lets editors complete it:
` + "`#:schema https://raw.githubusercontent.com/wirevet/wirevet/main/docs/schema/wirevet.schema.json`" + ` as the first line.
` + "`wirevet init`" + ` writes a first one. [Suppressing](suppressing.md) says when to accept, ignore, or change a severity.

**Where it lies.** The nearest one upward from each folder or file that is checked governs it, up to the top of the repository;
outside of a repository, up to the current folder. Nothing is inherited from another one. ` + "`--config FILE`" + ` takes that one instead, with
paths relative to the current folder; ` + "`--no-config`" + ` none. ` + "`-v`" + ` says which governs. One that does not govern, or a name that is nearly
right (` + "`.wirevet.toml`, `wirevet.yaml`" + `), is said and makes the exit status 2. A person's own files (` + "`--host`" + `) are governed only by
` + "`--config`" + `.

**Mistakes.** What is wrong is said with line and column, and makes the exit status 2. The entry has no effect; findings are shown.

**Values.** Paths and globs use ` + "`/`" + ` and are relative to the folder of the file; ` + "`**`" + ` stands for any folders. Days are written without
quotes, ` + "`2027-01-31`" + `, and are UTC. Periods are ` + "`90d`, `12w`, `6m`, `1y`" + `. Texts must not be blank.

**What a declaration can do.** It narrows or explains what the files leave open, and never overrules what they state
(declaration-contradicted). An entry that is about nothing is acceptance-unused.
`
