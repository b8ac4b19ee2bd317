package bot

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"errors"
	"fmt"
	"strings"
	"time"

	"ambassador/store"
)

// replyTime is how long a reply is worth delivering after the question.
const replyTime = 15 * time.Minute

// longest is how many bytes of a message are read at all; no command needs more.
const longest = 64 << 10

// tidy makes a message safe to work with: cut to size, valid, without control
// characters, and dated.
func (m Message) tidy() Message {
	if len(m.Text) > longest {
		m.Text = m.Text[:longest]
	}
	m.Text = strings.TrimSpace(clean(m.Text))
	m.Overheard = m.Overheard && m.uncalled()
	if y := m.At.Year(); m.At.IsZero() || y < 1 || y > 9999 { // JSON knows no other years, and senders choose theirs
		m.At = time.Now()
	}
	return m
}

// envelope addresses a reply to the asker. A private one leaves a room that
// others read for the direct conversation. Without a reply it is empty.
func (r *Router) envelope(m Message, reply Reply, secret bool) Envelope {
	if reply.empty() || m.Late > replyTime {
		return Envelope{} // nobody waits any more; what was said is done all the same
	}
	reply = reply.late(m.Late)
	to := m.From
	if reply.Private && !m.Private {
		to = m.From.Account()
	}
	reply.Private = reply.Private || m.Private && !m.From.Direct() // the outbox, too, must show it to one person only
	key := m.key()
	if key == "" {
		key = "unnamed/" + reference()
	}
	return Envelope{Key: "reply/" + key + "/0", To: to, Reply: reply, Deadline: m.At.Add(replyTime), Secret: secret}
}

// late marks a reply to words that were under way for long.
func (r Reply) late(by time.Duration) Reply {
	if by < time.Minute {
		return r
	}
	note := fmt.Sprintf("You wrote this %d minutes ago; I could not listen then.", int(by.Minutes()))
	if by < 2*time.Minute {
		note = "You wrote this a minute ago; I could not listen then."
	}
	if len(r.Blocks) > 0 {
		r.Blocks = append([]Block{{Section: &Section{Text: note}}}, r.Blocks...)
	}
	r.Text = note + "\n\n" + r.Text
	return r
}

// warned tells somebody that others have read what they said in confidence.
func (r Reply) warned() Reply {
	note := "You said that where others read it. Please delete it there."
	if len(r.Blocks) > 0 {
		r.Blocks = append([]Block{{Section: &Section{Text: note}}}, r.Blocks...)
	}
	r.Text = note + "\n\n" + r.Text
	return r
}

// shareable notes how others can be shown what one person alone was told in a room.
func (r Reply) shareable(req *Request) Reply {
	if m := req.Message; m.Private && !m.From.Direct() && !r.Private && !r.empty() {
		if line := req.Command.Line(req.Values); len(line) < buttonLine {
			r.Again = line
		}
	}
	return r
}

// post hands the reply to the platform while it waits, and leaves it to the
// outbox where that is not possible.
func (r *Router) post(ctx context.Context, m Message, p posting, answer Answer) error {
	switch {
	case p.envelope.Key == "" && p.stored:
		r.outbox.Wake() // the handler may have put words to others
		return nil
	case p.envelope.Key == "":
		return nil
	case p.stored:
		r.outbox.answered(ctx, p, answer)
		return nil
	}
	if !r.answered.add(m.key()) {
		return nil // answered meanwhile, at another delivery
	}
	if answer != nil {
		failed := answer(ctx, p.envelope)
		if failed == nil {
			return nil
		}
		p.envelope = r.outbox.after(p.envelope, failed)
	}
	// From here on the outbox answers, so the message counts as seen: delivered again, it must not be answered besides.
	err := r.db.Update(ctx, r.space, func(tx store.Tx) error {
		return errors.Join(markSeen(tx, m.key()), r.outbox.Put(tx, p.envelope))
	})
	if err != nil {
		r.answered.remove(m.key())
	}
	r.outbox.Wake()
	return err
}

// apologise tells the person that something failed which is not their fault, and
// keeps their words for somebody to look at. Where even that is impossible, they
// are told that nothing was recorded, and the error asks for redelivery.
//
// Of words said in confidence nothing is kept: others would read it.
func (r *Router) apologise(ctx context.Context, m Message, cause error, secret bool, answer Answer) error {
	if ctx.Err() != nil {
		return cause // the program ends, and the platform repeats it
	}
	ref := reference()
	r.log.Error("a message could not be answered", "ref", ref, "platform", m.From.Platform, "err", cause)
	text := "Sorry, something went wrong here. Your words are kept, and somebody will look (reference " + ref + ")."
	letter := Letter{Ref: ref, At: time.Now(), Reason: "a message could not be answered", Message: &m, Secret: secret}
	if secret {
		text = "Sorry, something went wrong here, and nobody has your words. Please try again later (reference " + ref + ")."
		letter.Message = nil
	}
	p := posting{envelope: r.envelope(m, Reply{Text: text, Private: true}, secret), stored: true}
	err := r.db.Update(ctx, r.space, func(tx store.Tx) (err error) {
		if err := markSeen(tx, m.key()); err != nil {
			return err
		}
		if err := bury(tx, letter); err != nil {
			return err
		}
		p.direct, err = r.outbox.putAnswer(tx, p.envelope)
		return err
	})
	if err == nil {
		return r.post(ctx, m, p, answer)
	}
	if r.unkept.add(m.key()) && answer != nil {
		text := "Sorry, I cannot write anything down right now, so this was not recorded. Please try again later (reference " + ref + ")."
		e := r.envelope(m, Reply{Text: text, Private: true, Refused: true}, secret)
		if told := e.answer(ctx, answer); told != nil {
			r.log.Warn("an apology could not be delivered", "ref", ref, "err", told)
		}
	}
	return errors.Join(cause, fmt.Errorf("router: keep message: %w", err))
}

// answer gives an envelope to the waiting platform, unless it holds no answer.
func (e Envelope) answer(ctx context.Context, answer Answer) error {
	if e.Key == "" {
		return nil
	}
	return answer(ctx, e)
}

// reference makes a short name that people can read out: seven letters and
// digits without those that look alike.
func reference() string {
	var b [5]byte
	rand.Read(b[:]) // never fails, see crypto/rand
	return base32.NewEncoding("ABCDEFGHJKLMNPQRSTUVWXYZ23456789").WithPadding(base32.NoPadding).EncodeToString(b[:])[:7]
}
