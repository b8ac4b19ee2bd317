package place

import (
	_ "embed"
	"strings"
)

// The lists of words, one folded entry a line, each explaining itself in a line that begins with #.
// They are searched as they are: a few kilobytes take less time than a map takes memory.
var (
	//go:embed words/nearme.txt
	nearMeList string
	//go:embed words/talk.txt
	talkList string
	//go:embed words/noplace.txt
	noPlaceList string
	//go:embed words/plain.txt
	plainList string
)

// lists reports whether a list has a line with exactly this key.
func lists(list, key string) bool { return strings.Contains(list, "\n"+key+"\n") }

// isNearMe reports queries for the asker's own surroundings: "near me", "in meiner Nähe".
func isNearMe(key string) bool { return lists(nearMeList, key) }

// isTalk reports a word that people put around a place when they ask for one: "who", "near", "bitte".
func isTalk(word string) bool { return lists(talkList, word) }

// isNoPlace reports texts that never are a place here: "hello", "Mordor", "kubernetes".
func isNoPlace(key string) bool { return lists(noPlaceList, key) }

// isPlainWord reports words that are a place only if they are written like a name: "sale", "mad", "up".
func isPlainWord(key string) bool { return lists(plainList, key) }

// untitled takes the words that say what a subdivision is off its name, before or after it, in some
// languages; false if there are none.
func untitled(key string) (string, bool) {
	for _, before := range [...]string{
		"state of", "province of", "region of", "county of", "prefecture of", "department of",
		"canton of", "republic of", "estado de", "estado do", "estado da", "provincia de",
		"provincia di", "provincia", "region de", "regiao de", "departamento de", "comunidad de",
		"comunidad autonoma de", "regione", "region", "departement de", "departement", "province de",
		"canton de", "canton du", "land", "bundesland", "freistaat", "kanton",
		"region autonoma de", "wojewodztwo", "область", "the state of", "the province of",
	} {
		if short, ok := strings.CutPrefix(key, before+" "); ok {
			return short, true
		}
	}
	for _, after := range [...]string{
		"state", "province", "region", "county", "prefecture", "department", "oblast", "krai",
		"voivodeship", "governorate", "canton", "emirate", "division", "district", "island", "islands",
		"область", "краи", "eyaleti", "ili", "lan", "fylke", "maakunta", "megye",
		"kraj",
	} {
		if short, ok := strings.CutSuffix(key, " "+after); ok {
			return short, true
		}
	}
	return key, false
}
