package place_test

import (
	"testing"

	"ambassador/bot/place"
)

func TestWithArticle(t *testing.T) {
	for name, want := range map[string]string{
		"United States": "the United States", "Texas, United States": "Texas, United States", "Nordics": "the Nordics",
		"Cayman Islands": "the Cayman Islands", "George Town, Cayman Islands": "George Town, Cayman Islands",
		"Central African Republic": "the Central African Republic", "Germany": "Germany", "Northern America": "Northern America", "": "",
	} {
		if got := place.WithArticle(name); got != want {
			t.Errorf("%q: got %q, want %q", name, got, want)
		}
	}
}

// TestArticleNames holds that the gazetteer calls these as the table does.
func TestArticleNames(t *testing.T) {
	g := open(t)
	for words, want := range map[string]string{
		"USA": "the United States", "UK": "the United Kingdom", "Holland": "the Netherlands", "UAE": "the United Arab Emirates",
		"Nordics": "the Nordics", "Americas": "the Americas", "Balkans": "the Balkans", "Philippines": "the Philippines",
	} {
		if got := place.WithArticle(g.Resolve(words, place.Asker{}).Place.Label()); got != want {
			t.Errorf("%q: got %q, want %q", words, got, want)
		}
	}
	if got := g.Resolve("Springfield, Netherlands", place.Asker{}).Note; got != "There is no Springfield in the Netherlands." {
		t.Errorf("the note is %q", got)
	}
}
