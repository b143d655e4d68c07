package schema

import (
	"encoding/json"

	"github.com/google/jsonschema-go/jsonschema"
)

var properties = map[string]any{
	"region":   map[string]any{"type": "string", "x-mcp-header": "Region"},
	"password": map[string]any{"type": "string", "x-mcp-header": "Password"}, // want `copy the parameter password into the header Mcp-Param-Password`
}

var typed = &jsonschema.Schema{
	Properties: map[string]*jsonschema.Schema{
		"api_key": {Type: "string", Extra: map[string]any{"x-mcp-header": "Key"}}, // want `the parameter api_key`
		"tenant":  {Type: "string", Extra: map[string]any{"x-mcp-header": "Tenant"}},
	},
}

var raw = json.RawMessage(`{
	"type": "object",
	"required": ["region", "email"],
	"properties": {
		"region": {"type": "string", "x-mcp-header": "Region"},
		"email": {"enum": ["a", "b"], "x-mcp-header": "Mail"}}}`) // want `the parameter email`
