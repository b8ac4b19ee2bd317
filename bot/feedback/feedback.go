// Package feedback passes on what people say at meet-ups, and tells everybody who raised
// it what became of it.
package feedback

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"ambassador/bot"
	"ambassador/bot/ticket"
	"ambassador/store"
)

// Name is what tickets of feedback are stored with.
const Name = "feedback"

// Kind is feedback as the engine sees it. It is passed on by the hook of that name; empty
// for a programme that passes it on by hand.
func Kind(hook string) ticket.Kind {
	return ticket.Kind{
		Name: Name, Noun: "feedback", Days: 10, Alike: true,
		Fields: []bot.Field{
			{Name: "what", Label: "What did you hear?", Hint: "In their words, or yours.", Kind: bot.Long},
			{Name: "where", Label: "Where was it said?", Hint: "The event, or the group.", Word: "at", Optional: true},
			{Name: "project", Label: "About which project?", Word: "about", Optional: true},
			{Name: "people", Label: "How many people said so?", Kind: bot.Number, Optional: true, Check: ticket.Positive},
		},
		Stages: []ticket.Stage{
			{Name: "forwarded", Tell: "It was passed on to the developers.", Forward: hook},
			{Name: "planned", Tell: "It is planned."},
			{Name: "done", Tell: "It is done. Thank you for raising it!", Ends: true},
			{Name: "rejected", Tell: "It was considered, and it will not be done.", Ends: true},
		},
	}
}

// The answers to whether feedback is the same as what is there already; their first words say it, too.
const (
	same      = "yes: the same"
	different = "no: different"
)

// Room is the desk of feedback.
type Room struct {
	tickets *ticket.Engine
}

// New makes the room. The engine must know [Kind].
func New(tickets *ticket.Engine) *Room {
	return &Room{tickets}
}

// Commands lists what can be said here. How far something is, coordinators say with
// “ticket move”.
func (r *Room) Commands() []bot.Command {
	k, _ := r.tickets.Kind(Name)
	fields := append(slices.Clone(k.Fields), bot.Field{Name: "answer", Label: "Is it the same?", Kind: bot.Choice, Choices: []string{same, different}, Hidden: true},
		bot.Field{Name: "shown", Label: "Which one?", Kind: bot.Reference, Optional: true, Hidden: true})
	return []bot.Command{{
		Name: "feedback", Summary: "pass on what was said at a meet-up, and hear what becomes of it", Needs: bot.Member,
		Shortcut: "Pass on as feedback", Takes: "what",
		Examples: []string{`feedback "The upgrade guide skips a step" at Cloud Day Berlin`, "feedback"},
		Fields:   fields, Handle: r.raise,
	}, {
		Name: "feedback too", Summary: "say that you think so, too", Needs: bot.Member,
		Examples: []string{"feedback too AMB-1042"},
		Fields:   []bot.Field{{Name: "ref", Label: "Which one?", Hint: "Its reference, such as AMB-1042.", Kind: bot.Reference}},
		Handle:   r.too,
	}, {
		Name: "feedback list", Summary: "list open feedback, what most people raised first", Needs: bot.Coordinator, Reads: true,
		Examples: []string{"feedback list"}, Handle: r.list,
	}}
}

// raise takes feedback in. Where somebody else has said something like it, the speaker is
// asked whether theirs is the same: one voice more says more than one text more.
func (r *Room) raise(_ context.Context, tx store.Tx, req *bot.Request) (bot.Reply, error) {
	k, _ := r.tickets.Kind(Name)
	if reply, again, err := r.tickets.Again(tx, req, k); again || err != nil {
		return reply, err
	}
	if req.Values["answer"] != different {
		alike, err := r.open(tx, k, req.Values)
		switch {
		case err != nil:
			return bot.Reply{}, err
		case len(alike) > 0:
			return r.compare(tx, req, alike)
		}
	}
	delete(req.Values, "answer")
	delete(req.Values, "shown")
	t, err := r.tickets.Open(tx, req, k)
	if err != nil {
		return bot.Reply{}, err
	}
	return r.tickets.Thanks(tx, req, t)
}

// compare asks whether what was said is the same as the best of these, or adds the speaker's voice to the one
// that they were asked about. Between question and answer that one may have ended, and another one be better: what
// nobody has shown them is asked about first.
func (r *Room) compare(tx store.Tx, req *bot.Request, alike []ticket.Ticket) (bot.Reply, error) {
	i := slices.IndexFunc(alike, func(t ticket.Ticket) bool { return r.tickets.Ref(t.Number) == req.Values["shown"] })
	if i < 0 || req.Values["answer"] != same {
		return bot.Reply{}, &bot.Missing{Field: "answer", Text: r.sounds(alike[0]), Keep: map[string]string{"shown": r.tickets.Ref(alike[0].Number)}}
	}
	return r.join(tx, req, alike[i])
}

// open lists the feedback that is still open and sounds like these values.
func (r *Room) open(tx store.Tx, k ticket.Kind, values map[string]string) ([]ticket.Ticket, error) {
	alike, err := r.tickets.Alike(tx, k, values)
	return slices.DeleteFunc(alike, func(t ticket.Ticket) bool { return t.State == ticket.Closed }), err
}

// sounds says what the feedback sounds like. The title is all that is told of it: who
// said it is nobody's business.
func (r *Room) sounds(t ticket.Ticket) string {
	return fmt.Sprintf("That sounds like %s: “%s”%s. If it is the same, I add your voice to it, and you hear what becomes of it, too.",
		r.tickets.Ref(t.Number), t.Title, voices(t))
}

// voices says how many people have raised something, beyond the first.
func voices(t ticket.Ticket) string {
	if n := t.Raisers(); n > 1 {
		return fmt.Sprintf(", raised by %d people", n)
	}
	return ""
}

// too adds the speaker's voice.
func (r *Room) too(_ context.Context, tx store.Tx, req *bot.Request) (bot.Reply, error) {
	t, err := r.tickets.ByRef(tx, req.Values["ref"])
	if err != nil && err != ticket.ErrNoTicket {
		return bot.Reply{}, err
	}
	switch {
	case err != nil || t.Kind != Name:
		return bot.Reply{}, bot.Refuse("There is no feedback %s.", req.Values["ref"])
	case t.State == ticket.Closed:
		return bot.Reply{}, bot.Refuse("%s is over: %s. Say it anew if it came back.", r.tickets.Ref(t.Number), t.Outcome).
			Offer(bot.Action{Label: "Say it anew", Line: "feedback"})
	}
	return r.join(tx, req, t)
}

// join adds the speaker to those who raised a ticket.
func (r *Room) join(tx store.Tx, req *bot.Request, t ticket.Ticket) (bot.Reply, error) {
	ref := r.tickets.Ref(t.Number)
	joined, err := r.tickets.Join(tx, req, t)
	if err != nil {
		return bot.Reply{}, err
	}
	req.On["ticket"] = ref
	words := "Your voice is with " + ref + " now. You hear what becomes of it."
	if !joined {
		words = "You have raised " + ref + " already. You hear what becomes of it."
	}
	return bot.Hush(bot.Say(words, bot.Action{Label: "How is it?", Line: "status " + ref})), nil
}

// mostRead is how much open feedback is looked through for a list, and mostShown how much
// of it is shown.
const (
	mostRead  = 2000
	mostShown = 10
)

// list shows open feedback to whoever sorts it.
func (r *Room) list(_ context.Context, tx store.Tx, _ *bot.Request) (bot.Reply, error) {
	all, err := r.tickets.OfKind(tx, Name, mostRead, func(ticket.Ticket) bool { return true })
	if err != nil {
		return bot.Reply{}, err
	}
	slices.SortStableFunc(all, func(a, b ticket.Ticket) int {
		return cmp.Or(-cmp.Compare(heard(a), heard(b)), -cmp.Compare(a.Raisers(), b.Raisers()))
	})
	var lines []string
	var actions []bot.Action
	for _, t := range all[:min(len(all), mostShown)] {
		ref := r.tickets.Ref(t.Number)
		parts := []string{ref, weight(t), t.Stage, t.Title}
		lines = append(lines, strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), " · "))
		actions = append(actions, bot.Action{Label: ref, Line: "status " + ref})
	}
	if n := len(all) - mostShown; n > 0 {
		lines = append(lines, fmt.Sprintf("… and %d more; “desk all feedback” has them all", n))
	}
	reply := bot.Say("No feedback is open.")
	if len(lines) > 0 {
		reply = bot.Compose(bot.Block{Section: &bot.Section{Title: "Open feedback", Text: strings.Join(lines, "\n")}}, bot.Block{Actions: actions})
	}
	return bot.Hush(reply), nil
}

// heard is how many people said something, as far as is known: as many as the first to raise it have counted, and
// whoever has joined since.
func heard(t ticket.Ticket) int {
	counted, err := strconv.Atoi(t.Values["people"])
	if err != nil || counted < 1 {
		counted = 1 // not said: themselves
	}
	return counted + max(t.Raisers(), 1) - 1
}

// weight says how many have raised something, and from how many they have heard it where those are more.
func weight(t ticket.Ticket) string {
	words := fmt.Sprintf("raised by %d", t.Raisers())
	if n := heard(t); n > t.Raisers() {
		words += fmt.Sprintf(", heard from about %d", n)
	}
	return words
}
