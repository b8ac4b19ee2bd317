package place

import "strings"

// stripTalk takes the words around a place off a query, from the front and from the back, one at a time
// and only until what is left is a name: "the hague" keeps its article. It gives "" if all is talk.
func stripTalk(key string, isName func(string) bool) string {
	words := strings.Fields(key)
	for len(words) > 0 && !isName(join(words)) {
		switch {
		case isTalk(words[0]):
			words = words[1:]
		case isTalk(words[len(words)-1]):
			words = words[:len(words)-1]
		default:
			return stripSigns(join(words))
		}
	}
	return join(words)
}

// stripSigns takes off what Chinese, Japanese and Korean write around a place without a space, as folded:
// 附近, の近く, 에서.
func stripSigns(key string) string {
	for again := true; again; {
		again = false
		for _, sign := range [...]string{
			"我住在", "我在", "在", "我", "谁在", "有人", "附近", "周边", "周辺", "地区", "的人", "的", "吗", "谁",
			"の近く", "近くの", "近く", "あたり", "に住んでいます", "に住んでいます", "にいます", "にいる", "で", "で", "の", "に",
			"근처", "에서", "에", "지역", "있는", "사람",
		} {
			short := strings.TrimSpace(strings.TrimSuffix(strings.TrimPrefix(key, sign), sign))
			if short != key && short != "" {
				key, again = short, true
			}
		}
	}
	return key
}

// runs gives the words that follow a preposition of place in a longer text, up to the next talk.
func runs(key string) []string {
	words := strings.Fields(key)
	var all []string
	for i := 0; i < len(words); i++ {
		if !isPreposition(words[i]) {
			continue
		}
		start := i + 1
		for start < len(words) && isArticle(words[start]) {
			start++
		}
		end := start
		for end < len(words) && !isTalk(words[end]) {
			end++
		}
		if end > start {
			all = append(all, join(words[start:end]))
		}
	}
	return all
}

// isPreposition reports words that stand before a place, folded, in the bot's languages.
func isPreposition(word string) bool {
	switch word {
	case "in", "near", "around", "from", "at", "to", "within", "across", "for", // English
		"bei", "aus", "um", "nahe", "nach", "rund", // German
		"en", "cerca", "desde", "de", "em", "no", "na", "do", "da", // Spanish, Portuguese
		"a", "au", "aux", "pres", "chez", "di", "vicino", // French, Italian
		"op", "uit", "te", "van", "i", "fra", "fran", "nara", "naer", // Dutch, Nordic
		"w", "z", "kolo", "в", "из", "около", "возле": // Slavic
		return true
	}
	return false
}

// isArticle reports words that may stand between a preposition and a place.
func isArticle(word string) bool {
	switch word {
	case "the", "of", "city", "area", "region", "town", "state",
		"der", "die", "das", "dem", "den", "von",
		"la", "el", "le", "les", "los", "las", "il", "lo", "o", "os", "as", "de":
		return true
	}
	return false
}
