package newsletter

import (
	"context"
	"fmt"
	"strings"

	"ambassador/bot"
	"ambassador/bot/ticket"
	"ambassador/store"
)

// mostListed is how many items a list of an issue names.
const mostListed = 20

// issue shows what an issue would have in it, and gives it as files. It changes nothing.
func (r *Room) issue(_ context.Context, tx store.Tx, req *bot.Request) (bot.Reply, error) {
	label, at := req.Values["issue"], req.Message.At
	g, err := r.gather(tx, label, at, nil)
	if err != nil {
		return bot.Reply{}, err
	}
	before, _, err := r.issues.Get(tx, store.K(label))
	if err != nil {
		return bot.Reply{}, err
	}
	if len(g.items) == 0 {
		return bot.Hush(bot.Say(sentences("No accepted item is there for "+label+".", r.leftOut(g), before.words(label)),
			bot.Action{Label: "What waits?", Line: "newsletter queue"})), nil
	}
	made := r.issueOf(label, g.items)
	files, err := made.files()
	if err != nil {
		return bot.Reply{}, err
	}
	title := made.Title() + ": " + items(len(g.items))
	text := strings.Join([]string{r.list(g.items), sentences(r.leftOut(g), before.words(label))}, "\n\n")
	blocks := append([]bot.Block{{Section: &bot.Section{Title: title, Text: strings.TrimSpace(text)}}}, files...)
	publish := bot.Command{Name: "newsletter publish", Fields: []bot.Field{{Name: "issue"}, {Name: "seen"}}}.
		Line(map[string]string{"issue": label, "seen": pack(g.items)})
	blocks = append(blocks, bot.Block{Actions: []bot.Action{{Label: "Publish it", Line: publish}}})
	return bot.Hush(bot.Compose(blocks...)), nil
}

// files are the three forms of an issue.
func (i Issue) files() ([]bot.Block, error) {
	page, err := i.HTML()
	if err != nil {
		return nil, err
	}
	return []bot.Block{
		{File: &bot.File{Name: i.Label + ".md", Type: "text/markdown; charset=utf-8", Data: i.Markdown()}},
		{File: &bot.File{Name: i.Label + ".html", Type: "text/html; charset=utf-8", Data: page}},
		{File: &bot.File{Name: i.Label + ".txt", Type: "text/plain; charset=utf-8", Data: i.Plain()}},
	}, nil
}

// list names items, one a line.
func (r *Room) list(all []ticket.Ticket) string {
	var lines []string
	for _, t := range all[:min(len(all), mostListed)] {
		lines = append(lines, r.Tickets.Ref(t.Number)+" · "+t.Values["category"]+" · "+t.Title)
	}
	if n := len(all) - mostListed; n > 0 {
		lines = append(lines, fmt.Sprintf("… and %d more", n))
	}
	return strings.Join(lines, "\n")
}

// leftOut says which accepted items are not in the issue, and why.
func (r *Room) leftOut(g gathered) string {
	var refs []string
	for _, t := range g.past[:min(len(g.past), mostListed)] {
		refs = append(refs, r.Tickets.Ref(t.Number)+", until "+day(t.Values["until"]))
	}
	words := ""
	if len(refs) > 0 {
		words = "Left out, as the day is past: " + strings.Join(refs, "; ") + ". “ticket edit” gives one another day, “ticket decline” tells its author."
	}
	if g.later > 0 {
		words = sentences(words, items(g.later)+" accepted since: for another issue.")
	}
	return words
}

// items says how many.
func items(n int) string {
	if n == 1 {
		return "1 item"
	}
	return fmt.Sprintf("%d items", n)
}

// sentences puts whole sentences together, of which some may be empty.
func sentences(parts ...string) string {
	return strings.Join(strings.Fields(strings.Join(parts, " ")), " ")
}
