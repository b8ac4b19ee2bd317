package match

// A text is compared by its grams: words and pairs of words, which tell what it is about, and parts of
// words, which still agree where somebody mistypes or inflects.

// Lengths of the parts of words, in characters with the word's two ends counted as one each.
const (
	shortestPart = 2
	longestPart  = 4
)

// gram is a hash of a word, a pair or a part. Two that differ have the same hash once in 2⁶⁴ cases.
type gram uint64

// kind says what of a text a gram is.
type kind uint8

const (
	ofWord kind = iota
	ofPair      // of words
	ofPart      // of a word
	kinds
)

// seed is what the hashes of a kind begin with, so that the word “on” is not the part “on”; solid parts are those in
// scripts without spaces.
func (k kind) seed(solid bool) gram {
	g := gram(0xcbf29ce484222325) + gram(k)
	if solid {
		g += gram(kinds)
	}
	return g
}

// add continues a hash by one character (FNV-1a, on characters in place of bytes).
func (g gram) add(r rune) gram { return (g ^ gram(r)) * 0x100000001b3 }

// mix spreads the bits of a finished hash.
func (g gram) mix() gram {
	g ^= g >> 33
	g *= 0xff51afd7ed558ccd
	return g ^ g>>33
}

// grams calls put for each gram of a text.
func grams(all []token, put func(gram, kind)) {
	var before gram
	word := func(w gram) {
		put(w.mix(), ofWord)
		if before != 0 {
			put((ofPair.seed(false) ^ before*31 ^ w).mix(), ofPair)
		}
		before = w
	}
	for _, t := range all {
		if t.solid {
			solidGrams(t.runes, word, put)
			continue
		}
		w := ofWord.seed(false)
		for _, r := range t.runes {
			w = w.add(r)
		}
		word(w)
		wordParts(t.runes, put)
	}
}

// wordParts puts each part of a word; its ends are spaces.
func wordParts(word []rune, put func(gram, kind)) {
	at := func(i int) rune {
		if i == 0 || i == len(word)+1 {
			return ' '
		}
		return word[i-1]
	}
	for i := 0; i < len(word)+2; i++ {
		g := ofPart.seed(false)
		for n := 1; n <= longestPart && i+n <= len(word)+2; n++ {
			if g = g.add(at(i + n - 1)); n >= shortestPart {
				put(g.mix(), ofPart)
			}
		}
	}
}

// solidGrams treats each character as a word, and runs of one to four as parts.
func solidGrams(run []rune, word func(gram), put func(gram, kind)) {
	for i, r := range run {
		word(ofWord.seed(false).add(r))
		g := ofPart.seed(true)
		for n := 0; n < longestPart && i+n < len(run); n++ {
			g = g.add(run[i+n])
			put(g.mix(), ofPart)
		}
	}
}
