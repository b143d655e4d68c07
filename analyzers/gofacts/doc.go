// Package gofacts states what a Go package says about MCP wiring: how its TLS clients verify, where it listens, what it
// calls, who may call it.
//
// It is a [golang.org/x/tools/go/analysis] analyzer. It needs types and syntax, no more: a package with type errors, or
// one whose imports are empty packages of the right path, still gives the facts that can be told from names.
//
//	stated := pass.ResultOf[gofacts.Analyzer].(*facts.Facts)
//
// The spans are those of [gopackage.Package], which also leads back to positions for a diagnostic.
//
// # Adding facts
//
// A [reader] is one package being read. Its parts, from below:
//
//   - symbol(expr) names what is called or built, as "net/http.ListenAndServe", "net/http.Server.Serve" (a method) or
//     "crypto/tls.Config" (a type), also where the imported package is empty;
//   - literals, calls and fieldSets list the composite literals, calls and field assignments of such a name;
//   - value(expr) says where an expression's value comes from: a constant, a flag, an environment variable, a field of a
//     configuration, a parameter; with what it is when nobody sets it;
//   - text(expr) is the same for a string that is put together, with a hole for each part that is not known;
//   - objectOf(expr) is the struct that an expression denotes, with all that is assigned to its fields, in order and
//     with the conditions under which it happens; setting.go decides what a field ends up with;
//   - conditionOf(node) says what decides whether a node is reached;
//   - span(node) is the place of a node; pkg is the package as its driver knows it.
//
// A new kind of fact is one file with one method of reader, and one line in [reader.read].
package gofacts
