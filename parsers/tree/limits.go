package tree

import (
	"bytes"
	"fmt"
	"unicode/utf8"

	"github.com/wirevet/wirevet/facts"
)

// The limits of what is read. Each gives a problem when it is reached.
const (
	MaxDepth     = 200    // nested objects and arrays; real host files stay under 20
	MaxDocuments = 1_000  // YAML documents in one file
	MaxAliases   = 10_000 // nodes that YAML aliases may add
)

var byteOrderMark = []byte("\ufeff")

// prepare refuses what no syntax allows, and returns the bytes behind the byte order mark with their offset.
func (d *Doc) prepare(data []byte) (body []byte, shift int, ok bool) {
	if bytes.HasPrefix(data, []byte{0xff, 0xfe}) || bytes.HasPrefix(data, []byte{0xfe, 0xff}) {
		d.problem(0, 2, facts.Unsupported, "the file is in UTF-16, which no host reads; save it as UTF-8")
		return nil, 0, false
	}
	if bytes.HasPrefix(data, byteOrderMark) {
		d.BOM, shift = true, len(byteOrderMark)
	}
	body = data[shift:]
	if at := bytes.IndexByte(body, 0); at >= 0 {
		d.problem(shift+at, shift+at+1, facts.Syntax, "expected text, found a NUL byte; the file may be truncated or not a text file")
		return nil, 0, false
	}
	if !utf8.Valid(body) {
		at := 0
		for at < len(body) {
			r, size := utf8.DecodeRune(body[at:])
			if r == utf8.RuneError && size <= 1 {
				break
			}
			at += size
		}
		d.problem(shift+at, shift+at+1, facts.Syntax, "expected UTF-8 text, found a byte that is not; save the file as UTF-8")
		return nil, 0, false
	}
	if at := tooDeep(body); at >= 0 {
		d.problem(shift+at, shift+at+1, facts.TooLarge, fmt.Sprintf("nested more than %d levels deep here; not read", MaxDepth))
		return nil, 0, false
	}
	return body, shift, true
}

// tooDeep returns the offset of the first bracket beyond MaxDepth, or -1. It does not know strings: a string of
// 200 brackets counts too, which no host file has. It also bounds the nesting of YAML blocks by their indentation.
func tooDeep(body []byte) int {
	if count(body, "{[") <= MaxDepth && count(body, "-?") <= MaxDepth {
		return -1 // as in nearly every file
	}
	depth := 0
	for i, c := range body {
		switch c {
		case '{', '[':
			if depth++; depth > MaxDepth {
				return i
			}
		case '}', ']':
			if depth > 0 {
				depth--
			}
		}
	}
	return deepBlocks(body)
}

// deepBlocks finds a line that is indented, or that opens compact sequences ("- - - x"), so far that it can only be
// an attack: each level takes at least one column.
func deepBlocks(body []byte) int {
	at := 0
	for at < len(body) {
		end := at
		dashes := 0
		for end < len(body) && (body[end] == ' ' || body[end] == '-' || body[end] == '?') {
			if body[end] != ' ' && end+1 < len(body) && body[end+1] == ' ' {
				dashes++
			}
			end++
		}
		if dashes > MaxDepth {
			return at
		}
		next := bytes.IndexByte(body[end:], '\n')
		if next < 0 {
			return -1
		}
		at = end + next + 1
	}
	return -1
}
