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

// TestFilesTalk: a talk with files reads the same on every platform.
func TestFilesTalk(t *testing.T) {
	for name, platform := range map[string]func(testing.TB) bottest.Platform{
		"direct": bottest.NewDirect, "console": consoletest.New, "socket": slackfake.Socket, "http": slackfake.HTTP, "matrix": matrixfake.Open,
	} {
		t.Run(name, func(t *testing.T) {
			bottest.Play(t, "testdata/talk/*.txtar", func(t testing.TB, a *bottest.Archive) bottest.Stage {
				db := bottest.Lasting(mem.New())
				return bottest.House{Open: func(testing.TB) store.DB { return db }, Build: build}.On(platform)(t, a)
			})
		})
	}
}

// build makes a bot that has files to send.
func build(db store.DB, adapter bot.Adapter, log *slog.Logger) (*bot.Router, *bot.Outbox, error) {
	outbox := bot.NewOutbox(db, bottest.Space, log, adapter)
	month := bot.Field{Name: "month", Label: "Which month?"}
	r, err := bot.NewRouter(bot.Parts{
		DB: db, Space: bottest.Space, Name: "Ambassador", About: "A bot with files.", Guide: bottest.Village{}, Outbox: outbox, Log: log,
		Commands: []bot.Command{
			{Name: "issue", Summary: "get an issue", Needs: bot.Member, Reads: true, Fields: []bot.Field{month}, Handle: issue},
			{Name: "forward", Summary: "send an issue to the editor", Needs: bot.Member, Handle: forward},
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

// forward sends a file to somebody else.
func forward(_ context.Context, tx store.Tx, req *bot.Request) (bot.Reply, error) {
	editor := req.Message.From.Account()
	editor.User = "editor"
	if editor.Platform == "matrix" {
		editor = matrixfake.Account("editor")
	}
	e := bot.Envelope{Key: "forward/" + req.Message.ID, To: editor, Reply: bot.Compose(document("draft.txt", "text/plain", "News"))}
	return bot.Say("It is with the editor."), req.Outbox.Put(tx, e)
}

// large answers with a file that no platform is given.
func large(context.Context, store.Tx, *bot.Request) (bot.Reply, error) {
	return bot.Compose(bot.Block{Section: &bot.Section{Text: "Here it is."}}, document("large.txt", "text/plain", string(make([]byte, bot.MostFile+1)))), nil
}
