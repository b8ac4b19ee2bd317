package slack

import (
	"context"
	"errors"
	"fmt"
	"time"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"ambassador/bot"
)

// answer is a message as an acknowledgement or a response address takes it.
type answer struct {
	Type    string        `json:"response_type,omitempty"` // ephemeral or in_channel
	Text    string        `json:"text,omitempty"`
	Blocks  []slack.Block `json:"blocks,omitempty"`
	Thread  string        `json:"thread_ts,omitempty"`
	Replace bool          `json:"replace_original"`
	Delete  bool          `json:"delete_original,omitempty"`
}

// viewAnswer is what a form that was sent is answered with.
type viewAnswer struct {
	Action string                  `json:"response_action"`
	View   *slack.ModalViewRequest `json:"view,omitempty"`
	Errors map[string]string       `json:"errors,omitempty"`
}

// mostAck is the size in bytes from which Slack drops an acknowledgement without a word.
const mostAck = 20_000

// answer gives the reply where the question was asked, while Slack waits. What it cannot give, it leaves to the outbox by
// returning an error. That is never final, nor asks for patience: the outbox has another way, and learns for itself.
func (x *exchange) answer(ctx context.Context, e bot.Envelope) error {
	err := x.give(ctx, e)
	var doubt bot.InDoubt
	if err == nil || errors.As(err, &doubt) {
		return err
	}
	return fmt.Errorf("slack: answer: %v", err)
}

// give is answer with errors as Slack means them.
func (x *exchange) give(ctx context.Context, e bot.Envelope) error {
	r := e.Reply
	if x.elsewhere(e.To) {
		return errors.New("slack: the answer goes to another conversation")
	}
	switch x.place {
	case closed:
		x.d.ack.sign(nil)
		return nil // whoever closes a form knows it
	case visited:
		x.d.ack.sign(nil)
		if err := x.publish(ctx, r); err != nil { // it is shown at the next visit, and is no message
			x.a.log.Warn("slack: a home is not shown", "err", plain(err))
		}
		return nil
	}
	if _, files := r.Parcel(); len(files) > 0 {
		return errors.New("slack: the outbox has more time for files, and can look again")
	}
	switch x.place {
	case spoken:
		ctx, cancel := context.WithTimeout(ctx, time.Until(x.d.came.Add(eventTime)))
		defer cancel()
		_, err := x.a.Send(ctx, x.doubted(e))
		return err
	case submitted:
		return x.answerForm(r)
	case shared:
		return x.share(ctx, e)
	case pressedHome, pressedModal, shortcut:
		return x.answerView(ctx, r)
	case typed, pressedMessage:
		if r.Ask != nil && x.open(ctx, "views.open", x.printer().modal(r, x.memo(), x.a.opt.Name)) == nil {
			x.d.ack.sign(nil)
			return nil
		}
		return x.answerHere(ctx, r)
	}
	return errors.New("slack: nobody waits for an answer")
}

// elsewhere says that the answer is for another place than the one asked at, as a private one to words in a room.
func (x *exchange) elsewhere(to bot.Address) bool {
	return x.place == spoken && x.m.From.Room != "" && to.Room == "" || x.place == shared && to.Room == ""
}

// doubted marks an envelope whose question came before, or before this run of the program: it may be answered already.
func (x *exchange) doubted(e bot.Envelope) bot.Envelope {
	e.Doubt = e.Doubt || x.d.again || x.m.At.Before(x.a.begun)
	return e
}

// printer makes blocks for one person's eyes.
func (x *exchange) printer() *printer { return &printer{team: x.team, mentions: true} }

// memo is what a view opened now has to remember.
func (x *exchange) memo() memo { return memo{Room: x.m.From.Room, Thread: x.m.From.Thread} }

// answerHere shows the answer below the question to the person alone: inside the acknowledgement of a slash command if
// there is time, else at its response address.
func (x *exchange) answerHere(ctx context.Context, r bot.Reply) error {
	pages := x.pages(r)
	kind := "ephemeral"
	if x.alone() {
		kind = "in_channel" // private as it is, and its words should last
	}
	if x.place == typed {
		first := encode(answer{Type: kind, Text: pages[0].text, Blocks: pages[0].blocks})
		if len(first) < mostAck && x.sign(first) {
			pages = pages[1:]
		}
	}
	x.d.ack.sign(nil)
	for _, page := range pages {
		if err := x.respond(ctx, answer{Type: kind, Text: page.text, Blocks: page.blocks, Thread: x.thread()}); err != nil {
			return err
		}
	}
	return nil
}

// alone says that this is the conversation of a person with the bot: one that it knows, or in which a message of its own
// stands for both to see. Slash commands and what only one person sees are possible between any two people.
func (x *exchange) alone() bool {
	if x.m.From.Room != "" || x.channel == "" {
		return false
	}
	return x.place == pressedMessage && !x.ephemeral || x.channel == x.a.people.room(who{x.team, x.m.From.User})
}

// thread is the thread in which an answer to a button belongs.
func (x *exchange) thread() string {
	if x.place == pressedMessage && !x.ephemeral {
		return x.m.From.Thread
	}
	return ""
}

// pages are the messages of a reply, with the adapter's own buttons below the last one.
func (x *exchange) pages(r bot.Reply) []page {
	p := x.printer()
	pages := p.pages(r)
	last := &pages[len(pages)-1]
	var extra []slack.Block
	if r.Ask != nil {
		extra = p.extra(ownAction{"form", "Fill in the form", x.a.formLine(r.Ask)})
	} else if r.Again != "" && x.m.From.Room != "" {
		extra = p.extra(ownAction{"share", "Share with the room", r.Again})
	}
	if len(last.blocks)+len(extra) <= mostBlocks {
		last.blocks = append(last.blocks, extra...)
	}
	return pages
}

// formLine is the line of a button that opens a form with what is known of it so far.
func (a *Adapter) formLine(form *bot.Form) string {
	if table := a.table.Load(); table != nil {
		if c, ok := table.Named(form.Command); ok {
			if line := c.Line(form.Known); utf8.RuneCountInString(line) <= mostLine {
				return line
			}
		}
	}
	return form.Command
}

// open opens a view, or pushes one on top of another.
func (x *exchange) open(ctx context.Context, method string, v slack.ModalViewRequest) error {
	if x.trigger == "" || time.Since(x.d.came) > eventTime {
		return errors.New("slack: the time to open a view has passed")
	}
	ctx, cancel := context.WithTimeout(ctx, time.Until(x.d.came.Add(eventTime)))
	defer cancel()
	return x.a.call(ctx, x.at, method, func(ctx context.Context, api *slack.Client) error {
		if method == "views.push" {
			_, err := api.PushViewContext(ctx, x.trigger, v)
			return err
		}
		_, err := api.OpenViewContext(ctx, x.trigger, v)
		return err
	})
}

// answerForm answers a form that was sent: with what is wrong beside each input, with the next question, with a refusal on
// top that leaves the form as it is, or with the outcome in its place.
func (x *exchange) answerForm(r bot.Reply) error {
	var v slack.ModalViewRequest
	reply := viewAnswer{Action: "update", View: &v}
	switch {
	case r.Ask != nil && len(r.Ask.Errors) > 0 && len(x.view.State.Values) > 0:
		reply = viewAnswer{Action: "errors", Errors: errorsOf(r.Ask, x.view)}
	case r.Ask != nil:
		v = x.printer().modal(r, x.memo(), x.a.opt.Name)
	case r.Refused && x.view.Previous == "":
		v = x.printer().result(r, x.memo(), x.a.opt.Name)
		reply.Action = "push"
	default:
		v = x.printer().result(r, x.memo(), x.a.opt.Name)
	}
	payload := encode(reply)
	if len(payload) >= mostAck || !x.sign(payload) {
		return errors.New("slack: the form is closed already")
	}
	return nil
}

// answerView shows the answer in a view: there is no message below which it could stand.
func (x *exchange) answerView(ctx context.Context, r bot.Reply) error {
	p, m := x.printer(), x.memo()
	var err error
	switch {
	case x.place == pressedModal && r.Ask != nil && readMemo(x.view.Context).Command == "" && x.view.Previous == "":
		err = x.open(ctx, "views.push", p.modal(r, m, x.a.opt.Name))
	case x.place == pressedModal && r.Ask != nil:
		err = x.update(ctx, p.modal(r, m, x.a.opt.Name))
	case x.place == pressedModal:
		err = x.update(ctx, p.result(r, m, x.a.opt.Name))
	case r.Ask != nil:
		err = x.open(ctx, "views.open", p.modal(r, m, x.a.opt.Name))
	default:
		err = x.open(ctx, "views.open", p.result(r, m, x.a.opt.Name))
	}
	x.d.ack.sign(nil)
	return err
}

// update puts another view in the place of the one in which something was pressed.
func (x *exchange) update(ctx context.Context, v slack.ModalViewRequest) error {
	return x.a.call(ctx, x.at, "views.update", func(ctx context.Context, api *slack.Client) error {
		_, err := api.UpdateViewContext(ctx, v, "", x.view.Hash, x.view.ID)
		return err
	})
}

// share shows to the room what one person was told, and takes away what only they saw.
func (x *exchange) share(ctx context.Context, e bot.Envelope) error {
	x.d.ack.sign(nil)
	p := &printer{team: x.team}
	pages := p.pages(e.Reply)
	for _, page := range pages {
		if err := x.respond(ctx, answer{Type: "in_channel", Text: page.text, Blocks: page.blocks, Thread: x.m.From.Thread}); err != nil {
			return err
		}
	}
	if err := x.respond(ctx, answer{Delete: true}); err != nil {
		x.a.log.Info("slack: a shared answer stays visible to its first reader, too", "err", err)
	}
	return nil
}
