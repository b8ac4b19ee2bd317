package directory

import (
	"fmt"
	"strings"

	"ambassador/bot"
	"ambassador/bot/place"
	"ambassador/store"
)

// Who tells who stands behind a message, by account alone, never by a displayed
// name. Their own time zone goes before the one the platform tells. Somebody on hold
// keeps their role; somebody emeritus does not.
func (d *Directory) Who(tx store.Tx, m bot.Message) (bot.Person, error) {
	account := m.From.Account()
	who := bot.Person{Role: bot.Member, Zone: m.Zone, Lang: m.Lang}
	p, ok, err := d.owner(tx, account)
	if err != nil {
		return bot.Person{}, fmt.Errorf("directory: who is %s: %w", account, err)
	}
	if ok {
		who.ID, who.Name, who.Role = p.ID, p.Name, max(bot.Member, p.title())
		if p.Zone != "" {
			who.Zone = p.Zone
		}
	}
	if d.coordinators[account] {
		who.Role = bot.Coordinator
	}
	if len(d.desks) > 0 {
		who.Desks = d.sitsAt(account, who.ID)
	}
	return who, nil
}

// owner returns the person an account belongs to.
func (d *Directory) owner(tx store.Tx, account bot.Address) (Person, bool, error) {
	id, ok, err := d.accounts.Get(tx, accountKey(account))
	if err != nil || !ok {
		return Person{}, false, err
	}
	return d.people.Get(tx, store.K(id))
}

// nearMe marks a place that was not named but taken from the asker's time zone.
const nearMe = "near:"

// trimNear is the Ref within a value of Place.
func trimNear(value string) string { return strings.TrimPrefix(value, nearMe) }

// Place checks words that should name a place. The value is the place's Ref, after
// "near:" where the asker said "near me".
func (d *Directory) Place(_ store.Tx, who bot.Person, words string) (bot.Meaning, error) {
	// A value that was checked before comes back from buttons and dialogues.
	if p, ok := d.places.ByRef(trimNear(words)); ok {
		return bot.Meaning{Value: words, Label: p.Label()}, nil
	}
	key := placeWords{words, who.Zone}
	if m, ok := d.meanings.Get(key); ok {
		return m, nil
	}
	answer := d.places.Resolve(words, d.asker(who))
	switch answer.Status {
	case place.Found:
		value := answer.Place.Ref
		if answer.Near {
			value = nearMe + value
		}
		m := bot.Meaning{Value: value, Label: answer.Place.Label()}
		if len(words) <= longestRemembered {
			d.meanings.Put(key, m)
		}
		return m, nil
	case place.Ambiguous:
		return bot.Meaning{}, bot.Refuse("Which “%s” do you mean?", brief(words)).Offer(d.choices(answer.Candidates, who)...)
	case place.Suggest, place.NotFound:
		if stray, ok := d.stray(words, who); ok && answer.Note == "" {
			return bot.Meaning{}, bot.Refuse("I do not know a language or place called “%s”.", brief(stray))
		}
	}
	if answer.Status == place.Suggest {
		unknown := orElse(answer.Note, fmt.Sprintf("I do not know “%s”.", brief(words)))
		refusal := bot.Refuse("%s", sentences(unknown, "Did you mean "+labels(answer.Candidates)+"?"))
		return bot.Meaning{}, refusal.Offer(d.choices(answer.Candidates, who)...)
	}
	unknown := orElse(answer.Note, fmt.Sprintf("I do not know a place called “%s”.", brief(words)))
	return bot.Meaning{}, bot.Refuse("%s", sentences(unknown,
		"Try a town with its country, as in “Cambridge, United Kingdom”, a country, or “near me”.", d.programme()))
}

// stray is the last word of "Berlin in Klingon": the place before it is known, so the
// word is what nobody understands.
func (d *Directory) stray(words string, who bot.Person) (string, bool) {
	all := strings.Fields(words)
	last := len(all) - 1
	if last < 2 || !strings.EqualFold(all[last-1], "in") {
		return "", false
	}
	head := d.places.Resolve(strings.Join(all[:last-1], " "), d.asker(who))
	return all[last], head.Status == place.Found || head.Status == place.Ambiguous
}

// asker is what the gazetteer may know of who asks: the zone alone, which moves what
// is near them up.
func (d *Directory) asker(who bot.Person) place.Asker {
	return place.Asker{Zone: who.Zone, Country: d.places.ZoneCountry(who.Zone)}
}

// choices are buttons for places. Their lines are words where these lead back to
// the place, for people read them, too.
func (d *Directory) choices(candidates []place.Place, who bot.Person) []bot.Action {
	var actions []bot.Action
	for _, p := range candidates {
		line := p.Label()
		if again := d.places.Resolve(line, d.asker(who)); again.Status != place.Found || again.Place.Ref != p.Ref {
			line = p.Ref
		}
		actions = append(actions, bot.Action{Label: p.Label(), Line: line})
	}
	return actions
}

// labels joins the names of places for a question.
func labels(places []place.Place) string {
	names := make([]string, len(places))
	for i, p := range places {
		names[i] = p.Label()
	}
	return strings.Join(names, " or ")
}

// programme says how to reach the people behind the bot; empty if nobody has said.
func (d *Directory) programme() string {
	if d.contact == "" {
		return ""
	}
	return "You can always reach the programme at " + d.contact + "."
}

// Person checks words that should name a person: an id, an account as a mention or
// as the records write it, a name spelled right, or "me". The value is the id.
func (d *Directory) Person(tx store.Tx, who bot.Person, words string) (bot.Meaning, error) {
	if strings.EqualFold(words, "me") && who.ID != "" {
		words = who.ID
	}
	cards, err := d.peopleCalled(tx, who, words)
	if err != nil {
		return bot.Meaning{}, err
	}
	switch len(cards) {
	case 0:
		return bot.Meaning{}, bot.Refuse("I know nobody called “%s”. Give the name exactly, or mention the person.", brief(words))
	case 1:
		return bot.Meaning{Value: cards[0].ID, Label: cards[0].Name}, nil
	}
	refusal := bot.Refuse("%d people are called “%s”. Whom do you mean?", len(cards), brief(words))
	for _, c := range cards {
		refusal.Offer(bot.Action{Label: joined(", ", c.Name, c.Place), Line: c.ID})
	}
	return bot.Meaning{}, refusal
}

// peopleCalled returns the cards of everybody the words name exactly; never by a
// name that is not shown, nor by the id that often tells it. An account names its owner
// although accounts are private: whoever mentions somebody knows it already.
func (d *Directory) peopleCalled(tx store.Tx, who bot.Person, words string) ([]Card, error) {
	if account, err := bot.ParseAccount(strings.TrimPrefix(strings.Trim(words, "<>"), "@")); err == nil {
		p, ok, err := d.owner(tx, account)
		if err != nil || ok {
			return cardsOf(p.card()), err
		}
	}
	id, byHandle, err := d.handles.Get(tx, store.K(words))
	if err != nil {
		return nil, err
	}
	if !byHandle {
		id = strings.TrimPrefix(words, "@")
	}
	p, ok, err := d.people.Get(tx, store.K(id))
	if err != nil {
		return nil, err
	}
	if ok && (byHandle || p.known(who)) {
		return cardsOf(p.card()), nil
	}
	return d.named(tx, words, kindPerson)
}

// cardsOf leaves out the card of nobody.
func cardsOf(c Card) []Card {
	if c.ID == "" {
		return nil
	}
	return []Card{c}
}

// mostNamesakes is how many of one name are offered to choose from.
const mostNamesakes = 10

// named returns the cards of the people or groups of exactly this name, compared
// without case and marks.
func (d *Directory) named(tx store.Tx, name, kind string) ([]Card, error) {
	prefix := store.K(fold(name), kind)
	var ids []string
	for key := range d.names.Keys(tx, prefix, store.PrefixEnd(prefix)) {
		parts, err := key.Parts()
		if err != nil {
			return nil, fmt.Errorf("directory: name %q: %w", name, err)
		}
		id, _ := parts[2].(string)
		if ids = append(ids, id); len(ids) == mostNamesakes {
			break
		}
	}
	return d.cardsFor(tx, ids)
}

// cardsFor reads the cards of these ids; ids without a card are left out.
func (d *Directory) cardsFor(tx store.Tx, ids []string) ([]Card, error) {
	var cards []Card
	for _, id := range ids {
		c, ok, err := d.cards.Get(tx, store.K(id))
		if err != nil {
			return nil, err
		}
		if ok {
			cards = append(cards, c)
		}
	}
	return cards, nil
}
