package match

import (
	"slices"
	"strings"
)

// spelling mends words that are not known, and nearly are. A word is found by what is left of it when
// one letter is taken out: whatever is left out, put in, changed or swapped, that is the same for
// both (as in Garbe's symmetric deletion).
type spelling struct {
	known map[string]int      // words, and how often they are used
	near  map[string][]string // by what is left of a word: the words
}

// shortestMended is how many letters a word has at least that is mended.
const shortestMended = 4

// newSpelling learns the words of texts.
func newSpelling(texts []string) spelling {
	s := spelling{make(map[string]int), make(map[string][]string)}
	for _, text := range texts {
		for _, t := range cutTokens(text) {
			if t.solid {
				continue
			}
			word := string(t.runes)
			if s.known[word]++; s.known[word] == 1 && len(t.runes) >= shortestMended {
				shorter(t.runes, func(left string) { s.near[left] = append(s.near[left], word) })
			}
		}
	}
	return s
}

// shorter calls put with a word, and with it less each of its letters.
func shorter(word []rune, put func(string)) {
	put(string(word))
	for i := range word {
		if i == 0 || word[i] != word[i-1] { // of two equal neighbours either will do
			put(string(word[:i]) + string(word[i+1:]))
		}
	}
}

// mend puts known words in place of those that are mistyped, and says how many there were.
func (s spelling) mend(ts []token) (mended int) {
	for i, t := range ts {
		if t.solid || len(t.runes) < shortestMended || s.known[string(t.runes)] > 0 {
			continue
		}
		if word := s.nearest(t.runes); word != "" {
			ts[i].runes = []rune(word)
			mended++
		}
	}
	return mended
}

// nearest is the known word that was most likely meant: the most frequent of those that begin alike; "" where
// there is none.
func (s spelling) nearest(word []rune) string {
	best := ""
	shorter(word, func(left string) {
		for _, other := range s.near[left] {
			if !strings.HasPrefix(other, string(word[:1])) || !slip(word, []rune(other)) {
				continue
			}
			if best == "" || s.known[other] > s.known[best] || s.known[other] == s.known[best] && other < best {
				best = other
			}
		}
	})
	return best
}

// slip says whether two words differ by one slip of the finger: a letter left out, put in, changed, or swapped
// with its neighbour.
func slip(a, b []rune) bool {
	i, j := 0, 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	for j < len(a)-i && j < len(b)-i && a[len(a)-1-j] == b[len(b)-1-j] {
		j++
	}
	a, b = a[i:len(a)-j], b[i:len(b)-j]
	return len(a) <= 1 && len(b) <= 1 || len(a) == 2 && len(b) == 2 && slices.Equal(a, []rune{b[1], b[0]})
}
