package main

import "strconv"

// didYouMean returns `; did you mean "x"?` for the name that was probably meant, or "".
func didYouMean(typed string, names []string) string {
	// At most two letters off, and never more than half of the name: a guess that is far away confuses.
	best, most := "", 2
	for _, name := range names {
		if d := distance(typed, name); d <= most && d*2 <= len(name) {
			best, most = name, d-1
		}
	}
	if best == "" {
		return ""
	}
	return "; did you mean " + strconv.Quote(best) + "?"
}

// distance counts the bytes to add, drop or change to make b of a (Levenshtein). Names are short and
// ASCII; what is much longer than all of them is far away without counting.
func distance(a, b string) int {
	if len(a) > 2*len(b)+2 {
		return len(a)
	}
	// row[j] is the distance of what has been read of a to the first j bytes of b; one row is enough.
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
