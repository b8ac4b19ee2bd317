package bot

import (
	"fmt"
	"maps"
	"strings"

	"ambassador/store"
)

// turn is one message on its way through Router.Handle, inside a transaction.
type turn struct {
	router  *Router
	tx      store.Tx
	writing bool // tx may be written to
	m       Message
	who     Person

	draft draft     // the command and what is known of its fields
	open  *Dialogue // the dialogue it continues, or nil
	whole bool      // the person asked for the form: optional fields are asked, too

	secret bool // it is said in confidence; see Request.Secret
	glance bool // a look at something while a question is open, which stays open
	plain  bool // the words named no command; see Request.Plain
	offers []Action
}

// checker gives field checks what they need to know of this turn.
func (t *turn) checker() checker {
	return checker{tx: t.tx, guide: t.router.guide, who: t.who, today: t.today}
}

// known says whether words name a person of the directory.
func (t *turn) known(words string) bool {
	_, err := t.router.guide.Person(t.tx, t.who, words)
	return err == nil
}

// today is the day it is for the speaker.
func (t *turn) today() day { return dayIn(t.m.At, t.who.Zone) }

// recognise finds the command that the message means: a form, the answer to an
// open question, or a line. Where it finds none, the reply says so, or is empty
// where the bot should keep quiet.
func (t *turn) recognise(open *Dialogue) (found bool, reply Reply, err error) {
	if t.m.Overheard {
		return t.takeWords(nil), Reply{}, nil
	}
	if t.m.Values != nil {
		return t.recogniseForm(open)
	}
	if reply, ok, err := t.control(open); ok || err != nil {
		return false, reply, err
	}
	lost := open != nil && !t.m.Addressed && t.cannotAnswer(open)
	if open == nil || t.m.Addressed || lost {
		if c, rest, ok := t.router.table.Find(t.m.Text); ok {
			t.glance = lost && c.Reads
			return t.recogniseLine(c, rest, open)
		}
	}
	if open == nil {
		return t.nameless()
	}
	if reply, doubt, err := t.doubt(open); doubt || err != nil {
		return false, reply, err
	}
	c, _ := t.router.table.Named(open.Command)
	t.draft, t.open, t.whole = draft{command: c}, open, open.Whole
	if !t.who.May(c) {
		return true, Reply{}, nil // refused in a moment; nothing is looked up for them
	}
	err = t.hear(open)
	t.draft.typed = open.Typed
	return true, Reply{}, err
}

// recogniseForm reads a filled native form, or a line to which the platform adds a value; what the
// line says itself goes before that.
func (t *turn) recogniseForm(open *Dialogue) (bool, Reply, error) {
	c, rest, ok := t.router.table.Find(t.m.Text)
	if !ok || rest != "" && !t.m.Open {
		reply, err := t.unknown()
		return false, reply, err
	}
	typed := make(map[string]string)
	if rest != "" && t.who.May(c) {
		var err error
		if typed, err = readLine(c, rest, lineContext{today: t.today, known: t.known}); err != nil {
			return false, Reply{}, err
		}
	}
	for _, f := range c.Fields {
		_, said := typed[f.Name]
		if v, told := t.m.Values[f.Name]; !said && (told || !t.m.Open && !f.Hidden) {
			typed[f.Name] = v
		} else if kept := open.kept(c, f); kept != "" && !said && !told {
			typed[f.Name] = kept
		}
	}
	t.draft, t.whole = draft{command: c, typed: typed}, t.m.Open && rest == ""
	return true, Reply{}, nil
}

// recogniseLine reads the values of a command typed on one line. It leaves the
// dialogue that was open here.
func (t *turn) recogniseLine(c Command, rest string, open *Dialogue) (bool, Reply, error) {
	if !t.who.May(c) {
		t.draft = draft{command: c} // refused in a moment; its words do not matter
		return true, Reply{}, nil
	}
	t.draft = draft{command: c}
	typed, err := readLine(c, rest, lineContext{today: t.today, known: t.known})
	if err != nil {
		return false, Reply{}, err
	}
	t.draft.typed = typed
	t.whole = c.untold(typed) || open.resumed(c, typed)
	if c.Aside || t.glance {
		return true, Reply{}, nil
	}
	return true, Reply{}, t.leave()
}

// unknown is what somebody is told whose words are no command: nothing where
// others would read it, else the nearest command, or where help is.
func (t *turn) unknown() (Reply, error) {
	if t.m.Pressed {
		return t.outdated(), nil
	}
	if !t.m.Private && !t.m.From.Direct() && t.m.Text != "" {
		return Reply{}, nil
	}
	if reply, ok := t.small(); ok {
		return reply, nil
	}
	if line := t.near(); line != "" {
		return t.didYouMean(line), nil
	}
	for _, guess := range t.router.strays {
		actions, err := guess(t.tx, t.who, t.m)
		if err != nil || len(actions) > 0 {
			return Hush(Say("I am not sure whom “"+short(t.m.Text)+"” is for. Press a button, or say “help”.", actions...)), err
		}
	}
	help := Action{Label: "Help", Line: "help"}
	return Hush(Say("I do not know “"+short(t.m.Text)+"”. Say “help” to see what I can do.", help)), nil
}

// small answers what is no command and yet clear: a greeting, thanks or half a command. With more behind it,
// half a command is a question where there is a command for those.
func (t *turn) small() (reply Reply, ok bool) {
	first, more := cutWord(t.m.Text)
	_, asks := t.asks()
	bare := more == "" || !asks
	switch {
	case first == "", bare && (first == "?" || strings.EqualFold(first, "hilfe")):
		return t.router.help(t.who), true
	case greeting(t.m.Text):
		return t.router.welcome(t.who), true
	case thanks(t.m.Text):
		return Hush(Say("You are welcome.")), true
	case bare && len(t.router.table.Under(first)) > 0:
		return t.router.helpUnder(first, t.who), true
	}
	return Reply{}, false
}

// near is the line with its command spelled right, if a button can stand for it; else "".
func (t *turn) near() string {
	line := t.router.table.Near(t.m.Text, t.who)
	if len(line) >= buttonLine {
		return ""
	}
	return line
}

// didYouMean offers the line that was mistyped.
func (t *turn) didYouMean(line string) Reply {
	help := Action{Label: "Help", Line: "help"}
	return Hush(Say("I do not know “"+short(t.m.Text)+"”. Did you mean “"+short(line)+"”?", Action{Label: short(line), Line: line}, help))
}

// outdated is what somebody is told whose button leads nowhere any more: the bot has
// learned other words since, or it was the answer to a question. A form, or a line that
// begins like a command, was never an answer.
func (t *turn) outdated() Reply {
	if line := t.router.table.Near(t.m.Text, t.who); line != "" && len(line) < buttonLine {
		return Hush(Say("That button is older than I am now. Here is the current one:", Action{Label: short(line), Line: line}))
	}
	first, _ := cutWord(t.m.Text)
	if t.m.Values == nil && len(t.router.table.Under(first)) == 0 {
		return Hush(Say("That question is not open any more, or it was put to somebody else.", Action{Label: "Help", Line: "help"}))
	}
	reply := t.router.helpUnder(first, t.who)
	reply.Text = "That button is older than I am now. Here is what I can do now:\n\n" + reply.Text
	return Hush(reply)
}

// buttonLine is how many bytes of a line a button may stand for: what people mistype
// is short, and platforms refuse long ones.
const buttonLine = 500

// complete makes a request of the draft, or the reply that asks for what is wrong
// or missing.
func (t *turn) complete() (*Request, Reply, error) {
	values, wrong, err := t.draft.check(t.checker())
	if err != nil {
		return nil, Reply{}, err
	}
	if f, refusal := t.draft.firstWrong(wrong); refusal != nil {
		reply, err := t.mend(f, refusal, wrong)
		return nil, reply, err
	}
	if f, missing := t.draft.next(t.whole && t.needsAnything()); missing {
		reply, err := t.ask(f, "")
		return nil, reply, err
	}
	if !t.draft.command.Aside && !t.glance {
		if err := t.leave(); err != nil {
			return nil, Reply{}, err
		}
	}
	req := &Request{Message: t.m, Command: t.draft.command, Who: t.who, Values: values, Outbox: t.router.outbox, On: t.draft.command.subjects(values), Secret: t.draft.command.Secret, Plain: t.plain, Offers: t.offers, checker: t.checker()}
	return req, Reply{}, nil
}

// mend answers a wrong value: in the form that holds it, by asking for it again
// where other words would be lost, or else with a line that would be right.
func (t *turn) mend(f Field, refusal *Refusal, wrong map[string]*Refusal) (Reply, error) {
	if t.m.Values != nil && !t.m.Open {
		reply := refusal.reply()
		reply.Ask = t.draft.form(wrong)
		return reply, nil
	}
	if t.m.Values == nil && (t.draft.command.Reads || len(t.draft.command.Fields) == 1) {
		better := t.draft.correct(f, refusal)
		better.here = true // it tells no more than the line did
		return better.reply(), nil
	}
	delete(t.draft.typed, f.Name)
	reply, err := t.ask(f, refusal.Text)
	if len(refusal.Actions) > 0 {
		reply.Blocks = append(reply.Blocks, Block{Actions: refusal.Actions})
	}
	return reply, err
}

// needsAnything says whether the command has a field that must be told: only
// then does its bare name ask for the whole form.
func (t *turn) needsAnything() bool {
	for _, f := range t.draft.command.Fields {
		if !f.Optional {
			return true
		}
	}
	return false
}

// ask puts the question for a field, after some words, into the dialogue of this
// room.
func (t *turn) ask(f Field, before string) (Reply, error) {
	alone := t.aside()
	d := t.open
	if d == nil {
		d = &Dialogue{Command: t.draft.command.Name, Typed: t.draft.typed, Whole: t.whole, Thread: t.m.From.Thread}
		note, err := t.begin(d)
		if err != nil {
			return Reply{}, err
		}
		before = strings.TrimPrefix(before+"\n"+note, "\n")
	}
	t.draft.known = d.Known
	if d.open() != f.Name {
		d.Asked = append(d.Asked, f.Name)
	}
	if err := t.keep(d); err != nil {
		return Reply{}, err
	}
	if keep := t.draft.command.Keep; keep != nil && len(d.Typed) > 0 {
		if err := keep(t.tx, t.asking(d.Typed)); err != nil {
			return Reply{}, err
		}
	}
	reply := t.draft.ask(f, strings.TrimSpace(before))
	reply.Private = alone
	return reply, nil
}

// begin fills in a form that is about to be shown, and returns what to say above it.
func (t *turn) begin(d *Dialogue) (note string, err error) {
	if t.draft.command.Begin == nil {
		return "", nil
	}
	b, err := t.draft.command.Begin(t.tx, t.asking(d.Typed))
	d.Known = b.Known
	return clean(b.Note), err
}

// asking is the request of a form that is not filled yet.
func (t *turn) asking(typed map[string]string) *Request {
	return &Request{Message: t.m, Command: t.draft.command, Who: t.who, Values: typed, Outbox: t.router.outbox, checker: t.checker()}
}

// aside takes a question to the person alone that was begun where others read along, if it is none of
// their business, and says so.
func (t *turn) aside() bool {
	c := t.draft.command
	if !c.Secret && !c.Alone && !t.secret || t.m.Private || t.m.From.Direct() {
		return false
	}
	t.m.From, t.open = t.m.From.Account(), nil
	return true
}

// askFor asks for a field that the handler cannot do without.
func (t *turn) askFor(m *Missing) (Reply, error) {
	f, ok := t.draft.command.Field(m.Field)
	if !ok {
		return Reply{}, fmt.Errorf("command %s: %w", t.draft.command.Name, m)
	}
	delete(t.draft.typed, f.Name)
	maps.Copy(t.draft.typed, m.Keep)
	f.Optional = false // no “skip”: without it there is no answer
	return t.ask(f, m.Text)
}

// short cuts words that are quoted back to a person.
func short(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if runes := []rune(s); len(runes) > 60 {
		return string(runes[:59]) + "…"
	}
	return s
}
