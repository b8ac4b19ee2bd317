// Package newsletter takes items for the community's newsletter from everybody, has editors
// decide on them, and makes an issue of those that they accept.
//
// An item is a ticket of bot/ticket, and so is its way: who asks back, hands on and declines
// is told there. Special to it are what is here:
//
//	submit.go, mine.go    from chat to the editors' desk
//	queue.go, decide.go   the desk
//	gather.go, issue.go   which items an issue has, and its files
//	markdown.go, html.go, plain.go, words.go   what people wrote, made harmless in each form
//	publish.go            posting an issue, and thanking
package newsletter

import (
	"fmt"
	"slices"

	"ambassador/bot"
	"ambassador/bot/directory"
	"ambassador/bot/ticket"
	"ambassador/store"
)

// Name is what tickets of newsletter items are stored with.
const Name = "newsletter"

// Desk is where editors sit. Where nobody does, coordinators are the editors.
const Desk = "editors"

// Accepted is the stage of an item that waits for an issue.
const Accepted = "accepted"

// Options is what the room is made of. Kind needs Categories only.
type Options struct {
	People     *directory.Directory
	Tickets    *ticket.Engine // it must know Kind
	Categories []string       // in the order of an issue; event, release, story, call for help and other by default
	Rooms      []bot.Address  // where an issue is announced; may be none
	Name       string         // of the newsletter; “Community newsletter” by default
}

// filled are the options with their defaults.
func (o Options) filled() Options {
	if len(o.Categories) == 0 {
		o.Categories = []string{"event", "release", "story", "call for help", "other"}
	}
	if o.Name == "" {
		o.Name = "Community newsletter"
	}
	return o
}

// Kind is a newsletter item as the engine sees it.
func Kind(o Options) ticket.Kind {
	return ticket.Kind{
		Name: Name, Noun: "newsletter item", Desk: Desk, Alike: true, Edited: true, Before: ticket.Ahead("until"),
		Fields: []bot.Field{
			{Name: "title", Label: "Title?"},
			{Name: "text", Label: "Text?", Hint: "What is it, for whom, and when? Plain text, up to 4,000 characters.", Kind: bot.Long},
			{Name: "link", Label: "Link?", Hint: "Where can one read more?", Kind: bot.Link, Optional: true, Check: checkLink},
			{Name: "category", Label: "Which category?", Kind: bot.Choice, Choices: o.filled().Categories},
			{Name: "until", Label: "Until when is it of use?", Hint: "An event is until its day.", Kind: bot.Date, Word: "until", Optional: true},
			{Name: "group", Label: "From which group?", Word: "from", Optional: true},
		},
		Stages: []ticket.Stage{
			{Name: Accepted, Tell: "It is accepted, and will be in an issue of the newsletter. You hear from me when it is out.", Rests: true},
			{Name: ticket.Published, Tell: "Thank you, it is published.", Ends: true},
		},
		Actions: []bot.Action{
			{Label: "Accept", Line: "newsletter accept %s"},
			{Label: "Return with a comment", Line: "newsletter return %s"},
			{Label: "Merge", Line: "newsletter merge %s"},
		},
	}
}

// Room is the newsletter's. All its state is in the store.
type Room struct {
	Options
	issues store.Bucket[issued] // label
}

// New makes the room.
func New(o Options) *Room {
	return &Room{Options: o.filled(), issues: store.NewBucket[issued]("newsletter issue")}
}

// kind is that of the room's items, as the programme has configured it.
func (r *Room) kind() ticket.Kind {
	k, _ := r.Tickets.Kind(Name)
	return k
}

// move brings an item to a stage of its kind.
func (r *Room) move(tx store.Tx, req *bot.Request, t ticket.Ticket, stage, note string) error {
	stages := r.kind().Stages
	i := slices.IndexFunc(stages, func(s ticket.Stage) bool { return s.Name == stage })
	if err := r.Tickets.Move(tx, req, &t, stages[i], note); err != nil {
		return fmt.Errorf("newsletter: %s: %w", r.Tickets.Ref(t.Number), err)
	}
	return r.Tickets.Put(tx, t)
}

// Commands lists what can be said here.
func (r *Room) Commands() []bot.Command {
	// Asked for only where something like it is there, and then it must be answered: skipping it would submit.
	anyway := bot.Field{Name: "anyway", Label: "Submit yours all the same?", Kind: bot.YesNo, Hidden: true}
	return append([]bot.Command{{
		Name: "newsletter submit", Summary: "give an item to the newsletter", Needs: bot.Member,
		Shortcut: "Send to the newsletter", Takes: "text",
		Examples: []string{
			"newsletter submit",
			`newsletter submit "Cloud day in Berlin" "A day of talks for beginners." https://example.org/cloud-day event until 2027-05-03`,
		},
		Fields: append(slices.Clone(r.kind().Fields), anyway), Handle: r.submit,
	}, {
		Name: "newsletter mine", Summary: "list your items, and what became of them", Needs: bot.Member, Reads: true,
		Examples: []string{"newsletter mine"}, Handle: r.mine,
	}}, r.deskCommands()...)
}

// deskCommands are for editors.
func (r *Room) deskCommands() []bot.Command {
	ref := bot.Field{Name: "ref", Label: "Which item?", Hint: "Its reference, such as AMB-1042.", Kind: bot.Reference}
	into := bot.Field{Name: "into", Label: "Into which other item?", Hint: "The reference of the one that stays.", Kind: bot.Reference, Word: "into"}
	label := bot.Field{Name: "issue", Label: "Which issue?", Hint: "A year and a month, such as 2026-12.", Check: checkLabel}
	link := bot.Field{Name: "link", Label: "Where can everybody read it?", Kind: bot.Link, Check: checkAnnounced}
	published := label
	published.Check = checkPublished
	all := []bot.Command{{
		Name: "newsletter queue", Summary: "list the items that wait for a decision, the oldest first", Reads: true,
		Examples: []string{"newsletter queue", "newsletter queue event"},
		Fields: []bot.Field{
			{Name: "category", Label: "Which category?", Kind: bot.Choice, Choices: r.Categories, Optional: true},
			{Name: "page", Label: "Which page?", Kind: bot.Number, Word: "page", Optional: true, Hidden: true},
		},
		Handle: r.queue,
	}, {
		Name: "newsletter accept", Summary: "accept an item for the next issue",
		Examples: []string{"newsletter accept AMB-1042"}, Fields: []bot.Field{ref}, Handle: r.accept,
	}, {
		Name: "newsletter return", Summary: "give an item back to whoever submitted it, with a comment",
		Examples: []string{`newsletter return AMB-1042 "Please add where it is."`},
		Fields:   []bot.Field{ref, {Name: "text", Label: "What should they change?", Kind: bot.Long}},
		Handle:   r.Tickets.Return(returnable),
	}, {
		Name: "newsletter merge", Summary: "make one item of two that tell of the same",
		Examples: []string{"newsletter merge AMB-1043 into AMB-1042"}, Fields: []bot.Field{ref, into}, Handle: r.merge,
	}, {
		Name: "newsletter issue", Summary: "make an issue of the accepted items: Markdown, HTML and plain text", Reads: true,
		Examples: []string{"newsletter issue 2026-12"}, Fields: []bot.Field{label}, Handle: r.issue,
	}, {
		Name: "newsletter publish", Summary: "announce an issue that can be read, and thank everybody who is in it",
		Examples: []string{"newsletter publish 2026-12 https://example.org/newsletter/2026-12"},
		Fields: []bot.Field{published, link,
			{Name: "seen", Label: "Which items?", Word: "seen", Optional: true, Hidden: true, Check: checkSeen},
			{Name: "sure", Label: "Really?", Kind: bot.YesNo, Optional: true, Hidden: true}},
		Handle: r.publish,
	}}
	for i := range all {
		all[i].Needs, all[i].Desk = bot.Coordinator, r.kind().Desk
	}
	return all
}
