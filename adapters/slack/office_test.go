package slack_test

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"ambassador/adapters/slack"
	"ambassador/adapters/slack/slackfake"
	"ambassador/bot"
	"ambassador/bot/bottest"
	"ambassador/store"
	"ambassador/store/mem"
)

// office is a small bot behind the adapter, in a bubble of its own time.
type office struct {
	*slackfake.Slack
	t       *testing.T
	adapter *slack.Adapter
	outbox  *bot.Outbox
	router  *bot.Router
	db      store.DB
	slow    atomic.Int64 // nanoseconds that a command takes
	ear     *ear         // what deals with plain words and with what is overheard; nil for nothing
	log     *bottest.Log
	end     context.CancelFunc
	ended   sync.WaitGroup
}

// both runs a test over both transports.
func both(t *testing.T, test func(t *testing.T, o *office)) {
	for _, mode := range []string{slack.Socket, slack.HTTP} {
		t.Run(mode, func(t *testing.T) { in(t, mode, test) })
	}
}

// in runs a test over one transport, in a bubble of testing/synctest: what these tests sleep is its time.
func in(t *testing.T, mode string, test func(t *testing.T, o *office)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Hour) // so that nothing seems to come from before the bot
		o := &office{Slack: slackfake.New(t, mode), t: t, db: mem.New(), log: new(bottest.Log)}
		o.open()
		defer o.close()
		test(t, o)
	})
}

// open starts the bot on what is stored.
func (o *office) open() {
	o.t.Helper()
	options := o.Options()
	options.Log = slog.New(slog.NewTextHandler(o.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	if o.ear != nil {
		options.Listen = !o.ear.deaf
	}
	o.adapter = o.Use(slack.New(options))
	o.outbox = bot.NewOutbox(o.db, "office", options.Log, o.adapter)
	parts := bot.Parts{DB: o.db, Space: "office", Name: "Ambassador", About: "An office.", Commands: o.commands(), Guide: guide{}, Outbox: o.outbox, Log: options.Log}
	if o.ear != nil {
		parts.Commands, parts.Hears = append(parts.Commands, o.ear.command()), o.ear.hears
	}
	router, err := bot.NewRouter(parts)
	if err != nil {
		o.t.Fatal(err)
	}
	o.router = router
	ctx, cancel := context.WithCancel(context.Background())
	o.end = cancel
	o.ended.Go(func() { _ = o.adapter.Run(ctx, router.Handle) })
	o.ended.Go(func() { _ = o.outbox.Run(ctx) })
	synctest.Wait()
}

// close ends the bot.
func (o *office) close() {
	o.end()
	o.ended.Wait()
}

// heard is everything that anybody was shown, as one text for each.
func (o *office) heard(who string) (texts []string) {
	synctest.Wait()
	for _, w := range o.Heard() {
		if w.To == who {
			texts = append(texts, w.Text)
		}
	}
	return texts
}

// guide knows everybody by what they are called, and one town.
type guide struct{}

// Who implements bot.Guide.
func (guide) Who(_ store.Tx, m bot.Message) (bot.Person, error) {
	p := bot.Person{ID: m.From.User, Name: m.From.User, Role: bot.Member, Zone: m.Zone}
	if r, err := bot.ParseRole(m.From.User); err == nil && r != bot.None {
		p.Role = r
	}
	return p, nil
}

// Place implements bot.Guide.
func (guide) Place(_ store.Tx, _ bot.Person, words string) (bot.Meaning, error) {
	if words != "Berlin" {
		return bot.Meaning{}, bot.Refuse("I know no place called “%s”.", words)
	}
	return bot.Meaning{Value: "city:1", Label: words}, nil
}

// Person implements bot.Guide.
func (guide) Person(_ store.Tx, _ bot.Person, words string) (bot.Meaning, error) {
	return bot.Meaning{Value: words, Label: words}, nil
}

// Coordinators implements bot.Guide.
func (guide) Coordinators(store.Tx) ([]bot.Address, error) {
	return []bot.Address{slackfake.Account("coordinator")}, nil
}

// items are what the office keeps.
var items = store.NewBucket[string]("item")

// towns are too many for one menu.
func towns() (all []string) {
	for n := range 500 {
		all = append(all, fmt.Sprintf("Town %03d", n))
	}
	return all
}

// commands are the office's: one that writes, some that read.
func (o *office) commands() []bot.Command {
	return []bot.Command{{
		Name: "submit", Summary: "give an item", Needs: bot.Member, Shortcut: "Give an item", Takes: "text",
		Fields: []bot.Field{
			{Name: "title", Label: "Title?"}, {Name: "text", Label: "Text?", Kind: bot.Long},
			{Name: "kind", Label: "Which kind?", Kind: bot.Choice, Choices: []string{"event", "news"}},
			{Name: "link", Label: "Link?", Kind: bot.Link, Optional: true},
		},
		Handle: func(_ context.Context, tx store.Tx, req *bot.Request) (bot.Reply, error) {
			title := req.Values["title"]
			if taken, err := items.Has(tx, store.K(title)); err != nil || taken {
				return bot.Reply{}, bot.Refuse("There is an item called “%s” already.", title)
			}
			time.Sleep(time.Duration(o.slow.Load()))
			return bot.Say("Got it: " + title), items.Put(tx, store.K(title), req.Values["text"])
		},
	}, {
		Name: "count", Summary: "count the items", Needs: bot.Member, Reads: true,
		Handle: func(_ context.Context, tx store.Tx, req *bot.Request) (bot.Reply, error) {
			time.Sleep(time.Duration(o.slow.Load()))
			n := 0
			for range items.Keys(tx, nil, nil) {
				n++
			}
			return bot.Say(fmt.Sprintf("%d items", n), bot.Action{Label: "Again", Line: "count"}), nil
		},
	}, {
		Name: "echo", Summary: "hear it again", Needs: bot.Member, Reads: true,
		Fields: []bot.Field{{Name: "words", Label: "Which words?", Kind: bot.Long}},
		Handle: func(_ context.Context, _ store.Tx, req *bot.Request) (bot.Reply, error) {
			return bot.Say("You said: " + req.Values["words"]), nil
		},
	}, {
		Name: "show", Summary: "see Markdown", Needs: bot.Member, Reads: true,
		Fields: []bot.Field{{Name: "words", Label: "Which words?", Kind: bot.Long}},
		Handle: func(_ context.Context, _ store.Tx, req *bot.Request) (bot.Reply, error) {
			return bot.Compose(bot.Block{Markdown: strings.ReplaceAll(req.Values["words"], "all", written)}), nil
		},
	}, {
		Name: "recite", Summary: "hear a long text", Needs: bot.Member, Reads: true,
		Handle: func(context.Context, store.Tx, *bot.Request) (bot.Reply, error) {
			var blocks []bot.Block
			for n := range 120 {
				blocks = append(blocks, bot.Block{Section: &bot.Section{Title: fmt.Sprintf("Group %d", n), Text: strings.Repeat("word ", 80)}})
			}
			return bot.Compose(blocks...), nil
		},
	}, {
		Name: "issue", Summary: "get the issue", Needs: bot.Member, Reads: true,
		Fields: []bot.Field{{Name: "month", Label: "Which month?"}},
		Handle: func(_ context.Context, _ store.Tx, req *bot.Request) (bot.Reply, error) {
			return issue(req.Values["month"]), nil
		},
	}, {
		Name: "zone", Summary: "hear your zone", Needs: bot.Member, Reads: true,
		Fields: []bot.Field{{Name: "place", Label: "Where?", Kind: bot.Place, Optional: true}},
		Handle: func(_ context.Context, _ store.Tx, req *bot.Request) (bot.Reply, error) {
			return bot.Say("Your zone: " + req.Who.Zone), nil
		},
	}, {
		Name: "town", Summary: "choose a town", Needs: bot.Member, Reads: true,
		Fields: []bot.Field{{Name: "town", Label: "Which town?", Kind: bot.Choice, Choices: towns()}},
		Handle: func(_ context.Context, _ store.Tx, req *bot.Request) (bot.Reply, error) {
			return bot.Say("You live in " + req.Values["town"]), nil
		},
	}, {
		Name: "close", Summary: "close the office", Needs: bot.Coordinator, Reads: true,
		Handle: func(context.Context, store.Tx, *bot.Request) (bot.Reply, error) { return bot.Say("Closed."), nil },
	}}
}

// issue is a reply with two files.
func issue(month string) bot.Reply {
	return bot.Compose(bot.Block{Section: &bot.Section{Text: "The issue of " + month + "."}},
		bot.Block{File: &bot.File{Name: month + ".md", Type: "text/markdown", Data: []byte("# News\n")}},
		bot.Block{File: &bot.File{Name: month + ".html", Type: "text/html", Data: []byte("<h1>News</h1>\n")}})
}

// contains says whether one of the texts holds a word.
func contains(texts []string, word string) bool {
	return slices.ContainsFunc(texts, func(t string) bool { return strings.Contains(t, word) })
}

// accounts are those of people of the workspace.
func accounts(users ...string) (all []bot.Address) {
	for _, u := range users {
		all = append(all, slackfake.Account(u))
	}
	return all
}
