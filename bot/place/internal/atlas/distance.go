package atlas

// distance measures how many edits lie between one word and others: the optimal string alignment
// distance, that is Levenshtein's with swaps of neighbours (Boytsov, ACM JEA 16, 2011, §2.1).
type distance struct {
	word []rune
	row  [3][]int // the last three rows of the table: one edit may look two rows back
}

// newDistance prepares to measure from word.
func newDistance(word string) *distance {
	d := &distance{word: []rune(word)}
	for i := range d.row {
		d.row[i] = make([]int, len(d.word)+1)
	}
	return d
}

// to measures the edits to another word; it stops early, with any larger number, past limit.
func (d *distance) to(other string, limit int) int {
	before, last, row := d.row[0], d.row[1], d.row[2]
	for j := range last {
		last[j] = j
	}
	var previous rune
	i := 0
	for _, r := range other {
		i++
		row[0] = i
		best := i
		for j, w := range d.word {
			cost := 1
			if w == r {
				cost = 0
			}
			n := min(last[j]+cost, last[j+1]+1, row[j]+1)
			if i > 1 && j > 0 && w == previous && d.word[j-1] == r {
				n = min(n, before[j-1]+1)
			}
			row[j+1] = n
			best = min(best, n)
		}
		if best > limit {
			return best
		}
		previous = r
		before, last, row = last, row, before
	}
	return last[len(d.word)]
}
