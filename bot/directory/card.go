package directory

import (
	"strings"

	"ambassador/bot"
)

// Kinds of entries and cards.
const (
	ambassadors = "ambassador"
	groups      = "group"
	others      = "person" // people who are no ambassadors: they have a card, but find does not name them
)

// Card is what everybody may see of a person or group.
type Card struct {
	Kind      string // ambassadors, groups or others
	ID        string
	Name      string
	Title     string // of a person their role, of a group its standing
	Place     string // for people: "Berlin, Germany"; may be empty
	Link      string
	Languages []string // ISO 639 codes
	Topics    []string

	// What an introduction button needs to know of a person; only Call is ever shown,
	// as part of the button's line. They are here so that a search reads no records.
	Call    string // what the button calls them
	Status  Status
	Until   string // as in Person
	Account bool   // they have one, so words reach them
}

// MarshalBinary writes the card compactly: a search reads half a dozen of them.
func (c Card) MarshalBinary() ([]byte, error) {
	return pack(nil, c.Kind, c.ID, c.Name, c.Title, c.Place, c.Link,
		strings.Join(c.Languages, "\n"), strings.Join(c.Topics, "\n"),
		c.Call, string(c.Status), c.Until, map[bool]string{true: "yes"}[c.Account]), nil
}

// UnmarshalBinary reads what MarshalBinary writes.
func (c *Card) UnmarshalBinary(data []byte) error {
	var languages, topics, status, account string
	err := unpack(data, 0, &c.Kind, &c.ID, &c.Name, &c.Title, &c.Place, &c.Link, &languages, &topics, &c.Call, &status, &c.Until, &account)
	if err != nil {
		return err
	}
	c.Status, c.Account = Status(status), account != ""
	c.Languages, c.Topics = lines(languages), lines(topics)
	return nil
}

// How people are called who do not show their names.
const (
	someAmbassador = "An ambassador"
	someMember     = "A member of the community"
)

// inSentence is the name as it stands within a sentence.
func (c Card) inSentence() string {
	if c.Name == someAmbassador || c.Name == someMember {
		return "a" + c.Name[1:]
	}
	return c.Name
}

// lines takes apart what strings.Join has put together; no text is no line.
func lines(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, "\n")
}

// card is what the person agreed to show.
func (p Person) card() Card {
	c := Card{Kind: others, ID: p.ID, Name: someMember, Title: p.title().String()}
	c.Call, c.Status, c.Until, c.Account = p.handle(), p.Status, p.away(), len(p.Accounts) > 0
	if p.Gone && p.Status != Emeritus {
		c.Status = Hold
	}
	if p.isAmbassador() {
		c.Kind, c.Name = ambassadors, someAmbassador
	}
	if p.shows("name") {
		c.Name = p.Name
	}
	c.Place = p.shownSpot().Label
	if p.shows("languages") {
		c.Languages = p.Languages
	}
	if p.shows("topics") {
		c.Topics = p.Topics
	}
	if p.shows("links") && len(p.Links) > 0 {
		c.Link = p.Links[0]
	}
	return c
}

// shownSpot is where others may know the person to be: nowhere, for some, whom only
// their region leads to.
func (p Person) shownSpot() Spot {
	if p.shows("place") {
		return p.Spot
	}
	return Spot{}
}

// isAmbassador says whether the person holds the title. Coordinators hold it, too,
// if they look after a region: a record has one role, the greatest, and people may
// have two.
func (p Person) isAmbassador() bool {
	role := p.title()
	return role == bot.Ambassador || role == bot.Coordinator && len(p.Regions) > 0
}

// card is the group as everybody sees it.
func (g Group) card() Card {
	c := Card{Kind: groups, ID: g.ID, Name: g.Name, Title: string(g.Standing), Place: g.Spot.Label, Languages: g.Languages, Topics: g.Topics}
	if len(g.Links) > 0 {
		c.Link = g.Links[0]
	}
	return c
}

// entry is the person in an index; ok is false for somebody whom find never names:
// no ambassador, or on hold without a day of return.
func (p Person) entry() (e Entry, ok bool) {
	c := p.card()
	e = Entry{ID: p.ID, Rank: 15 - p.Spot.Size, Tags: tags(c.Languages, c.Topics)}
	e.place(p.shownSpot())
	if p.Status == Hold {
		e.Until = p.Until
	}
	return e, c.Kind == ambassadors && !p.Gone && (p.Status == Active || p.Status == Hold && p.Until != "")
}

// entry is the group in an index; ok is false for one nobody should be sent to.
func (g Group) entry() (e Entry, ok bool) {
	// Among those equally far, official groups come first, and of these the one in the
	// largest town: that is the order of a country's list, too.
	standing := map[Standing]int{Official: 0, Fresh: 1, Lapsed: 2}
	e = Entry{ID: g.ID, Rank: 16*standing[g.Standing] + 15 - g.Spot.Size, Tags: tags(g.Languages, g.Topics)}
	e.place(g.Spot)
	return e, g.Standing != Revoked
}

// place writes the spot into the entry; only a town has a place on the curve.
func (e *Entry) place(s Spot) {
	e.Exact, e.CC, e.Sub = s.Exact, s.CC, s.Sub
	if s.Exact {
		e.Code = codeOf(s.Lat, s.Lon)
	}
}
