package place

import (
	"strings"
	"unicode/utf8"

	"ambassador/bot/place/internal/atlas"
)

// tolerance says how many typing errors a name of some letters may have, and how large a place must
// be for each: the more is guessed, the better known it has to be. Short names are near to too many
// words: with two errors allowed in six letters, Mordor is Jordan.
func tolerance(letters int) (edits int, least [3]int) {
	switch {
	case letters < 4:
		return 0, least
	case letters < 6:
		return 1, [3]int{1: atlas.Size(100_000)}
	case letters < 8:
		return 1, [3]int{1: atlas.Size(40_000)}
	}
	return 2, [3]int{1: atlas.Size(8_000), 2: atlas.Size(100_000)}
}

// mistyped reads a query for which nothing exact was found, with a qualifier behind it if need be:
// "berln germany".
func (a ask) mistyped(key string) []reading {
	words := strings.Fields(key)
	if len(words) > maxWords/2 {
		return nil
	}
	if all := a.guess(key); len(all) > 0 {
		return all
	}
	for cut := len(words) - 1; cut > 0; cut-- {
		if areas := a.areas(join(words[cut:])); len(areas) > 0 {
			return a.within(a.guess(join(words[:cut])), areas)
		}
	}
	return nil
}

// guess gives the readings of a name with typing errors, best first.
func (a ask) guess(key string) []reading {
	edits, least := tolerance(utf8.RuneCountInString(key))
	if edits == 0 || a.isSpeech(key) {
		return nil
	}
	return a.guesses(key, edits, least)
}

// famousPeople is the size of a city that a small place is a mistyped name of.
const famousPeople = 1_000_000

// famous guesses at very large places only, for a key that is a minor name of some other place:
// "Karchi" is a way to write Qarshi, but rather Karachi with a letter missing.
func (a ask) famous(key string) []reading {
	if utf8.RuneCountInString(key) < 5 || a.isSpeech(key) {
		return nil
	}
	return a.guesses(key, 1, [3]int{1: atlas.Size(famousPeople)})
}

// guesses searches the names within some edits that belong to places of the size asked for.
func (a ask) guesses(key string, edits int, least [3]int) []reading {
	letters := utf8.RuneCountInString(key)
	initial, _ := utf8.DecodeRuneInString(key)
	var all []reading
	for _, guess := range a.atlas.Near(key, edits, least[1]) {
		for _, r := range a.weigh(guess.Senses) {
			r.edits = guess.Edits
			// A name may belong to a large city and a small one; only the large one is guessed at.
			if !a.plausible(r, letters) || a.size(r.at) < least[guess.Edits] {
				continue
			}
			r.weight += perEdit * float64(guess.Edits)
			if first, _ := utf8.DecodeRuneInString(guess.Key); first != initial {
				r.weight += otherInitial
			}
			all = append(all, r)
		}
	}
	return sorted(all)
}

// isSpeech reports whether all words of a key are everyday words: then it is not a mistyped name.
func (a ask) isSpeech(key string) bool {
	for word := range strings.FieldsSeq(key) {
		if !a.atlas.IsWord(word) && (word != key || !isTalk(word)) {
			return false
		}
	}
	return true
}

// plausible keeps guesses to names that people type: main names and our own, and other names of some
// length of a large place with one error. Codes are typed right or not at all.
func (a ask) plausible(r reading, letters int) bool {
	switch r.how {
	case atlas.Main, atlas.Alias:
		return true
	case atlas.Other:
		return letters >= 6 && r.edits == 1 && a.size(r.at) >= atlas.Size(500_000)
	}
	return false
}

// size is the size class of a place.
func (a ask) size(at int) int {
	if area, ok := a.areaOf(at); ok {
		return atlas.Size(area.Population)
	}
	return atlas.Size(a.atlas.City(at).Population)
}
