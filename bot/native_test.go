package bot_test

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"ambassador/bot"
	"ambassador/bot/bottest"
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
		"newsletter submid":     "Here is the current one",
		"newsletter archive A":  "Here is what I can do now:\n\nnewsletter submit",
		"yes":                   "not open any more",
		"Springfield, Illinois": "not open any more",
		"back":                  "not open any more",
		"cancel":                "nothing to cancel",
	} {
		m := bot.Message{Text: line, Pressed: true, Addressed: true}
		m.From.Room = "general"
		reply := h.handle(m, "leader")
		if !strings.Contains(reply.Text, want) || !reply.Private {
			t.Errorf("[%s]: %+v, want %q, privately", line, reply, want)
		}
	}
	m := bot.Message{Text: "a duty of old", Values: map[string]string{}, Open: true, Pressed: true, Addressed: true, Private: true}
	if reply := h.handle(m, "leader"); !strings.Contains(reply.Text, "older than I am now") {
		t.Errorf("a shortcut that is gone: %+v", reply)
	}
}

// TestGoingOnByButton: a button with what was typed so far goes on with the question, and
// does not end a form of which only optional fields are left.
func TestGoingOnByButton(t *testing.T) {
	h := newHall(t)
	for _, text := range []string{"newsletter submit", "A", "B"} {
		h.handle(bot.Message{Text: text, Private: true}, "leader")
	}
	home := h.handle(bot.Message{Text: "home", Private: true, Addressed: true}, "leader")
	on := home.Actions()[0]
	if on.Label != "Answer it" || on.Line != `newsletter submit title="A" text="B"` {
		t.Fatalf("the home offers %+v", home.Actions())
	}
	reply := h.handle(bot.Message{Text: on.Line, Private: true, Addressed: true}, "leader")
	if reply.Ask == nil || reply.Ask.Open != "link" || reply.Ask.Known["text"] != "B" {
		t.Errorf("[%s]: %+v, want the question for the link", on.Label, reply)
	}
	if reply := h.handle(bot.Message{Text: `newsletter submit "C" "D"`, Private: true, Addressed: true}, "leader"); !strings.HasPrefix(reply.Text, "Thank you") {
		t.Errorf("a line of its own: %q", reply.Text)
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

// TestLateBesides: very old words are answered with nothing, also where there are too many
// of them, or nothing can be written down.
func TestLateBesides(t *testing.T) {
	for what, h := range map[string]hall{
		"too many":    open(t, mem.New(), bot.Limit{Burst: 1, Every: time.Hour}),
		"a full disk": open(t, full{mem.New()}, bot.Limit{}),
	} {
		for n, late := range []time.Duration{0, 0, time.Hour, time.Hour} {
			m := bot.Message{ID: fmt.Sprint(n), Text: `newsletter submit "A" "B"`, Private: true, Late: late}
			m.From = bot.Address{Platform: "pigeon", User: fmt.Sprint("leader", n/2)} // another allowance for the late ones
			m.Role = bot.Leader
			_ = h.router.Handle(t.Context(), m, func(_ context.Context, e bot.Envelope) error {
				if late > 0 || e.Key == "" || n > 0 && !e.Reply.Refused {
					t.Errorf("%s, %s late: answered %+v", what, late, e)
				}
				return nil
			})
		}
	}
}

// student is a pigeon that looks into the table.
type student struct {
	pigeon
	table *bot.Table
}

// Learn implements bot.Learner.
func (s *student) Learn(t *bot.Table) { s.table = t }

// TestLearn: an adapter that wants the table has it once the router is made.
func TestLearn(t *testing.T) {
	s, db := &student{}, mem.New()
	r := router(t, db, bot.NewOutbox(db, "loft", slog.New(slog.DiscardHandler), s))
	if s.table == nil || s.table != r.Table() {
		t.Errorf("the adapter has learned %v", s.table)
	}
}

// TestHidden: a field that is never asked for stands in no form, help or usage, and is read all the same.
func TestHidden(t *testing.T) {
	h := guided(t, village{}, bot.Command{
		Name: "list", Summary: "list things", Needs: bot.Member, Handle: bottest.Echo,
		Fields: []bot.Field{{Name: "what", Label: "What?"}, {Name: "page", Label: "Which page?", Word: "page", Hidden: true}},
	})
	n := &native{hall: h, t: t}
	asked := n.handle(bot.Message{Text: "list", Private: true}, "member")
	if asked.Ask == nil || len(asked.Ask.Fields) != 1 || asked.Ask.Open != "what" {
		t.Fatalf("asked %+v, form %+v", asked, asked.Ask)
	}
	if reply := n.handle(bot.Message{Text: "things", Private: true}, "member"); reply.Text != "what: things" {
		t.Errorf("after the only question: %q", reply.Text)
	}
	for _, line := range []string{"list things page 3", "list things page=3"} {
		if reply := n.handle(bot.Message{Text: line, Private: true, Addressed: true}, "member"); reply.Text != "what: things\npage: 3" {
			t.Errorf("%s: %q", line, reply.Text)
		}
	}
	help := n.handle(bot.Message{Text: "help list", Private: true, Addressed: true}, "member").Text
	if docs := h.router.Table().Markdown(); strings.Contains(help, "page") || strings.Contains(docs, "`page`") || strings.Contains(docs, "<page>") {
		t.Errorf("the field is told of: %s\n%s", help, docs)
	}
}

// TestDeadShow: the time of a letter can be shown in the reader's own zone.
func TestDeadShow(t *testing.T) {
	h := newHall(t)
	before := time.Now()
	apology := h.handle(bot.Message{Text: "explode", Private: true}, "member").Text
	_, ref, _ := strings.Cut(apology, "reference ")
	reply := h.handle(bot.Message{Text: "dead show " + strings.Trim(ref, "). "), Private: true, Addressed: true}, "coordinator")
	for _, b := range reply.Blocks {
		for _, f := range b.Facts {
			if f.Label == "When" && strings.HasSuffix(f.Value, " UTC") && !f.At.Before(before) {
				return
			}
		}
	}
	t.Errorf("%+v", reply)
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
	if reply.Ask == nil || !reply.Refused || reply.Ask.Open != "sure" || !strings.Contains(reply.Ask.Note, "yes or no") || reply.Ask.Known["colour"] != "red" {
		t.Errorf("answered %+v, form %+v", reply, reply.Ask)
	}
	h.handle(bot.Message{Text: "near", Private: true, Addressed: true}, "member")
	reply = h.handle(bot.Message{Text: "Springfield", Private: true}, "member")
	if reply.Ask == nil || reply.Ask.Open != "place" || reply.Ask.Note != "Which Springfield?" || len(reply.Actions()) != 2 {
		t.Errorf("a place of several is answered %+v, form %+v", reply, reply.Ask)
	}
}

// TestMenus holds what platforms look up in the table.
func TestMenus(t *testing.T) {
	h := newHall(t)
	table := h.router.Table()
	for text, want := range map[string]bool{
		"roam": true, "roam near me": true, `roam place="near me"`: true, "roam nearby for storage": true, "roam Berlin": false, "near": false, "dead": true, "newsletter submit": true,
		"everything": true, "ping": false, "what is this": false, "": false,
	} {
		if got := table.Personal(text); got != want {
			t.Errorf("Personal(%q) = %v", text, got)
		}
	}
	if got := table.Choices("everything", "colour", "re"); !slices.Equal(got, []string{"red", "green"}) {
		t.Errorf("choices %v", got)
	}
	if got := table.Choices("everything", "colour", "EE"); !slices.Equal(got, []string{"green"}) {
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
