package bot

import (
	"slices"

	"ambassador/store"
)

// Guide is what the core asks of the directory: who speaks, and what the words
// for a place or a person mean. All answers come from the transaction, so a
// change of role counts at the next message.
type Guide interface {
	// Who tells who stands behind a message. An unknown account is a Member
	// without an ID; an error means that the store failed.
	Who(tx store.Tx, m Message) (Person, error)
	// Place checks words that should name a place. A Refusal says in plain words
	// what is wrong; where there is a choice, its actions' Lines are the values
	// to choose from, and the router makes command lines of them.
	Place(tx store.Tx, who Person, words string) (Meaning, error)
	// Person checks words that should name a person of the directory, likewise.
	Person(tx store.Tx, who Person, words string) (Meaning, error)
	// Coordinators lists the accounts of the programme's team, for what only they
	// can mend.
	Coordinators(tx store.Tx) ([]Address, error)
}

// Person is somebody who talks to the bot, as far as the core needs to know.
type Person struct {
	ID      string  // directory id; empty for somebody the directory does not know
	Account Address // from which they speak now, as the router fills it in
	Name    string  // how to call them; may be empty
	Role    Role
	Desks   []string // where they sit with others, such as "editors"; see Command.Desk
	Zone    string   // IANA zone: their own setting before the platform's profile
	Lang    string   // BCP 47
}

// May says whether the person may use a command: by their role, or because they sit at
// the desk whose work it is. A command that names no role is for nobody.
func (p Person) May(c Command) bool {
	seated := c.Desk == AnyDesk && len(p.Desks) > 0 || c.Desk != "" && slices.Contains(p.Desks, c.Desk)
	return c.Needs > None && (p.Role >= c.Needs || seated)
}

// Meaning is what words stand for.
type Meaning struct {
	Value string // canonical and stable: what handlers get in Request.Values
	Label string // for people: "Berlin, Germany"
}
