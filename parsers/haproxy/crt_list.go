package haproxy

import (
	"path"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/parsers/input"
)

// listed is a line of a crt-list: a certificate, settings in brackets that hold for its names alone, and the names.
type listed struct {
	line     *line
	settings tlsSettings
	own      bool // it has settings
	names    []facts.Stated[string]
}

// prefixes are the folders in which packages of HAProxy have their configuration.
var prefixes = [...]string{"/etc/haproxy/", "/usr/local/etc/haproxy/"}

// maxListed is how many lines of one crt-list are read.
const maxListed = 10_000

// crtList reads the file that a crt-list names, when it is among the files.
func (c *configuration) crtList(o option) []*listed {
	if unknownWord(o.line, o.value) != facts.NoReason {
		return nil
	}
	f := c.open(o.line.file, o.value.text)
	if f == nil {
		return nil
	}
	for i, l := range f.lines {
		if len(f.entries) > i {
			continue // read before
		}
		if i == maxListed {
			c.problem(l.span(), facts.TooLarge, "more certificates than wirevet reads of one list: the rest is passed over")
			f.lines = f.lines[:i]
			break
		}
		f.entries = append(f.entries, c.listed(l))
	}
	return f.entries
}

// list is a file of lines that belong to no section.
type list struct {
	*file
	lines   []*line
	entries []*listed
}

// open reads a file that a configuration names by a path of the machine that it runs on.
func (c *configuration) open(from *file, name string) *list {
	for _, prefix := range prefixes {
		name = strings.TrimPrefix(name, prefix)
	}
	shown := path.Join(path.Dir(from.src.Path), name)
	if strings.HasPrefix(name, "/") || c.unit.Open == nil {
		return nil
	}
	if known, ok := c.opened[shown]; ok {
		return known
	}
	c.opened[shown] = nil
	in, ok := c.unit.Open(shown)
	if !ok || input.IsBinary(in.Data) {
		return nil
	}
	f := &list{file: &file{src: in.Source, text: input.Text(in.Data)}}
	at := 0
	for raw := range strings.Lines(f.text) {
		lexer := lexer{text: f.text, at: at, end: at + len(strings.TrimRight(raw, "\r\n")), variable: func(string) (string, bool) { return "", false }}
		if words, _ := lexer.words(nil); len(words) > 0 {
			f.lines = append(f.lines, &line{file: f.file, words: words})
		}
		at += len(raw)
	}
	c.opened[shown] = f
	c.out.Sources = append(c.out.Sources, in.Source)
	return f
}

// listed reads a line: FILE [SETTINGS] NAME… . The brackets are their own bytes, not words: [verify required ca-file x].
func (c *configuration) listed(l *line) *listed {
	out := &listed{line: l}
	rest := l.words[1:]
	if len(rest) > 0 && strings.HasPrefix(rest[0].text, "[") {
		var inner []word
		for i, w := range rest {
			if i == 0 {
				w.text, w.start = w.text[1:], w.start+1
			}
			closed := strings.HasSuffix(w.text, "]")
			if closed {
				w.text, w.end = w.text[:len(w.text)-1], w.end-1
			}
			if w.text != "" {
				inner = append(inner, w)
			}
			if closed || i == len(rest)-1 {
				rest = rest[i+1:]
				break
			}
		}
		out.settings, out.own = readSettings(c, options(l, inner)), len(inner) > 0
	}
	for _, w := range rest {
		if strings.HasPrefix(w.text, "!") || w.text == "*" || w.text == "" {
			continue
		}
		out.names = append(out.names, facts.Written(strings.ToLower(w.text), l.at(w)))
	}
	return out
}
