package match

import (
	"cmp"
	"slices"
)

// alike is from which likeness on two texts ask nearly the same, 0 to 1.
const alike = 0.5

// Group sorts texts into groups of those that ask nearly the same, the largest first; each
// group lists indexes into texts in their order. A text joins the group whose first text it is
// most like.
func Group(texts []string) [][]int {
	x, vectors := newIndex(texts, nil)
	var groups [][]int
	of := make([]int, len(texts)) // the group that a text is the first of, or -1
	dots := make([]float32, len(texts))
	for i, v := range vectors {
		clear(dots[:i])
		for _, f := range v {
			for _, p := range x.postings[x.from[f.id]:x.from[f.id+1]] {
				if int(p.doc) >= i {
					break // postings are in the order of the texts
				}
				dots[p.doc] += f.value * p.value
			}
		}
		best, group := float32(alike), -1
		for j, dot := range dots[:i] {
			if of[j] >= 0 && dot >= best {
				best, group = dot, of[j]
			}
		}
		if of[i] = -1; group < 0 {
			of[i], group = len(groups), len(groups)
			groups = append(groups, nil)
		}
		groups[group] = append(groups[group], i)
	}
	slices.SortStableFunc(groups, func(a, b []int) int { return cmp.Compare(len(b), len(a)) })
	return groups
}
