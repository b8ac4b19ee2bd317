package match

import "testing"

// TestMend mends slips, and leaves alone what is known, short, or further off.
func TestMend(t *testing.T) {
	s := newSpelling([]string{"How do I become an ambassador in my region?", "ambassadors and groups", "reads", "駐車場"})
	for typed, want := range map[string]string{
		"ambasador": "ambassador", "ambassadro": "ambassador", "ambassadoor": "ambassador", "anbassador": "ambassador",
		"ambassador": "ambassador", "regoin": "region", "becme": "become", "groups": "groups", "gruop": "gruop",
		"and": "and", "adn": "adn", "legion": "legion", "leads": "leads", "駐車塲": "駐車塲", "": "",
	} {
		ts := cutTokens(typed)
		mended := s.mend(ts)
		got := ""
		for _, t := range ts {
			got += string(t.runes)
		}
		if got != want || (mended == 1) != (typed != want) {
			t.Errorf("%q is mended to %q (%d), want %q", typed, got, mended, want)
		}
	}
}
