package bot_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"ambassador/bot"
	"ambassador/bot/bottest"
	"ambassador/store"
	"ambassador/store/mem"
)

// wishes are what the oracle notes: how often it did not know something.
var wishes = store.NewBucket[int]("wish")

// oracle is a command for plain words. It keeps quiet about "nothing", refuses "no", answers "secret" privately, fails at
// "fail", and notes that it was asked for a "wish".
func oracle() bot.Command {
	return bot.Command{
		Name: "ask", Summary: "ask anything", Needs: bot.Member, Reads: true, Notes: true, Words: "question",
		Fields: []bot.Field{{Name: "question", Label: "What?"}},
		Handle: func(_ context.Context, tx store.Tx, req *bot.Request) (bot.Reply, error) {
			words := req.Values["question"]
			switch words {
			case "nothing":
				return bot.Reply{}, nil
			case "no":
				return bot.Reply{}, bot.Refuse("I would rather not.")
			case "secret":
				return bot.Hush(bot.Say("Between us.")), nil
			case "fail":
				return bot.Reply{}, errors.New("the disk is on fire")
			case "panic":
				panic("oh")
			case "wish", "quiet wish":
				n, _, err := wishes.Get(tx, store.K("n"))
				if err == nil {
					err = wishes.Put(tx, store.K("n"), n+1)
				}
				if err != nil || words != "wish" {
					return bot.Reply{}, err
				}
			}
			text := fmt.Sprintf("You ask: %s (plain %v, overheard %v)", words, req.Plain, req.Message.Overheard)
			return bot.Say(text, req.Offers...), nil
		},
	}
}

// stray offers to pass words on.
func stray(_ store.Tx, _ bot.Person, m bot.Message) ([]bot.Action, error) {
	return []bot.Action{{Label: "Pass on", Line: "pass " + m.Text}}, nil
}

// temple is the village with the oracle, and with rooms that want to be overheard unless their name begins with "quiet".
func temple(t testing.TB, db store.DB, limit bot.Limit, log *slog.Logger) hall {
	t.Helper()
	r, err := bot.NewRouter(bot.Parts{
		DB: db, Space: "loft", Commands: append(commands(), oracle()), Guide: village{}, Limit: limit, Strays: []bot.Stray{stray},
		Hears: func(_ store.Tx, room bot.Address) (bool, error) {
			if room.User != "" || room.Thread != "" {
				return false, errors.New("not the address of a room")
			}
			return !strings.HasPrefix(room.Room, "quiet"), nil
		},
		Outbox: bot.NewOutbox(db, "loft", log), Log: log,
	})
	if err != nil {
		t.Fatal(err)
	}
	return hall{db, r}
}

// oracled is a temple in memory.
func oracled(t testing.TB) hall {
	return temple(t, mem.New(), bot.Limit{}, slog.New(slog.DiscardHandler))
}

// chat is a line that people say to each other.
func chat(id, who, text string) bot.Message {
	m := inRoom(id, who, text)
	m.Overheard = true
	return m
}

// TestPlainWordsAreAQuestion: what is no command, no small talk and no slip goes to the command for plain words.
func TestPlainWordsAreAQuestion(t *testing.T) {
	h := oracled(t)
	for words, want := range map[string]string{
		"what is an ambassador":             "You ask: what is an ambassador (plain true, overheard false)",
		"is there a group?":                 "You ask: is there a group? (plain true",
		"neer Berlin":                       "Did you mean “near Berlin”?",
		"neer Berlin for storage":           "Did you mean “near Berlin for storage”?",
		"neer Berlin?":                      "You ask: neer Berlin? (plain true",
		"neer the gap":                      "You ask: neer the gap (plain true", // no place of that name
		"dear friends of Berlin, who helps": "You ask: dear friends",
		"aks what a region is":              "You ask: aks what a region is (plain true",
		"ask what a region is":              "You ask: what a region is (plain false, overheard false)",
		"newsletter":                        "newsletter count – count",
		"newsletter when does it appear":    "You ask: newsletter when",
		"hilfe":                             "I am ",
		"hilfe mit dem Wetter":              "You ask: hilfe mit",
		"hello!":                            "Hello",
		"thanks":                            "You are welcome",
		"cancel":                            "There is nothing to cancel",
		"no":                                "I would rather not.",
		"ping":                              "pong",
		"help ask":                          "You need not say “ask”",
	} {
		if heard := h.replyTo(t, alone("a "+words, "member", words)); !strings.Contains(heard, want) {
			t.Errorf("%q: %q, want %q", words, heard, want)
		}
	}
}

// TestPlainWordsAreOfferedElsewhere: what the rooms' strays and a near miss would do stands beside the question.
func TestPlainWordsAreOfferedElsewhere(t *testing.T) {
	h := oracled(t)
	for words, want := range map[string]string{
		"what is it":         "pass what is it",
		"neer the gap":       "pass neer the gap|near the gap",
		"newsletter of when": "pass newsletter of when|help newsletter",
		"pong me next week":  "pass pong me next week", // “ping” takes no words
	} {
		var lines []string
		for _, a := range h.hears(t, alone(words, "member", words))[0].Reply.Actions() {
			lines = append(lines, a.Line)
		}
		if got := strings.Join(lines, "|"); got != want {
			t.Errorf("%q offers %s, want %s", words, got, want)
		}
		for _, a := range h.hears(t, toBot("room "+words, "member", words))[0].Reply.Actions() {
			if strings.HasPrefix(a.Line, "pass") {
				t.Errorf("%q in a room offers %s", words, a.Line)
			}
		}
	}
}

// TestAMentionWithoutACommandIsAQuestion: in a room, whoever calls the bot is answered there; words that nobody called it
// with are not, and an empty reply says nothing.
func TestAMentionWithoutACommandIsAQuestion(t *testing.T) {
	h := oracled(t)
	given := h.hears(t, toBot("1", "member", "what is it"))
	if len(given) != 1 || given[0].To.Room != "general" || !strings.Contains(given[0].Reply.Text, "plain true") {
		t.Errorf("a mention: %+v", given)
	}
	for words, m := range map[string]bot.Message{"nothing": toBot("2", "member", "nothing"), "thanks": toBot("3", "member", "thanks"), "plain": inRoom("4", "member", "what is it")} {
		if given := h.hears(t, m); len(given) > 0 {
			t.Errorf("%s: %+v, want silence", words, given)
		}
	}
	button := alone("5", "member", "what was it")
	button.Addressed, button.Pressed = true, true
	if heard := h.replyTo(t, button); !strings.Contains(heard, "not open any more") {
		t.Errorf("an old button: %q", heard)
	}
	form := alone("6", "member", "what was it")
	form.Values = map[string]string{"x": "y"}
	if heard := h.replyTo(t, form); strings.Contains(heard, "You ask") {
		t.Errorf("an old form: %q", heard)
	}
}

// TestAnOpenQuestionKeepsItsAnswer: plain words answer what the bot has asked, and are no question of their own.
func TestAnOpenQuestionKeepsItsAnswer(t *testing.T) {
	h := oracled(t)
	h.hears(t, alone("1", "leader", "newsletter submit"))
	if heard := h.replyTo(t, alone("2", "leader", "What is an ambassador?")); heard != "Text?" {
		t.Errorf("the answer comes to %q", heard)
	}
}

// TestALineMayBeAQuestion: where a one-word command can do nothing with a typed line, the line can be asked.
func TestALineMayBeAQuestion(t *testing.T) {
	h := oracled(t)
	const label = "Ask it as a question"
	lines := func(m bot.Message) string {
		for _, e := range h.hears(t, m) {
			for _, a := range e.Reply.Actions() {
				if a.Label == label {
					return a.Line
				}
			}
		}
		return ""
	}
	for words, want := range map[string]string{
		"near to the station?":                          "ask near to the station?",              // a field that is wrong
		"ping me in the morning":                        "ask ping me in the morning",            // words left over
		"help me find a speaker":                        "ask help me find a speaker",            // the handler's refusal
		"audit the books, please":                       "ask audit the books, please",           // not theirs to use
		`near to "my" station`:                          `ask question="near to \"my\" station"`, // reads back whole
		"near Berlin for storage":                       "",                                      // answered
		"near nowhere":                                  "",                                      // too short for a question
		"newsletter count the days":                     "",                                      // a name of two words is meant
		"near " + strings.Repeat("very ", 120) + "long": "",                                      // no button can stand for it
	} {
		if got := lines(alone(words, "member", words)); got != want {
			t.Errorf("%q can be asked as %q, want %q", words, got, want)
		}
	}
	pressed := alone("pressed", "member", "near to the station?")
	pressed.Pressed, pressed.Addressed = true, true
	if got := lines(pressed); got != "" {
		t.Errorf("a button can be asked as %q", got)
	}
	if heard := h.replyTo(t, alone("back", "member", `ask question="near to \"my\" station"`)); !strings.Contains(heard, `near to "my" station (plain false`) {
		t.Errorf("the button's line: %q", heard)
	}
}

// TestNotesAreKeptOnce: a command that reads may keep a note, however often the message comes; the audit log has no line.
func TestNotesAreKeptOnce(t *testing.T) {
	db := mem.New()
	for range 3 { // each a run of the program
		h := temple(t, db, bot.Limit{}, slog.New(slog.DiscardHandler))
		for range 2 {
			h.hears(t, alone("1", "member", "wish"))
		}
	}
	h := temple(t, db, bot.Limit{}, slog.New(slog.DiscardHandler))
	if n := h.wishes(t); n != 1 {
		t.Errorf("noted %d times", n)
	}
	if heard := h.replyTo(t, alone("2", "coordinator", "audit")); strings.Contains(heard, "ask") {
		t.Errorf("the audit log: %s", heard)
	}
	// Nobody was there to take the answer, so it waits.
	if err := h.router.Handle(t.Context(), alone("3", "member", "wish"), nil); err != nil {
		t.Fatal(err)
	}
	if n, waits := h.wishes(t), strings.Contains(h.rows(t), "You ask: wish"); n != 2 || !waits {
		t.Errorf("without an answer: %d notes, a reply waits: %v", n, waits)
	}
	again := toBot("4", "member", "wish")
	again.Private = true
	if given := h.hears(t, again); len(given) != 1 || given[0].Reply.Again != "ask wish" {
		t.Errorf("what one person was told: %+v", given)
	}
}

// wishes is how many notes there are.
func (h hall) wishes(t testing.TB) (n int) {
	t.Helper()
	err := h.db.View(t.Context(), "loft", func(tx store.Tx) (err error) {
		n, _, err = wishes.Get(tx, store.K("n"))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// rows is everything that is kept, as text.
func (h hall) rows(t testing.TB) string {
	t.Helper()
	var b strings.Builder
	err := h.db.View(t.Context(), "loft", func(tx store.Tx) error {
		for k, v := range tx.Scan(nil, nil) {
			b.Write(k)
			b.Write(v)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestOverheard: what people say to each other is answered where the room wants it, and where they said it.
func TestOverheard(t *testing.T) {
	h := oracled(t)
	m := chat("1", "member", "what is it")
	m.From.Thread = "7"
	given := h.hears(t, m)
	if len(given) != 1 || given[0].To.Room != "general" || given[0].To.Thread != "7" || given[0].Reply.Text != "You ask: what is it (plain true, overheard true)" {
		t.Fatalf("overheard: %+v", given)
	}
	if len(given[0].Reply.Actions()) > 0 {
		t.Errorf("overheard words are offered elsewhere: %v", given[0].Reply.Actions())
	}
	if again := h.hears(t, m); len(again) > 0 {
		t.Errorf("delivered again: %+v", again)
	}
	quiet, old, empty, other := chat("2", "member", "what is it"), chat("3", "member", "what is it"), chat("4", "member", " "), chat("5", "member", "!what is it")
	quiet.From.Room, old.Late = "quiet", 4*time.Minute
	silent := []bot.Message{quiet, old, empty, other}
	for n, words := range []string{"nothing", "no", "secret", "fail", "panic", "hello", "thanks", "cancel", "help", "newsletter", "ping", strings.Repeat("too long ", 40)} {
		m := chat(fmt.Sprint("s", n), "member", words)
		if given := h.hears(t, m); len(given) > 0 && !strings.HasPrefix(given[0].Reply.Text, "You ask: ") {
			t.Errorf("%.20q is answered %q", words, given[0].Reply.Text)
		} else if n < 5 && len(given) > 0 {
			t.Errorf("%q is answered %q", words, given[0].Reply.Text)
		}
	}
	for _, m := range silent {
		if given := h.hears(t, m); len(given) > 0 {
			t.Errorf("%+v is answered %+v", m, given)
		}
	}
	if kept := h.rows(t); kept != "" {
		t.Errorf("kept: %q", kept)
	}
}

// TestOverheardIsNoAnswer: a question that is open elsewhere in the room stays open; in its own thread, the words answer it.
func TestOverheardIsNoAnswer(t *testing.T) {
	h := oracled(t)
	call := toBot("1", "leader", "newsletter submit")
	call.From.Thread = "1"
	h.hears(t, call)
	aside, answer := chat("2", "leader", "what is it"), chat("3", "leader", "Cloud day")
	aside.From.Thread, answer.From.Thread = "2", "1"
	if heard := h.replyTo(t, aside); !strings.Contains(heard, "overheard true") {
		t.Errorf("beside the question: %q", heard)
	}
	if heard := h.replyTo(t, answer); heard != "Text?" {
		t.Errorf("below the question: %q", heard)
	}
}

// TestOverheardWordsAreLeftAlone: an accident with what was overheard is told to nobody, and keeps nothing.
func TestOverheardWordsAreLeftAlone(t *testing.T) {
	var log bottest.Log
	h := temple(t, mem.New(), bot.Limit{}, slog.New(slog.NewTextHandler(&log, nil)))
	for n, words := range []string{"fail", "panic", "no", "secret"} {
		h.hears(t, chat(fmt.Sprint(n), "member", words))
	}
	if got := strings.Count(log.String(), "level=ERROR"); got != 2 {
		t.Errorf("the log: %s", &log)
	}
	if kept := h.rows(t); kept != "" {
		t.Errorf("kept: %q", kept)
	}
	answered := 0
	for range 2 {
		answered += len(h.hears(t, chat("wish", "member", "wish")))
	}
	if n := h.wishes(t); n != 1 || answered != 1 {
		t.Errorf("delivered twice: %d notes, %d answers", n, answered)
	}
}

// TestChatterCostsNothingAndAnswersDo: people may talk as they like; what the bot says unasked is bounded as what it is asked.
func TestChatterCostsNothingAndAnswersDo(t *testing.T) {
	log := slog.New(slog.DiscardHandler)
	h := temple(t, mem.New(), bot.Limit{Burst: 5, Every: time.Hour}, log)
	answered := 0
	for n := range 50 {
		answered += len(h.hears(t, chat(fmt.Sprint(n), fmt.Sprint("m", n%25), "what is it")))
	}
	if answered != 20 { // four people's worth
		t.Errorf("answered %d lines of chatter", answered)
	}
	h = temple(t, mem.New(), bot.Limit{Burst: 5, Every: time.Hour}, log)
	for n := range 50 {
		h.hears(t, chat(fmt.Sprint(n), fmt.Sprint("m", n%25), "nothing"))
	}
	if heard := h.replyTo(t, toBot("question", "m1", "what is it")); !strings.Contains(heard, "You ask") {
		t.Errorf("after chatter: %q", heard)
	}
}
