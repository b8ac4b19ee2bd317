package adaptertest_test

import (
	"context"
	"log/slog"
	"strings"
	"testing"

	"ambassador/adapters/matrix/matrixfake"
	"ambassador/adapters/slack/slackfake"
	"ambassador/bot"
	"ambassador/bot/bottest"
	"ambassador/store"
	"ambassador/store/mem"
)

// TestRoomsTalk: what is said in rooms, to the bot and to others, reads the same on every platform that has rooms.
func TestRoomsTalk(t *testing.T) {
	for name, platform := range map[string]func(testing.TB) bottest.Platform{
		"direct": bottest.NewDirect, "socket": slackfake.Socket, "http": slackfake.HTTP, "matrix": matrixfake.Open,
	} {
		t.Run(name, func(t *testing.T) {
			bottest.Play(t, "testdata/rooms/*.txtar", func(t testing.TB, a *bottest.Archive) bottest.Stage {
				db := bottest.Lasting(mem.New())
				return bottest.House{Open: func(testing.TB) store.DB { return db }, Build: buildEar}.On(platform)(t, a)
			})
		})
	}
}

// told are the questions that were answered, by thread.
var told = store.NewBucket[string]("told")

// buildEar makes a bot that answers questions, unasked in all rooms but one.
func buildEar(db store.DB, adapter bot.Adapter, log *slog.Logger) (*bot.Router, *bot.Outbox, error) {
	outbox := bot.NewOutbox(db, bottest.Space, log, adapter)
	r, err := bot.NewRouter(bot.Parts{
		DB: db, Space: bottest.Space, Name: "Ambassador", About: "A bot with an ear.", Guide: bottest.Village{}, Outbox: outbox, Log: log,
		Hears: func(_ store.Tx, room bot.Address) (bool, error) { return !strings.Contains(room.Room, "quiet"), nil },
		Commands: []bot.Command{
			{Name: "keep", Summary: "keep something", Needs: bot.Member, Fields: []bot.Field{{Name: "title", Label: "Title?"}}, Handle: keep},
			{Name: "ask", Summary: "ask a question", Needs: bot.Member, Reads: true, Notes: true, Words: "question", Fields: []bot.Field{{Name: "question", Label: "What?"}}, Handle: ask},
		},
	})
	return r, outbox, err
}

// keep says what it was given.
func keep(_ context.Context, _ store.Tx, req *bot.Request) (bot.Reply, error) {
	return bot.Say("Kept: " + req.Values["title"]), nil
}

// ask answers whatever begins with “what”; unasked once in a thread.
func ask(_ context.Context, tx store.Tx, req *bot.Request) (bot.Reply, error) {
	words, m := req.Values["question"], req.Message
	if !strings.HasPrefix(words, "what") {
		if req.Plain && m.From.Room != "" {
			return bot.Reply{}, nil
		}
		return bot.Say("I do not know."), nil
	}
	if !m.Overheard {
		return bot.Say("You ask " + words + "."), nil
	}
	thread := store.K(m.From.Room, m.From.Thread)
	if again, err := told.Has(tx, thread); again || err != nil {
		return bot.Reply{}, err
	}
	return bot.Say("If I may: " + words + "."), told.Put(tx, thread, words)
}
