package input

import (
	"bytes"
	"strings"
	"unsafe"
)

// BOM is what some editors write in front of UTF-8 text.
const BOM = "\ufeff"

// IsBinary reports whether the bytes are no text: there is a NUL near their beginning.
func IsBinary(data []byte) bool { return bytes.IndexByte(data[:min(len(data), 8192)], 0) >= 0 }

// LineEnd returns where the line ends that an offset lies in: at its line feed, or at the end of the text.
func LineEnd(text string, at int) int {
	if n := strings.IndexByte(text[at:], '\n'); n >= 0 {
		return at + n
	}
	return len(text)
}

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
