package gofacts

import (
	"go/ast"
	"strings"

	"github.com/wirevet/wirevet/facts"
)

const otelAttribute = "go.opentelemetry.io/otel/attribute."

// readToolAttributes states the spans that name the tool of a call in an attribute, as the semantic conventions of OpenTelemetry for
// generative AI have it: whatever reads the messages puts it there.
func (r *reader) readToolAttributes() {
	for _, call := range r.calls[otelAttribute+"String"] {
		if len(call.Args) != 2 || r.isConstant(call.Args[1]) {
			continue
		}
		if key, _ := r.constantText(call.Args[0]); key != "gen_ai.tool.name" && key != "mcp.tool.name" {
			continue
		}
		got := record{fields: facts.ToolField, traced: true}
		if fn := r.functionAround(call); fn != nil {
			r.inspect(fn.Body, func(n ast.Node) bool {
				if beside, ok := n.(*ast.CallExpr); ok && strings.HasPrefix(r.called(beside), otelAttribute) {
					got.merge(r.fieldsOf(beside.Args))
				}
				return true
			})
		}
		if r.spansHaveOutcome() {
			got.fields |= facts.ResultField
		}
		r.addRecord(call.Fun, got)
	}
}

// spansHaveOutcome reports whether the package puts the outcome on a span, which it most often does where the span ends.
func (r *reader) spansHaveOutcome() bool {
	for symbol, calls := range r.calls {
		switch name := lastPart(symbol); {
		case strings.HasPrefix(symbol, "go.opentelemetry.io/otel") && (name == "SetStatus" || name == "RecordError"):
			return true
		case strings.HasPrefix(symbol, otelAttribute):
			for _, call := range calls {
				if len(call.Args) > 1 && r.fieldsOf(call.Args).fields.Has(facts.ResultField) {
					return true
				}
			}
		}
	}
	return false
}
