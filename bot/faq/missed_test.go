package faq_test

import (
	"strings"
	"testing"
	"time"

	"ambassador/bot"
	"ambassador/store"
)

// stored counts the records whose keys hold a name, and the bytes in which a word stands anywhere.
func (h *hall) stored(bucket, word string) (n, found int) {
	h.t.Helper()
	err := h.db.View(h.t.Context(), space, func(tx store.Tx) error {
		for key, value := range tx.Scan(nil, nil) {
			if !strings.HasPrefix(string(key), string(store.K(bucket))) {
				continue
			}
			n++
			if strings.Contains(string(key)+string(value), word) {
				found++
			}
		}
		return nil
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return n, found
}

// Questions without an answer are kept without whoever asked, for as long as configured; not at all where nobody wants that.
func TestMissed(t *testing.T) {
	h := open(t)
	for range 3 {
		h.say("somebody-curious", "ask where do the unicorns sleep?")
	}
	h.want("chief", "faq unanswered", "3 times")
	for _, bucket := range []string{"faq missed", "faq asked", "faq number"} {
		if n, found := h.stored(bucket, "curious"); n == 0 || found > 0 {
			t.Errorf("%s has %d records, %d of them with the asker", bucket, n, found)
		}
	}
	h.look("faq forget", h.at.AddDate(0, 0, 89))
	h.want("chief", "faq unanswered", "unicorns")
	h.look("faq forget", h.at.AddDate(0, 0, 91))
	h.want("chief", "faq unanswered", "Every question of late has an answer")
	h.keep = 0
	h.restart()
	h.say("member", "ask where do the unicorns sleep?")
	h.want("chief", "faq unanswered", "are not kept here")
	if n, _ := h.stored("faq missed", ""); n != 0 {
		t.Errorf("%d questions are kept though none should be", n)
	}
}

// What was said of an answer counts once, the last word of it; another answer counts for itself.
func TestVerdicts(t *testing.T) {
	h := open(t)
	first := h.want("member", "ask where can I find cake?", "kitchen")
	for range 3 {
		h.press("member", first, "Helpful")
	}
	h.want("chief", "faq show cake", "helped 1, did not help 0")
	h.press("member", first, "Not helpful")
	h.press("member", first, "Not helpful")
	h.want("chief", "faq show cake", "helped 0, did not help 1")
	h.press("member", h.say("member", "ask where can I find cake?"), "Helpful")
	h.want("chief", "faq show cake", "helped 1, did not help 1")
	h.want("chief", "faq unanswered", "1 · where can I find cake? · 26 November 2026 · did not help: cake")
	if _, found := h.stored("faq verdict", "member"); found != 0 {
		t.Error("who said so is kept")
	}
	h.look("faq forget", h.at.AddDate(0, 0, 500))
	h.want("chief", "faq show cake", "helped 0, did not help 0")
	for _, bucket := range []string{"faq verdict", "faq tally", "faq missed", "faq asked"} {
		if n, _ := h.stored(bucket, ""); n != 0 {
			t.Errorf("%s has %d records after a year and more", bucket, n)
		}
	}
}

// overhear has somebody say something to others in a thread.
func (h *hall) overhear(who, thread, text string) bot.Reply {
	m := h.message(who, text)
	m.Private, m.Overheard = false, true
	m.From.Room, m.From.Thread = "plaza", thread
	return h.hand(m)
}

// Nobody is answered unasked but where that is wanted, once in a thread, though the bot restarts; and nothing is kept of it.
func TestUnasked(t *testing.T) {
	h := open(t)
	const clear = "where can I find cake?"
	if reply := h.overhear("member", "1", clear); reply.Text != "" {
		t.Errorf("an answer in a room that does not want it: %q", reply.Text)
	}
	m := h.message("chief", "settings faq auto")
	m.Addressed, m.From.Room = true, "plaza"
	h.hand(m)
	if reply := h.overhear("member", "1", clear); !strings.Contains(reply.Text, "kitchen") || reply.Private {
		t.Errorf("no answer: %+v", reply)
	}
	h.restart()
	if reply := h.overhear("other", "1", "when is tea served?"); reply.Text != "" {
		t.Errorf("a second answer in the thread: %q", reply.Text)
	}
	if reply := h.overhear("other", "2", "when is tea served?"); !strings.Contains(reply.Text, "at four") {
		t.Errorf("no answer in another thread: %q", reply.Text)
	}
	for _, text := range []string{"where do the unicorns sleep?", "lovely weather", "👍"} {
		if reply := h.overhear("member", "3", text); reply.Text != "" {
			t.Errorf("%q is answered with %q", text, reply.Text)
		}
	}
	if n, _ := h.stored("faq missed", ""); n != 0 {
		t.Errorf("%d questions are kept that nobody asked the bot", n)
	}
	h.look("faq forget", h.at.Add(40*24*time.Hour))
	if n, _ := h.stored("faq thread", ""); n != 0 {
		t.Errorf("%d threads are remembered for ever", n)
	}
}
