package place

import "strings"

// WithArticle puts the before the English name of a country or region that is said with it within a
// sentence: "the Netherlands", "the Nordics"; any other name comes back as it is. A label counts by its
// whole text, for "Texas, United States" is said without.
func WithArticle(name string) string {
	if takesArticle(name) {
		return "the " + name
	}
	return name
}

// takesArticle reports names that English says with an article: plurals, and those made of common nouns.
func takesArticle(name string) bool {
	switch name {
	case "United States", "United Kingdom", "United Arab Emirates", "Netherlands", "Caribbean Netherlands", "Philippines",
		"Bahamas", "Gambia", "Maldives", "Comoros", "Seychelles", "Dominican Republic", "Central African Republic",
		"DR Congo", "Republic of the Congo", "Isle of Man", "French Southern Territories", "British Indian Ocean Territory",
		"Americas", "Nordics", "Baltics", "Balkans", "Caribbean", "Middle East", "Maghreb", "Levant", "Caucasus",
		"Gulf", "Gulf states", "Alps", "Horn of Africa", "Arab world", "Southern Cone", "Visegrád Group", "CIS", "Global South", "Global North", "European Union", "Low Countries", "British Isles", "World",
		"US", "USA", "UK", "EU", "UAE":
		return true
	}
	if strings.Contains(name, ",") {
		return false
	}
	return strings.HasSuffix(name, " Islands") || strings.HasSuffix(name, " States") || strings.HasSuffix(name, " Republic")
}
