package atlas

import (
	"math/bits"
	"unicode/utf8"
)

// Mask sums up the letters of a folded name in 64 bits: bits 0–39 say which letters it has
// (modulo 40), bits 40–57 which it has twice (modulo 18). One edit changes at most one letter
// each way, so masks that differ more cannot belong to names that are near.
// The top six bits are left for the size of the place, see Size.
func Mask(key string) uint64 {
	var once, twice uint64
	for _, r := range key {
		bit := uint64(1) << (r % 40)
		if once&bit != 0 {
			twice |= 1 << (40 + r%18)
		}
		once |= bit
	}
	return once | twice
}

// letterBits are the bits of a mask that speak of letters.
const letterBits = 1<<58 - 1

// Size is the size class of a population: the number of its binary digits, so 10 is about 1,000
// people and 17 about 100,000.
func Size(population int64) int { return bits.Len64(uint64(max(population, 0))) }

// A name may be guessed at, that is found in spite of a typing error, if it is the main name of a town
// or any name of a large city. The others are many, and every word is near to one of them.
const (
	guessMain  = 8_000   // people, for main names and those of our own list
	guessOther = 500_000 // people, for names in any language
)

// guessable reports whether a sense makes its name one that may be guessed at.
func guessable(how How, population int64) bool {
	return how == Other && population >= guessOther || (how == Main || how == Alias) && population >= guessMain
}

// Guess is a known name near to one that is not known.
type Guess struct {
	Key    string
	Edits  int
	Senses []Sense // all of them; some may be too small to be meant
}

// Near finds the names at a distance of 1 to edits from key that may be guessed at and belong to at least
// one place of size class least or above. An edit is a letter too much, missing, wrong, or swapped with
// its neighbour. It looks at the masks of all names of about the same length.
func (a *Atlas) Near(key string, edits, least int) []Guess {
	mask := Mask(key)
	reach := edits
	if utf8.RuneCountInString(key) < len(key) {
		reach = 3 * edits // a letter of most other scripts takes two or three bytes
	}
	d := newDistance(key)
	var all []Guess
	for width := len(key) - reach; width <= len(key)+reach; width++ {
		s, ok := a.shelf(width)
		if !ok {
			continue
		}
		letters := a.section[masks][s.letter*maskSize : (s.letter+s.guess)*maskSize]
		for i := range s.guess {
			m := u64(letters, i*maskSize)
			if int(m>>58) < least || !alike(mask, m&letterBits, edits) {
				continue
			}
			if n := d.to(s.at(i), edits); n > 0 && n <= edits {
				all = append(all, Guess{Key: s.at(i), Edits: n, Senses: a.senses(s.first + i)})
			}
		}
	}
	return all
}

// alike reports whether neither mask has more than edits letters that the other lacks.
// Each letter may stand for two bits, its first and its second appearance.
func alike(a, b uint64, edits int) bool {
	return bits.OnesCount64(a&^b) <= edits && bits.OnesCount64(b&^a) <= edits
}
