package fold

import (
	"strings"
	"unicode"
)

// IsPlain reports whether a key has no letters but a to z.
func IsPlain(key string) bool {
	return !strings.ContainsFunc(key, func(r rune) bool { return r > unicode.MaxASCII })
}

// Nominatives guesses what a Cyrillic name is called if the key is one of its other cases in Russian or
// Ukrainian: "москве" and "москвои" (the fold of "Москвой") come from "москва". It gives nothing for
// other scripts; most guesses are no names.
func Nominatives(key string) []string {
	letters := []rune(key)
	if len(letters) < 4 || !unicode.Is(unicode.Cyrillic, letters[len(letters)-1]) {
		return nil
	}
	var all []string
	for _, ending := range [...]string{"ом", "ои", "ем", "еи", "ии", "е", "и", "і", "у", "ю", "а", "я"} {
		if stem, ok := strings.CutSuffix(key, ending); ok {
			for _, nominative := range [...]string{"", "а", "я", "ь", "и", "ия", "о"} {
				all = append(all, stem+nominative)
			}
		}
	}
	return all
}
