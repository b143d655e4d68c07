package tree

import (
	"bytes"
	"strings"

	"github.com/wirevet/wirevet/parsers/input"
)

// scalar reads a scalar or a flow collection within a block of the indentation parent, and goes to the next line.
func (s *commonYAML) scalar(parent int) (n *Node, ok bool) {
	switch s.body[s.at] {
	case '|', '>':
		n, ok = s.blockScalar(parent)
		return n, ok && s.nextLine()
	case '[', '{':
		n, ok = s.flow(parent)
	case '"', '\'':
		n, ok = s.quotedNode()
	default:
		n, ok = s.plain()
	}
	return n, ok && s.endLine() && s.nextLine()
}

// plainStart reports whether a plain scalar may begin at an offset.
func (s *commonYAML) plainStart(at int) bool {
	switch s.body[at] {
	case '-', '?', ':':
		return !s.blank(at + 1)
	case ' ', '\t', '\n', ',', '[', ']', '{', '}', '#', '&', '*', '!', '|', '>', '\'', '"', '%', '@', '`':
		return false
	}
	return true
}

// plain reads a plain scalar of one line. A second one is deeper than its block: whoever called finds out.
func (s *commonYAML) plain() (*Node, bool) {
	start := s.at
	if !s.plainStart(start) {
		return nil, false
	}
	for ; s.at < len(s.body) && s.body[s.at] != '\n'; s.at++ {
		switch s.body[s.at] {
		case '\t':
			return nil, false
		case ':':
			if s.blank(s.at + 1) {
				return nil, false
			}
		case '#':
			if s.body[s.at-1] == ' ' {
				return s.plainNode(start, s.at-1)
			}
		}
	}
	return s.plainNode(start, s.at)
}

// plainNode makes a node of what stands before an offset, without the spaces at its end.
func (s *commonYAML) plainNode(start, end int) (*Node, bool) {
	for s.body[end-1] == ' ' {
		end--
	}
	s.at = end
	n := s.nodes.node(String, s.shift+start)
	n.End, n.Text = s.shift+end, input.Text(s.body[start:end])
	n.Kind = plainKind(n.Text)
	return n, n.Text != "<<"
}

// plainKind returns the kind of a plain scalar, as the library resolves it.
func plainKind(text string) Kind {
	switch text {
	case "~", "null", "Null", "NULL":
		return Null
	case "true", "True", "TRUE", "false", "False", "FALSE":
		return Bool
	}
	if strings.IndexByte("+-.0123456789", text[0]) < 0 {
		return String
	}
	digits, dots := 0, 0
	for i := range len(text) {
		switch c := text[i]; {
		case c >= '0' && c <= '9':
			digits++
		case c == '.':
			dots++
		case strings.IndexByte("+-_:abcdefoxtzABCDEFIOXTZ inN", c) < 0:
			return String // in no number and no date
		}
	}
	switch {
	case digits == len(text):
		return Number
	case dots > 1 || len(text) == 1:
		return String
	}
	if docs, err := decodeYAML([]byte("- " + text)); err == nil && len(docs) == 1 && len(docs[0].Content) == 1 {
		return kindOf(docs[0].Content[0])
	}
	return String
}

// quotedNode reads a quoted scalar of one line.
func (s *commonYAML) quotedNode() (*Node, bool) {
	start := s.at
	text, end, ok := s.quoted(start)
	if !ok {
		return nil, false
	}
	s.at = end
	n := s.nodes.node(String, s.shift+start)
	n.End, n.Text, n.style = s.shift+end, text, yamlSingle
	if s.body[start] == '"' {
		n.style = yamlDouble
	}
	if len(text) != end-start-2 {
		n.written = &written{raw: s.body[start:end]}
	}
	return n, true
}

// quoted returns the text of the quoted scalar at an offset, and its end.
func (s *commonYAML) quoted(start int) (text string, end int, ok bool) {
	quote := s.body[start]
	plain := true // as it stands
	for end = start + 1; end < len(s.body); end++ {
		switch c := s.body[end]; {
		case c == '\n':
			return "", 0, false
		case c == '\\' && quote == '"':
			plain = false
			if end++; end < len(s.body) && s.body[end] == '\n' {
				return "", 0, false
			}
		case c != quote:
		case quote == '\'' && end+1 < len(s.body) && s.body[end+1] == '\'':
			plain = false
			end++
		default:
			inner := s.body[start+1 : end]
			switch {
			case plain:
				return input.Text(inner), end + 1, true
			case quote == '\'':
				return strings.ReplaceAll(string(inner), "''", "'"), end + 1, true
			}
			text, ok = unescaped(inner)
			return text, end + 1, ok
		}
	}
	return "", 0, false
}

// unescaped decodes the escapes that stand for one other character of ASCII (YAML 1.2.2, section 5.7).
func unescaped(inner []byte) (string, bool) {
	out := make([]byte, 0, len(inner))
	for i := 0; i < len(inner); i++ {
		c := inner[i]
		if c == '\\' {
			i++
			switch c = inner[i]; c {
			case 'n':
				c = '\n'
			case 't':
				c = '\t'
			case 'r':
				c = '\r'
			case '\\', '"', '/':
			default:
				return "", false
			}
		}
		out = append(out, c)
	}
	return string(out), true
}

// blockScalar reads a block scalar, and stops at the line behind it.
func (s *commonYAML) blockScalar(parent int) (*Node, bool) {
	start, literal := s.at, s.body[s.at] == '|'
	s.at++
	chomp := byte(0)
	if s.at < len(s.body) && (s.body[s.at] == '-' || s.body[s.at] == '+') {
		chomp = s.body[s.at]
		s.at++
	}
	if s.spaces(); s.at >= len(s.body) || s.body[s.at] != '\n' {
		return nil, false
	}
	s.at++
	text, ok := s.blockLines(parent, literal, chomp)
	if !ok {
		return nil, false
	}
	n := s.nodes.node(String, s.shift+start)
	end := blockEnd(s.body, start)
	n.End, n.Text, n.style = s.shift+end, text, yamlFolded
	n.written = &written{raw: s.body[start:end]}
	return n, true
}

// blockLines returns the text of the lines of a block scalar (YAML 1.2.2, section 8.1).
func (s *commonYAML) blockLines(parent int, literal bool, chomp byte) (string, bool) {
	out := s.block[:0]
	indent, breaks, before := -1, 0, false // before: the line before began with white space
	for s.at < len(s.body) {
		end := bytes.IndexByte(s.body[s.at:], '\n')
		if end < 0 {
			return "", false // the last line without its end is for the library
		}
		line := s.body[s.at : s.at+end]
		column := 0
		for column < len(line) && line[column] == ' ' && (indent < 0 || column < indent) {
			column++
		}
		switch {
		case column == len(line):
			if indent < 0 && column > 0 {
				return "", false // it may decide the indentation
			}
			breaks++
			s.at += end + 1
			continue
		case line[column] == '\t' && (indent < 0 || column < indent):
			return "", false
		case indent < 0 && column <= parent:
			return "", false // an empty scalar
		case indent >= 0 && column < indent:
			return s.chomped(out, breaks, chomp)
		}
		first := indent < 0
		if first {
			indent = column
		}
		content := line[indent:]
		begins := content[0] == ' ' || content[0] == '\t'
		switch {
		case first || literal || before || begins:
			out = append(out, strings.Repeat("\n", breaks)...)
		case breaks == 1:
			out = append(out, ' ')
		default:
			out = append(out, strings.Repeat("\n", breaks-1)...)
		}
		out = append(out, content...)
		breaks, before = 1, begins
		s.at += end + 1
		if s.at == len(s.body) && len(bytes.Trim(content, " \t")) == 0 {
			return "", false
		}
	}
	if indent < 0 {
		return "", false
	}
	return s.chomped(out, breaks, chomp)
}

// chomped ends the text of a block scalar with as many of the line breaks behind it as its header says.
func (s *commonYAML) chomped(out []byte, breaks int, chomp byte) (string, bool) {
	switch chomp {
	case 0:
		out = append(out, '\n')
	case '+':
		out = append(out, strings.Repeat("\n", breaks)...)
	}
	s.block = out
	return string(out), true
}

// flow reads a collection in brackets.
func (s *commonYAML) flow(parent int) (*Node, bool) {
	if s.depth++; s.depth > commonDepth {
		return nil, false
	}
	n := s.nodes.node(Array, s.shift+s.at)
	closing := byte(']')
	if s.body[s.at] == '{' {
		n.Kind, closing = Object, '}'
		n.Members = []Member{}
	} else {
		n.Items = []*Node{}
	}
	s.at++
	for {
		if !s.flowSpace(parent) {
			return nil, false
		}
		if s.body[s.at] == closing {
			break
		}
		if ok := s.flowEntry(n, parent) && s.flowSpace(parent); !ok {
			return nil, false
		}
		if s.body[s.at] == ',' {
			s.at++
		} else if s.body[s.at] != closing {
			return nil, false
		}
	}
	s.at++
	s.doc.shadow(n.Members)
	n.End = s.shift + s.at
	s.depth--
	return n, true
}

// flowSpace goes over white space and line breaks. A comment, or a line that is not deeper than the block, is for the library.
func (s *commonYAML) flowSpace(parent int) bool {
	for s.at < len(s.body) && (s.body[s.at] == ' ' || s.body[s.at] == '\n') {
		if s.body[s.at] == '\n' {
			from := s.at + 1
			for s.at = from; s.at < len(s.body) && s.body[s.at] == ' '; {
				s.at++
			}
			if s.at-from <= parent || s.at == from {
				return false
			}
			continue
		}
		s.at++
	}
	return s.at < len(s.body) && s.body[s.at] != '#' && s.body[s.at] != '\t'
}

// flowEntry reads an item, or a key with its value.
func (s *commonYAML) flowEntry(n *Node, parent int) bool {
	if n.Kind == Array {
		item, ok := s.flowValue(parent)
		n.Items = append(n.Items, item)
		return ok && s.body[min(s.at, len(s.body)-1)] != ':'
	}
	k, ok := s.flowScalar()
	if !ok || s.at+1 >= len(s.body) || s.body[s.at] != ':' || s.body[s.at+1] != ' ' || k.Text == "<<" || k.End-k.Start > longestKey {
		return false
	}
	s.at++
	if !s.flowSpace(parent) {
		return false
	}
	value, ok := s.flowValue(parent)
	n.Members = append(n.Members, Member{Key: k.Text, KeyStart: k.Start, KeyEnd: k.End, Value: value})
	return ok
}

func (s *commonYAML) flowValue(parent int) (*Node, bool) {
	if s.body[s.at] == '[' || s.body[s.at] == '{' {
		return s.flow(parent)
	}
	return s.flowScalar()
}

func letter(c byte) bool {
	return c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '_'
}

// flowScalar reads a quoted scalar, or a plain one of characters that mean nothing between brackets.
func (s *commonYAML) flowScalar() (*Node, bool) {
	if c := s.body[s.at]; c == '"' || c == '\'' {
		return s.quotedNode()
	}
	start := s.at
	if !s.plainStart(start) || strings.IndexByte("-?:", s.body[start]) >= 0 && !letter(s.body[start+1]) {
		return nil, false
	}
	for ; s.at < len(s.body); s.at++ {
		switch c := s.body[s.at]; c {
		case '\n', ',', ']', '}':
			return s.plainNode(start, s.at)
		case ':':
			if s.blank(s.at+1) || strings.IndexByte(",[]{}", s.body[s.at+1]) >= 0 {
				return s.plainNode(start, s.at)
			}
		case '\t', '#', '[', '{', '?':
			return nil, false
		}
	}
	return nil, false
}
