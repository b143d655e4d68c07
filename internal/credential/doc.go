// Package credential answers whether a name or a text is a credential: a literal one, a reference to one, or a
// placeholder. All parsers use it, so that a credential is masked before any rule runs. It never prints anything.
package credential

//go:generate sh -c "cd gen && go run ."
