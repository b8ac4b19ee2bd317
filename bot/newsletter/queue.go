package newsletter

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"ambassador/bot"
	"ambassador/bot/ticket"
	"ambassador/store"
)

// mostRead bounds how many items are looked through for a list.
const mostRead = 2000

// pageSize is how many items one answer lists. Each has three buttons, of which platforms
// show about 25.
const pageSize = 5

// mostExcerpt is how many characters of its text a list shows of an item.
const mostExcerpt = 200

// queue lists the items that editors have not decided on, the oldest first.
func (r *Room) queue(_ context.Context, tx store.Tx, req *bot.Request) (bot.Reply, error) {
	category := req.Values["category"]
	all, err := r.waiting(tx, category)
	if err != nil {
		return bot.Reply{}, err
	}
	of := ""
	if category != "" {
		of = " (" + category + ")"
	}
	if len(all) == 0 {
		return bot.Hush(bot.Say("No item waits for a decision" + of + ".")), nil
	}
	page, _ := strconv.Atoi(req.Values["page"])
	page = min(max(page, 1), (len(all)+pageSize-1)/pageSize)
	first, end := (page-1)*pageSize, min(page*pageSize, len(all))
	title := fmt.Sprintf("Items that wait for a decision%s: %d", of, len(all))
	switch {
	case len(all) <= pageSize: // it is all of them
	case first+1 == end:
		title = fmt.Sprintf("Items that wait for a decision%s: the last of %d", of, end)
	default:
		title = fmt.Sprintf("Items that wait for a decision%s: %d to %d of %d", of, first+1, end, len(all))
	}
	blocks := []bot.Block{{Section: &bot.Section{Title: title}}}
	for _, t := range all[first:end] {
		blocks = append(blocks, r.entry(t, req.Message.At)...)
	}
	if page*pageSize < len(all) {
		line := req.Command.Line(map[string]string{"category": category, "page": strconv.Itoa(page + 1)})
		blocks = append(blocks, bot.Block{Actions: []bot.Action{{Label: "More", Line: line}}})
	}
	return bot.Hush(bot.Compose(blocks...)), nil
}

// waiting lists the items of a category, or of all, that nobody has decided on, the oldest first.
func (r *Room) waiting(tx store.Tx, category string) ([]ticket.Ticket, error) {
	all, err := r.Tickets.OfKind(tx, Name, mostRead, func(t ticket.Ticket) bool {
		return t.Stage == "" && (category == "" || t.Values["category"] == category)
	})
	slices.SortFunc(all, func(a, b ticket.Ticket) int { return cmp.Compare(a.Number, b.Number) })
	return all, err
}

// entry is one item of the queue, with all that an editor has to know of it.
func (r *Room) entry(t ticket.Ticket, at time.Time) []bot.Block {
	ref, item := r.Tickets.Ref(t.Number), itemOf(t)
	parts := []string{item.Category}
	if item.Until != "" {
		parts = append(parts, "until "+day(item.Until))
	}
	if item.Group != "" {
		parts = append(parts, "from "+line(item.Group))
	}
	parts = append(parts, "submitted "+age(at.Sub(t.Opened)))
	if t.State == ticket.Asked {
		parts = append(parts, "waits for its author")
	}
	about := strings.Join(parts, " · ")
	text := []rune(tidy(item.Text))
	if len(text) > mostExcerpt {
		text = append(text[:mostExcerpt:mostExcerpt], '…')
	}
	return []bot.Block{
		{Section: &bot.Section{Title: ref + ": " + t.Title, Link: item.Link, Text: about + "\n" + string(text)}},
		{Actions: []bot.Action{
			{Label: "Accept " + ref, Line: "newsletter accept " + ref},
			{Label: "Return " + ref, Line: "newsletter return " + ref},
			{Label: "Open " + ref, Line: "status " + ref},
		}},
	}
}

// age says how long ago something was.
func age(d time.Duration) string {
	switch days := int(d / (24 * time.Hour)); days {
	case 0:
		return "today"
	case 1:
		return "1 day ago"
	default:
		return fmt.Sprintf("%d days ago", days)
	}
}
