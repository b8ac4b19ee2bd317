package bot_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"ambassador/bot"
	"ambassador/store/mem"
)

// native is the village's bot as a platform with forms and buttons talks to it.
type native struct {
	hall
	t     *testing.T
	count int
}

func newHall(t *testing.T) *native { return &native{hall: open(t, mem.New(), bot.Limit{}), t: t} }

// handle gives a message of somebody to the bot, and returns what they are shown.
func (n *native) handle(m bot.Message, who string) (reply bot.Reply) {
	n.t.Helper()
	n.count++
	m.ID, m.At = fmt.Sprint(n.count), time.Now()
	m.From.Platform, m.From.User = "pigeon", who
	err := n.router.Handle(n.t.Context(), m, func(_ context.Context, e bot.Envelope) error {
		reply = e.Reply
		return nil
	})
	if err != nil {
		n.t.Fatalf("%q: %v", m.Text, err)
	}
	return reply
}

// TestOpenForm: what a message brings along fills its field, and the rest is asked for.
func TestOpenForm(t *testing.T) {
	h := newHall(t)
	reply := h.handle(bot.Message{Text: "newsletter submit", Values: map[string]string{"text": "Words of somebody"}, Open: true, Pressed: true, Private: true, Addressed: true}, "leader")
	if reply.Ask == nil || reply.Ask.Open != "title" || reply.Ask.Known["text"] != "Words of somebody" {
		t.Fatalf("answered %+v", reply)
	}
	reply = h.handle(bot.Message{Text: "newsletter submit", Values: map[string]string{"title": "A", "text": "B", "link": ""}, Private: true, Addressed: true}, "leader")
	if !strings.HasPrefix(reply.Text, "Thank you") {
		t.Errorf("the form that was sent: %+v", reply)
	}
}

// TestOldButtons: a button always gets an answer, to whoever pressed it alone.
func TestOldButtons(t *testing.T) {
	h := newHall(t)
	for line, want := range map[string]string{
		"newsletter submid": "Here is the current one",
		"weather in Berlin": "what it did is gone",
		"yes":               "not open any more",
	} {
		reply := h.handle(bot.Message{Text: line, Pressed: true, Addressed: true}, "leader")
		if !strings.Contains(reply.Text, want) || !reply.Private {
			t.Errorf("[%s]: %+v, want %q, privately", line, reply, want)
		}
	}
}

// TestGuest: a visitor does nothing that only coordinators may, whatever the directory says.
func TestGuest(t *testing.T) {
	h := newHall(t)
	if reply := h.handle(bot.Message{Text: "dead", Guest: true, Private: true, Addressed: true}, "coordinator"); !strings.Contains(reply.Text, "coordinators only") || !reply.Refused {
		t.Errorf("a visitor is answered %+v", reply)
	}
	if reply := h.handle(bot.Message{Text: "dead", Private: true, Addressed: true}, "coordinator"); !strings.Contains(reply.Text, "No dead letters") {
		t.Errorf("a coordinator is answered %+v", reply)
	}
}

// TestLate: old words are marked, very old ones done without an answer.
func TestLate(t *testing.T) {
	h := newHall(t)
	for late, want := range map[time.Duration]string{
		30 * time.Second: "• items", 90 * time.Second: "a minute ago", 5 * time.Minute: "5 minutes ago", time.Hour: "",
	} {
		h.handle(bot.Message{Text: `newsletter submit "Once" "Text"`, Late: time.Hour, Private: true, Addressed: true}, "leader")
		reply := h.handle(bot.Message{Text: "newsletter count", Late: late, Private: true, Addressed: true}, "leader")
		if !strings.Contains(reply.Text, want) || want == "" && reply.Text != "" {
			t.Errorf("%s late: %q, want %q", late, reply.Text, want)
		}
	}
}

// TestAgain: what one person is told in a room can be shown to it, unless it is private or changes something.
func TestAgain(t *testing.T) {
	h := newHall(t)
	for _, c := range []struct{ text, room, want string }{
		{"near Berlin", "general", `near place="city:1"`},
		{"near Berlin", "", ""},
		{"help", "general", ""},
		{`newsletter submit "Other" "Text"`, "general", ""},
	} {
		m := bot.Message{Text: c.text, Private: true, Addressed: true}
		m.From.Room = c.room
		if reply := h.handle(m, "leader"); reply.Again != c.want {
			t.Errorf("%s in %q: again %q, want %q (%q)", c.text, c.room, reply.Again, c.want, reply.Text)
		}
	}
}

// TestWrongAnswerKeepsTheForm: the question that is asked again comes with its form.
func TestWrongAnswerKeepsTheForm(t *testing.T) {
	h := newHall(t)
	h.handle(bot.Message{Text: `everything red where=Berlin who=editor day=tomorrow 3`, Private: true}, "leader")
	reply := h.handle(bot.Message{Text: "perhaps", Private: true}, "leader")
	if reply.Ask == nil || reply.Ask.Open != "sure" || !strings.Contains(reply.Ask.Note, "yes or no") || reply.Ask.Known["colour"] != "red" {
		t.Errorf("answered %+v, form %+v", reply, reply.Ask)
	}
}

// TestMenus holds what platforms look up in the table.
func TestMenus(t *testing.T) {
	h := newHall(t)
	table := h.router.Table()
	for text, want := range map[string]bool{
		"roam": true, "roam near me": true, "roam Berlin": false, "near": false, "dead": true, "newsletter submit": true,
		"everything": true, "ping": false, "what is this": false, "": false,
	} {
		if got := table.Personal(text); got != want {
			t.Errorf("Personal(%q) = %v", text, got)
		}
	}
	if got := table.Choices("everything", "colour", "re"); !slices.Equal(got, []string{"red", "green"}) {
		t.Errorf("choices %v", got)
	}
	if got := table.Choices("nothing", "colour", ""); len(got) != 0 {
		t.Errorf("choices of nothing: %v", got)
	}
}

// TestHomeByRole: the home tells each what is theirs, with the question that waits.
func TestHomeByRole(t *testing.T) {
	h := newHall(t)
	h.handle(bot.Message{Text: "newsletter submit", Private: true}, "leader")
	for who, want := range map[string]string{"leader": "A question is still open", "coordinator": "You are a coordinator", "member": "I help this community"} {
		reply := h.handle(bot.Message{Text: "home", Private: true, Addressed: true}, who)
		if !strings.Contains(reply.Text, want) || !reply.Private {
			t.Errorf("%s: %q, want %q", who, reply.Text, want)
		}
		dead := slices.ContainsFunc(reply.Actions(), func(a bot.Action) bool { return a.Line == "dead" })
		if dead != (who == "coordinator") {
			t.Errorf("%s: dead letters offered: %v", who, dead)
		}
	}
}
