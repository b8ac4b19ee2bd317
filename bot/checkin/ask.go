package checkin

import (
	"time"

	"ambassador/bot"
)

// State is how far an ask has come.
type State string

// The states. Due, Asked, Draft, Delegated and Late wait for an answer; the others do not.
const (
	Due       State = "due"       // nobody has been asked yet
	Asked     State = "asked"     // the question has gone out
	Draft     State = "draft"     // an answer was begun
	Delegated State = "delegated" // somebody else is to answer
	Late      State = "late"      // the answer is overdue
	Answered  State = "answered"
	Skipped   State = "skipped" // with a reason: theirs, or why nobody could be asked
	Closed    State = "closed"  // the round ended without an answer
)

// words say a state that waits for an answer, or has ended without one.
func (s State) words() string {
	switch s {
	case Due:
		return "not asked yet"
	case Closed:
		return "no answer"
	case Skipped:
		return "left out"
	case Draft:
		return "begun"
	case Delegated:
		return "passed on"
	}
	return string(s)
}

// Ask is what one person owes in one round of a kind.
type Ask struct {
	Kind   string `json:"kind"`
	Label  string `json:"label"`        // of the round: 2027-Q1
	Person string `json:"person"`       // id: who is asked, and whose regions it is about
	To     string `json:"to,omitempty"` // id: who is to answer in their place; empty: the person
	By     string `json:"by,omitempty"` // id of who answered
	State  State  `json:"state"`
	Zone   string `json:"zone,omitempty"` // in which its times were reckoned

	Regions []string `json:"regions,omitempty"` // ids: what the person looked after, or led groups in, when they answered, or when the round began

	Due    time.Time   `json:"due"`             // when the round began for them
	LateAt time.Time   `json:"late"`            // when an answer is overdue
	Closes time.Time   `json:"closes"`          // when the round ends for them
	Sent   []time.Time `json:"sent,omitempty"`  // the first word and each reminder, to whoever is to answer now
	On     bot.Address `json:"on,omitzero"`     // where the last of them went
	Words  int         `json:"words,omitempty"` // how many words have gone out in all: the number in their keys
	Later  time.Time   `json:"later,omitzero"`  // they asked not to be reminded before
	Look   time.Time   `json:"look,omitzero"`   // when to look at it next; zero: never

	Draft    map[string]string   `json:"draft,omitempty"`    // what was typed so far
	Values   map[string]string   `json:"values,omitempty"`   // the answer, canonical, by field
	At       time.Time           `json:"at,omitzero"`        // when it was answered first
	Changed  time.Time           `json:"changed,omitzero"`   // when it was changed last
	Versions int                 `json:"versions,omitempty"` // how many there have been
	Before   []map[string]string `json:"before,omitempty"`   // earlier versions, the last ones
	Reason   string              `json:"reason,omitempty"`   // why it was skipped, or ended
	Offered  bool                `json:"offered,omitempty"`  // nobody had asked: they wrote of their own accord
}

// Who is the id of whoever is to answer.
func (a Ask) Who() string {
	if a.To != "" {
		return a.To
	}
	return a.Person
}

// Open says that an answer is awaited.
func (a Ask) Open() bool {
	switch a.State {
	case Due, Asked, Draft, Delegated, Late:
		return true
	}
	return false
}

// Editable says that an answer may still be given, or changed, at an instant.
func (a Ask) Editable(at time.Time) bool {
	return at.Before(a.Closes) && (a.Open() || a.State == Answered || a.State == Skipped)
}

// Round is one time that a kind is asked.
type Round struct {
	Kind      string    `json:"kind"`
	Label     string    `json:"label"`
	Began     time.Time `json:"began"`               // when the first of them was due
	LateAt    time.Time `json:"late"`                // when the last of the open answers is overdue
	Closes    time.Time `json:"closes"`              // when it ends for the last of them
	Look      time.Time `json:"look,omitzero"`       // when to look at it next
	Escalated bool      `json:"escalated,omitempty"` // coordinators have been told who is late
	Closed    bool      `json:"closed,omitempty"`    // it is rolled up
	Times     int       `json:"times,omitempty"`     // how often it was opened again
}
