package directory

import (
	"slices"
	"strings"
	"unicode"

	"ambassador/bot/sheet"
)

// column is one field of a record as files know it.
type column struct {
	name   string // in exports
	list   bool   // holds several values
	others string // other headings for it, the most telling first
}

// columnsOf lists the columns of a kind, in the order of an export.
func columnsOf(kind string) []column {
	switch kind {
	case kindPerson:
		return []column{
			{"id", false, ""}, {"name", false, "full_name person ambassador"}, {"role", false, ""},
			{"place", false, "location city town based_in"}, {"country", false, "country_given nation"},
			{"lat", false, "latitude"}, {"lon", false, "longitude lng long"},
			{"regions", true, "region looks_after"}, {"languages", true, "language speaks"}, {"topics", true, "topic tags interests"},
			{"accounts", true, "account"}, {"zone", false, "timezone time_zone tz"},
			{"time", false, ""}, {"days", true, ""}, {"links", true, "link url website homepage"},
			{"shows", true, "show"}, {"status", false, ""}, {"until", false, ""}, {"since", false, ""},
			{"note", false, "notes comment"}, {"source", false, ""},
		}
	case kindGroup:
		return []column{
			{"id", false, ""}, {"name", false, "group_name group user_group"},
			{"place", false, "location city town based_in"}, {"country", false, "country_given nation"},
			{"lat", false, "latitude"}, {"lon", false, "longitude lng long"},
			{"languages", true, "language speaks"}, {"topics", true, "topic tags interests"},
			{"links", true, "link url website homepage"}, {"leaders", true, "leader organisers organizers"}, {"mentor", false, ""},
			{"status", false, "standing"}, {"since", false, "founded"}, {"source", false, ""},
		}
	}
	return []column{{"id", false, ""}, {"name", false, "region"}, {"parent", false, ""}, {"covers", true, "places"}, {"source", false, ""}}
}

// headings finds out which columns of a table mean which fields. Columns that mean
// nothing here are returned apart; two for one field stay in the order of telling, and
// the first that has a value in a row counts there.
func headings(t sheet.Table, kind string) (known map[string][]string, strange []string) {
	known = make(map[string][]string)
	used := make(map[string]bool)
	for _, c := range columnsOf(kind) {
		for _, name := range append([]string{c.name}, strings.Fields(c.others)...) {
			if t.Has(name) {
				known[c.name] = append(known[c.name], name)
				used[name] = true
			}
		}
	}
	for _, c := range t.Columns {
		if !used[c.Name] {
			strange = append(strange, c.Name)
		}
	}
	return known, strange
}

// kindOf says what the rows of a table are; empty if nothing tells. The name of a
// section goes before what was asked for, so that a file of people is never taken in
// as groups.
func kindOf(t sheet.Table, asked string) string {
	switch t.Name {
	case "people":
		return kindPerson
	case "groups":
		return kindGroup
	case "regions":
		return kindRegion
	case "":
	default:
		return ""
	}
	switch {
	case asked == "people":
		return kindPerson
	case asked == "groups", asked == "" && t.Has("group_name"):
		return kindGroup
	case asked == "regions", asked == "" && t.Has("covers"):
		return kindRegion
	case asked == "":
		return kindPerson
	}
	return ""
}

// Limits of what a row may hold, in characters and values.
const (
	mostText   = 300
	mostNote   = 2000
	mostValues = 50
)

// entryRow is one row on its way to a record.
type entryRow struct {
	sheet.Row
	id    string              // of the record that it is about
	known map[string][]string // by field: the columns that hold it
	note  func(why string)    // says what is not taken as it is written
}

// has says whether the file has a column for the field at all: one that it has
// counts even where it is empty, one that it has not leaves the record as it is.
func (r entryRow) has(field string) bool { return len(r.known[field]) > 0 }

// called is what the row calls itself, for messages about it.
func (r entryRow) called() string {
	for _, name := range append(slices.Clone(r.known["name"]), r.known["id"]...) {
		if text := brief(tidy(r.Row.Text(name))); text != "" {
			return text
		}
	}
	return ""
}

// text returns the field as one line.
func (r entryRow) text(field string) string {
	for _, name := range r.known[field] {
		if text := r.Row.Text(name); text != "" {
			return r.limited(field, text)
		}
	}
	return ""
}

// list returns the values of the field, each once.
func (r entryRow) list(field string) []string {
	var values []string
	seen := make(map[string]bool)
	for _, name := range r.known[field] {
		for _, v := range r.Row.List(name) {
			if v = r.limited(field, v); v != "" && !seen[v] {
				seen[v] = true
				values = append(values, v)
			}
		}
		if len(values) > 0 {
			break
		}
	}
	if len(values) > mostValues {
		r.note(field + ": more than 50 values; the others are left out")
		values = values[:mostValues]
	}
	return values
}

// limited makes one clean line of a text.
func (r entryRow) limited(field, text string) string {
	most := mostText
	if field == "note" {
		most = mostNote
	}
	runes := []rune(tidy(text))
	if len(runes) > most {
		r.note(field + ": too long, cut")
		runes = runes[:most]
	}
	return strings.TrimSpace(string(runes))
}

// tidy takes out what could disturb a line that shows the text: control characters,
// direction marks that turn it around, and towers of combining marks.
func tidy(text string) string {
	marks := 0
	text = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			if marks++; marks > 4 {
				return -1
			}
			return r
		}
		marks = 0
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), r == '\ufeff', r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069:
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, "\ufffd"))
	return strings.Join(strings.Fields(text), " ")
}
