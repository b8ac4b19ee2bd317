package atlas

import "sort"

// IsWord reports whether a folded word belongs to everyday language, so that it is not taken for a
// mistyped name: "parties" is not Paris. Only hashes are kept; about one other word in a hundred
// thousand is taken for one of them.
func (a *Atlas) IsWord(word string) bool {
	hash := wordHash(word)
	at := func(i int) uint32 { return u32(a.section[words], i*wordSize) }
	n := len(a.section[words]) / wordSize
	i := sort.Search(n, func(i int) bool { return at(i) >= hash })
	return i < n && at(i) == hash
}

// wordHash is FNV-1a in 32 bits, written out because it takes a string without a copy.
func wordHash(word string) uint32 {
	const offset, prime = 2166136261, 16777619
	hash := uint32(offset)
	for i := range len(word) {
		hash = (hash ^ uint32(word[i])) * prime
	}
	return hash
}
