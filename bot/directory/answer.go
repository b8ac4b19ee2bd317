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

// answer is the reply to a search, growing kind by kind. What it says of people it has
// from cards and entries only, so whatever is private cannot get into it.
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
	a.blocks = append(a.blocks, bot.Block{Section: &bot.Section{Title: a.heading(f, r), Text: a.reason(f, r, cards)}})
	for i, h := range shown {
		a.item(r, h, cards[i])
	}
	if f.kind != ambassadors {
		return nil // the link of a group is public, and its profile names who leads it
	}
	actions, err := a.d.introductions(a.tx, a.req, cards)
	a.actions = append(a.actions, actions...)
	return err
}

// heading says what follows: "Ambassadors near Berlin, Germany, for storage".
func (a *answer) heading(f find, r result) string {
	near := " in "
	if f.place.Kind == place.City {
		near = " near "
	}
	heading := bot.Capital(plural(f.kind)) + near + place.WithArticle(f.place.Label())
	if !r.anybody {
		heading += a.filter()
	}
	if a.page > 1 {
		heading += ", page " + strconv.Itoa(a.page)
	}
	return heading
}

// filter repeats what was asked for beside the place.
func (a *answer) filter() string {
	filter := ""
	if topic := a.req.Values["topic"]; topic != "" {
		filter = ", for " + topic
	}
	if language := a.req.Values["language"]; language != "" {
		filter += ", speaking " + LanguageName(language)
	}
	return filter
}

// reason says why these, where they are not simply those of the place: "Nobody in
// Vienna; nearest is St. Pölten, 55 km". Further pages need no reason again.
func (a *answer) reason(f find, r result, shown []Card) string {
	if a.page > 1 {
		return ""
	}
	if r.anybody {
		without := map[bool]string{true: "this one", false: "these"}[len(shown) == 1]
		return "I found no " + plural(f.kind) + " " + strings.TrimPrefix(a.filter(), ", ") + "; without that I found " + without + "."
	}
	if r.rung == local {
		return ""
	}
	first := shown[0]
	nobody := "Nobody in " + place.WithArticle(f.place.Name) + a.filter()
	if r.rung == country && f.place.Kind == place.City {
		nobody = "Nobody within 200 km of " + f.place.Name + a.filter()
	}
	switch after := r.regions[first.ID]; {
	case after != "" && !(r.wide && r.rung == region):
		return nobody + "; " + first.inSentence() + " looks after " + place.WithArticle(after) + "."
	case r.rung == region && f.order(r.hits[0]) == sameState:
		return nobody + "; nearest in " + f.place.SubName + " is " + joined(", ", town(first), away(r.hits[0].km)) + "."
	case r.rung == region:
		return nobody + "; nearest is " + joined(", ", town(first), away(r.hits[0].km)) + "."
	case r.rung == country:
		return nobody + "; " + these(shown) + " elsewhere in the country."
	}
	whole := place.WithArticle(orElse(f.place.CountryName, f.place.Name))
	return "Nobody in " + whole + a.filter() + "; " + these(shown) + " in " + place.WithArticle(r.area) + "."
}

// these points at whoever is named below.
func these(shown []Card) string {
	if len(shown) == 1 {
		return "this one is"
	}
	return "these are"
}

// town is the first part of a card's place.
func town(c Card) string {
	name, _, _ := strings.Cut(c.Place, ", ")
	return name
}

// item adds one person or group.
func (a *answer) item(r result, h hit, c Card) {
	after := ""
	if name := r.regions[c.ID]; name != "" {
		after = "looks after " + place.WithArticle(name)
	}
	title := ""
	if c.Kind == groups && c.Title == string(Lapsed) {
		title = "not active lately"
	}
	text := joined(" · ", a.distance(h, c), after, title, languageNames(c.Languages), strings.Join(c.Topics, ", "))
	a.blocks = append(a.blocks, bot.Block{Section: &bot.Section{Title: c.Name, Text: text, Link: c.Link}})
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

// none says which kinds have nobody at all, and how to reach the programme itself.
func (a *answer) none(empty []string, kinds int) {
	if len(empty) == 0 {
		return
	}
	text := "I found no " + strings.Join(empty, " or ") + " for " + place.WithArticle(a.place.Label()) + a.filter() + "."
	if len(empty) == kinds {
		text = sentences(text, a.d.programme())
	}
	a.say(text)
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
