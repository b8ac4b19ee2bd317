package match

// A text is compared by its grams: words and pairs of words, which tell what it is about, and parts of
// words, which still agree where somebody mistypes or inflects.

// Lengths of the parts of words, in characters with the word's two ends counted as one each.
var (
	shortestPart = 2
	longestPart  = 4
)

// gram is a hash of a word, a pair or a part. Two that differ have the same hash once in 2⁶⁴ cases.
type gram uint64

// The kinds of grams begin with different hashes, so that the word “on” is not the part “on”.
const (
	ofWord gram = 0xcbf29ce484222325 + iota
	ofPair
	ofPart
	ofSolid
)

// add continues a hash by one character (FNV-1a, on characters in place of bytes).
func (g gram) add(r rune) gram { return (g ^ gram(r)) * 0x100000001b3 }

// mix spreads the bits of a finished hash.
func (g gram) mix() gram {
	g ^= g >> 33
	g *= 0xff51afd7ed558ccd
	return g ^ g>>33
}

// grams calls words for each word and pair of words of a text, and parts for each part of a word.
func grams(all []token, words, parts func(gram)) {
	var before gram
	pair := func(w gram) {
		words(w.mix())
		if before != 0 {
			words((ofPair ^ before*31 ^ w).mix())
		}
		before = w
	}
	for _, t := range all {
		if t.solid {
			solidGrams(t.runes, pair, parts)
			continue
		}
		w := ofWord
		for _, r := range t.runes {
			w = w.add(r)
		}
		pair(w)
		wordParts(t.runes, parts)
	}
}

// wordParts calls parts for each part of a word; its ends are spaces.
func wordParts(word []rune, parts func(gram)) {
	at := func(i int) rune {
		if i == 0 || i == len(word)+1 {
			return ' '
		}
		return word[i-1]
	}
	for i := 0; i < len(word)+2; i++ {
		g := ofPart
		for n := 1; n <= longestPart && i+n <= len(word)+2; n++ {
			if g = g.add(at(i + n - 1)); n >= shortestPart {
				parts(g.mix())
			}
		}
	}
}

// solidGrams treats each character as a word, and runs of one to four as parts.
func solidGrams(run []rune, word, parts func(gram)) {
	for i, r := range run {
		word(ofWord.add(r))
		g := ofSolid
		for n := 0; n < 4 && i+n < len(run); n++ {
			g = g.add(run[i+n])
			parts(g.mix())
		}
	}
}
