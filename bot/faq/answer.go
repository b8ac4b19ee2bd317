package faq

import (
	"strings"

	"ambassador/bot"
	"ambassador/bot/faq/entry"
)

// mostRelated is how many related entries stand below an answer.
const mostRelated = 2

// answers is the reply with the answers to what is clear, what is to be said of the rest, and what else the
// words may be meant for.
func (r *Room) answers(req *bot.Request, v *view, l looked) bot.Reply {
	var blocks []bot.Block
	for i, f := range l.answer {
		e := v.by[f.best()]
		reader := readerOf(e, f, req.Who.Lang)
		blocks = append(blocks, shown(e, reader, req)...)
		if len(l.answer) == 1 {
			blocks = append(blocks, bot.Block{Actions: append(r.judging(req, e, f.text), v.related(e, reader)...)})
			break
		}
		title := label(e, reader)
		no := r.verdictLine(req, e.ID, false, f.text, i+1)
		blocks = append(blocks, bot.Block{Actions: []bot.Action{{Label: "Not helpful: " + title, Line: no}}})
	}
	if len(l.rest) > 0 {
		blocks = append(blocks, r.leftOver(l.rest)...)
	}
	if len(req.Offers) > 0 {
		blocks = append(blocks, bot.Block{Section: &bot.Section{Text: "Or did you mean one of these?"}}, bot.Block{Actions: req.Offers})
	}
	return bot.Compose(blocks...)
}

// readerOf is the language to answer in: that of the phrasing that was most like the question, else the asker's.
func readerOf(e entry.Entry, f found, asker string) string {
	if l := lang(e, f); l != "" {
		return l
	}
	return strings.ToLower(asker)
}

// shown is an answer, and below it what it is and how old.
func shown(e entry.Entry, reader string, req *bot.Request) []bot.Block {
	text, _ := e.Answer(reader)
	note := clip(title(e, reader), 2*mostQuoted)
	if !e.Reviewed.IsZero() {
		note += " · reviewed " + day(e.Reviewed)
	}
	if !e.ReviewBy.IsZero() && !req.Message.At.Before(e.ReviewBy) {
		note += " · due for another look"
	}
	if req.Message.Overheard {
		note += "\nI was not asked, but this looked like a question that I know."
	}
	return []bot.Block{{Markdown: text}, {Section: &bot.Section{Text: note}}}
}

// judging are the buttons that say whether an answer helped.
func (r *Room) judging(req *bot.Request, e entry.Entry, question string) []bot.Action {
	return []bot.Action{
		{Label: "Helpful", Line: r.verdictLine(req, e.ID, true, "", 1)},
		{Label: "Not helpful", Line: r.verdictLine(req, e.ID, false, question, 1)},
	}
}

// related are buttons for entries that are worth reading, too.
func (v *view) related(e entry.Entry, reader string) (actions []bot.Action) {
	for _, id := range e.Related {
		other, there := v.by[strings.ToLower(id)]
		if !there || other.ID == e.ID {
			continue
		}
		if actions = append(actions, v.opener(other.ID, reader, 0)); len(actions) == mostRelated {
			break
		}
	}
	return actions
}

// leftOver says what of a message stays without an answer, and offers a person for it.
func (r *Room) leftOver(rest []found) []bot.Block {
	var quotes, texts []string
	for _, f := range rest {
		quotes, texts = append(quotes, quoted(f.text)), append(texts, f.text)
	}
	blocks := []bot.Block{{Section: &bot.Section{Text: "I have no sure answer to " + strings.Join(quotes, ", ") + "."}}}
	if a, ok := r.person(strings.Join(texts, "\n"), ""); ok {
		blocks = append(blocks, bot.Block{Actions: []bot.Action{a}})
	}
	return blocks
}

// person is the button that puts a question to a person; ok is false where nobody can be asked.
func (r *Room) person(question, topic string) (a bot.Action, ok bool) {
	line := r.handOver(question, topic)
	return bot.Action{Label: "Ask a person", Line: line}, line != ""
}

// topic is what an entry is about, for whoever looks for the right person.
func topic(e entry.Entry) string {
	if len(e.Tags) == 0 {
		return ""
	}
	return e.Tags[0]
}
