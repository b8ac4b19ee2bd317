package directory

import (
	"context"
	"strconv"
	"strings"

	"ambassador/bot"
	"ambassador/bot/place"
	"ambassador/store"
)

// pageSize is how many of a kind one answer names.
const pageSize = 3

// mostPages bounds how far "more" leads: beyond, a narrower question is better.
const mostPages = 30

// findCommand is find for some kinds. The page is text behind a word of its own, for
// a number among the words may belong to the place: "find 10115 Berlin".
func (d *Directory) findCommand(name, summary string, kinds ...string) bot.Command {
	c := bot.Command{
		Name: name, Summary: summary, Needs: bot.Member, Reads: true,
		Examples: []string{name + " Berlin", name + " Texas for storage", name + " Japan in English", name},
		Fields: []bot.Field{
			{Name: "place", Label: "Where?", Hint: "A town, a country or a region of the world.", Kind: bot.Place, Optional: true},
			{Name: "topic", Label: "For which topic?", Word: "for", Optional: true},
			{Name: "language", Label: "In which language?", Word: "in", Optional: true, Check: CheckLanguage},
			{Name: "page", Label: "Which page?", Word: "page", Optional: true, Hidden: true, Check: checkPage},
		},
	}
	if name == "find" {
		c.Shortcut = "Find people nearby"
	}
	c.Handle = func(_ context.Context, tx store.Tx, req *bot.Request) (bot.Reply, error) {
		return d.find(tx, req, kinds)
	}
	return c
}

// CheckLanguage is a field check: it returns the code of a language. What it refuses stays part of the
// place, as in "find Newark in Delaware".
func CheckLanguage(value string) (string, error) {
	code, ok := languageOf(value)
	if !ok {
		return "", bot.Refuse("I do not know a language called “%s”.", brief(value))
	}
	return code, nil
}

// checkPage takes a page number.
func checkPage(value string) (string, error) {
	n, err := strconv.Atoi(value)
	if err != nil || n < 1 {
		return "", bot.Refuse("A page is a number.")
	}
	return strconv.Itoa(min(n, mostPages)), nil
}

// find answers a search for some kinds, from memory where nothing has changed since.
func (d *Directory) find(tx store.Tx, req *bot.Request, kinds []string) (bot.Reply, error) {
	q, err := d.questionOf(tx, req, today(req))
	if err != nil {
		return bot.Reply{}, err
	}
	if reply, ok := d.answers.Get(q); ok {
		return reply, nil
	}
	reply, err := d.search(tx, req, kinds)
	if err == nil {
		d.answers.Put(q, reply)
	}
	return reply, err
}

// search is find without memory.
func (d *Directory) search(tx store.Tx, req *bot.Request, kinds []string) (bot.Reply, error) {
	where, near, ok := d.where(req)
	if !ok {
		return bot.Reply{}, &bot.Missing{Field: "place", Text: "I cannot tell from your profile which country you are in."}
	}
	page := max(1, number(req.Values["page"]))
	a := answer{d: d, tx: tx, req: req, place: where, page: page}
	if near {
		a.say("By your time zone, " + req.Who.Zone + ", you are in " + place.WithArticle(where.Label()) + ". Name a town to look closer.")
	}
	var empty []string // kinds that nobody was found of
	for _, kind := range kinds {
		f := find{
			d: d, tx: tx, kind: kind, place: where, most: pageSize*page + 1, // one more tells whether there is another page
			wanted: want(req.Values["topic"], req.Values["language"], req.Message.At),
		}
		r, err := f.orAnybody()
		if err != nil {
			return bot.Reply{}, err
		}
		if len(r.hits) == 0 {
			empty = append(empty, plural(kind))
			continue
		}
		if err := a.list(f, r); err != nil {
			return bot.Reply{}, err
		}
	}
	a.none(empty, len(kinds))
	return a.reply(), nil
}

// orAnybody finds whoever is wanted, or, where nobody knows the topic or speaks the
// language, whoever is nearest: they can say who does.
func (f find) orAnybody() (result, error) {
	r, err := f.run()
	if err != nil || len(r.hits) > 0 || f.wanted.everybody() {
		return r, err
	}
	f.wanted = wanted{today: f.wanted.today}
	r, err = f.run()
	r.anybody = true
	return r, err
}

// where is the place asked about: the one named, or the country of the asker's time
// zone, and whether it is that.
func (d *Directory) where(req *bot.Request) (p place.Place, near, ok bool) {
	ref, near := strings.CutPrefix(req.Values["place"], nearMe)
	if ref != "" {
		p, ok = d.places.ByRef(ref)
		return p, near, ok
	}
	p, ok = d.places.ByRef("country:" + d.places.ZoneCountry(req.Who.Zone))
	return p, true, ok
}

// number reads a number that has been checked; nothing is 0.
func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return n
}

// plural names several of a kind.
func plural(kind string) string { return kind + "s" }
