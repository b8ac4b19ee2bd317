package directory

import (
	"time"

	"ambassador/bot"
)

// Person is somebody the programme knows. Accounts, note and whatever is not in
// Shows are private: they are for the person and the coordinators.
type Person struct {
	ID        string        `json:"id"`
	Name      string        `json:"name"`
	Role      bot.Role      `json:"role"`
	Spot      Spot          `json:"spot"`
	Regions   []string      `json:"regions,omitempty"`   // ids of the regions they look after
	Languages []string      `json:"languages,omitempty"` // ISO 639 codes, the best first
	Topics    []string      `json:"topics,omitempty"`
	Accounts  []bot.Address `json:"accounts,omitempty"` // without room and thread; the first is where they are written to, see Reach
	Zone      string        `json:"zone,omitempty"`     // IANA
	Time      string        `json:"time,omitempty"`     // 15:04: not asked earlier in their day; empty: when work begins
	Days      []string      `json:"days,omitempty"`     // mon, tue …: asked on these days; none: the working days of their country
	Links     []string      `json:"links,omitempty"`
	Shows     []string      `json:"shows,omitempty"` // what others may see; nil means defaultShows
	Status    Status        `json:"status"`
	Until     string        `json:"until,omitempty"` // 2006-01-02: the last day on hold
	Since     string        `json:"since,omitempty"` // 2006-01-02: when they got their title, or became emeritus
	Note      string        `json:"note,omitempty"`
	Source    string        `json:"source,omitempty"` // where the record comes from
	Gone      bool          `json:"gone,omitempty"`   // every account is deactivated; see MarkGone
	Handle    string        `json:"handle,omitempty"` // in place of the ID, for somebody who hides their name; see handle
}

// Status says whether somebody is there for others. It is apart from the role, which
// somebody on hold keeps.
type Status string

// The three states of a person.
const (
	Active   Status = "active"
	Hold     Status = "hold"     // away for a while; see Person.Until
	Emeritus Status = "emeritus" // has stepped down, with thanks
)

// mostID is the length of the longest id in characters.
const mostID = 64

// shown lists what a person can agree to show, in the order of an answer.
func shown() []string { return []string{"name", "place", "languages", "topics", "links"} }

// defaultShows is what others see of somebody who has not said.
func defaultShows() []string { return []string{"name", "place", "languages", "topics"} }

// shows says whether the person agreed to show this.
func (p Person) shows(what string) bool {
	agreed := p.Shows
	if agreed == nil { // has not said; an empty list is kept as "nothing"
		agreed = defaultShows()
	}
	for _, s := range agreed {
		if s == what {
			return true
		}
	}
	return false
}

// At is the person's status on a day: somebody on hold is back the day after Until, and
// somebody gone is on hold, because who cannot be reached is not named as somebody to reach.
func (p Person) At(t time.Time) Status {
	switch {
	case p.Gone && p.Status != Emeritus:
		return Hold
	case p.Status == Hold && p.Until != "" && t.UTC().Format(time.DateOnly) > p.Until:
		return Active
	}
	return p.Status
}

// away is the last day on hold; empty where nobody knows it, as for somebody gone.
func (p Person) away() string {
	if p.Gone {
		return ""
	}
	return p.Until
}

// title is the role that counts: who has stepped down keeps none but the thanks.
func (p Person) title() bot.Role {
	if p.Status == Emeritus {
		return bot.Member
	}
	return p.Role
}
