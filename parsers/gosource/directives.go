package gosource

import (
	"bytes"
	"go/ast"
	"go/token"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/directive"
)

// mayHaveDirective reports whether a comment of the file may be a directive.
func mayHaveDirective(data []byte) bool { return bytes.Contains(data, []byte("wirevet")) }

// readDirectives returns the comments of a file that ask for findings to be passed over.
func readDirectives(f *file, at *token.File) []*facts.Directive {
	var out []*facts.Directive
	span := func(pos, end token.Pos) facts.Span {
		return facts.Span{Source: f.Source, Start: at.Offset(pos), End: at.Offset(min(end, f.syntax.FileEnd))}
	}
	for _, group := range f.syntax.Comments {
		for _, c := range group.List {
			// The end of a comment is computed from its text, which lacks the carriage returns.
			start := at.Offset(c.Slash)
			text := f.Data[start:]
			if end := commentEnd(text); end > 0 {
				text = text[:end]
			}
			covers := func() facts.Span {
				if n := f.covered(at, group, c); n != nil {
					return span(n.Pos(), n.End())
				}
				return facts.Span{}
			}
			if d := directive.Read(facts.Span{Source: f.Source, Start: start, End: start + len(text)}, text, covers); d != nil {
				out = append(out, d)
			}
		}
	}
	return out
}

// commentEnd returns the length of the comment at the beginning of text.
func commentEnd(text []byte) int {
	if bytes.HasPrefix(text, []byte("/*")) {
		return bytes.Index(text, []byte("*/")) + 2
	}
	if end := bytes.IndexByte(text, '\n'); end >= 0 {
		return len(bytes.TrimSuffix(text[:end], []byte("\r")))
	}
	return len(text)
}

// covered returns the largest piece of syntax that begins on the comment's line, or else ends there; for a comment that
// stands alone, the one that begins on the line below. Above the package clause it is the whole file.
func (f *file) covered(at *token.File, group *ast.CommentGroup, c *ast.Comment) ast.Node {
	if group.End() <= f.syntax.Package {
		return f.syntax
	}
	line := at.PositionFor(c.Slash, false).Line
	below := at.PositionFor(min(group.End(), f.syntax.FileEnd), false).Line + 1
	var begins, ends, next ast.Node
	ast.Inspect(f.syntax, func(n ast.Node) bool {
		switch n.(type) {
		case nil, *ast.File:
			return true
		case *ast.CommentGroup, *ast.Comment:
			return false
		}
		first := at.PositionFor(n.Pos(), false).Line
		last := at.PositionFor(min(n.End(), f.syntax.FileEnd), false).Line
		switch {
		case first == line && n.Pos() < c.Slash && begins == nil:
			begins = n
		case last == line && n.End() <= c.Slash && ends == nil:
			ends = n
		case first == below && next == nil:
			next = n
		}
		return true
	})
	switch {
	case begins != nil:
		return begins
	case ends != nil:
		return ends
	}
	return next
}
