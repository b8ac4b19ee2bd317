package bot_test

import (
	"context"
	"flag"
	"log/slog"
	"strings"
	"testing"
	"time"

	"ambassador/bot"
	"ambassador/bot/bottest"
	"ambassador/store"
	"ambassador/store/mem"
)

// update writes the talks instead of checking them.
var _ = flag.Bool("update", false, "write what is said into the talks")

// village is a guide to a place small enough for the tests of the core: roles are
// names, and there are two Springfields.
type village struct{}

func (village) Who(_ store.Tx, m bot.Message) (bot.Person, error) {
	p := bot.Person{ID: m.From.User, Name: m.From.User, Role: bot.Member, Zone: "Europe/Berlin"}
	if r, err := bot.ParseRole(m.From.User); err == nil && r != bot.None {
		p.Role = r
	}
	return p, nil
}

func (village) Place(_ store.Tx, _ bot.Person, words string) (bot.Meaning, error) {
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

func (village) Person(_ store.Tx, _ bot.Person, words string) (bot.Meaning, error) {
	if words == "@editor" || words == "editor" {
		return bot.Meaning{Value: "editor", Label: "Editor"}, nil
	}
	return bot.Meaning{}, bot.Refuse("I know nobody called “%s”.", words)
}

func (village) Coordinators(store.Tx) ([]bot.Address, error) {
	return []bot.Address{{Platform: "pigeon", User: "coordinator"}}, nil
}

// item is what the village's newsletter keeps.
type item struct{ Title, Text string }

var items = store.NewBucket[item]("item")

// commands are the village's: one that writes, one that reads, some that fail.
func commands() []bot.Command {
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
		Handle: echo,
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
			return echo(ctx, tx, req)
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
		Handle: echo,
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
	err = req.Outbox.Put(tx, bot.Envelope{
		Key:   "item/" + title,
		To:    bot.Address{Platform: bottest.Console, User: "editor"},
		Reply: bot.Say("New item: " + title),
	})
	return bot.Say("Thank you. “" + title + "” is with the editors."), err
}

func count(_ context.Context, tx store.Tx, _ *bot.Request) (bot.Reply, error) {
	n := 0
	for range items.Keys(tx, nil, nil) {
		n++
	}
	return bot.Say(strings.Repeat("•", n) + " items"), nil
}

// echo says which values it was given.
func echo(_ context.Context, _ store.Tx, req *bot.Request) (bot.Reply, error) {
	var facts []bot.Fact
	for _, f := range req.Command.Fields {
		if v := req.Values[f.Name]; v != "" {
			facts = append(facts, bot.Fact{Label: f.Name, Value: v})
		}
	}
	return bot.Compose(bot.Block{Facts: facts}), nil
}

// house furnishes the village on a store that lasts as long as the test.
func house() bottest.House {
	var db store.DB
	return bottest.House{
		Open: func(testing.TB) store.DB {
			if db == nil {
				db = bottest.Lasting(mem.New())
			}
			return db
		},
		Build: func(db store.DB, adapter bot.Adapter, log *slog.Logger) (*bot.Router, *bot.Outbox, error) {
			outbox := bot.NewOutbox(db, bottest.Space, log, adapter)
			r, err := bot.NewRouter(bot.Parts{
				DB: db, Space: bottest.Space, Name: "Ambassador", About: "A bot for tests.", Commands: commands(),
				Guide: village{}, Outbox: outbox, Limit: bot.Limit{Burst: 20, Every: 3 * time.Second}, Log: log,
			})
			return r, outbox, err
		},
	}
}

func TestTalks(t *testing.T) {
	bottest.Play(t, "testdata/talk/*.txtar", func(t testing.TB, a *bottest.Archive) bottest.Stage {
		return house().On(bottest.NewDirect)(t, a)
	})
}
