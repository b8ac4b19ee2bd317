package faq

import (
	"fmt"
	"slices"
	"strconv"

	"ambassador/bot"
	"ambassador/bot/faq/match"
	"ambassador/store"
)

// mostButtons is how many ways on an unsure reply offers.
const mostButtons = 5

// unsure is the reply to a question that is not clear: up to three entries that may be meant, or the honest word
// that there is no answer, and a person to ask. Among others only the asker sees it, and chatter that merely
// names the bot is none of its business.
func (r *Room) unsure(tx store.Tx, req *bot.Request, v *view, f found) (bot.Reply, error) {
	maybe := f.p() >= match.Maybe
	if req.Plain && inPublic(req.Message) && !maybe && !asks(f.text) {
		return bot.Reply{}, nil
	}
	var number uint64
	if len(req.Offers) == 0 && (!req.Plain || asks(f.text)) { // what may be meant for one person is not kept for others
		n, err := r.miss(tx, req, v, f, "")
		if err != nil {
			return bot.Reply{}, err
		}
		number = n
	}
	var choices []bot.Action
	about := ""
	if maybe {
		about = topic(v.by[f.best()])
		for _, id := range f.offered() {
			choices = append(choices, v.opener(id, readerOf(v.by[id], f, req.Who.Lang), number))
		}
	}
	person, reachable := r.person(f.text, about)
	if len(req.Offers) > 0 {
		all := slices.Concat(req.Offers, choices)
		if reachable {
			all = append(all, person)
		}
		return bot.Hush(bot.Say(notSure(req), all[:min(len(all), mostButtons)]...)), nil
	}
	if len(choices) > 0 {
		words := "Did you mean one of these?"
		if len(choices) == 1 {
			words = "Did you mean this?"
		}
		if reachable {
			choices = append(choices, person)
		}
		return bot.Hush(bot.Say(words, choices...)), nil
	}
	return bot.Hush(r.lost(req, v, f.text, person)), nil
}

// lost is the reply to what nothing is known of. What reads like no question may be a command that was meant, so help
// stands first.
func (r *Room) lost(req *bot.Request, v *view, text string, person bot.Action) bot.Reply {
	help, reachable := bot.Action{Label: "Help", Line: "help"}, person.Line != ""
	ways := []bot.Action{help}
	if reachable {
		ways = []bot.Action{person, help}
	}
	if req.Plain && !asks(text) {
		slices.Reverse(ways)
		return bot.Say("I do not know "+quoted(text)+". Say “help” to see what I can do.", ways...)
	}
	return bot.Say(r.honest(v, text, reachable), ways...)
}

// notSure says that words may be meant for somebody, or for the bot.
func notSure(req *bot.Request) string {
	return "I am not sure whom " + quoted(req.Values["question"]) + " is for. Press a button, or say “help”."
}

// honest says that there is no answer.
func (r *Room) honest(v *view, text string, reachable bool) string {
	words := "I have no answer to " + quoted(text) + "."
	if spoken := v.languages(); v.foreign(text) && len(spoken) > 0 {
		words = fmt.Sprintf("I have no answer to %s: I know questions in %s only.", quoted(text), languageNames(spoken))
	}
	if reachable {
		return words + " I can pass it on to a person, and bring you what they say."
	}
	return words
}

// showLine is what the buttons of entries stand for.
func showLine(id, lang string, number uint64) string {
	values := map[string]string{"entry": id, "lang": lang}
	if number > 0 {
		values["asked"] = strconv.FormatUint(number, 10)
	}
	return bot.Command{Name: showName, Fields: showFields()}.Line(values)
}

// opener is the button that shows an entry. Number is that of the question it may answer; 0 for none.
func (v *view) opener(id, reader string, number uint64) bot.Action {
	return bot.Action{Label: label(v.by[id], reader), Line: showLine(id, reader, number)}
}
