package directory

import (
	"fmt"
	"maps"
	"math"
	"strconv"
	"strings"

	"ambassador/bot"
	"ambassador/bot/place"
	"ambassador/store"
)

// answer is the reply to a search, growing kind by kind. It reads cards and entries
// only, never a person's record, so whatever is private cannot get into it.
type answer struct {
	d     *Directory
	tx    store.Tx
	req   *bot.Request
	place place.Place
	page  int

	blocks  []bot.Block
	actions []bot.Action
	more    bool // at least one kind has a next page
}

// say adds a paragraph.
func (a *answer) say(text string) {
	if text != "" {
		a.blocks = append(a.blocks, bot.Block{Section: &bot.Section{Text: text}})
	}
}

// list adds one page of what a search has found: a heading, the reason where one is
// due, and up to three of a kind.
func (a *answer) list(f find, r result) error {
	start := pageSize * (a.page - 1)
	if start >= len(r.hits) {
		a.say("There are no more " + plural(f.kind) + ".")
		return nil
	}
	shown := r.hits[start:min(start+pageSize, len(r.hits))]
	a.more = a.more || start+pageSize < len(r.hits)
	cards := make([]Card, len(shown))
	for i, h := range shown {
		c, ok, err := a.d.cards.Get(a.tx, store.K(h.ID))
		if err != nil {
			return err
		}
		if !ok {
			return fmt.Errorf("directory: find: %s %s has no card", f.kind, h.ID)
		}
		cards[i] = c
	}
	a.blocks = append(a.blocks, bot.Block{Section: &bot.Section{Title: a.heading(f), Text: a.reason(f, r, cards[0])}})
	for i, h := range shown {
		a.item(f, r, h, cards[i])
	}
	return nil
}

// heading says what follows: "Ambassadors near Berlin, Germany for storage".
func (a *answer) heading(f find) string {
	near := " in "
	if f.place.Kind == place.City {
		near = " near "
	}
	heading := strings.ToUpper(f.kind[:1]) + plural(f.kind)[1:] + near + f.place.Label() + a.filter()
	if a.page > 1 {
		heading += ", page " + strconv.Itoa(a.page)
	}
	return heading
}

// filter repeats what was asked for beside the place.
func (a *answer) filter() string {
	filter := ""
	if topic := a.req.Values["topic"]; topic != "" {
		filter = " for " + topic
	}
	if language := a.req.Values["language"]; language != "" {
		filter += " speaking " + languageName(language)
	}
	return filter
}

// reason says why these, where they are not simply those of the place: "Nobody in
// Vienna; nearest is St. Pölten, 55 km". Further pages need no reason again.
func (a *answer) reason(f find, r result, first Card) string {
	if a.page > 1 || r.rung == local {
		return ""
	}
	nobody := "Nobody" + a.filter() + " in " + f.place.Name
	if r.rung == country && f.place.Kind == place.City {
		nobody = "Nobody" + a.filter() + " within 200 km of " + f.place.Name
	}
	switch after := r.regions[first.ID]; {
	case after != "":
		return nobody + "; " + first.inSentence() + " looks after " + after + "."
	case r.rung == region && f.order(r.hits[0]) == sameState:
		return nobody + "; nearest in " + f.place.SubName + " is " + joined(", ", town(first), away(r.hits[0].km)) + "."
	case r.rung == region:
		return nobody + "; nearest is " + joined(", ", town(first), away(r.hits[0].km)) + "."
	case r.rung == country:
		return nobody + "; these are elsewhere in the country."
	}
	return "Nobody" + a.filter() + " in " + f.d.places.CountryName(f.place.CC) + "; these are in " + r.area + "."
}

// town is the first part of a card's place.
func town(c Card) string {
	name, _, _ := strings.Cut(c.Place, ", ")
	return name
}

// item adds one person or group, and the button to get to know them. Groups have no
// such button: their link is public, and their profile names who leads them.
func (a *answer) item(f find, r result, h hit, c Card) {
	after := ""
	if name := r.regions[c.ID]; name != "" {
		after = "looks after " + name
	}
	title := ""
	if c.Kind == groups && c.Title == string(Lapsed) {
		title = "not active lately"
	}
	text := joined(" · ", a.distance(h, c), after, title, languageNames(c.Languages), strings.Join(c.Topics, ", "))
	a.blocks = append(a.blocks, bot.Block{Section: &bot.Section{Title: c.Name, Text: text, Link: c.Link}})
	if f.kind == ambassadors {
		a.actions = append(a.actions, introduce(c))
	}
}

// distance says where somebody is, seen from the place asked about. From a country
// there is no distance: its middle is nowhere that anybody asked about.
func (a *answer) distance(h hit, c Card) string {
	switch {
	case math.IsNaN(h.km) || a.place.Kind != place.City:
		return c.Place
	case h.km < 1 && town(c) == a.place.Name:
		return "in " + a.place.Name
	}
	return joined(", ", c.Place, away(h.km))
}

// introduce is the button that asks for an introduction: the contact command without
// the message, which the bot then asks for.
func introduce(c Card) bot.Action {
	return bot.Action{Label: "Ask for an introduction to " + c.inSentence(), Line: `contact person="` + c.ID + `"`}
}

// none says which kinds have nobody at all, and what else there is to do: the same
// question without its conditions, or the programme itself.
func (a *answer) none(empty []string, kinds int) {
	if len(empty) == 0 {
		return
	}
	text := "I found no " + strings.Join(empty, " or ") + " for " + a.place.Label() + a.filter() + "."
	if len(empty) == kinds {
		text = sentences(text, a.d.programme())
	}
	a.say(text)
	if a.filter() != "" {
		values := map[string]string{"place": a.req.Values["place"]}
		a.actions = append(a.actions, bot.Action{Label: "Without “" + strings.TrimSpace(a.filter()) + "”", Line: a.req.Command.Line(values)})
	}
}

// reply puts it together. "More" is the same question with the next page, so that no
// list has to be remembered and the button works for ever.
func (a *answer) reply() bot.Reply {
	if a.more && a.page < mostPages {
		values := maps.Clone(a.req.Values)
		values["page"] = strconv.Itoa(a.page + 1)
		a.actions = append(a.actions, bot.Action{Label: "More", Line: a.req.Command.Line(values)})
	}
	if len(a.actions) > 0 {
		a.blocks = append(a.blocks, bot.Block{Actions: a.actions})
	}
	return bot.Compose(a.blocks...)
}
