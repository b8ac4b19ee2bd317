package directory

import "testing"

func TestAway(t *testing.T) {
	for km, want := range map[float64]string{0.2: "less than 1 km", 1: "1 km", 12.4: "12 km", 99.4: "99 km", 341: "about 340 km", 996: "about 1,000 km", 1234: "about 1,200 km", 15_049: "about 15,000 km"} {
		if got := away(km); got != want {
			t.Errorf("%v km: got %q, want %q", km, got, want)
		}
	}
}

func TestLanguageOf(t *testing.T) {
	for words, want := range map[string]string{
		"de": "de", "DE": "de", "German": "de", "deutsch": "de", "Français": "fr", "francais": "fr", "日本語": "ja", "pt-BR": "pt",
		"zh_TW": "zh", "Bahasa Indonesia": "id", "हिन्दी": "hi", "العربية": "ar", "norsk": "no", "Klingon": "", "": "", "Delaware": "",
	} {
		if got, _ := languageOf(words); got != want {
			t.Errorf("%q: got %q, want %q", words, got, want)
		}
	}
}

func TestFold(t *testing.T) {
	for words, want := range map[string]string{
		"Open Cloud Köln": "open cloud koln", "St.-Pölten": "st polten", "L'viv": "lviv", "São  Paulo": "sao paulo", "Łódź": "lodz",
		"Straße": "strasse", "e\u0301cole": "ecole", "東京 Meetup": "東京 meetup", "…": "", "ＡＢＣ": "ａｂｃ",
	} {
		if got := fold(words); got != want {
			t.Errorf("%q: got %q, want %q", words, got, want)
		}
	}
}

func TestLikeness(t *testing.T) {
	tests := []struct {
		asked, word string
		want        int
	}{
		{"berlin", "berlin", 3}, {"ber", "berlin", 2}, {"be", "berlin", 0}, {"berlim", "berlin", 1}, {"brelin", "berlin", 1},
		{"bern", "berlin", 0}, {"kubernetse", "kubernetes", 1}, {"kubrentse", "kubernetes", 0}, {"cloud", "clouds", 2}, {"clouds", "cloud", 1}, {"tok", "tik", 0},
	}
	for _, test := range tests {
		if got := sameness(test.asked, test.word); got != test.want {
			t.Errorf("%s in %s: got %d, want %d", test.asked, test.word, got, test.want)
		}
	}
}

func TestTidy(t *testing.T) {
	for text, want := range map[string]string{"a\x00b": "ab", "a\nb\t c ": "a b c", "\u202eevil\u202c": "evil", "a\xffb": "a\ufffdb", "e\u0301\u0301\u0301\u0301\u0301\u0301": "e\u0301\u0301\u0301\u0301"} {
		if got := tidy(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}
