package ticket

import (
	"time"

	"ambassador/bot"
	"ambassador/store"
)

// remindAsker reminds the asker once that a question waits for them, and ends the ticket
// when they keep silent.
func (w watch) remindAsker(tx store.Tx, t *Ticket, at time.Time) error {
	zone, err := w.zoneOf(tx, t.Asker)
	if err != nil {
		return err
	}
	if next := w.hours.Next(at, zone); next.After(at) {
		t.Look = next
		return nil
	}
	ref := w.Ref(t.Number)
	if t.Nudges > 0 {
		t.note(at, Party{}, "closed", "there was no word from the asker")
		t.end("closed, as no word came")
		words := bot.Say(w.called(*t) + " is closed, as no answer came to the question about it. You can always ask anew.")
		if _, err := w.tellRaised(tx, w.out, *t, reminder+" end", words); err != nil {
			return err
		}
		seats, err := w.minders(tx, *t)
		if err != nil {
			return err
		}
		return w.nag(tx, *t, seats, "end", bot.Say(w.called(*t)+" is closed: its asker did not answer."), at)
	}
	t.Nudges++
	t.Look = w.hours.Start(at, closingSilence-askerSilence, zone)
	words := bot.Say("There is a question for you about "+w.called(*t)+". If you have no time now, that is fine; it waits for another week or two.",
		bot.Action{Label: "Show it", Line: "status " + ref}, bot.Action{Label: "Answer", Line: "ticket reply " + ref}, bot.Action{Label: "Withdraw it", Line: "ticket withdraw " + ref})
	_, err = w.post(tx, w.out, *t, t.Asker, reminder+" asker", words)
	return err
}

// afterSilence is when the asker is reminded of a question.
func (h *hand) afterSilence(t Ticket, at time.Time) time.Time {
	return h.hours.Start(at, askerSilence, h.zone)
}

// settle ends an answered ticket to which the asker had nothing more to say; or asks for
// the receipt that its kind wants after approval.
func (w watch) settle(tx store.Tx, t *Ticket, at time.Time) error {
	k := w.kindOf(*t)
	if s, _ := k.stage(t.Stage); s.Rests {
		t.Look = time.Time{}
		return nil
	}
	if k.rests() && t.Stage == "" { // answered, and still to be decided on
		t.State = Taken
		return w.start(tx, t, at)
	}
	if t.Stage != approved || k.Receipt == "" {
		t.note(at, Party{}, "closed", "")
		t.end("answered")
		return nil
	}
	t.Stage = receiptAsked
	t.note(at, Party{}, "asked", k.Receipt)
	t.State, t.Nudges, t.Look = Asked, 0, w.hours.Start(at, askerSilence, w.zone)
	_, err := w.post(tx, w.out, *t, t.Asker, "receipt", bot.Say(w.called(*t)+": "+k.Receipt, bot.Action{Label: "Answer", Line: "ticket reply " + w.Ref(t.Number)}))
	return err
}

// receiptAsked is the stage of what was approved once its day is over.
const receiptAsked = "receipt asked for"

// receiptTime is when an approved ticket is looked at again: on the morning after the day
// that it is about, or two weeks later.
func (h *hand) receiptTime(at time.Time) time.Time {
	when, err := time.ParseInLocation(time.DateOnly, h.t.Values["date"], location(h.zone))
	if err != nil || when.AddDate(0, 0, 1).Before(at) {
		when = at.Add(answeredFor)
	}
	return h.hours.Start(when, 1, h.zone)
}
