package bot

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"ambassador/store"
)

// patience is how long a dialogue waits for the next answer.
const patience = 24 * time.Hour

// Dialogue is a half-filled command, one per person and room. It is stored, so
// it survives a restart, and is forgotten when it ends, is left or expires. With
// somebody of the directory the direct conversations on all platforms are one room: a
// question that was put on one of them can be answered on another.
type Dialogue struct {
	Account string // who was asked, by account: with another person of that id nobody shares a question
	Command string
	Typed   map[string]string // answers so far, as typed; "" for a skipped field
	Asked   []string          // fields asked so far, in order; the last one is open
	Known   map[string]string `json:",omitempty"` // what the form began with, by field
	Whole   bool              // optional fields are asked, too
	Thread  string            // where the question stands; in a room only answers there count
	Doubted string            // an answer that looked like a command: said again, it is meant
	Until   time.Time
}

// dialogues holds the open dialogue of each person in each room.
var dialogues = store.NewBucket[Dialogue]("dialogue")

// dialogueKeys are where the speaker's dialogue in this room may be kept, the proper
// place first: under the person where one talks with them alone, else under the account
// in the room, whatever the thread. An account of which the directory learned only after
// the question was put still finds it in the old place.
func (t *turn) dialogueKeys() []store.Key {
	a := t.m.From
	here := store.K(a.Platform, a.Space, a.Room, a.User)
	if a.Direct() && t.who.ID != "" {
		return []store.Key{store.K("", "", "", t.who.ID), here} // no platform is called ""
	}
	return []store.Key{here}
}

// meant says whether the message is for the bot: it is said to it, or it answers a
// question that the bot has put in this room, or it is overheard where the room wants
// that. Only a room has words for others, so nobody need be known yet.
func (t *turn) meant() (bool, error) {
	if !t.m.uncalled() {
		return true, nil
	}
	open, err := t.dialogue()
	if open == nil && err == nil {
		return t.listens()
	}
	t.m.Overheard = t.m.Overheard && open == nil
	return open != nil, err
}

// dialogue returns what is open for the speaker in this room, or nil. A command
// that has left the table since leaves its dialogues behind, too.
func (t *turn) dialogue() (*Dialogue, error) {
	var d Dialogue
	var found bool
	var err error
	for _, key := range t.dialogueKeys() {
		d, found, err = dialogues.Get(t.tx, key)
		if found = found && t.theirs(d); found || err != nil {
			break
		}
	}
	if errors.Is(err, store.ErrDamaged) || errors.Is(err, store.ErrNewer) {
		return nil, nil // a question can be asked again; the log tells of damage at the check
	}
	_, known := t.router.table.Named(d.Command)
	switch {
	case err != nil:
		return nil, err
	case !found, !known, !t.m.At.Before(d.Until):
		return nil, nil
	case !t.m.From.Direct() && !t.m.Private && d.Thread != t.m.From.Thread:
		return nil, nil
	}
	return &d, nil
}

// theirs says whether a dialogue was begun by an account that is still the speaker's: ids are made of names, and may be
// given to another person later.
func (t *turn) theirs(d Dialogue) bool {
	account, err := ParseAccount(d.Account)
	if err != nil || account == t.m.From.Account() {
		return true // older than this rule, or the same account
	}
	who, err := t.router.guide.Who(t.tx, Message{From: account})
	return err == nil && who.ID == t.who.ID
}

// leave forgets the dialogue in this room. Where there is none, nothing is
// written, so that a reading command stays one.
func (t *turn) leave() error {
	return t.forget(t.dialogueKeys())
}

// forget drops the dialogues under these keys, of which most are mostly not there.
func (t *turn) forget(keys []store.Key) error {
	for _, key := range keys {
		found, err := dialogues.Has(t.tx, key)
		if err == nil && found {
			err = dialogues.Delete(t.tx, key)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// control obeys the words that steer a dialogue. ok is false for any other word,
// and for back and skip when nothing is open.
func (t *turn) control(d *Dialogue) (reply Reply, ok bool, err error) {
	switch strings.ToLower(strings.Trim(t.m.Text, " .!")) {
	case "cancel", "stop":
		if d == nil {
			return Reply{Text: "There is nothing to cancel.", Private: true}, true, nil
		}
		return Reply{Text: t.farewell(d)}, true, t.leave()
	case "back":
		if d == nil {
			return Reply{}, false, nil
		}
		return t.back(d)
	}
	return Reply{}, false, nil
}

// farewell is what somebody is told who leaves a dialogue.
func (t *turn) farewell(d *Dialogue) string {
	if c, ok := t.router.table.Named(d.Command); ok && c.Keep != nil && len(d.Typed) > 0 {
		return "Left; what you wrote is kept as a draft."
	}
	return "Cancelled; nothing was kept."
}

// back opens the field asked before the present one again.
func (t *turn) back(d *Dialogue) (Reply, bool, error) {
	if len(d.Asked) < 2 {
		reply, err := t.askAgain(d, "This is the first question; “cancel” leaves it.")
		return reply, true, err
	}
	d.Asked = d.Asked[:len(d.Asked)-1]
	delete(d.Typed, d.Asked[len(d.Asked)-1])
	if err := t.keep(d); err != nil {
		return Reply{}, true, err
	}
	reply, err := t.askAgain(d, "")
	return reply, true, err
}

// askAgain repeats the open question after some words.
func (t *turn) askAgain(d *Dialogue, before string) (Reply, error) {
	c, _ := t.router.table.Named(d.Command)
	f, _ := c.Field(d.open())
	return draft{command: c, typed: d.Typed, known: d.Known}.ask(f, before), nil
}

// open names the field that is being asked.
func (d *Dialogue) open() string {
	if len(d.Asked) == 0 {
		return ""
	}
	return d.Asked[len(d.Asked)-1]
}

// resumed says that a line tells just what was typed so far, as the button does that leads
// back to the question: where only optional fields are left, it must not end the form.
func (d *Dialogue) resumed(c Command, typed map[string]string) bool {
	if d == nil || !d.Whole || d.Command != c.Name {
		return false
	}
	told := maps.Clone(d.Typed)
	maps.DeleteFunc(told, func(_, value string) bool { return value == "" })
	return maps.Equal(told, typed)
}

// kept is what the question of a dialogue keeps in a hidden field: no form shows it, so none brings it back.
func (d *Dialogue) kept(c Command, f Field) string {
	if d == nil || d.Command != c.Name || !f.Hidden || d.open() == f.Name {
		return ""
	}
	return d.Typed[f.Name]
}

// keep stores the dialogue; each answer gives it its full time again.
func (t *turn) keep(d *Dialogue) error {
	d.Until, d.Account = t.m.At.Add(patience), t.m.From.Account().String()
	keys := t.dialogueKeys()
	if err := dialogues.Put(t.tx, keys[0], *d); err != nil {
		return err
	}
	return t.forget(keys[1:])
}

// doubt asks back when an answer looks like a command: somebody has forgotten the
// open question, and their words would go where they do not belong. Said once more,
// they are the answer.
func (t *turn) doubt(d *Dialogue) (reply Reply, doubt bool, err error) {
	c, rest, ok := t.router.table.Find(t.m.Text)
	switch {
	case d.Doubted == t.m.Text:
		return Reply{}, false, nil
	case d.Doubted != "" && (!ok || !t.who.May(c)):
		reply, err := t.confirm(d) // they are lost in the wrong question: these words may be for another
		return reply, true, err
	case !ok || len(t.m.Text) > buttonLine || !t.who.May(c):
		return Reply{}, false, nil
	}
	// Long words that only begin like a command are an answer, unless they read as the whole of one.
	if len(strings.Fields(rest)) > 2 && !strings.Contains(c.Name, " ") && !strings.ContainsAny(rest, `="`) {
		return Reply{}, false, nil
	}
	if asked, ok := t.router.table.Named(d.Command); ok {
		if f, ok := asked.Field(d.open()); ok && slices.ContainsFunc(f.Choices, func(choice string) bool { return strings.EqualFold(choice, t.m.Text) }) {
			return Reply{}, false, nil // one of the words that were offered
		}
	}
	d.Doubted = t.m.Text
	if err := t.keep(d); err != nil {
		return Reply{}, true, err
	}
	words := short(t.m.Text)
	open, _ := t.router.table.Named(d.Command)
	f, _ := open.Field(d.open())
	text := "A question is still open: " + f.Label + " If “" + words + "” is your answer, say it once more; or press the button to leave the question and do that instead."
	return Say(text, Action{Label: words, Line: t.m.Text}), true, nil
}

// confirm asks whether words are the answer to the open question, after a command was not.
func (t *turn) confirm(d *Dialogue) (Reply, error) {
	d.Doubted = t.m.Text
	if err := t.keep(d); err != nil {
		return Reply{}, err
	}
	open, _ := t.router.table.Named(d.Command)
	f, _ := open.Field(d.open())
	actions := []Action{{Label: "Leave the question", Line: "cancel"}}
	if len(t.m.Text) <= buttonLine {
		actions = append([]Action{{Label: "Yes, it is", Line: t.m.Text}}, actions...)
	}
	return Say("Is “"+short(t.m.Text)+"” your answer to the question: "+f.Label+" Say it once more, or press a button.", actions...), nil
}

// cannotAnswer says whether the words are a command that cannot be the answer to the open question, as
// no command is a yes, a number or a day: then it is what it looks like.
func (t *turn) cannotAnswer(d *Dialogue) bool {
	c, _, ok := t.router.table.Find(t.m.Text)
	asked, known := t.router.table.Named(d.Command)
	f, there := asked.Field(d.open())
	if !ok || !known || !there || f.loose() || !t.who.May(c) {
		return false
	}
	_, err := t.checker().check(f, t.m.Text)
	var refusal *Refusal
	return errors.As(err, &refusal)
}

// hear takes the message as the answer to the open question. A wrong answer is a
// Refusal that asks again.
func (t *turn) hear(d *Dialogue) error {
	c, _ := t.router.table.Named(d.Command)
	f, _ := c.Field(d.open())
	text := strings.TrimSpace(t.m.Text)
	if d.Typed == nil {
		d.Typed = make(map[string]string)
	}
	if word := strings.ToLower(text); word == "skip" || word == "-" {
		if !f.Optional {
			return d.again(c, f, fmt.Sprintf("%s is needed; “cancel” leaves it all.", f.title()))
		}
		d.Typed[f.Name] = ""
		return nil
	}
	if known := d.Known[f.Name]; known != "" && strings.EqualFold(text, same) {
		text = known
	}
	_, err := t.checker().check(f, text)
	var refusal *Refusal
	if errors.As(err, &refusal) {
		if len(refusal.Actions) > 0 { // it asks a question of its own
			return &Refusal{Text: refusal.Text, Actions: refusal.Actions, here: true, form: d.form(c, f, refusal.Text)}
		}
		return d.again(c, f, refusal.Text+" (“cancel” leaves this.)", f.buttons()...)
	}
	d.Typed[f.Name], d.Doubted = text, ""
	return err
}

// again is a refusal that repeats a question, where the question stands.
func (d *Dialogue) again(c Command, f Field, note string, actions ...Action) *Refusal {
	return &Refusal{Text: note + "\n" + f.question(), Actions: actions, here: true, form: d.form(c, f, note)}
}

// form is the native form of the dialogue, open at a field, with words above it.
func (d *Dialogue) form(c Command, f Field, note string) *Form {
	form := draft{command: c, typed: d.Typed, known: d.Known}.form(nil)
	form.Open, form.Note = f.Name, note
	return form
}
