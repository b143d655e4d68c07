package input

import (
	"slices"
	"testing"
)

func TestWhatBlocksHoldStaysWhatItIs(t *testing.T) {
	for _, expected := range []int{0, 1, 7, 100_000} {
		b, words := Blocks[int]{Expect: expected}, Blocks[int]{Expect: expected}
		var all []*int
		var lists [][]int
		buffer := make([]int, 0, 8)
		for i := range 5000 {
			all = append(all, b.New(i))
			buffer = buffer[:0]
			for j := range i % 7 {
				buffer = append(buffer, i+j)
			}
			lists = append(lists, words.Keep(buffer))
		}
		for i, p := range all {
			if *p != i {
				t.Fatalf("element %d is %d", i, *p)
			}
			list := lists[i]
			_ = append(list, -1) // does not reach into its neighbour
			for j := range i % 7 {
				if list[j] != i+j {
					t.Fatalf("list %d is %v", i, list)
				}
			}
		}
		if long := make([]int, 3000); !slices.Equal(words.Keep(long), long) {
			t.Error("a long list is cut")
		}
	}
}
