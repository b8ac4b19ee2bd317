// Package handover is how ambassadors rest, hand a region over and step down: all that they look after goes on in one
// step, after a look at what it is.
package handover

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"ambassador/bot"
	"ambassador/bot/checkin"
	"ambassador/bot/directory"
	"ambassador/store"
)

// Belongings are what somebody looks after and what can go to another.
type Belongings interface {
	// Held says in a few words what they have of it: “3 open requests”; empty for nothing.
	Held(tx store.Tx, m directory.Move) (string, error)
	// HandOver gives it to whom the move names, or to whoever is there for it.
	HandOver(tx store.Tx, out *bot.Outbox, m directory.Move) error
}

// Room is where people hand over.
type Room struct {
	people     *directory.Directory
	belongings []Belongings
}

// New makes the room.
func New(people *directory.Directory, belongings ...Belongings) *Room {
	return &Room{people, belongings}
}

// Why something moves, as it follows “has”.
const (
	handed  = "handed over"
	hold    = checkin.OnHold
	stepped = "stepped down"
)

// Commands lists what can be said here.
func (r *Room) Commands() []bot.Command {
	person := bot.Field{Name: "person", Label: "Who?", Hint: "Yourself, if you say nothing.", Kind: bot.Human, Optional: true, Hidden: true}
	sure := bot.Field{Name: "sure", Label: "Really?", Kind: bot.YesNo, Optional: true, Hidden: true}
	to := bot.Field{Name: "to", Label: "To whom?", Kind: bot.Human, Word: "to", Optional: true, Hidden: true}
	receiver := bot.Field{Name: "to", Label: "To whom?", Hint: "Another ambassador.", Kind: bot.Human, Word: "to"}
	return []bot.Command{{
		Name: "hand-over", Summary: "hand a region over to another ambassador, with its groups and open requests", Needs: bot.Ambassador, Alone: true,
		Examples: []string{"hand-over Germany to ambassador-hamburg"},
		Fields:   []bot.Field{{Name: "region", Label: "Which region?"}, receiver, {Name: "from", Label: "Whose?", Kind: bot.Human, Word: "from", Optional: true, Hidden: true}, sure},
		Handle:   r.handOver,
	}, {
		Name: "hold", Summary: "rest for a while, perhaps with somebody in your place", Needs: bot.Ambassador, Alone: true,
		Examples: []string{"hold until 31 May", "hold until 31 May to ambassador-hamburg"},
		Fields:   []bot.Field{person, {Name: "until", Label: "Until when?", Hint: "The last day away, such as 31 May.", Kind: bot.Date, Word: "until"}, to, sure},
		Handle:   r.hold,
	}, {
		Name: "step down", Summary: "step down with thanks, and hand all over", Needs: bot.Ambassador, Alone: true,
		Examples: []string{"step down", "step down to ambassador-hamburg"},
		Fields:   []bot.Field{person, to, sure}, Handle: r.stepDown,
	}}
}

// turn is one change being looked at, or made.
type turn struct {
	*Room
	tx   store.Tx
	req  *bot.Request
	m    directory.Move
	from directory.Person
	to   directory.Person // without an id where nobody takes it
}

// open begins a turn: who hands over, and to whom. Ambassadors speak for themselves, coordinators for everybody.
func (r *Room) open(tx store.Tx, req *bot.Request, person, to, why string) (t turn, err error) {
	t = turn{Room: r, tx: tx, req: req, m: directory.Move{From: req.Who.ID, To: to, Why: why, At: req.Message.At}}
	if person != "" && person != req.Who.ID {
		if req.Who.Role < bot.Coordinator {
			return t, bot.Refuse("You can do that for yourself alone; for somebody else a coordinator can.")
		}
		t.m.From = person
	}
	there := false
	if t.from, there, err = r.people.Record(tx, t.m.From); err != nil {
		return t, err
	}
	if !there || !t.from.Title() {
		return t, bot.Refuse("%s no ambassador, so there is nothing to hand over.", t.they("You are", "is"))
	}
	if to == "" {
		return t, nil
	}
	if t.to, there, err = r.people.Record(tx, to); err != nil {
		return t, err
	}
	return t, t.fit(there)
}

// fit refuses somebody who cannot take anything over.
func (t turn) fit(there bool) error {
	name := t.to.Shown()
	switch {
	case !there:
		return bot.Refuse("That person is not in the directory any more.")
	case t.to.ID == t.from.ID:
		return bot.Refuse("That is the same person. Who takes it over?")
	case t.to.Status == directory.Emeritus:
		return bot.Refuse("%s has stepped down, and cannot take anything over.", name)
	case t.to.Role < bot.Ambassador:
		return bot.Refuse("%s is not an ambassador yet. A coordinator can make them one: “directory role”.", name)
	case t.to.At(t.m.At) == directory.Hold:
		return bot.Refuse("%s is %s, and cannot take anything over now.", name, t.to.Away(t.m.At))
	case len(t.to.Accounts) == 0:
		return bot.Refuse("%s has no account that I could reach, and would not hear of it.", name)
	}
	return nil
}

// they begins a sentence about whoever hands over: “You are”, or their name and “is”.
func (t turn) they(you, is string) string {
	if t.m.From == t.req.Who.ID {
		return you
	}
	return t.from.Shown() + " " + is
}

// handOver moves one region.
func (r *Room) handOver(_ context.Context, tx store.Tx, req *bot.Request) (bot.Reply, error) {
	region, err := r.region(tx, req.Values["region"])
	if err != nil {
		return bot.Reply{}, err
	}
	t, err := r.open(tx, req, req.Values["from"], req.Values["to"], handed)
	if err != nil {
		return bot.Reply{}, err
	}
	if !slices.Contains(t.from.Regions, region.ID) {
		if req.Who.Role < bot.Coordinator || req.Values["from"] != "" {
			return bot.Reply{}, bot.Refuse("%s not look after %s.", t.they("You do", "does"), region.Name)
		}
		return bot.Reply{}, bot.Refuse("You do not look after %s. Whose is it? Say “from” and a name behind it.", region.Name)
	}
	t.m.Regions = []string{region.ID}
	if req.Values["sure"] != "yes" {
		return t.preview(fmt.Sprintf("%s goes to %s.", region.Name, t.to.Shown()), "Hand it over")
	}
	words, err := t.words()
	if err != nil {
		return bot.Reply{}, err
	}
	if err := t.move(func() error { return r.people.Pass(tx, t.m) }); err != nil {
		return bot.Reply{}, err
	}
	said := fmt.Sprintf("%s looks after %s now.", t.to.Shown(), region.Name)
	return bot.Hush(bot.Say(said + " Thank you!")), t.tell(said, words)
}

// hold lets somebody rest until a day. The regions stay theirs.
func (r *Room) hold(_ context.Context, tx store.Tx, req *bot.Request) (bot.Reply, error) {
	t, err := r.open(tx, req, req.Values["person"], req.Values["to"], hold)
	if err != nil {
		return bot.Reply{}, err
	}
	until, err := time.Parse(time.DateOnly, req.Values["until"])
	if err != nil {
		return bot.Reply{}, err
	}
	if req.Values["until"] < req.Message.At.UTC().Format(time.DateOnly) {
		return bot.Reply{}, bot.Refuse("%s is in the past.", until.Format("2 January 2006"))
	}
	what := fmt.Sprintf("%s on hold until %s, and the regions stay as they are.", t.they("You go", "goes"), until.Format("2 January 2006"))
	if req.Values["sure"] != "yes" {
		return t.preview(what, "Go on hold")
	}
	words, err := t.words()
	if err != nil {
		return bot.Reply{}, err
	}
	if err := t.move(func() error { return r.people.PutOnHold(tx, t.m.From, req.Values["until"]) }); err != nil {
		return bot.Reply{}, err
	}
	said := fmt.Sprintf("%s is on hold until %s.", t.from.Shown(), until.Format("2 January 2006"))
	return bot.Hush(bot.Say(said + " “back” ends it earlier.")), t.tell(said, words)
}

// stepDown lets somebody go, with thanks.
func (r *Room) stepDown(_ context.Context, tx store.Tx, req *bot.Request) (bot.Reply, error) {
	t, err := r.open(tx, req, req.Values["person"], req.Values["to"], stepped)
	if err != nil {
		return bot.Reply{}, err
	}
	if req.Values["sure"] != "yes" {
		return t.preview(t.they("You step", "steps")+" down with thanks. The title ends at once, and whoever asks hears “emeritus”.", "Step down")
	}
	words, err := t.words()
	if err != nil {
		return bot.Reply{}, err
	}
	err = t.move(func() error {
		if err := r.people.Pass(tx, t.m); err != nil {
			return err
		}
		return r.people.StepDown(tx, t.m.From, t.m.At)
	})
	if err != nil {
		return bot.Reply{}, err
	}
	said := fmt.Sprintf("%s has stepped down. Thank you for all you have done!", t.from.Shown())
	return bot.Hush(bot.Say(said)), t.tell(strings.TrimSuffix(said, " Thank you for all you have done!"), words)
}
