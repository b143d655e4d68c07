package input

import "unsafe"

// Text returns the bytes of a file as a string, without a copy: they stay as long as the file's facts do, and nobody changes them
// (see [facts.NewSource]).
func Text(data []byte) string { return unsafe.String(unsafe.SliceData(data), len(data)) }

// Count returns how many things a lexer still has.
func Count[T any](next func() (T, bool)) (n int) {
	for {
		if _, more := next(); !more {
			return n
		}
		n++
	}
}
