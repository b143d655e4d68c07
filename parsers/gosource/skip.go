package gosource

import "bytes"

// blankBodies returns a copy of Go source in which the bodies of declared functions are blank: what is parsed for its
// declarations alone need not be parsed as a whole. Every byte outside of bodies stays where it is. It returns data itself
// when it does not understand the file, which then is parsed as it stands.
func blankBodies(data []byte) []byte {
	var out []byte
	var word []byte // the last identifier, when nothing but blanks followed it
	depth, inFunc := 0, false
	for i := 0; i < len(data); {
		c := data[i]
		switch {
		case letter[c]:
			begin := i
			for i++; i < len(data) && wordByte[data[i]]; i++ {
			}
			word = data[begin:i]
			if depth == 0 && (begin == 0 || data[begin-1] == '\n') {
				inFunc = string(word) == "func"
			}
			continue
		case c == ' ' || c == '\t' || c == '\r':
			i++
			continue
		case c == '(' || c == '[':
			depth++
			i++
		case c == ')' || c == ']':
			depth--
			i++
		case c == '{':
			if !inFunc || depth != 0 || string(word) == "struct" || string(word) == "interface" {
				depth++
				i++
				break
			}
			end := closingBrace(data, i)
			if end < 0 {
				return data
			}
			if out == nil {
				out = bytes.Clone(data)
			}
			for j := i + 1; j < end; j++ {
				out[j] = ' '
			}
			inFunc = false
			i = end + 1
		case c == '}':
			depth--
			i++
		default:
			i = skipToken(data, i)
		}
		word = nil
		if depth < 0 || i < 0 {
			return data
		}
	}
	if out == nil || depth != 0 {
		return data
	}
	return out
}

// closingBrace returns where the brace at an offset is closed, or a negative number.
func closingBrace(data []byte, open int) int {
	depth := 0
	for i := open; i >= 0 && i < len(data); {
		switch data[i] {
		case '{':
			depth++
			i++
		case '}':
			if depth--; depth == 0 {
				return i
			}
			i++
		default:
			i = skipToken(data, i)
		}
	}
	return -1
}

// skipToken returns the offset behind the string, rune or comment at i, else behind the one byte. It is negative when the
// token does not end.
func skipToken(data []byte, i int) int {
	switch c := data[i]; {
	case c == '"' || c == '\'':
		for i++; i < len(data) && data[i] != c; i++ {
			switch data[i] {
			case '\\':
				i++
			case '\n':
				return -1
			}
		}
		return i + 1
	case c == '`':
		if end := bytes.IndexByte(data[i+1:], '`'); end >= 0 {
			return i + end + 2
		}
		return -1
	case c == '/' && bytes.HasPrefix(data[i:], []byte("//")):
		if end := bytes.IndexByte(data[i:], '\n'); end >= 0 {
			return i + end
		}
		return len(data)
	case c == '/' && bytes.HasPrefix(data[i:], []byte("/*")):
		if end := bytes.Index(data[i+2:], []byte("*/")); end >= 0 {
			return i + end + 4
		}
		return -1
	}
	return i + 1
}
