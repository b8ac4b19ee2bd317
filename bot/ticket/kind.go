package ticket

import (
	"slices"

	"ambassador/bot"
	"ambassador/bot/directory"
	"ambassador/store"
)

// Kind is one kind of request, as data: commands, forms, routing and words are made of it.
// The zero value of what is optional takes the default named beside it.
type Kind struct {
	Name     string // one lower-case word, which tickets are stored with: "funding"
	Noun     string // what one is called within a sentence, "request for funding"; the name by default
	Command  string // what opens one: "contact funding"; empty where a room has a command of its own
	Summary  string // of that command
	Examples []string
	Fields   []bot.Field
	Needs    bot.Role // who may ask; bot.Member by default
	Shortcut string   // see bot.Command
	Takes    string

	To   Route
	Desk string // who has it where nobody else is found; the coordinators by default
	Days int    // working days until somebody should have answered; 3 by default

	Stages    []Stage      // how far one of them can come; may be empty
	Actions   []bot.Action // buttons for whoever looks after one that has come to no stage yet; “%s” in a line is its reference
	Approvals int          // how many different coordinators must approve; 0: nobody needs to
	Receipt   string       // what the asker is asked for after approval, on the day after the field “date”; may be empty

	Match  string // a field of two choices, such as search and offer: open tickets of the other one are shown to the owner
	Alike  bool   // tickets that sound alike can be found, see Engine.Alike
	Edited bool   // whoever has it may change its words, too
	Secret bool   // in confidence: only for coordinators whom no field names; nothing of it is in a list or notice
	Keep   int    // days until a closed one is deleted; 365 by default

	// Before may turn a request down before a ticket is made of it. It may be nil.
	Before func(tx store.Tx, req *bot.Request) error
}

// Route says who is asked first.
type Route string

// The routes. Where a route finds nobody, the kind's desk has the ticket.
const (
	ToDesk   Route = ""       // the desk itself
	ToRegion Route = "region" // the ambassador for the fields place, topic and language
	ToPerson Route = "person" // whom the field person names
)

// Stage is how far a ticket of a kind has come.
type Stage struct {
	Name    string
	Tell    string // what everybody who raised it is told, a whole sentence; empty: nothing
	Ends    bool   // it closes the ticket
	Rests   bool   // nobody need answer any more: without a deadline it waits for its next stage
	Forward string // name of the hook that is given the ticket; empty: none
}

// stage returns the kind's stage of that name.
func (k Kind) stage(name string) (Stage, bool) {
	i := slices.IndexFunc(k.Stages, func(s Stage) bool { return s.Name == name })
	if i < 0 {
		return Stage{}, false
	}
	return k.Stages[i], true
}

// rests says that a ticket of the kind is to be decided on: until it rests, an answer does not settle it.
func (k Kind) rests() bool {
	return slices.ContainsFunc(k.Stages, func(s Stage) bool { return s.Rests })
}

// field returns the kind's field of that name.
func (k Kind) field(name string) (bot.Field, bool) {
	return bot.Command{Fields: k.Fields}.Field(name)
}

// filled is the kind with its defaults.
func (k Kind) filled() Kind {
	if k.Noun == "" {
		k.Noun = k.Name
	}
	if k.Needs == bot.None {
		k.Needs = bot.Member
	}
	if k.Desk == "" || k.Secret {
		k.Desk = directory.Coordinators
	}
	if k.Days == 0 {
		k.Days = 3
	}
	if k.Keep == 0 {
		k.Keep = 365
	}
	return k
}

// Title is what a ticket with these values is called: its title, or the first words of
// its first text. Of what is said in confidence it tells nothing.
func (k Kind) Title(values map[string]string) string {
	if k.Secret {
		return "in confidence"
	}
	if title := values["title"]; title != "" {
		return short(title)
	}
	for _, f := range k.Fields {
		if v := values[f.Name]; v != "" && f.Kind == bot.Long {
			return short(v)
		}
	}
	for _, f := range k.Fields {
		if v := values[f.Name]; v != "" && f.Kind == bot.Text {
			return short(v)
		}
	}
	return k.Noun
}
