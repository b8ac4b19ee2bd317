package matrix_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"ambassador/adapters/matrix/matrixfake"
	"ambassador/bot"
	"ambassador/store"
)

// guide knows everybody by their account.
type guide struct{}

// Who implements bot.Guide.
func (guide) Who(_ store.Tx, m bot.Message) (bot.Person, error) {
	return bot.Person{ID: m.From.User, Name: m.From.User, Role: bot.Member}, nil
}

// Place implements bot.Guide.
func (guide) Place(store.Tx, bot.Person, string) (bot.Meaning, error) {
	return bot.Meaning{}, bot.Refuse("I know no place.")
}

// Person implements bot.Guide.
func (guide) Person(_ store.Tx, _ bot.Person, words string) (bot.Meaning, error) {
	return bot.Meaning{Value: words, Label: words}, nil
}

// Coordinators implements bot.Guide.
func (guide) Coordinators(store.Tx) ([]bot.Address, error) {
	return []bot.Address{matrixfake.Account("coordinator")}, nil
}

// items are what the office keeps.
var items = store.NewBucket[string]("item")

// words is the one field of most commands.
var words = bot.Field{Name: "words", Label: "Which words?", Kind: bot.Long}

// read makes a command that reads.
func read(name string, do func(words string) (bot.Reply, error), fields ...bot.Field) bot.Command {
	return bot.Command{Name: name, Summary: "do " + name, Needs: bot.Member, Reads: true, Fields: fields, Handle: func(_ context.Context, _ store.Tx, req *bot.Request) (bot.Reply, error) {
		return do(req.Values["words"])
	}}
}

// issue is a reply with two files.
func issue() bot.Reply {
	return bot.Compose(bot.Block{Section: &bot.Section{Text: "The issue."}},
		bot.Block{File: &bot.File{Name: "2026-12.md", Type: "text/markdown", Data: []byte("# News\n")}},
		bot.Block{File: &bot.File{Name: "2026-12.html", Type: "text/html; charset=utf-8", Data: []byte("<h1>News</h1>\n")}})
}

// clip makes a command that takes up what somebody said.
func clip(name string, needs bot.Role) bot.Command {
	return bot.Command{
		Name: name, Summary: "keep what somebody said", Needs: needs, Shortcut: "Keep", Takes: "words",
		Fields: []bot.Field{words, {Name: "title", Label: "Title?"}},
		Handle: func(_ context.Context, _ store.Tx, req *bot.Request) (bot.Reply, error) {
			return bot.Say("Kept as " + req.Values["title"] + ": " + req.Values["words"]), nil
		},
	}
}

// commands are the office's.
func (o *office) commands() []bot.Command {
	return []bot.Command{
		read("echo", func(words string) (bot.Reply, error) { return bot.Say("You said: " + words), nil }, words),
		read("secret", func(string) (bot.Reply, error) { return bot.Reply{Text: "Between us.", Private: true}, nil }),
		read("menu", func(string) (bot.Reply, error) {
			return bot.Say("Which one?", bot.Action{Label: "First", Line: "echo one"}, bot.Action{Label: "Second", Line: "echo two"}, bot.Action{Label: "Third", Line: "echo three"}), nil
		}),
		read("recite", func(string) (bot.Reply, error) { return bot.Say(strings.Repeat("word ", 6000)), nil }),
		read("draw", func(string) (bot.Reply, error) {
			return bot.Compose(bot.Block{Section: &bot.Section{Title: "Map"}}, bot.Block{Image: &bot.Image{URL: "data:image/png;base64,aGVsbG8=", Alt: "A map"}}), nil
		}),
		read("issue", func(string) (bot.Reply, error) { return issue(), nil }),
		read("slow", func(words string) (bot.Reply, error) {
			time.Sleep(time.Duration(o.slow.Load())) // in the bubble of the test
			return bot.Say("At last: " + words), nil
		}, words),
		read("boom", func(string) (bot.Reply, error) { panic("out of order") }),
		clip("clip", bot.Member), clip("seize", bot.Coordinator),
		{
			Name: "submit", Summary: "give an item", Needs: bot.Member, Fields: []bot.Field{{Name: "words", Label: "Title?"}},
			Handle: func(_ context.Context, tx store.Tx, req *bot.Request) (bot.Reply, error) {
				if o.fails.Add(-1) >= 0 {
					return bot.Reply{}, errors.New("the store is gone")
				}
				title := req.Values["words"]
				n := 1
				for range items.Keys(tx, nil, nil) {
					n++
				}
				return bot.Say(fmt.Sprintf("Got it: %s, number %d", title, n)), items.Put(tx, store.K(title+"/"+req.Message.ID), title)
			},
		},
	}
}
