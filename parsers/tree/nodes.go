package tree

import "unsafe"

// nodes makes nodes, many at once: to allocate each by itself takes longer than to read what it stands for.
type nodes struct{ free []Node }

// newNodes makes room for as many as a file may have.
func newNodes(expected int) nodes {
	const most = 1024
	return nodes{make([]Node, min(expected, most))}
}

func (b *nodes) node(kind Kind, start int) *Node {
	if len(b.free) == 0 {
		const more = 64
		b.free = make([]Node, more)
	}
	n := &b.free[0]
	b.free = b.free[1:]
	n.Kind, n.Start = kind, start
	return n
}

// textOf returns bytes of a file as a text that shares them: they stay as long as its facts do, and nobody changes them.
func textOf(data []byte) string { return unsafe.String(unsafe.SliceData(data), len(data)) }
