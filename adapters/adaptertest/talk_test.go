package adaptertest_test

import (
	"context"
	"flag"
	"log/slog"
	"testing"

	"ambassador/adapters/console/consoletest"
	"ambassador/adapters/matrix/matrixfake"
	"ambassador/adapters/slack/slackfake"
	"ambassador/bot"
	"ambassador/bot/bottest"
	"ambassador/store"
	"ambassador/store/mem"
)

// update has the talks written anew instead of checked.
var _ = flag.Bool("update", false, "write the talks")

// TestTalks: talks with files and with Markdown read the same on every platform.
func TestTalks(t *testing.T) {
	for name, platform := range map[string]func(testing.TB) bottest.Platform{
		"direct": bottest.NewDirect, "console": consoletest.New, "socket": slackfake.Socket, "http": slackfake.HTTP, "matrix": matrixfake.Open,
	} {
		t.Run(name, func(t *testing.T) {
			play := func(talks string) {
				bottest.Play(t, talks, func(t testing.TB, a *bottest.Archive) bottest.Stage {
					db := bottest.Lasting(mem.New())
					return bottest.House{Open: func(testing.TB) store.DB { return db }, Build: build}.On(platform)(t, a)
				})
			}
			play("testdata/talk/*.txtar")
			if name != "console" { // which has no rooms
				play("testdata/room/*.txtar")
			}
		})
	}
}

// build makes a bot that has files to send.
func build(db store.DB, adapter bot.Adapter, log *slog.Logger) (*bot.Router, *bot.Outbox, error) {
	outbox := bot.NewOutbox(db, bottest.Space, log, adapter)
	month := bot.Field{Name: "month", Label: "Which month?"}
	topic := bot.Field{Name: "topic", Label: "Which topic?"}
	r, err := bot.NewRouter(bot.Parts{
		DB: db, Space: bottest.Space, Name: "Ambassador", About: "A bot with files and Markdown.", Guide: bottest.Village{}, Outbox: outbox, Log: log,
		Commands: []bot.Command{
			{Name: "issue", Summary: "get an issue", Needs: bot.Member, Reads: true, Fields: []bot.Field{month}, Handle: issue},
			{Name: "forward", Summary: "send an issue to the editor", Needs: bot.Member, Handle: forward},
			{Name: "explain", Summary: "explain a topic", Needs: bot.Member, Reads: true, Fields: []bot.Field{topic}, Handle: explain},
			{Name: "tell", Summary: "explain a topic to the editor", Needs: bot.Member, Handle: tell},
			{Name: "large", Summary: "get what is too large", Needs: bot.Member, Reads: true, Handle: large},
		},
	})
	return r, outbox, err
}

// document is a file of an issue.
func document(name, kind, content string) bot.Block {
	return bot.Block{File: &bot.File{Name: name, Type: kind, Data: []byte(content)}}
}

// issue answers with two files.
func issue(_ context.Context, _ store.Tx, req *bot.Request) (bot.Reply, error) {
	month := req.Values["month"]
	return bot.Compose(bot.Block{Section: &bot.Section{Title: "The issue of " + month, Text: "It is ready."}},
		document(month+".md", "text/markdown", "# News\n"), document(month+".html", "text/html", "<h1>News</h1>\n"),
		bot.Block{Actions: []bot.Action{{Label: "Once more", Line: "issue " + month}}}), nil
}

// explained is an answer in Markdown.
func explained(topic string) bot.Reply {
	return bot.Compose(bot.Block{Section: &bot.Section{Title: "About " + topic}}, bot.Block{Markdown: "## How to begin\n\nAsk **first**, *then* see [the guide](https://example.org/guide?a=1&b=2), " +
		"or <!channel> & @here:\n\n- one `find Berlin`\n- two\n  1. three\n  2. four\n\n> Begin small.\n> It is fine.\n\n```\na < b\n\nc\n```\n\n---\n\nThat is all: 2 < 3.\n"},
		bot.Block{Actions: []bot.Action{{Label: "More", Line: "explain more"}}})
}

// explain answers in Markdown.
func explain(_ context.Context, _ store.Tx, req *bot.Request) (bot.Reply, error) {
	return explained(req.Values["topic"]), nil
}

// tell sends Markdown to somebody else.
func tell(_ context.Context, tx store.Tx, req *bot.Request) (bot.Reply, error) {
	return bot.Say("It is with the editor."), req.Outbox.Put(tx, bot.Envelope{Key: "tell/" + req.Message.ID, To: editorBeside(req), Reply: explained("hosting")})
}

// editorBeside is the editor on the platform of whoever asks.
func editorBeside(req *bot.Request) bot.Address {
	editor := req.Message.From.Account()
	editor.User = "editor"
	if editor.Platform == "matrix" {
		return matrixfake.Account("editor")
	}
	return editor
}

// forward sends a file to somebody else.
func forward(_ context.Context, tx store.Tx, req *bot.Request) (bot.Reply, error) {
	e := bot.Envelope{Key: "forward/" + req.Message.ID, To: editorBeside(req), Reply: bot.Compose(document("draft.txt", "text/plain", "News"))}
	return bot.Say("It is with the editor."), req.Outbox.Put(tx, e)
}

// large answers with a file that no platform is given.
func large(context.Context, store.Tx, *bot.Request) (bot.Reply, error) {
	return bot.Compose(bot.Block{Section: &bot.Section{Text: "Here it is."}}, document("large.txt", "text/plain", string(make([]byte, bot.MostFile+1)))), nil
}
