package ticket

import (
	"slices"
	"time"
)

// Ticket is one request on its way.
type Ticket struct {
	Number   uint64            `json:"number"`
	Kind     string            `json:"kind"`
	Title    string            `json:"title"`
	Values   map[string]string `json:"values"` // canonical, by field name
	Asker    Party             `json:"asker"`
	Voices   []Party           `json:"voices,omitempty"` // who has said “me, too”
	Owner    Party             `json:"owner,omitzero"`   // nobody while it is at the desk
	Desk     string            `json:"desk"`
	Secret   bool              `json:"secret,omitempty"`  // said in confidence, which it stays whatever becomes of its kind
	Regions  []string          `json:"regions,omitempty"` // ids of those that its place lies in
	State    State             `json:"state"`
	Stage    string            `json:"stage,omitempty"`   // of its kind
	Outcome  string            `json:"outcome,omitempty"` // how it ended
	Opened   time.Time         `json:"opened"`
	Changed  time.Time         `json:"changed"`
	Due      time.Time         `json:"due,omitzero"`  // when somebody should have answered; zero while the asker's word is awaited
	Look     time.Time         `json:"look,omitzero"` // when the sweep has to look at it
	Nudges   int               `json:"nudges,omitempty"`
	Late     bool              `json:"late,omitempty"`     // coordinators have been told that the deadline has passed
	Returned bool              `json:"returned,omitempty"` // the asker may change it, though somebody has it
	Approved []Party           `json:"approved,omitempty"`
	Named    []string          `json:"named,omitempty"` // ids of those whom a value in confidence named before it was changed
	Also     []string          `json:"also,omitempty"`  // links of tickets that have become part of this one
	Deeds    []Deed            `json:"deeds"`
	Dropped  int               `json:"dropped,omitempty"` // deeds that were too many to keep
}

// State says whose turn it is.
type State string

// The states. What is Open or Taken has a deadline.
const (
	Open     State = "open"     // waits for somebody to take it
	Taken    State = "taken"    // somebody has it in hand
	Asked    State = "asked"    // waits for the asker's word
	Answered State = "answered" // waits for nobody; the asker may still say that it did not help
	Closed   State = "closed"   // is over, see Ticket.Outcome
)

// Deed is one thing that was done with a ticket, as its history keeps it.
type Deed struct {
	At   time.Time `json:"at"`
	By   Party     `json:"by,omitzero"` // nobody: the bot itself
	What string    `json:"what"`        // a verb in the past: "answered"
	Text string    `json:"text,omitempty"`
	From Party     `json:"from,omitzero"` // whom the bot itself has taken the ticket from
}

// mostDeeds is how many deeds a ticket keeps. Of a longer story the middle is dropped.
const mostDeeds = 200

// note adds a deed to the history.
func (t *Ticket) note(at time.Time, by Party, what, text string) {
	t.Changed = at
	if len(t.Deeds) == mostDeeds {
		t.Deeds = slices.Delete(t.Deeds, mostDeeds/4, mostDeeds/4+1)
		t.Dropped++
	}
	t.Deeds = append(t.Deeds, Deed{At: at, By: by, What: what, Text: text})
}

// count is how many deeds there have been: it names the next one.
func (t Ticket) count() int { return len(t.Deeds) + t.Dropped }

// running says that somebody should answer.
func (t Ticket) running() bool { return t.State == Open || t.State == Taken }

// rest stops the clock.
func (t *Ticket) rest(s State) {
	t.State, t.Nudges, t.Late, t.Returned = s, 0, false, false
	t.Due, t.Look = time.Time{}, time.Time{}
}

// end closes the ticket.
func (t *Ticket) end(outcome string) {
	t.State, t.Outcome, t.Due, t.Look, t.Returned = Closed, outcome, time.Time{}, time.Time{}, false
}

// Raisers is how many people have raised it.
func (t Ticket) Raisers() int { return len(t.raised()) }

// raised lists everybody who is to hear what becomes of it.
func (t Ticket) raised() []Party {
	if t.Asker.nobody() {
		return t.Voices
	}
	return append([]Party{t.Asker}, t.Voices...)
}
