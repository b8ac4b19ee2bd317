package ticket

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"ambassador/bot"
	"ambassador/store"
)

// pageSize is how many tickets one answer lists.
const pageSize = 8

// mostPages bounds how far “more” leads: further back, a filter is better.
const mostPages = 50

// The lists that the desk command knows.
const (
	listMine    = "mine"
	listTeam    = "team"
	listRegion  = "region"
	listOverdue = "overdue"
	listAll     = "all"
)

// deskCommand lists what waits.
func (e *Engine) deskCommand() bot.Command {
	var kinds []string
	for _, k := range e.kinds {
		if !k.Secret {
			kinds = append(kinds, k.Name)
		}
	}
	c := bot.Command{
		Name: "desk", Summary: "list the requests that wait: yours, your desk's, your region's, those overdue", Needs: bot.Leader, Desk: bot.AnyDesk, Reads: true,
		Examples: []string{"desk", "desk overdue", "desk region"},
		Fields: []bot.Field{
			{Name: "list", Label: "Which list?", Kind: bot.Choice, Choices: []string{listMine, listTeam, listRegion, listOverdue, listAll}, Optional: true},
			{Name: "kind", Label: "Which kind?", Kind: bot.Choice, Choices: kinds, Optional: true},
			{Name: "page", Label: "Which page?", Word: "page", Kind: bot.Number, Optional: true, Hidden: true},
		},
		Handle: e.desk,
	}
	if len(kinds) == 0 {
		c.Fields = slices.Delete(c.Fields, 1, 2)
	}
	return c
}

// desk answers the desk command. Without a list it shows what the speaker can act on.
func (e *Engine) desk(_ context.Context, tx store.Tx, req *bot.Request) (bot.Reply, error) {
	page, _ := strconv.Atoi(req.Values["page"])
	s := shelf{e: e, tx: tx, me: me(req), who: req.Who, at: req.Message.At, kind: req.Values["kind"], page: min(max(page, 1), mostPages)}
	list := req.Values["list"]
	if list == "" {
		list = listMine
		if req.Who.Role >= bot.Coordinator && s.kind != "" {
			list = listAll
		}
	}
	found, more, err := s.of(list)
	if err != nil {
		return bot.Reply{}, err
	}
	if len(found) == 0 {
		return bot.Hush(bot.Say(s.empty(list), s.doors(list)...)), nil
	}
	return bot.Hush(s.reply(list, found, more)), nil
}

// empty is said of a list that has nothing.
func (s shelf) empty(list string) string {
	of := ""
	if s.kind != "" {
		of = " (" + s.kind + ")"
	}
	switch list {
	case listRegion:
		return "Nothing waits in your regions" + of + "."
	case listOverdue:
		return "Nothing is overdue" + of + "."
	case listAll:
		return "Nothing is open" + of + "."
	}
	return "Nothing waits for you" + of + "."
}

// doors are buttons for the other lists that somebody has.
func (s shelf) doors(list string) (actions []bot.Action) {
	for _, door := range []struct {
		list, label string
		least       bot.Role
	}{{listMine, "Mine", bot.Leader}, {listRegion, "My region's", bot.Ambassador}, {listOverdue, "Overdue", bot.Leader}, {listAll, "All", bot.Coordinator}} {
		if door.list != list && s.who.Role >= door.least {
			actions = append(actions, bot.Action{Label: door.label, Line: strings.TrimSpace("desk " + door.list + " " + s.kind)})
		}
	}
	return actions
}

// reply is one page of a list: a line and a button for each, and the ways on.
func (s shelf) reply(list string, page []line, more bool) bot.Reply {
	title := map[string]string{listMine: "Waiting for you", listTeam: "At your desk", listRegion: "In your regions", listOverdue: "Overdue", listAll: "All that is open"}[list]
	if s.kind != "" {
		title += ": " + s.kind
	}
	if s.page > 1 {
		title += fmt.Sprintf(", page %d", s.page)
	}
	blocks := []bot.Block{{Section: &bot.Section{Title: title, Text: s.lines(page)}}, {Actions: s.openers(page)}}
	ways := s.doors(list)
	if more && s.page < mostPages {
		ways = append([]bot.Action{{Label: "More", Line: strings.Join(strings.Fields(fmt.Sprintf("desk %s %s page=%d", list, s.kind, s.page+1)), " ")}}, ways...)
	}
	if len(ways) > 0 {
		blocks = append(blocks, bot.Block{Actions: ways})
	}
	return bot.Compose(blocks...)
}

// lines are the tickets of a page, one a line.
func (s shelf) lines(page []line) string {
	var out []string
	for _, l := range page {
		out = append(out, s.line(l))
	}
	return strings.Join(out, "\n")
}

// line is one ticket: AMB-1042 · question · due Thursday, 3 December · Where do I begin?
// Of one in confidence it says no more than that.
func (s shelf) line(l line) string {
	if s.e.hides(l) {
		return strings.Join([]string{s.e.Ref(l.Number), s.when(l), "in confidence"}, " · ")
	}
	k, _ := s.e.kind(l.Kind)
	parts := []string{s.e.Ref(l.Number), k.Noun}
	if l.State != Answered || l.Stage == "" {
		parts = append(parts, s.when(l))
	}
	if l.Stage != "" && (l.State != Closed || l.ended == "") {
		parts = append(parts, l.Stage)
	}
	return strings.Join(append(parts, l.Title), " · ")
}

// when says until when a ticket waits, or how it ended.
func (s shelf) when(l line) string {
	switch {
	case l.State == Closed:
		return cmp.Or(l.ended, "over")
	case l.State == Asked:
		return "waits for the asker"
	case l.State == Answered:
		return "answered"
	case l.Due.Before(s.at):
		return "overdue since " + cmp.Or(l.Day, day(l.Due, s.who.Zone))
	}
	return "due " + cmp.Or(l.Day, day(l.Due, s.who.Zone))
}

// openers are buttons that open the tickets of a page.
func (s shelf) openers(page []line) (actions []bot.Action) {
	for _, l := range page {
		ref := s.e.Ref(l.Number)
		actions = append(actions, bot.Action{Label: ref, Line: "status " + ref})
	}
	return actions
}
