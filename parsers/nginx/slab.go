package nginx

// slab hands out values that lie together: a large configuration has a million directives, and a hundred thousand of each noun.
type slab[T any] []T

// take returns a zero value.
func (s *slab[T]) take() *T { return &s.run(1)[0] }

// run returns n zero values that follow each other.
func (s *slab[T]) run(n int) []T {
	const most = 256
	if cap(*s)-len(*s) < n {
		*s = make([]T, 0, max(n, min(max(8, 2*cap(*s)), most)))
	}
	from := len(*s)
	*s = (*s)[:from+n]
	return (*s)[from:len(*s):len(*s)]
}
