package newsletter

import (
	"context"
	"fmt"
	"strings"
	"time"

	"ambassador/bot"
	"ambassador/bot/ticket"
	"ambassador/store"
)

// issued is what is kept of an issue: each time that it went out. Once is usual; items that are
// accepted afterwards can be added.
type issued struct {
	Times []edition `json:"times"`
}

// edition is an issue, or an addition to it.
type edition struct {
	At      time.Time `json:"at"`
	Link    string    `json:"link"`
	Numbers []uint64  `json:"numbers"` // of the items that came with it
}

// words say that an issue is out already; empty for one that is not.
func (i issued) words(label string) string {
	if len(i.Times) == 0 {
		return ""
	}
	last := i.Times[len(i.Times)-1]
	return fmt.Sprintf("%s is out since %s, at %s", label, i.Times[0].At.UTC().Format("2 January 2006"), last.Link)
}

// publish marks the items of an issue, announces it, and thanks whoever is in it. The first time it
// says what it would do: the button then names the items, so that what is published is what was seen.
func (r *Room) publish(_ context.Context, tx store.Tx, req *bot.Request) (bot.Reply, error) {
	label, link := req.Values["issue"], req.Values["link"]
	seen, err := unpack(req.Values["seen"])
	if err != nil {
		return bot.Reply{}, err
	}
	g, err := r.gather(tx, label, req.Message.At, seen)
	if err != nil {
		return bot.Reply{}, err
	}
	before, _, err := r.issues.Get(tx, store.K(label))
	switch {
	case err != nil:
		return bot.Reply{}, err
	case len(g.items) == 0 && len(before.Times) > 0:
		return bot.Reply{}, bot.Refuse("%s. Nothing new is accepted for it.", before.words(label))
	case len(g.items) == 0:
		return bot.Reply{}, bot.Refuse("%s", sentences("No accepted item is there for "+label+".", r.leftOut(g))).
			Offer(bot.Action{Label: "What waits?", Line: "newsletter queue"})
	case req.Values["sure"] != "yes":
		return r.ask(req, g, before), nil
	}
	for _, t := range g.items {
		if err := r.thank(tx, req, t); err != nil {
			return bot.Reply{}, err
		}
	}
	posted, err := r.announce(tx, req, g.items, len(before.Times))
	if err != nil {
		return bot.Reply{}, err
	}
	out := edition{At: req.Message.At, Link: link}
	var refs []string
	for _, t := range g.items {
		out.Numbers, refs = append(out.Numbers, t.Number), append(refs, r.Tickets.Ref(t.Number))
	}
	before.Times = append(before.Times, out)
	req.On["issue"], req.On["tickets"] = label, strings.Join(refs, " ")
	said := fmt.Sprintf("%s is out, with %s: %s.\nEverybody who submitted one of these is thanked; %s.", label, items(len(refs)), strings.Join(refs, ", "), posted)
	if len(before.Times) > 1 {
		said = fmt.Sprintf("%s has %s more: %s.\nEverybody who submitted one of these is thanked; %s.", label, items(len(refs)), strings.Join(refs, ", "), posted)
	}
	return bot.Hush(bot.Say(said)), r.issues.Put(tx, store.K(label), before)
}

// ask says what publishing would do, with a button that does it.
func (r *Room) ask(req *bot.Request, g gathered, before issued) bot.Reply {
	label := req.Values["issue"]
	title := fmt.Sprintf("Publish %s with %s?", label, items(len(g.items)))
	if len(before.Times) > 0 {
		title = fmt.Sprintf("%s is out already. Add %s to it?", label, items(len(g.items)))
	}
	where := "No room is configured for the announcement."
	if n := len(r.Rooms); n > 0 {
		where = "It is announced in " + rooms(n) + "."
	}
	text := sentences("Everybody who submitted one of these is thanked with the link.", where, r.leftOut(g)) + "\n\n" + r.list(g.items)
	line := req.Command.Line(map[string]string{
		"issue": label, "link": req.Values["link"], "seen": pack(g.items), "sure": "yes",
	})
	reply := bot.Hush(bot.Compose(
		bot.Block{Section: &bot.Section{Title: title, Link: req.Values["link"], Text: text}},
		bot.Block{Actions: []bot.Action{{Label: "Publish " + items(len(g.items)), Line: line}, {Label: "Not yet", Line: "newsletter issue " + label}}},
	))
	reply.Refused = true // nothing is done yet
	return reply
}

// thank marks an item as published, and thanks whoever submitted it.
func (r *Room) thank(tx store.Tx, req *bot.Request, t ticket.Ticket) error {
	return r.move(tx, req, t, ticket.Published, fmt.Sprintf("It is in the issue %s: %s", req.Values["issue"], req.Values["link"]))
}

// announce posts an issue to the rooms that are connected, and says where.
func (r *Room) announce(tx store.Tx, req *bot.Request, all []ticket.Ticket, additions int) (string, error) {
	label, times, told := req.Values["issue"], "", 0
	title := Issue{Name: r.Name, Label: label}.Title() + " is out"
	if additions > 0 {
		title, times = "New in "+Issue{Name: r.Name, Label: label}.Title(), fmt.Sprintf("/%d", additions+1)
	}
	var lines []string
	for _, t := range all[:min(len(all), mostListed)] {
		lines = append(lines, "• "+t.Title)
	}
	if n := len(all) - mostListed; n > 0 {
		lines = append(lines, fmt.Sprintf("… and %d more", n))
	}
	words := bot.Compose(bot.Block{Section: &bot.Section{Title: title, Link: req.Values["link"], Text: strings.Join(lines, "\n")}})
	for _, to := range r.Rooms {
		if !req.Outbox.Reaches(to.Platform) {
			continue
		}
		told++
		key := "newsletter/" + label + times + "/" + to.Platform + "/" + to.Space + "/" + to.Room
		if err := req.Outbox.Put(tx, bot.Envelope{Key: key, To: to, Reply: words, Class: bot.Bulk}); err != nil {
			return "", fmt.Errorf("newsletter: announce %s: %w", label, err)
		}
	}
	switch left := len(r.Rooms) - told; {
	case len(r.Rooms) == 0:
		return "no room is configured for the announcement", nil
	case left > 0:
		return fmt.Sprintf("it is announced in %s, and %s could not be reached: there is no connection", rooms(told), rooms(left)), nil
	}
	return "it is announced in " + rooms(told), nil
}

// rooms says how many.
func rooms(n int) string {
	if n == 1 {
		return "1 room"
	}
	return fmt.Sprintf("%d rooms", n)
}
