package discover

import (
	"bytes"
	"path"
	"strings"
)

// pattern is one line of a .gitignore file (gitignore(5)).
type pattern struct {
	glob     string // without the marks below
	negated  bool   // begins with !
	folder   bool   // ends with /: folders only
	anchored bool   // holds a / before its end: matched against the path below the file's folder
	literal  bool   // no wildcard, so that comparing is enough
}

// ignoreFile is the patterns of one .gitignore file, and the folder that they count from.
type ignoreFile struct {
	parent   *ignoreFile // that of an outer folder
	dir      string      // path of the folder below the repository's root; "" is the root
	patterns []pattern
}

// parseIgnore reads the text of a .gitignore file.
func parseIgnore(data []byte) []pattern {
	var out []pattern
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	for line := range bytes.SplitSeq(data, []byte("\n")) {
		if p, ok := parsePattern(string(bytes.TrimSuffix(line, []byte("\r")))); ok {
			out = append(out, p)
		}
	}
	return out
}

func parsePattern(line string) (pattern, bool) {
	// Blanks at the end do not count, unless a backslash stands before them.
	for strings.HasSuffix(line, " ") && !strings.HasSuffix(line, `\ `) {
		line = line[:len(line)-1]
	}
	var p pattern
	switch {
	case line == "" || line[0] == '#':
		return p, false
	case line[0] == '!':
		p.negated, line = true, line[1:]
	case strings.HasPrefix(line, `\#`), strings.HasPrefix(line, `\!`):
		line = line[1:]
	}
	if trimmed, ok := strings.CutSuffix(line, "/"); ok {
		p.folder, line = true, trimmed
	}
	if strings.Contains(line, "/") {
		p.anchored, line = true, strings.TrimPrefix(line, "/")
	}
	p.glob, p.literal = line, !strings.ContainsAny(line, `*?[\`)
	return p, line != ""
}

// ignores reports whether the file or folder at the path below the repository's root is ignored. The folders above
// it must have been asked first: git never looks into an ignored folder.
func (f *ignoreFile) ignores(file string, isDir bool) bool {
	for ; f != nil; f = f.parent {
		below := file
		if f.dir != "" {
			below = strings.TrimPrefix(file[len(f.dir):], "/")
		}
		base := path.Base(below)
		for i := len(f.patterns) - 1; i >= 0; i-- {
			p := &f.patterns[i]
			if p.folder && !isDir {
				continue
			}
			if p.matches(below, base) {
				return !p.negated
			}
		}
	}
	return false
}

func (p *pattern) matches(below, base string) bool {
	name := base
	if p.anchored {
		name = below
	}
	if p.literal {
		return p.glob == name
	}
	return matchGlob(p.glob, name)
}

// matchGlob matches as wildmatch does with WM_PATHNAME: "*" and "?" stop at "/", "**" between slashes does not.
func matchGlob(glob, name string) bool {
	for len(glob) > 0 {
		switch glob[0] {
		case '*':
			if rest, ok := strings.CutPrefix(glob, "**/"); ok {
				// Zero or more folders.
				if matchGlob(rest, name) {
					return true
				}
				for i := 0; i < len(name); i++ {
					if name[i] == '/' && matchGlob(rest, name[i+1:]) {
						return true
					}
				}
				return false
			}
			if glob == "**" {
				return true
			}
			rest := strings.TrimLeft(glob, "*")
			for i := 0; ; i++ {
				if matchGlob(rest, name[i:]) {
					return true
				}
				if i == len(name) || name[i] == '/' {
					return false
				}
			}
		case '?':
			if name == "" || name[0] == '/' {
				return false
			}
			glob, name = glob[1:], name[runeLength(name):]
		case '[':
			rest, ok := matchClass(glob, name)
			if !ok {
				return false
			}
			glob, name = rest, name[runeLength(name):]
		case '\\':
			if len(glob) > 1 {
				glob = glob[1:]
			}
			fallthrough
		default:
			// "a/**/b" also matches "a/b".
			if name == "" || glob[0] != name[0] {
				return false
			}
			glob, name = glob[1:], name[1:]
		}
	}
	return name == ""
}

// matchClass matches the first character of name against the bracket expression that glob begins with, and returns
// the glob behind it.
func matchClass(glob, name string) (rest string, ok bool) {
	if name == "" || name[0] == '/' {
		return "", false
	}
	c := rune(name[0])
	for _, r := range name {
		c = r
		break
	}
	in := []rune(glob[1:])
	i, negated, matched := 0, false, false
	if i < len(in) && (in[i] == '!' || in[i] == '^') {
		negated = true
		i++
	}
	for first := true; ; first = false {
		if i >= len(in) {
			return "", false // no closing bracket: git matches nothing
		}
		if in[i] == ']' && !first {
			break
		}
		if in[i] == '\\' && i+1 < len(in) {
			i++
		}
		low := in[i]
		high := low
		if i+2 < len(in) && in[i+1] == '-' && in[i+2] != ']' {
			high = in[i+2]
			i += 2
		}
		matched = matched || low <= c && c <= high
		i++
	}
	return string(in[i+1:]), matched != negated
}

func runeLength(s string) int {
	for i := range s {
		if i > 0 {
			return i
		}
	}
	return len(s)
}
