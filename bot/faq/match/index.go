package match

import (
	"math"
	"slices"
)

// posting says that a phrasing has a gram, and how much it counts there.
type posting struct {
	doc   int32
	value float32
}

// index finds the phrasings that share grams with a text.
type index struct {
	ids      map[gram]int32
	rare     []float32 // by gram: how rare it is, which is how much it counts
	rarest   float32   // of grams that no phrasing has
	from     []int32   // by gram: where its postings begin; one more at the end
	postings []posting
}

// newIndex makes an index of texts, and returns them as vectors. Grams count by their rarity
// among the texts (inverse document frequency), or as the older index has it, if there is one.
func newIndex(texts []string, older *index) (index, [][]feature) {
	x := index{ids: make(map[gram]int32, 16*len(texts))}
	counts := make([][]counted, len(texts))
	var often []int32
	for i, text := range texts {
		counts[i], _ = count(text)
		for _, c := range counts[i] {
			id, known := x.ids[c.gram]
			if !known {
				id = int32(len(often))
				x.ids[c.gram] = id
				often = append(often, 0)
			}
			often[id]++
		}
	}
	x.rarity(often, len(texts), older)
	vectors := make([][]feature, len(texts))
	for i := range counts {
		vectors[i] = x.vector(counts[i])
	}
	x.post(often, vectors)
	return x, vectors
}

// rarity fills in how much each gram counts.
func (x *index) rarity(often []int32, texts int, older *index) {
	x.rare, x.rarest = make([]float32, len(often)), rarity(0, texts)
	if older != nil {
		x.rarest = older.rarest
		for g, id := range x.ids {
			x.rare[id] = older.rareness(older.id(g))
		}
		return
	}
	for id, n := range often {
		x.rare[id] = rarity(int(n), texts)
	}
}

// rarity is how much a gram counts that so many of the texts have.
func rarity(having, texts int) float32 {
	return float32(math.Log(float64(1+texts)/float64(1+having)) + 1)
}

// id is the number of a gram, or -1 where no phrasing has it.
func (x *index) id(g gram) int32 {
	if id, found := x.ids[g]; found {
		return id
	}
	return -1
}

// rareness is how much the gram of that id counts.
func (x *index) rareness(id int32) float32 {
	if id < 0 {
		return x.rarest
	}
	return x.rare[id]
}

// has says whether any phrasing has a gram.
func (x *index) has(g gram) bool { return x.id(g) >= 0 }

// weigh makes a text one of length 1 in which each gram counts by its rarity, and a little more
// where it stands more than once.
func (x *index) weigh(counts []counted) []weighed {
	all := make([]weighed, len(counts))
	var sum float64
	for i, c := range counts {
		id := x.id(c.gram)
		rare := x.rareness(id)
		value := (1 + math.Log(float64(c.n))) * float64(rare)
		sum += value * value
		all[i] = weighed{c.gram, id, float32(value), rare, c.kind}
	}
	if sum > 0 {
		by := float32(1 / math.Sqrt(sum))
		for i := range all {
			all[i].value *= by
		}
	}
	return all
}

// feature is a gram of a phrasing by its number in the index, and how much it counts.
type feature struct {
	id    int32
	value float32
}

// vector is a text of this index.
func (x *index) vector(counts []counted) []feature {
	v := make([]feature, 0, len(counts))
	for _, w := range x.weigh(counts) {
		v = append(v, feature{w.id, w.value})
	}
	return v
}

// post fills the postings.
func (x *index) post(often []int32, vectors [][]feature) {
	x.from = make([]int32, len(often)+1)
	for id, n := range often {
		x.from[id+1] = x.from[id] + n
	}
	next := slices.Clone(x.from)
	x.postings = make([]posting, x.from[len(often)])
	for doc, v := range vectors {
		for _, f := range v {
			x.postings[next[f.id]] = posting{int32(doc), f.value}
			next[f.id]++
		}
	}
}

// of lists the postings of the gram of that id, by phrasing; of -1, none.
func (x *index) of(id int32) []posting {
	if id < 0 {
		return nil
	}
	return x.postings[x.from[id]:x.from[id+1]]
}

// likeness is how like a question is to each phrasing: the cosine of their vectors.
func (x *index) likeness(grams []weighed, phrasings int) []float32 {
	dots := make([]float32, phrasings)
	for _, w := range grams {
		for _, p := range x.of(w.id) {
			dots[p.doc] += w.value * p.value
		}
	}
	return dots
}
