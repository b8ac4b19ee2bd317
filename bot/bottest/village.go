package bottest

import (
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"

	"ambassador/bot"
	"ambassador/store"
)

// Village is a guide to a place small enough for the tests of the core: roles are
// names, and there are two Springfields.
type Village struct{}

// Who implements bot.Guide: roles are names.
func (Village) Who(_ store.Tx, m bot.Message) (bot.Person, error) {
	p := bot.Person{ID: m.From.User, Name: m.From.User, Role: bot.Member, Zone: "Europe/Berlin"}
	if r, err := bot.ParseRole(m.From.User); err == nil && r != bot.None {
		p.Role = r
	}
	return p, nil
}

// Place implements bot.Guide.
func (Village) Place(_ store.Tx, _ bot.Person, words string) (bot.Meaning, error) {
	switch strings.ToLower(words) {
	case "berlin":
		return bot.Meaning{Value: "city:1", Label: "Berlin"}, nil
	case "springfield":
		return bot.Meaning{}, bot.Refuse("Which Springfield?").Offer(
			bot.Action{Label: "Springfield, Illinois", Line: "Springfield, Illinois"},
			bot.Action{Label: "Springfield, Oregon", Line: "Springfield, Oregon"})
	case "springfield, illinois":
		return bot.Meaning{Value: "city:2", Label: "Springfield, Illinois"}, nil
	}
	return bot.Meaning{}, bot.Refuse("I know no place called “%s”.", words)
}

// Person implements bot.Guide.
func (Village) Person(_ store.Tx, _ bot.Person, words string) (bot.Meaning, error) {
	if words == "@editor" || words == "editor" {
		return bot.Meaning{Value: "editor", Label: "Editor"}, nil
	}
	return bot.Meaning{}, bot.Refuse("I know nobody called “%s”.", words)
}

// Coordinators implements bot.Guide.
func (Village) Coordinators(store.Tx) ([]bot.Address, error) {
	return []bot.Address{{Platform: "pigeon", User: "coordinator"}}, nil
}

// item is what the village's newsletter keeps.
type item struct{ Title, Text string }

var items = store.NewBucket[item]("item")

// VillageCommands are the village's: one that writes, one that reads, some that fail.
func VillageCommands() []bot.Command {
	return []bot.Command{{
		Name: "newsletter submit", Summary: "give an item to the newsletter", Needs: bot.Leader,
		Examples: []string{`newsletter submit "Cloud day" "It is on 3 May." https://example.org`},
		Fields: []bot.Field{
			{Name: "title", Label: "Title?"},
			{Name: "text", Label: "Text?", Kind: bot.Long},
			{Name: "link", Label: "Link?", Kind: bot.Link, Optional: true},
		},
		Handle: submit,
	}, {
		Name: "newsletter count", Summary: "count the items", Needs: bot.Member, Reads: true, Handle: count,
	}, {
		Name: "near", Summary: "look near a place", Needs: bot.Member, Reads: true,
		Fields: []bot.Field{
			{Name: "place", Label: "Where?", Kind: bot.Place},
			{Name: "topic", Label: "What about?", Word: "for", Optional: true},
		},
		Handle: Echo,
	}, {
		Name: "roam", Summary: "look around, here or somewhere", Needs: bot.Member, Reads: true,
		Fields: []bot.Field{
			{Name: "place", Label: "Where?", Kind: bot.Place, Optional: true},
			{Name: "topic", Label: "What about?", Word: "for", Optional: true},
		},
		Handle: func(ctx context.Context, tx store.Tx, req *bot.Request) (bot.Reply, error) {
			if req.Values["place"] == "" {
				return bot.Reply{}, &bot.Missing{Field: "place", Text: "I cannot tell where you are."}
			}
			return Echo(ctx, tx, req)
		},
	}, {
		Name: "everything", Summary: "hear every kind of value", Needs: bot.Member,
		Fields: []bot.Field{
			{Name: "colour", Label: "Colour?", Kind: bot.Choice, Choices: []string{"red", "green", "blue"}},
			{Name: "where", Label: "Where?", Kind: bot.Place},
			{Name: "who", Label: "Who?", Kind: bot.Human},
			{Name: "day", Label: "Which day?", Kind: bot.Date},
			{Name: "count", Label: "How many?", Kind: bot.Number},
			{Name: "sure", Label: "Sure?", Kind: bot.YesNo},
		},
		Handle: Echo,
	}, {
		Name: "explode", Summary: "panic", Needs: bot.Member,
		Handle: func(context.Context, store.Tx, *bot.Request) (bot.Reply, error) { panic("boom") },
	}, {
		Name: "lie", Summary: "say that it reads, and write", Needs: bot.Member, Reads: true, Handle: submit,
		Fields: []bot.Field{{Name: "title", Label: "Title?"}},
	}}
}

// submit stores an item, tells the editor, and refuses a title that is taken.
func submit(_ context.Context, tx store.Tx, req *bot.Request) (bot.Reply, error) {
	title := req.Values["title"]
	taken, err := items.Has(tx, store.K(title))
	if err != nil {
		return bot.Reply{}, err
	}
	if err := items.Put(tx, store.K(title), item{title, req.Values["text"]}); err != nil {
		return bot.Reply{}, err
	}
	if taken {
		return bot.Reply{}, bot.Refuse("There is an item called “%s” already.", title)
	}
	editor := req.Message.From.Account()
	editor.User = "editor"
	err = req.Outbox.Put(tx, bot.Envelope{
		Key:   "item/" + title,
		To:    editor,
		Reply: bot.Say("New item: " + title),
	})
	return bot.Say("Thank you. “" + title + "” is with the editors."), err
}

// count says how many there are.
func count(_ context.Context, tx store.Tx, _ *bot.Request) (bot.Reply, error) {
	n := 0
	for range items.Keys(tx, nil, nil) {
		n++
	}
	return bot.Say(strings.Repeat("•", n) + " items"), nil
}

// Echo says which values it was given.
func Echo(_ context.Context, _ store.Tx, req *bot.Request) (bot.Reply, error) {
	var facts []bot.Fact
	for _, f := range req.Command.Fields {
		if v := req.Values[f.Name]; v != "" {
			facts = append(facts, bot.Fact{Label: f.Name, Value: v})
		}
	}
	return bot.Compose(bot.Block{Facts: facts}), nil
}

// VillageHouse furnishes the village on a store: the house in which the talks of the core are played.
func VillageHouse(open func(testing.TB) store.DB) House {
	return House{
		Open: open,
		Build: func(db store.DB, adapter bot.Adapter, log *slog.Logger) (*bot.Router, *bot.Outbox, error) {
			outbox := bot.NewOutbox(db, Space, log, adapter)
			r, err := bot.NewRouter(bot.Parts{
				DB: db, Space: Space, Name: "Ambassador", About: "A bot for tests.", Commands: VillageCommands(),
				Guide: Village{}, Outbox: outbox, Limit: bot.Limit{Burst: 20, Every: 3 * time.Second}, Log: log,
			})
			return r, outbox, err
		},
	}
}
