// Package adaptertest is what every adapter must do, as one test: whoever writes an
// adapter has [Run] pass, and the talks of all rooms, and is done.
package adaptertest

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"ambassador/bot"
	"ambassador/bot/bottest"
)

// Run holds an adapter against the contract, on the platform that open makes.
func Run(t *testing.T, open func(testing.TB) bottest.Platform) {
	t.Helper()
	for _, rule := range []struct {
		name string
		hold func(*testing.T, *desk)
	}{
		{"a line becomes a message", lineBecomesMessage},
		{"the prefix addresses the bot", prefixAddresses},
		{"the answer arrives whole", answerArrivesWhole},
		{"buttons can be pressed", buttonsCanBePressed},
		{"hostile words are harmless", hostileWords},
		{"files arrive with their words", filesArrive},
		{"a file too large is refused in words", fileTooLarge},
		{"Markdown arrives", markdownArrives},
		{"long Markdown arrives", longMarkdown},
		{"hostile Markdown is harmless", hostileMarkdown},
		{"silence is no failure", silence},
		{"a failure ends nothing", failureEndsNothing},
		{"the outbox's words arrive", outboxWordsArrive},
		{"words take the place of others", wordsReplaceOthers},
		{"it ends when told", endsWhenTold},
	} {
		t.Run(rule.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				d := &desk{t: t, Platform: open(t)}
				d.sit()
				rule.hold(t, d)
				d.leave()
			})
		})
	}
}

// desk is a bot of the test's own behind the adapter: it keeps what it is told and
// answers what it is given.
type desk struct {
	bottest.Platform
	t       *testing.T
	adapter bot.Adapter
	end     context.CancelFunc
	done    chan error

	mu       sync.Mutex
	messages []bot.Message
	reply    func(bot.Message) (bot.Reply, error)
}

// sit starts the adapter, with a desk that repeats what it hears.
func (d *desk) sit() {
	d.answer(func(m bot.Message) (bot.Reply, error) { return bot.Say("You said: " + m.Text), nil })
	d.adapter = d.Adapter()
	ctx, cancel := context.WithCancel(context.Background())
	d.end, d.done = cancel, make(chan error, 1)
	go func() { d.done <- d.adapter.Run(ctx, d.handle) }()
	synctest.Wait()
}

// leave ends the adapter and waits for it.
func (d *desk) leave() {
	d.end()
	if err := <-d.done; err != nil && !errors.Is(err, context.Canceled) {
		d.t.Errorf("Run: %v", err)
	}
}

// answer changes what the desk says.
func (d *desk) answer(reply func(bot.Message) (bot.Reply, error)) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.reply = reply
}

// handle is the bot.Handle of the desk.
func (d *desk) handle(ctx context.Context, m bot.Message, answer bot.Answer) error {
	d.mu.Lock()
	d.messages = append(d.messages, m)
	reply := d.reply
	d.mu.Unlock()
	r, err := reply(m)
	if err != nil || r.Text == "" {
		return err
	}
	e := bot.Envelope{Key: "reply/" + m.ID, To: m.From, Reply: r}
	if answer != nil && answer(ctx, e) == nil {
		return nil
	}
	_, err = d.adapter.Send(ctx, e)
	return err
}

// say has somebody type a line, and returns the last message heard and all words
// shown.
func (d *desk) say(l bottest.Line) (bot.Message, []bottest.Word) {
	d.t.Helper()
	if err := d.Say(l); err != nil {
		d.t.Fatalf("say %.60q: %v", l.Text, err)
	}
	synctest.Wait()
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.messages) == 0 {
		d.t.Fatalf("%.60q did not become a message", l.Text)
	}
	return d.messages[len(d.messages)-1], d.Heard()
}

// shown is all words as one text.
func shown(words []bottest.Word) string {
	var all []string
	for _, w := range words {
		all = append(all, w.Text)
	}
	return strings.Join(all, "\n")
}

// member is a line typed by a member to the bot alone.
func member(text string) bottest.Line { return bottest.Line{Who: "member", Text: text} }

func lineBecomesMessage(t *testing.T, d *desk) {
	first, _ := d.say(member("find Berlin"))
	again, _ := d.say(member("find Berlin"))
	switch {
	case first.Text != "find Berlin":
		t.Errorf("text %q, want what was typed", first.Text)
	case first.ID == "" || first.ID == again.ID:
		t.Errorf("ids %q and %q: two messages want two ids", first.ID, again.ID)
	case first.From.Platform != d.adapter.Name():
		t.Errorf("platform %q, want the adapter's name %q", first.From.Platform, d.adapter.Name())
	case first.From.User == "" || first.From.Account() != again.From.Account():
		t.Errorf("from %v and %v, want one account", first.From, again.From)
	case !first.Private || !first.From.Direct():
		t.Errorf("a word to the bot alone is not private: %+v", first)
	case first.At.IsZero():
		t.Error("the message has no time")
	}
}

func prefixAddresses(t *testing.T, d *desk) {
	m, _ := d.say(member("!ambassador find Berlin"))
	if !m.Addressed || m.Text != "find Berlin" {
		t.Errorf("with the prefix: text %q, addressed %v", m.Text, m.Addressed)
	}
	if m, _ := d.say(member("find Berlin")); m.Addressed {
		t.Error("plain words count as addressed")
	}
}

func answerArrivesWhole(t *testing.T, d *desk) {
	long := "Grüße aus 東京 👩‍🚀\n\nZweiter Absatz <b>&amp;</b> *stars* _lines_\n" + strings.Repeat("word ", 500) + "end"
	d.answer(func(bot.Message) (bot.Reply, error) { return bot.Say(long), nil })
	_, words := d.say(member("hello"))
	got := strings.Join(strings.Fields(shown(words)), " ")
	if want := strings.Join(strings.Fields(long), " "); got != want {
		t.Errorf("shown %.200q …, want %.200q …", got, want)
	}
}

func buttonsCanBePressed(t *testing.T, d *desk) {
	d.answer(func(bot.Message) (bot.Reply, error) {
		return bot.Say("Which one?", bot.Action{Label: "The first", Line: "find one"}, bot.Action{Label: "The second", Line: "find two"}), nil
	})
	_, words := d.say(member("hello"))
	if len(words) == 0 || len(words[0].Actions) != 2 || words[0].Actions[1].Label != "The second" {
		t.Fatalf("shown %+v, want two buttons", words)
	}
	m, _ := d.say(bottest.Line{Who: "member", Press: "The second", Text: words[0].Actions[1].Line})
	if m.Text != "find two" || !m.Addressed {
		t.Errorf("pressed: text %q, addressed %v; want the button's line", m.Text, m.Addressed)
	}
}

func hostileWords(t *testing.T, d *desk) {
	d.answer(func(bot.Message) (bot.Reply, error) {
		return bot.Say("red \x1b[31m bell \a back \b\b\b up \x1b[2A end", bot.Action{Label: "a\x1b[31m\nb", Line: "x"}), nil
	})
	for _, text := range []string{"\x00", "\xff\xfe", strings.Repeat("x", 100_000), "a\u202eb", strings.Repeat("\u0301", 100)} {
		_, words := d.say(member("x" + text))
		if got := shown(words); strings.ContainsAny(got, "\x1b\a\b\x00") || !strings.Contains(got, "end") {
			t.Errorf("shown %q, want it without control characters", got)
		}
	}
}

func silence(t *testing.T, d *desk) {
	d.answer(func(bot.Message) (bot.Reply, error) { return bot.Reply{}, nil })
	if _, words := d.say(member("hello")); strings.TrimSpace(shown(words)) != "" {
		t.Errorf("shown %q, want nothing", shown(words))
	}
}

func failureEndsNothing(t *testing.T, d *desk) {
	d.answer(func(bot.Message) (bot.Reply, error) { return bot.Reply{}, errors.New("the store is gone") })
	if err := d.Say(member("hello")); err != nil {
		t.Fatal(err)
	}
	synctest.Wait()
	if got := shown(d.Heard()); strings.Contains(got, "the store is gone") {
		t.Errorf("shown %q: what is for the log was shown", got)
	}
	d.answer(func(bot.Message) (bot.Reply, error) { return bot.Say("here again"), nil })
	if _, words := d.say(member("hello?")); !strings.Contains(shown(words), "here again") {
		t.Errorf("after a failure: shown %q, want an answer", shown(words))
	}
}

func outboxWordsArrive(t *testing.T, d *desk) {
	m, _ := d.say(member("hello"))
	e := bot.Envelope{Key: "nudge/1", To: m.From.Account(), Reply: bot.Say("How is your region?")}
	if _, err := d.adapter.Send(t.Context(), e); err != nil {
		t.Fatalf("Send: %v", err)
	}
	_, later := d.say(member("hello again"))
	if all := shown(later); !strings.Contains(all, "How is your region?") {
		t.Errorf("shown %q, want the outbox's words", all)
	}
}

// wordsReplaceOthers holds for adapters that can change what they have shown: the new words are to be seen.
func wordsReplaceOthers(t *testing.T, d *desk) {
	editor, can := d.adapter.(bot.Editor)
	if !can {
		return
	}
	m, _ := d.say(member("hello"))
	e := bot.Envelope{Key: "card/1", To: m.From.Account(), Lasting: true, Reply: bot.Say("Two of three have answered.", bot.Action{Label: "Show", Line: "checkin status"})}
	remote, err := d.adapter.Send(t.Context(), e)
	if err != nil || remote == "" {
		t.Fatalf("Send: %q, %v", remote, err)
	}
	e = bot.Envelope{Key: "card/1/2", Replaces: e.Key, To: e.To, Reply: bot.Say("All three have answered.", bot.Action{Label: "Show all", Line: "checkin status"})}
	for range 2 { // the second time changes nothing
		if err := editor.Edit(t.Context(), e, remote); err != nil {
			t.Fatalf("Edit: %v", err)
		}
	}
	_, later := d.say(member("hello again"))
	if all := shown(later); !strings.Contains(all, "All three") {
		t.Errorf("shown %q, want the new words", all)
	}
	var dead bot.Dead
	e.Key = "card/1/3"
	if err := editor.Edit(t.Context(), e, "nothing"); !errors.As(err, &dead) {
		t.Errorf("Edit of nothing: %v, want that it cannot be", err)
	}
}

func endsWhenTold(t *testing.T, d *desk) {
	if _, words := d.say(member("hello")); !slices.ContainsFunc(words, func(w bottest.Word) bool { return strings.Contains(w.Text, "hello") }) {
		t.Errorf("shown %v, want an answer", words)
	}
	// leave, which follows, waits for Run; a Run that stays fails the bubble.
}
