package tree

import (
	"bytes"
	"errors"
	"strings"

	"github.com/BurntSushi/toml"
)

// judged returns what is wrong in a file that the parser takes.
func (r *tomlReader) judged() *toml.ParseError {
	if r.certain() {
		return nil
	}
	return judgeTOML(r.body)
}

func judgeTOML(body []byte) *toml.ParseError {
	var into map[string]any
	_, err := toml.Decode(string(body), &into)
	var parse toml.ParseError
	if errors.As(err, &parse) {
		return &parse
	}
	return nil
}

// certain reports whether there is nothing left to judge in a file that the parser takes.
func (r *tomlReader) certain() bool {
	return !r.doubtful && len(r.doc.Duplicates) == 0 && plainTOML(r.body)
}

// plainTOML reports whether a text has only characters that mean the same everywhere, and no strings of several lines.
func plainTOML(body []byte) bool {
	for _, c := range body {
		if (c < ' ' || c > '~' || c == '\\') && c != '\n' && c != '\t' {
			return false
		}
	}
	return !bytes.Contains(body, []byte(`"""`)) && !bytes.Contains(body, []byte("'''"))
}

// plainInteger reports whether a number is a decimal integer that every reader takes.
func plainInteger(text string) bool {
	digits := strings.TrimPrefix(text, "-")
	return len(digits) > 0 && len(digits) <= 18 && strings.Trim(digits, "0123456789") == "" && (digits[0] != '0' || len(digits) == 1)
}

// again reports whether a header may name what another one made: a table that others only went through, one more of several, and
// any on the way to another.
func again(before, now style) bool {
	switch before {
	case tomlThrough:
		return now != tomlTables
	case tomlTable:
		return now == tomlThrough
	case tomlTables:
		return now != tomlTable
	}
	return false
}
