package directory

import (
	"errors"
	"fmt"
	"hash/fnv"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"ambassador/bot"
)

// takePerson reads a row into a person. Fields that the file has no column for keep
// the values of the old record.
func (d *Directory) takePerson(r entryRow, old Person, found bool) (Person, error) {
	p := old
	if !found {
		p.Role, p.Status = bot.Ambassador, Active
	}
	p.ID = r.id
	// A role or status that is not understood leaves the whole row out: a guess would
	// give or take rights.
	if r.has("role") {
		role, err := bot.ParseRole(strings.ToLower(orElse(r.text("role"), "ambassador")))
		if err != nil || role == bot.None {
			return p, fmt.Errorf("role “%s” is none of member, leader, ambassador, coordinator", r.text("role"))
		}
		p.Role = role
	}
	if r.has("status") {
		status, ok := statusOf(r.text("status"))
		if !ok {
			return p, fmt.Errorf("status “%s” is none of active, hold, emeritus", r.text("status"))
		}
		p.Status = status
	}
	d.takeSpot(r, &p.Spot, "")
	r.take("name", &p.Name)
	r.take("note", &p.Note)
	r.take("source", &p.Source)
	r.takeList("regions", &p.Regions)
	r.takeList("topics", &p.Topics)
	r.takeLanguages(&p.Languages)
	r.takeLinks(&p.Links)
	r.takeZone(&p.Zone)
	r.takeHours(&p)
	r.takeDate("until", &p.Until)
	r.takeDate("since", &p.Since)
	r.takeAccounts(&p.Accounts)
	r.takeShows(&p.Shows)
	if p.Name == "" { // some directories list places and no names
		p.Name = neutral + orElse(r.text("id"), p.Spot.Words)
	}
	return p, nil
}

// neutral begins the name of a person whom the file does not name.
const neutral = "Ambassador "

// identify is the id that the row names, or one that is always the same for the same
// name and place.
func (r entryRow) identify(kind string) (string, error) {
	id, name, place := r.text("id"), r.text("name"), r.text("place")
	switch {
	case id != "":
	case name == "" && kind == kindGroup:
		return "", errors.New("the group has no name")
	case name == "" && place == "":
		return "", errors.New("neither id, name nor place")
	case kind == kindPerson && r.hidesName():
		// The id is in the buttons that lead to the person, so it must not tell the name.
		h := fnv.New64a()
		h.Write([]byte(fold(name + " " + place)))
		id = fmt.Sprintf("person-%016x", h.Sum64())
	case name == "":
		id = slug(neutral, place)
	default:
		id = slug(name, place)
	}
	return id, checkID(id)
}

// hidesName says that the row is of somebody who does not show their name.
func (r entryRow) hidesName() bool {
	var p Person
	r.note = func(string) {} // takeShows will be heard when the row is taken in
	r.takeShows(&p.Shows)
	return !p.shows("name")
}

// takeGroup reads a row into a group, as takePerson does.
func (d *Directory) takeGroup(r entryRow, old Group, found bool) (Group, error) {
	g := old
	if !found {
		g.Standing = Fresh
	}
	g.ID = r.id
	r.take("name", &g.Name)
	if g.Name == "" {
		return g, errors.New("the group has no name")
	}
	r.takeDate("since", &g.Since)
	if r.has("status") {
		switch s := Standing(strings.ToLower(orElse(r.text("status"), string(Fresh)))); s {
		case Official, Fresh, Lapsed, Revoked:
			g.Standing = s
		default:
			return g, fmt.Errorf("status “%s” is none of official, new, lapsed, revoked", r.text("status"))
		}
	}
	d.takeSpot(r, &g.Spot, g.Name)
	r.take("mentor", &g.Mentor)
	r.take("source", &g.Source)
	r.takeList("topics", &g.Topics)
	r.takeList("leaders", &g.Leaders)
	r.takeLanguages(&g.Languages)
	r.takeLinks(&g.Links)
	return g, nil
}

// takeRegion reads a row into a region, as takePerson does.
func (d *Directory) takeRegion(r entryRow, old Region, _ bool) (Region, error) {
	region := old
	region.ID = r.id
	r.take("name", &region.Name)
	r.take("parent", &region.Parent)
	r.take("source", &region.Source)
	if r.has("covers") {
		region.Covers = nil
		for _, words := range r.list("covers") {
			cover := d.coverOf(words)
			if len(cover.Areas) == 0 {
				r.note("“" + brief(words) + "” is not a place that a region can cover")
			}
			region.Covers = append(region.Covers, cover)
		}
	}
	region.Name = orElse(region.Name, region.ID)
	return region, nil
}

// takeSpot reads where somebody or something is. The words are resolved anew at each
// import, so that a better gazetteer mends what an older one did not know.
func (d *Directory) takeSpot(r entryRow, s *Spot, name string) {
	if !r.has("place") && !r.has("country") && !r.has("lat") {
		return
	}
	a := address{words: s.Words, country: s.Country, name: name}
	r.take("place", &a.words)
	r.take("country", &a.country)
	if r.has("lat") {
		a.lat, a.lon = r.text("lat"), r.text("lon")
	} else {
		a.lat, a.lon = s.coordinates()
	}
	spot, note := d.locate(a)
	*s = spot
	if note != "" {
		r.note(note)
	}
}

// degrees writes an angle as exactly as it was read.
func degrees(angle float64) string { return strconv.FormatFloat(angle, 'f', -1, 64) }

// take reads a text if the file has the field; an empty cell clears it.
func (r entryRow) take(field string, to *string) {
	if r.has(field) {
		*to = r.text(field)
	}
}

// takeList reads values if the file has the field.
func (r entryRow) takeList(field string, to *[]string) {
	if r.has(field) {
		*to = r.list(field)
	}
}

// takeLanguages reads languages by name or code. What is not known is kept as it is,
// for there are seven thousand.
func (r entryRow) takeLanguages(to *[]string) {
	if !r.has("languages") {
		return
	}
	*to = nil
	for _, value := range r.list("languages") {
		for word := range strings.SplitSeq(value, ",") {
			word = strings.TrimSpace(word)
			code, ok := languageOf(word)
			if !ok {
				code = slug(word)
				r.note("language “" + brief(word) + "” is not known and kept as it is")
			}
			if code != "" && !slices.Contains(*to, code) {
				*to = append(*to, code)
			}
		}
	}
}

// takeLinks reads links; only web addresses are ever shown, and none that carries a
// password.
func (r entryRow) takeLinks(to *[]string) {
	if !r.has("links") {
		return
	}
	*to = nil
	for _, link := range r.list("links") {
		u, err := url.Parse(link)
		if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil {
			r.note("“" + brief(link) + "” is not a web address and left out")
			continue
		}
		*to = append(*to, link)
	}
}

// takeZone reads an IANA time zone. A wrong one is left out rather than kept: whoever
// is asked in their own morning must not be asked at night.
func (r entryRow) takeZone(to *string) {
	if !r.has("zone") {
		return
	}
	*to = r.text("zone")
	if _, err := time.LoadLocation(*to); err != nil {
		r.note("“" + brief(*to) + "” is not a time zone and left out")
		*to = ""
	}
}

// takeDate reads a day as 2006-01-02, the one form that nobody reads the other way
// round.
func (r entryRow) takeDate(field string, to *string) {
	if !r.has(field) {
		return
	}
	*to = r.text(field)
	if _, err := time.Parse(time.DateOnly, *to); err != nil && *to != "" {
		r.note(field + " “" + brief(*to) + "” is not a day such as 2027-01-31 and left out")
		*to = ""
	}
}

// takeAccounts reads accounts as configuration files write them. Whose they are is
// looked at afterwards; see planner.ownAccounts.
func (r entryRow) takeAccounts(to *[]bot.Address) {
	if !r.has("accounts") {
		return
	}
	*to = nil
	for _, text := range r.list("accounts") {
		account, err := bot.ParseAccount(text)
		if err != nil {
			r.note("“" + brief(text) + "” is not an account (platform:user, or platform:space/user) and left out")
			continue
		}
		*to = append(*to, account)
	}
}

// nothing is what Person.Shows holds for somebody who wants nothing shown.
const nothing = "nothing"

// takeShows reads what may be shown. An empty list means nothing; a word that is not
// known is left out, which shows less, never more.
func (r entryRow) takeShows(to *[]string) {
	if !r.has("shows") {
		return
	}
	values := r.list("shows")
	cell, written := r.Cells[r.known["shows"][0]]
	if len(values) == 0 && !(written && cell.List) {
		*to = nil
		return
	}
	*to = []string{}
	for _, what := range values {
		what = strings.ToLower(what)
		if slices.Contains(shown(), what) {
			*to = append(*to, what)
		} else if what != nothing {
			r.note("“" + brief(what) + "” is nothing that can be shown; there are " + strings.Join(shown(), ", "))
		}
	}
	if len(*to) == 0 {
		*to = []string{nothing}
	}
}

// statusOf reads the status of a person; nothing means active.
func statusOf(text string) (Status, bool) {
	switch fold(text) {
	case "", "active":
		return Active, true
	case "hold", "on hold", "away":
		return Hold, true
	case "emeritus", "emerita":
		return Emeritus, true
	}
	return "", false
}

// checkID says whether an id can be typed and quoted without trouble.
func checkID(id string) error {
	if id == "" {
		return errors.New("nothing to make an id of")
	}
	if len([]rune(id)) > mostID {
		return fmt.Errorf("the id is longer than %d characters", mostID)
	}
	if strings.ContainsAny(id, " \"'“”=:/@<>") {
		return fmt.Errorf("the id “%s” holds a space or one of \" ' = : / @ < >", brief(id))
	}
	return nil
}

// orElse is the text, or another one if it is empty.
func orElse(text, other string) string {
	if text == "" {
		return other
	}
	return text
}
