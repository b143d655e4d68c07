// Package rules judges facts. A rule looks at one noun, or at the whole System, and reports findings; it knows
// no file format, no output, no path convention and no clock but the one it is given.
//
// One rule is one file named after its id, one page in docs, and one file of further cases in testdata.
// The package makes no compatibility promise before wirevet 1.0.
package rules
