package place

import "strings"

// A flag is two letters of a block of their own, or a black flag with small letters written in tags:
// Unicode Technical Standard #51, §1.4.
const (
	flagA    = '\U0001F1E6' // regional indicator A; Z is 25 further
	tagA     = '\U000E0061' // tag a; z is 25 further
	tagEnd   = '\U000E007F'
	blackOne = '\U0001F3F4'
)

// spellFlags writes flags out: "🇩🇪" becomes ", Germany,", the flag of Scotland ", Scotland,".
func (g *Gazetteer) spellFlags(text string) string {
	var b strings.Builder
	var country, nation []byte
	for _, r := range text {
		switch {
		case flagA <= r && r <= flagA+25:
			country = append(country, 'A'+byte(r-flagA))
			if len(country) == 2 {
				b.WriteString(", " + g.CountryName(string(country)) + ",")
				country = nil
			}
		case tagA <= r && r <= tagA+25:
			nation = append(nation, 'a'+byte(r-tagA))
		case r == tagEnd:
			b.WriteString(", " + homeNation(string(nation)) + ",")
			nation = nil
		case r != blackOne:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// homeNation names the three subdivisions that have a flag of their own.
func homeNation(tags string) string {
	switch tags {
	case "gbeng":
		return "England"
	case "gbsct":
		return "Scotland"
	case "gbwls":
		return "Wales"
	}
	return ""
}
