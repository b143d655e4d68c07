package main

import "strings"

// list is the value of a flag that may be given several times; each time adds one.
type list []string

// Set adds a value.
func (l *list) Set(value string) error {
	*l = append(*l, value)
	return nil
}

// String returns what the help shows as the default.
func (l *list) String() string { return strings.Join(*l, ", ") }

// Type names the values, where the help of a flag does not.
func (l *list) Type() string { return "list" }
