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

// submit takes an item in, and shows it as readers will see it. Items that have the same link or sound
// alike are shown first.
func (r *Room) submit(_ context.Context, tx store.Tx, req *bot.Request) (bot.Reply, error) {
	k := r.kind()
	if reply, again, err := r.Tickets.Again(tx, req, k); again || err != nil {
		return reply, err
	}
	if until := req.Values["until"]; until != "" && until < today(req) {
		return bot.Reply{}, &bot.Missing{Field: "until", Text: day(until) + " is past."}
	}
	anyway := req.Values["anyway"]
	if anyway != "yes" {
		alike, err := r.Tickets.Alike(tx, k, req.Values)
		switch {
		case err != nil:
			return bot.Reply{}, err
		case len(alike) > 0 && anyway == "no":
			return r.instead(req, alike), nil
		case len(alike) > 0:
			return bot.Reply{}, &bot.Missing{Field: "anyway", Text: r.likely(req, alike)}
		}
	}
	delete(req.Values, "anyway")
	t, err := r.Tickets.Open(tx, req, k)
	if err != nil {
		return bot.Reply{}, err
	}
	thanks, err := r.Tickets.Thanks(tx, req, t)
	if err != nil {
		return bot.Reply{}, err
	}
	return preview(thanks, itemOf(t)), nil
}

// likely says which items are like the one that is being submitted. Where others read along, it names
// no titles: they are not published yet.
func (r *Room) likely(req *bot.Request, alike []ticket.Ticket) string {
	lines := []string{"That looks like what I have already:"}
	for _, t := range alike {
		ref := r.Tickets.Ref(t.Number)
		line := "• " + ref
		if req.Message.Private || req.Message.From.Direct() {
			line = "• " + r.Tickets.Called(t)
		}
		line += ": " + r.Tickets.Stands(t, req.Who.Zone)
		if t.RaisedBy(req) && t.State != ticket.Closed {
			line += "; it is yours, and “ticket edit " + ref + "” changes it"
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// instead says what somebody can do whose item is there already.
func (r *Room) instead(req *bot.Request, alike []ticket.Ticket) bot.Reply {
	words := "Nothing is submitted. If the other item lacks something that yours has, submit yours all the same: editors can make one of both."
	var actions []bot.Action
	for _, t := range alike {
		if ref := r.Tickets.Ref(t.Number); t.RaisedBy(req) && t.State != ticket.Closed {
			words = "Nothing is submitted. You can add to your own item, or change it while nobody has decided on it."
			actions = append(actions, bot.Action{Label: "Change " + ref, Line: "ticket edit " + ref}, bot.Action{Label: "Add to " + ref, Line: "ticket reply " + ref})
		}
	}
	return bot.Hush(bot.Say(words, actions...))
}

// mostPreview is how many characters of a text a preview shows.
const mostPreview = 1500

// preview puts an item, as readers will see it, between the words and the buttons of a reply.
func preview(r bot.Reply, i Item) bot.Reply {
	text := []rune(tidy(i.Text))
	if len(text) > mostPreview {
		text = append(text[:mostPreview:mostPreview], []rune(fmt.Sprintf("… (%d characters more)", len(text)-mostPreview))...)
	}
	var last []string
	for _, s := range []string{i.Category, i.Group} {
		if s != "" {
			last = append(last, s)
		}
	}
	if i.Until != "" {
		last = append(last, "until "+day(i.Until))
	}
	item := bot.Section{Title: i.Title, Link: i.Link, Text: string(text) + "\n" + strings.Join(last, " · ")}
	blocks := append([]bot.Block{}, r.Blocks[:1]...)
	blocks = append(blocks, bot.Block{Section: &item})
	return bot.Hush(bot.Compose(append(blocks, r.Blocks[1:]...)...))
}

// today is the day that it is for the speaker, as 2006-01-02.
func today(req *bot.Request) string { return req.Message.At.In(zone(req)).Format(time.DateOnly) }

// zone is the speaker's, or UTC.
func zone(req *bot.Request) *time.Location {
	loc, err := time.LoadLocation(req.Who.Zone)
	if err != nil || req.Who.Zone == "Local" {
		return time.UTC
	}
	return loc
}

// day writes a day as people do: 3 May 2026.
func day(date string) string {
	t, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return date
	}
	return t.Format("2 January 2006")
}
