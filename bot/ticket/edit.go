package ticket

import (
	"errors"
	"maps"
	"slices"
	"strings"

	"ambassador/bot"
	"ambassador/bot/directory"
)

// edit changes one value. Without one it asks what to change, with the fields as buttons.
func (h *hand) edit() (bot.Reply, error) {
	if err := h.mayEdit(); err != nil {
		return bot.Reply{}, err
	}
	f, typed, err := h.editable(h.req.Values["field"], h.req.Values["to"])
	if err != nil {
		return bot.Reply{}, err
	}
	if typed == "" {
		now := "\nNow: " + h.shown(f)
		if h.k.Secret { // the question waits in the outbox, too
			now = ""
		}
		return bot.Reply{}, &bot.Missing{Field: "to", Text: f.Label + now}
	}
	value, none := "", strings.EqualFold(typed, "none")
	switch {
	case none && !f.Optional:
		return bot.Reply{}, bot.Refuse("%s cannot be left empty. “ticket withdraw %s” takes it all back.", label(f), h.ref())
	case !none:
		if value, err = h.req.Check(f, typed); err != nil {
			return bot.Reply{}, err
		}
	}
	diff, err := h.change(f, value)
	if err != nil {
		return bot.Reply{}, err
	}
	said := h.changed(f, diff)
	if err := h.tellApprovers(diff); err != nil || !h.asker {
		return bot.Say(said), err
	}
	where, err := h.sendBack(f, diff)
	return bot.Say(sentences(said, where), bot.Action{Label: "Change more", Line: "ticket edit " + h.ref()}, bot.Action{Label: "Show it", Line: "status " + h.ref()}), err
}

// change writes a value into the ticket, with what follows from it, and says what was
// changed: “amount: 300 → 400”. Somebody whom it names, and a day, are held against what its
// kind wants, as when it was opened.
func (h *hand) change(f bot.Field, value string) (diff string, err error) {
	if h.k.Before != nil && (f.Kind == bot.Human && h.asker || f.Kind == bot.Date) {
		as := *h.req
		as.Values = maps.Clone(h.t.Values)
		as.Values[f.Name] = value
		err := h.k.Before(h.tx, &as)
		if again, ok := errors.AsType[*bot.Missing](err); ok { // of the kind's command; here the field is another one
			err = &bot.Missing{Field: "to", Text: again.Text}
		}
		if err != nil {
			return "", err
		}
	}
	was, old := h.shown(f), h.t.Values[f.Name]
	if h.k.Secret && f.Kind == bot.Human && old != "" && old != value && !slices.Contains(h.t.Named, old) {
		h.t.Named = append(h.t.Named, old)
	}
	h.t.Values[f.Name] = value
	h.t.Title = h.k.Title(h.t.Values)
	if !h.k.Secret { // the outbox, and whoever hears of it, has none of it
		diff = f.Name + ": " + orNothing(short(was)) + " → " + orNothing(short(h.shown(f)))
	}
	_, text, _ := strings.Cut(diff, ": ")
	h.note("changed "+f.Name, text)
	return diff, nil
}

// orNothing is a value in words, or that there is none.
func orNothing(shown string) string {
	if shown == "" {
		return "nothing"
	}
	return shown
}

// changed is what whoever has changed a field is told.
func (h *hand) changed(f bot.Field, diff string) string {
	switch {
	case diff != "":
		return stopped(bot.Capital(diff))
	case f.Kind == bot.Human && len(h.t.Named) > 0:
		return "Changed. Who was named before still cannot read it."
	}
	return "Changed."
}

// stopped ends a sentence, of which the end may have been cut off.
func stopped(words string) string {
	if strings.HasSuffix(words, "…") {
		return words
	}
	return words + "."
}

// afterChange are the words of a change to whoever has the ticket. Of what is in confidence
// they say only that there is one.
func (h *hand) afterChange(diff, also string) bot.Reply {
	words := h.called(h.t) + " was changed"
	if diff != "" {
		words += ", " + diff
	}
	return h.forOwner(stopped(words) + also)
}

// tellApprovers ends what was agreed to, for nobody's yes is for other words than they have
// read, and tells everybody who may approve what is new.
func (h *hand) tellApprovers(diff string) error {
	if h.k.Approvals == 0 {
		return nil
	}
	agreed := h.t.Approved
	h.t.Approved = nil
	for _, p := range agreed {
		if p.is(h.me) {
			continue
		}
		if _, err := h.post(h.tx, h.req.Outbox, h.t, p, changed, h.afterChange(diff, " So your yes to it does not count any more.")); err != nil {
			return err
		}
	}
	_, err := h.tellDesk(h.tx, h.req.Outbox, h.t, directory.Coordinators, h.me, changed, h.afterChange(diff, "")) // each once: the outbox knows the key
	return err
}

// changed is what the word of a change is called.
const changed = "changed"

// sendBack gives a ticket that was returned for a change to whoever has it, or has it go to
// whom it is for now: where says who that is. Of other changes an owner hears, too; a desk
// reads what is there when it gets to it.
func (h *hand) sendBack(f bot.Field, diff string) (where string, err error) {
	to, err := h.follow(f)
	if err != nil {
		return "", err
	}
	if !to.is(h.t.Owner) && !(to.nobody() && h.t.Owner.nobody()) {
		return h.goTo(to)
	}
	awaited := h.t.State == Asked
	if err := h.resume(); err != nil || h.t.Owner.nobody() && !awaited {
		return "", err
	}
	return "", h.tellOwner(h.tx, h.req.Outbox, h.t, h.me, changed, h.afterChange(diff, ""))
}

// goTo gives a changed ticket to whom it is for now, and says who that is.
func (h *hand) goTo(to Party) (where string, err error) {
	name := theDesk(h.t.Desk)
	if !to.nobody() {
		if name, err = h.name(h.tx, to); err != nil {
			return "", err
		}
	}
	if !h.t.running() {
		h.t.State, h.t.Returned = Open, false
	}
	if _, err := h.handTo(to, name); err != nil {
		return "", err
	}
	return h.whereabouts(h.tx, h.req.Outbox, h.t)
}

// follow says who should have the ticket after a change of a field: for a request that
// nobody has taken whom its new place, topic or language leads to; for one to a person
// whom it names now; for what was said in confidence not whom it is about.
func (h *hand) follow(f bot.Field) (Party, error) {
	at, zone := h.req.Message.At, h.req.Who.Zone
	switch {
	case h.k.Secret && !h.t.Owner.nobody():
		if concerned, err := h.concerns(h.tx, h.t, h.t.Owner); err != nil || concerned {
			return Party{}, err
		}
	case h.k.To == ToPerson && f.Name == "person":
		return h.route(h.tx, h.req.Outbox, h.t, at, zone)
	case h.k.To == ToRegion && slices.Contains([]string{"place", "topic", "language"}, f.Name):
		var err error
		if h.t.Regions, err = h.regions(h.tx, h.k, h.t.Values["place"], zone); err != nil || h.t.State != Open || h.t.Stage != "" {
			return h.t.Owner, err
		}
		return h.route(h.tx, h.req.Outbox, h.t, at, zone)
	}
	return h.t.Owner, nil
}

// mayEdit refuses whoever may not change the ticket, or not any more.
func (h *hand) mayEdit() error {
	if err := h.whileOpen(); err != nil {
		return err
	}
	add := bot.Action{Label: "Add something", Line: "ticket reply " + h.ref()}
	if h.k.Approvals > 0 && h.t.Stage != "" && (h.asker || h.office) {
		return bot.Refuse("%s is %s as it is, so it stays so. You can add something.", h.ref(), h.t.Stage).Offer(add)
	}
	if h.office && h.k.Edited && !h.asker {
		return nil
	}
	if err := h.forAsker(); err != nil {
		return err
	}
	if h.t.State == Open && h.t.Stage == "" || h.t.State == Asked || h.t.Returned {
		return nil
	}
	return bot.Refuse("%s is in hand already, so it stays as it is. You can add something.", h.ref()).Offer(add)
}

// editable is the field that words name, and what it is to be. On one line both stand in
// the words: “title Cloud day in Berlin”.
func (h *hand) editable(words, to string) (bot.Field, string, error) {
	first, rest, _ := strings.Cut(words, " ")
	which := bot.Refuse("What do you want to change in %s?", h.ref())
	if words != "" {
		which = bot.Refuse("There is no field “%s”. What do you want to change in %s?", short(first), h.ref())
	}
	for _, f := range h.k.Fields {
		switch {
		case f.Hidden:
			continue
		case strings.EqualFold(words, f.Name), strings.EqualFold(words, strings.TrimRight(f.Label, "?: ")):
			return f, to, nil
		case strings.EqualFold(first, f.Name) && to == "":
			return f, rest, nil
		}
		which.Offer(bot.Action{Label: f.Name, Line: "ticket edit " + h.ref() + " " + f.Name})
	}
	return bot.Field{}, "", which
}
