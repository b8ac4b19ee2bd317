// Package place turns words into places on the globe, offline.
//
// A person types "Köln", "東京", "Paris, Texas", "EMEA", "🇩🇪" or "Bengaluur"; [Gazetteer.Resolve]
// answers with one place, with a few to choose from, with a suggestion, or with an honest
// "that is no place". Everything it knows lies in one embedded blob that the program under
// build writes from public data; nothing is fetched and no query is kept.
//
// A query takes this way, from file to file:
//
//   - query.go and flag.go fold it and cut it into parts;
//   - resolve.go tries one reading after another, the surest first;
//   - read.go looks up names and codes, qualify.go what they lie in, typo.go what they may be
//     mistyped for;
//   - talk.go and words.go take off what people write around a place, sober.go refuses everyday
//     words that are also the name of some village;
//   - rank.go weighs what is left, inside.go knows what lies in what;
//   - answer.go decides, or asks.
//
// Beside that way, nearest.go finds towns by their coordinates, and article.go knows what English calls
// "the Netherlands".
//
// The packages below do one thing each: internal/fold reduces a name to its key, internal/atlas
// is the file format, build makes the file.
package place

import "strings"

// Asker says who asks, as far as it is known: it moves nearby places up, never others out.
type Asker struct {
	Zone    string // IANA time zone, e.g. "Europe/Berlin"; may be empty
	Country string // ISO 3166-1 alpha-2, e.g. "DE"; may be empty
}

// Status says how sure an answer is.
type Status string

// The four states of an answer.
const (
	Found     Status = "found"     // Place is what was asked for
	Ambiguous Status = "ambiguous" // Candidates holds two to four places to choose from
	Suggest   Status = "suggest"   // Candidates holds guesses: "did you mean Berlin?"
	NotFound  Status = "not_found" // nothing of that name; Note may say why
)

// Kind says how large a thing a place is.
type Kind string

// The four kinds of places.
const (
	City        Kind = "city"        // a city, town or village, or the one an airport serves
	Subdivision Kind = "subdivision" // a first-level part of a country: state, province, Land
	Country     Kind = "country"     // a country or territory of ISO 3166-1
	Macro       Kind = "macro"       // a set of countries: "EMEA", "Nordics", "Western Europe"
)

// Place is one place on the globe.
type Place struct {
	Ref         string   // stable id: "city:2950159", "sub:DE.16", "country:DE", "macro:EMEA"
	Kind        Kind     // what sort of place this is
	Name        string   // the name to show, in English where there is one
	CC          string   // ISO 3166-1 alpha-2; empty for a macro-region
	Sub         string   // first-level code as in GeoNames, e.g. "16"; empty where it has no sense
	SubName     string   // name of that subdivision to show, e.g. "Berlin"; may be empty
	Lat, Lon    float64  // degrees north and east; the largest city's for anything larger than a city
	Population  int64    // inhabitants; 0 if unknown
	Zone        string   // IANA time zone, if known
	Countries   []string // all ISO codes covered, sorted; exactly one but for a macro-region
	CountryName string   // English name of the country, for labels; empty for a macro-region

	namesake bool // a subdivision named like a city, a country named like a larger state
}

// Label names the place so that a reader knows which one is meant, e.g.
// "Cambridge, Massachusetts, United States"; resolving a label gives the same place again. A
// subdivision that shares its name with a city of its country is called a region, "Herat region,
// Afghanistan", and a country that shares it with a larger state a country: "Georgia (country)".
func (p Place) Label() string {
	name := p.Name
	switch {
	case p.namesake && p.Kind == Country:
		name += " (country)"
	case p.namesake:
		name += " region"
	}
	parts := []string{name}
	if p.SubName != "" && p.SubName != p.Name {
		parts = append(parts, p.SubName)
	}
	if p.CountryName != "" && p.CountryName != p.Name {
		parts = append(parts, p.CountryName)
	}
	return strings.Join(parts, ", ")
}

// Answer is what Resolve makes of a query.
type Answer struct {
	Status     Status
	Place      Place   // the place, if Status is Found
	Candidates []Place // two to four if Ambiguous, one to four if Suggest; best first
	Near       bool    // the asker wrote "near me": Place comes from the asker's time zone or country
	Note       string  // one plain English sentence when useful, e.g. "There is no Springfield in France."
}
