// Package spell says how far words are from each other, for “did you mean”.
package spell

// Distance counts the bytes to add, drop or change to make b of a (Levenshtein). It is for short names: what is much
// longer than b is as far away as it is long, without counting.
func Distance(a, b string) int {
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
