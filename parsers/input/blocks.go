package input

import "unsafe"

// Blocks holds what a file has many of, in blocks: its directives and their words. A file of a large configuration has a million of
// either, and to allocate each by itself takes longer than to read it.
type Blocks[T any] struct {
	now []T
	// Expect is how many there may be; 0 where nobody knows.
	Expect   int
	expected bool // somebody knew
}

// room makes room for n more.
func (b *Blocks[T]) room(n int) {
	if cap(b.now)-len(b.now) >= n {
		return
	}
	var one T
	each := max(int(unsafe.Sizeof(one)), 1)
	least, most := max(1, 2<<10/each), max(1, 64<<10/each) // blocks have from 2 to 64 kB
	if b.now == nil && b.Expect > 0 {
		b.expected, least = true, 1
	}
	size := cap(b.now) + cap(b.now)/2
	if b.expected {
		size = b.Expect
	}
	size = max(n, min(max(size, least), most))
	b.now = make([]T, 0, size)
	b.Expect -= size
}

// Take returns a new element.
func (b *Blocks[T]) Take() *T {
	b.room(1)
	b.now = b.now[:len(b.now)+1]
	return &b.now[len(b.now)-1]
}

// New returns a new element with a value.
func (b *Blocks[T]) New(value T) *T {
	t := b.Take()
	*t = value
	return t
}

// Keep returns a copy of a list.
func (b *Blocks[T]) Keep(list []T) []T {
	if len(list) == 0 {
		return nil
	}
	b.room(len(list))
	from := len(b.now)
	b.now = append(b.now, list...)
	return b.now[from:len(b.now):len(b.now)]
}
