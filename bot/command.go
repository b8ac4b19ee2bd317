package bot

import (
	"context"

	"ambassador/store"
)

// Command is one thing the bot can do, as data: help, forms, manifests and
// documentation are made from it.
type Command struct {
	Name     string   // what people say, one or two lower-case words: "newsletter submit"
	Summary  string   // one sentence for the help, without a full stop
	Examples []string // whole lines that work, without the prefix
	Fields   []Field  // what it must be told, in the order of asking
	Needs    Role     // the least role; None denies everybody
	Desk     string   // the desk whose people may use it as well, whatever their role; AnyDesk, or empty for none
	Alone    bool     // what it has to ask it asks the person alone, though it was called in a room; so does a secret one
	Secret   bool     // the audit log has neither who used it nor on whom: what is said in confidence
	Shortcut string   // the command's name in a platform's menu, up to 24 characters; empty: not there
	Takes    string   // the field that takes up a message of others; the shortcut then stands in a message's menu
	Words    string   // the field that takes words which name no command: the whole text is its value. One command has it, which reads
	Reads    bool     // changes nothing: runs in a read transaction, and its reply is not stored
	Notes    bool     // with Reads: keeps notes of nobody. Where its handler writes, it runs again in a transaction that may; no audit line
	Aside    bool     // a platform may ask it of its own accord: a question that is open stays open
	Handle   Handler

	// Begin fills a form in before it is shown, or before its first question. It may be nil. Values of the request are
	// what was typed so far, not yet checked. A Refusal is shown instead of the form.
	Begin func(tx store.Tx, req *Request) (Beginning, error)

	// Keep keeps what was typed so far, after each answer of a dialogue, so that it outlives the dialogue. It may be nil.
	// Values of the request are as typed.
	Keep func(tx store.Tx, req *Request) error
}

// Beginning is what a form begins with.
type Beginning struct {
	Known map[string]string // by field, as one would type it; what was typed goes before it
	Note  string            // plain words above the form, such as what the bot has seen
}

// AnyDesk as the desk of a command lets everybody use it who sits at one.
const AnyDesk = "*"

// Handler answers a request inside a transaction. It cannot send or wait, and
// may run twice with the second run's effects kept: what it does, it does to tx.
// An error undoes its writes; a Refusal among errors is shown to the person.
type Handler func(ctx context.Context, tx store.Tx, req *Request) (Reply, error)

// Request is a message whose command is known and whose fields are checked.
type Request struct {
	Message Message
	Command Command
	Who     Person
	Values  map[string]string // canonical values by field name; an absent optional field is ""
	Outbox  *Outbox           // for words to others: Outbox.Put(tx, …)

	// Plain says that the message named no command, and came to the one with Words; Offers is then what else it
	// may be meant for, each a line that does it: what the rooms' Strays say, and a command that is spelled nearly so.
	Plain  bool
	Offers []Action

	// On names by id what is changed, for the audit log. Persons and choices
	// among the values are there already; the handler adds what it makes.
	On map[string]string

	// Secret keeps who spoke, and on whom, out of the audit log. It begins as the command has it; a
	// handler sets it where what the command is about was said in confidence.
	Secret bool

	checker checker
}

// Check holds a typed value against a field that is not one of the command's, such as that of an older
// request which is being changed. It returns the canonical value, or a Refusal.
func (r *Request) Check(f Field, typed string) (string, error) { return r.checker.check(f, typed) }

// Field returns the command's field of that name.
func (c Command) Field(name string) (Field, bool) {
	for _, f := range c.Fields {
		if f.Name == name {
			return f, true
		}
	}
	return Field{}, false
}

// usage is the command with its fields: find <place> [for <topic>].
func (c Command) usage() string {
	s := c.Name
	for _, f := range c.Fields {
		if u := f.usage(); u != "" {
			s += " " + u
		}
	}
	return s
}
