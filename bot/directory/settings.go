package directory

import (
	"context"
	"slices"
	"strings"
	"time"

	"ambassador/bot"
	"ambassador/bot/place"
	"ambassador/store"
)

// settingsCommands let people look after their own record. Each takes one value, so
// that a change is one line; without the value the bot asks for it.
func (d *Directory) settingsCommands() []bot.Command {
	return []bot.Command{{
		Name: "settings", Summary: "see your languages, time zone, accounts and what others see of you", Needs: bot.Member, Reads: true,
		Examples: []string{"settings"}, Handle: d.settings,
	}, {
		Name: "settings languages", Summary: "say which languages you speak", Needs: bot.Member,
		Examples: []string{"settings languages German, English"},
		Fields:   []bot.Field{{Name: "languages", Label: "Which languages?", Hint: "The best one first, with commas between.", Check: checkLanguages}},
		Handle: d.change(func(req *bot.Request, p *Person) error {
			p.Languages = strings.Split(req.Values["languages"], ", ")
			return nil
		}),
	}, {
		Name: "settings zone", Summary: "say which time zone you live in", Needs: bot.Member,
		Examples: []string{"settings zone Europe/Berlin", "settings zone Nairobi"},
		Fields:   []bot.Field{{Name: "zone", Label: "Which time zone?", Hint: "As in Europe/Berlin; a town will do.", Check: d.checkZone}},
		Handle: d.change(func(req *bot.Request, p *Person) error {
			p.Zone = req.Values["zone"]
			return nil
		}),
	}, {
		Name: "settings time", Summary: "say from what time of your day you want to be asked", Needs: bot.Member,
		Examples: []string{"settings time 10:30", "settings time none"},
		Fields:   []bot.Field{{Name: "time", Label: "From what time on?", Hint: "As in 10:30; or none.", Check: checkTime}},
		Handle: d.change(func(req *bot.Request, p *Person) error {
			p.Time = strings.TrimPrefix(req.Values["time"], none)
			return nil
		}),
	}, {
		Name: "settings days", Summary: "say on which days you want to be asked", Needs: bot.Member,
		Examples: []string{"settings days mon-thu", "settings days mon, wed", "settings days none"},
		Fields:   []bot.Field{{Name: "days", Label: "On which days?", Hint: "As in mon-thu, or mon, wed; or none.", Check: checkDays}},
		Handle: d.change(func(req *bot.Request, p *Person) error {
			p.Days = nil
			if days := req.Values["days"]; days != none {
				p.Days = strings.Split(days, ", ")
			}
			return nil
		}),
	}, {
		Name: "settings shows", Summary: "say what others may see of you", Needs: bot.Member,
		Examples: []string{"settings shows name, languages", "settings shows nothing"},
		Fields: []bot.Field{{
			Name: "what", Label: "What may others see?", Hint: "Some of " + strings.Join(shown(), ", ") + "; or nothing.", Check: checkShows,
		}},
		Handle: d.change(func(req *bot.Request, p *Person) error {
			p.Shows = strings.Split(req.Values["what"], ", ")
			return nil
		}),
	}}
}

// settings shows what can be set.
func (d *Directory) settings(_ context.Context, tx store.Tx, req *bot.Request) (bot.Reply, error) {
	p, ok, err := d.self(tx, req)
	if err != nil || !ok {
		return bot.Hush(bot.Say(unknownToUs + " Whoever is listed in it can set languages, a time zone and what others see. " + whereToLink)), err
	}
	return bot.Hush(p.settings()), nil
}

// settings are the person's own, with a button for each.
func (p Person) settings() bot.Reply {
	return bot.Compose(
		bot.Block{Facts: []bot.Fact{
			{Label: "Languages", Value: orElse(languageNames(p.Languages), "not set")},
			{Label: "Time zone", Value: orElse(p.Zone, "not set")},
			{Label: "Asked", Value: p.hoursWords()},
			{Label: "Others see", Value: orElse(p.shownWords(), nothing)},
			{Label: "Accounts", Value: strings.Join(accountTexts(p.Accounts), ", ") + p.firstWords()},
		}},
		bot.Block{Actions: []bot.Action{
			{Label: "Languages", Line: "settings languages"}, {Label: "Time zone", Line: "settings zone"}, {Label: "Time", Line: "settings time"}, {Label: "Days", Line: "settings days"},
			{Label: "What others see", Line: "settings shows"},
			{Label: "Link an account", Line: "settings link"},
		}},
	)
}

// firstWords says which of several accounts is written to.
func (p Person) firstWords() string {
	if len(p.Accounts) < 2 {
		return ""
	}
	return " (I write to the first)"
}

// change makes a handler that changes the speaker's own record and shows it. Nobody
// else's can be named, so there is nothing to protect beyond Request.Who.
func (d *Directory) change(set func(*bot.Request, *Person) error) bot.Handler {
	return func(_ context.Context, tx store.Tx, req *bot.Request) (bot.Reply, error) {
		p, ok, err := d.self(tx, req)
		if err != nil || !ok { // no error: a question that was open is over
			return bot.Reply{Text: unknownToUs + " There is nothing to set.", Private: true, Refused: true}, err
		}
		if err := set(req, &p); err != nil {
			return bot.Reply{}, err
		}
		if err := d.putPerson(tx, p); err != nil {
			return bot.Reply{}, err
		}
		return bot.Hush(p.settings()), nil
	}
}

// checkLanguages reads languages with commas between and returns their codes.
func checkLanguages(value string) (string, error) {
	var codes []string
	for word := range strings.SplitSeq(strings.ReplaceAll(value, " and ", ","), ",") {
		code, err := CheckLanguage(strings.TrimSpace(word))
		if err != nil {
			return "", err
		}
		if !slices.Contains(codes, code) {
			codes = append(codes, code)
		}
	}
	return strings.Join(codes, ", "), nil
}

// checkZone reads a time zone, or a town that has one. "Local" is a name that Go knows
// and that would mean the zone of this machine.
func (d *Directory) checkZone(value string) (string, error) {
	if _, err := time.LoadLocation(value); err == nil && value != "Local" {
		return value, nil
	}
	if strings.Contains(value, "/") { // it is meant as a zone, and a guess would be silent
		return "", bot.Refuse("I do not know a time zone “%s”. Try Europe/Berlin, or a town.", brief(value))
	}
	if answer := d.places.Resolve(value, place.Asker{}); answer.Status == place.Found && answer.Place.Zone != "" {
		return answer.Place.Zone, nil
	}
	return "", bot.Refuse("I do not know a time zone “%s”. Try Europe/Berlin, or a town.", brief(value))
}

// checkShows reads what may be shown, with commas between. Accounts and the note are
// not among it: no word makes them public.
func checkShows(value string) (string, error) {
	var all []string
	for what := range strings.SplitSeq(strings.ToLower(strings.ReplaceAll(value, " and ", ",")), ",") {
		what = strings.TrimSpace(what)
		if what == nothing {
			return nothing, nil
		}
		if !slices.Contains(shown(), what) {
			return "", bot.Refuse("“%s” cannot be shown or hidden. There are %s; or nothing.", brief(what), strings.Join(shown(), ", "))
		}
		all = append(all, what)
	}
	return strings.Join(all, ", "), nil
}
