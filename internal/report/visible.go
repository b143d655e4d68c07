package report

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Visible returns s with everything that a terminal or a reader would take for something else shown as an escape:
// control characters (ANSI sequences begin with one), bidirectional marks and other invisible format characters,
// line separators, and bytes that are not UTF-8. File names and file contents are hostile input.
func Visible(s string) string {
	for i, r := range s {
		if r == utf8.RuneError || hides(r) {
			return s[:i] + escapeAll(s[i:])
		}
	}
	return s
}

func escapeAll(s string) string {
	var b strings.Builder
	for len(s) > 0 {
		r, size := utf8.DecodeRuneInString(s)
		b.WriteString(escape(r, s[:size]))
		s = s[size:]
	}
	return b.String()
}

// escape returns the shown form of one character; raw is how it is written.
func escape(r rune, raw string) string {
	switch {
	case r == utf8.RuneError && len(raw) == 1:
		return fmt.Sprintf(`\x%02x`, raw[0])
	case !hides(r):
		return raw
	case r == '\n':
		return `\n`
	case r == '\r':
		return `\r`
	case r == '\t':
		return `\t`
	case r < utf8.RuneSelf:
		return fmt.Sprintf(`\x%02x`, r)
	case r <= 0xffff:
		return fmt.Sprintf(`\u%04x`, r)
	default:
		return fmt.Sprintf(`\U%08x`, r)
	}
}

// hides reports whether r has no glyph of its own: Cc, Cf, and the two separators that break lines.
func hides(r rune) bool {
	if r < utf8.RuneSelf {
		return r < ' ' || r == 0x7f
	}
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp)
}
