package input

// Blocks holds what a file has many of, in blocks: its directives and their words. A file of a large configuration has a million of
// either, and to allocate each by itself takes longer than to read it.
type Blocks[T any] struct {
	now []T
	// Expect is how many there may be; 0 where nobody knows.
	Expect int
}

// room makes room for n more.
func (b *Blocks[T]) room(n int) {
	const few, most = 16, 1024
	if cap(b.now)-len(b.now) >= n {
		return
	}
	size := max(few, cap(b.now)+cap(b.now)/2)
	switch {
	case b.Expect > 0 && b.now == nil:
		size = b.Expect
	case b.Expect > 0 && b.Expect < most:
		size = few // a few more than there may be
	}
	b.now = make([]T, 0, max(n, min(size, most)))
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
