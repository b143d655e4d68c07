package tree

import "github.com/wirevet/wirevet/parsers/input"

// nodes makes the nodes of a file.
type nodes struct{ input.Blocks[Node] }

// newNodes makes room for as many as a file may have.
func newNodes(expected int) nodes { return nodes{input.Blocks[Node]{Expect: expected}} }

func (b *nodes) node(kind Kind, start int) *Node {
	n := b.Take()
	n.Kind, n.Start = kind, start
	return n
}
