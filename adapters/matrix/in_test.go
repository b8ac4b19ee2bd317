package matrix

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"strings"
	"testing"
	"time"

	"maunium.net/go/mautrix/event"
	"maunium.net/go/mautrix/id"

	"ambassador/bot"
	"ambassador/store"
	"ambassador/store/mem"
)

// The rooms of testdata/in: one of three people, and one of the bot and anna alone.
const (
	hall  = id.RoomID("!hall:talk.test")
	alone = id.RoomID("!alone:talk.test")
)

// listener is an adapter without a network that knows the rooms of testdata, and remembers what it is told.
type listener struct {
	*Adapter
	messages []bot.Message
	fails    error // what handling comes to
}

// furnish fills a room with its state, as if it had been asked for.
func furnish(r *rooms, room id.RoomID, state []*event.Event) facts {
	r.expect(room)
	defer r.asked(room)
	return r.load(room, state, encrypts(state))
}

// listening makes a listener.
func listening(t testing.TB) *listener {
	t.Helper()
	l := &listener{Adapter: New(Options{
		Homeserver: "http://matrix.test", UserID: "@bot:talk.test", Prefix: "!ambassador", Name: "Ambassador",
		Dial: func(context.Context, string, string) (net.Conn, error) {
			return nil, &net.OpError{Op: "dial", Err: errors.New("there is no network")}
		},
	})}
	l.Keep(mem.New(), "test")
	furnish(&l.rooms, hall, people("@bot:talk.test", "@anna:talk.test", "@bert:talk.test"))
	furnish(&l.rooms, alone, people("@bot:talk.test", "@anna:talk.test"))
	shown := &words{Pad: padOf([]bot.Action{{Label: "One", Line: "find one"}, {Label: "Two", Line: "find two"}, {Label: "Three", Line: "find three"}}, "@anna:talk.test")}
	for _, room := range []id.RoomID{hall, alone} {
		l.inbox.deeds.note("$asked", known{room: room, answer: "$answer", answered: room, who: "@anna:talk.test"})
		to := bot.Address{Platform: Platform, User: "@anna:talk.test"}
		if room == hall {
			to.Room = string(hall)
		}
		l.pads.show(to, room, "$answer", shown, false)
	}
	table, err := bot.NewTable(
		bot.Command{Name: "find", Summary: "find somebody", Needs: bot.Member, Reads: true, Handle: nothing},
		bot.Command{Name: "submit", Summary: "give an item", Needs: bot.Member, Handle: nothing},
	)
	if err != nil {
		t.Fatal(err)
	}
	l.Learn(table)
	l.handle = func(_ context.Context, m bot.Message, _ bot.Answer) error {
		l.messages = append(l.messages, m)
		return l.fails
	}
	return l
}

// people are the member events of a room.
func people(users ...string) (all []*event.Event) {
	for _, user := range users {
		all = append(all, understood(fmt.Appendf(nil, `{"type":"m.room.member","sender":%[1]q,"state_key":%[1]q,"content":{"membership":"join"}}`, user)))
	}
	return all
}

// hears has a room's timeline come with a sync, and all of it dealt with.
func (l *listener) hears(t testing.TB, room id.RoomID, events ...json.RawMessage) {
	t.Helper()
	answer, err := json.Marshal(map[string]any{"next_batch": "s2", "rooms": map[string]any{"join": map[id.RoomID]any{
		room: map[string]any{"timeline": map[string]any{"events": events}},
	}}})
	if err != nil {
		t.Fatal(err)
	}
	l.syncs(t, answer)
}

// syncs has the answer to a sync come, and all of it dealt with.
func (l *listener) syncs(t testing.TB, answer []byte) {
	var n news
	if json.Unmarshal(answer, &n) != nil {
		return // the next sync brings it again
	}
	l.account(n.Account.events())
	for room, joined := range n.Rooms.Join {
		items, err := l.inRoom(t.Context(), room, joined, "s1", time.Minute, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, it := range items {
			_ = l.attempt(t.Context(), it)
		}
	}
	for room, invited := range n.Rooms.Invite {
		l.invitation(room, invited)
	}
}

// told is what a file of testdata/in comes to.
type told struct {
	Text                        string
	Addressed, Pressed, Private bool   `json:",omitempty"`
	Overheard                   bool   `json:",omitempty"`
	Room, Thread, User          string `json:",omitempty"`
}

// TestIn holds what events become against golden files. A file's name says in which room it was said.
func TestIn(t *testing.T) {
	each(t, "in", func(t *testing.T, path string) {
		got := map[string]any{}
		for _, f := range archive(t, path).Files {
			room := hall
			switch {
			case f.Name == "want.json":
				continue
			case strings.HasPrefix(f.Name, "alone"):
				room = alone
			}
			if !json.Valid(f.Data) {
				t.Fatalf("%s is no JSON", f.Name)
			}
			l := listening(t)
			l.inbox.deeds.note("$asked", known{answer: "$answer", answered: room})
			l.hears(t, room, f.Data)
			switch counts := l.Counts(); {
			case counts["matrix_panic"] > 0:
				t.Errorf("%s: a panic", f.Name)
			case counts["matrix_malformed"] > 0:
				got[f.Name] = "malformed"
			case len(l.messages) == 0:
				got[f.Name] = "not heard"
			default:
				m := l.messages[0]
				got[f.Name] = told{Text: m.Text, Addressed: m.Addressed, Pressed: m.Pressed, Private: m.Private, Overheard: m.Overheard, Room: m.From.Room, Thread: m.From.Thread, User: m.From.User}
			}
		}
		golden(t, path, "want.json", got)
	})
}

// nothing is a handler that does nothing.
func nothing(context.Context, store.Tx, *bot.Request) (bot.Reply, error) { return bot.Reply{}, nil }

// TestMessage holds the parts of a message that golden files leave out.
func TestMessage(t *testing.T) {
	l := listening(t)
	l.hears(t, hall, json.RawMessage(`{"type":"m.room.message","event_id":"$1","sender":"@anna:talk.test","origin_server_ts":1775034000123,"content":{"msgtype":"m.text","body":"!ambassador find Berlin"}}`))
	if len(l.messages) != 1 {
		t.Fatalf("heard %v", l.messages)
	}
	// The clock is the bot's own: what senders' servers say may be anything.
	if at := l.messages[0].At; time.Since(at) > 5*time.Minute {
		t.Errorf("heard at %s", at)
	}
	want := bot.Message{
		ID: "$1", Text: "find Berlin", Addressed: true, Late: time.Minute,
		From: bot.Address{Platform: "matrix", Room: string(hall), User: "@anna:talk.test"},
	}
	if got := l.messages[0]; got.ID != want.ID || got.From != want.From || got.Text != want.Text {
		t.Errorf("heard %+v, want %+v", got, want)
	}
}

// TestLongBodies: 64 KiB of anything are heard.
func TestLongBodies(t *testing.T) {
	for _, body := range []string{
		strings.Repeat("x", 64<<10), strings.Repeat("ü", 32<<10), strings.Repeat("<a href='https://matrix.to/#/@x:y'>", 2000),
		strings.Repeat("> quoted\n", 7000), strings.Repeat("\u0301", 32<<10), strings.Repeat("1", 64<<10),
	} {
		content := map[string]any{"msgtype": "m.text", "body": "!ambassador " + body, "format": "org.matrix.custom.html", "formatted_body": body, "m.relates_to": map[string]any{"m.in_reply_to": map[string]any{"event_id": "$0"}}}
		l := listening(t)
		l.hears(t, hall, raw(map[string]any{"type": "m.room.message", "event_id": "$1", "sender": "@anna:talk.test", "content": content}))
		if len(l.messages) != 1 || l.Counts()["matrix_panic"] > 0 {
			t.Errorf("%.20q…: heard %d messages, counts %v", body, len(l.messages), l.Counts())
		}
	}
}

// TestNotesItsOwn: an answer of the bot's own, seen in a timeline, tells that the question is answered, which is then not
// heard again; what only stands below it in a thread does not.
func TestNotesItsOwn(t *testing.T) {
	for relates, heard := range map[string]int{
		`{"m.in_reply_to":{"event_id":"$1"}}`: 0,
		`{"rel_type":"m.thread","event_id":"$0","is_falling_back":true,"m.in_reply_to":{"event_id":"$1"}}`: 1,
	} {
		l := listening(t)
		own := json.RawMessage(`{"type":"m.room.message","event_id":"$own","sender":"@bot:talk.test","content":{"msgtype":"m.notice","body":"x","m.relates_to":` + relates + `}}`)
		l.hears(t, hall, json.RawMessage(`{"type":"m.room.message","event_id":"$1","sender":"@anna:talk.test","content":{"msgtype":"m.text","body":"!ambassador find"}}`), own)
		if len(l.messages) != heard {
			t.Errorf("with %s: heard %d messages, want %d", relates, len(l.messages), heard)
		}
	}
}
