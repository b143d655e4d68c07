package engine

import "slices"

// maxEdits bounds the work and the memory of [diffLines], which grow with its square.
const maxEdits = 1000

// diffLines returns which lines of a and of b are not among those that they share, so few as possible: the shortest edit
// script of E. Myers, "An O(ND) Difference Algorithm and Its Variations" (1986). Where more than maxEdits lines differ,
// all between the first and the last of them count.
func diffLines(a, b []string) (removed, added []bool) {
	removed, added = make([]bool, len(a)), make([]bool, len(b))
	head := 0
	for head < len(a) && head < len(b) && a[head] == b[head] {
		head++
	}
	tail := 0
	for tail < len(a)-head && tail < len(b)-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	a, b = a[head:len(a)-tail], b[head:len(b)-tail]
	shared, _ := sharedLines(a, b)
	x, y := 0, 0
	for _, pair := range append(shared, [2]int{len(a), len(b)}) {
		for ; x < pair[0]; x++ {
			removed[head+x] = true
		}
		for ; y < pair[1]; y++ {
			added[head+y] = true
		}
		x, y = x+1, y+1
	}
	return removed, added
}

// sharedLines returns a longest list of pairs of equal lines, in their order; false when more than maxEdits lines differ.
func sharedLines(a, b []string) ([][2]int, bool) {
	// trace[d][k+d] is how far in a one comes on the diagonal k, where x-y = k, with d edits.
	var trace [][]int
	for d := 0; d <= min(len(a)+len(b), maxEdits); d++ {
		furthest := make([]int, 2*d+1)
		for k := -d; k <= d; k += 2 {
			x := 0
			if d > 0 {
				x, _ = step(trace[d-1], d, k)
			}
			for x < len(a) && x-k < len(b) && a[x] == b[x-k] {
				x++
			}
			furthest[k+d] = x
			if k == len(a)-len(b) && x >= len(a) {
				return backtrack(append(trace, furthest), len(a), len(b)), true
			}
		}
		trace = append(trace, furthest)
	}
	return nil, false
}

// step returns where the best d-th edit leads on the diagonal k, and from which diagonal: from the one above a line of b is
// added, from the one below a line of a is removed.
func step(before []int, d, k int) (x, from int) {
	at := func(k int) int { return before[k+d-1] }
	if k == -d || k != d && at(k-1) < at(k+1) {
		return at(k + 1), k + 1
	}
	return at(k-1) + 1, k - 1
}

// backtrack follows the edits from the end of both texts to their beginning, and returns the pairs that they pass.
func backtrack(trace [][]int, x, y int) [][2]int {
	var pairs [][2]int
	pass := func(to int) {
		for x > to {
			x, y = x-1, y-1
			pairs = append(pairs, [2]int{x, y})
		}
	}
	for d := len(trace) - 1; d > 0; d-- {
		k := x - y
		after, from := step(trace[d-1], d, k)
		pass(after)
		if from > k {
			y--
		} else {
			x--
		}
	}
	pass(0)
	slices.Reverse(pairs)
	return pairs
}
