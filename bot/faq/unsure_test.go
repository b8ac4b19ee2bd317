package faq_test

import (
	"strings"
	"testing"

	"ambassador/bot"
)

// doubtful asks questions that have less and less to do with cake, until one is neither clear nor unknown, and returns it with
// the reply.
func (h *hall) doubtful(say func(string) bot.Reply) (question string, reply bot.Reply) {
	h.t.Helper()
	for _, begins := range []string{"is there cake", "cake", "where is my cake", "who baked it", "any cake left", "find cake"} {
		question = "ask " + begins
		for _, word := range strings.Fields("left on Tuesday for penguins who juggle with knives at night under water in the woods") {
			question += " " + word
			if reply = say(question); strings.HasPrefix(reply.Text, "Did you mean") && len(reply.Actions()) > 1 && reply.Actions()[0].Label == "Cake" {
				return question, reply
			}
		}
	}
	h.t.Fatal("every question is either clear or unknown")
	return question, reply
}

// What is nearly clear is asked back; what the asker then takes, the curators are shown.
func TestDidYouMean(t *testing.T) {
	h := open(t)
	h.look("faq", h.at)
	question, reply := h.doubtful(func(q string) bot.Reply { return h.say("member", q) })
	actions := reply.Actions()
	if n := len(actions); n < 2 || n > 4 || actions[0].Label != "Cake" || actions[n-1].Label != "Ask a person" || !strings.HasPrefix(actions[n-1].Line, "contact food") {
		t.Fatalf("%q is answered with %v", question, actions)
	}
	if reply := h.press("member", reply, "Cake"); !strings.Contains(reply.Text, "kitchen") {
		t.Errorf("the entry says %q", reply.Text)
	}
	h.want("chief", "faq unanswered", strings.TrimPrefix(question, "ask ")+" · 26 November 2026 · was looked up: cake")
	_, reply = h.doubtful(func(q string) bot.Reply {
		m := h.message("member", strings.TrimPrefix(q, "ask "))
		m.Private, m.Addressed, m.From.Room = false, true, "plaza"
		return h.hand(m)
	})
	if !reply.Private {
		t.Errorf("others read a reply that is not sure: %+v", reply)
	}
	for _, a := range h.doubtfulOverheard() {
		t.Errorf("an unasked reply offers %v", a)
	}
}

// doubtfulOverheard lists what is offered to those who did not ask, in a room that wants answers.
func (h *hall) doubtfulOverheard() (actions []bot.Action) {
	m := h.message("chief", "settings faq auto")
	m.Addressed, m.From.Room = true, "plaza"
	h.hand(m)
	for _, text := range []string{"is there cake on Tuesday for penguins", "is there cake left on Tuesday for penguins who juggle"} {
		if reply := h.overhear("member", text, text); strings.HasPrefix(reply.Text, "Did you mean") {
			actions = append(actions, reply.Actions()...)
		}
	}
	return actions
}

// A curator sees what a question would get, why, and since when.
func TestExplain(t *testing.T) {
	h := open(t)
	h.want("chief", "faq phrasing keys qwx zzyx vbb", "From now on")
	h.want("chief", "faq explain qwx zzyx vbb", "Learnt: not all of it yet")
	h.look("faq", h.at)
	text := h.say("chief", "faq explain qwx zzyx vbb").Text
	for _, want := range []string{"Asked: an answer, from 50 % on", "Most likely: keys (", "Most like: “qwx zzyx vbb”", "Known since: 26 November 2026"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in:\n%s", want, text)
		}
	}
	h.want("chief", "faq explain Who baked the cake?", "Known since: the files")
	h.want("chief", "faq explain Can penguins fly backwards?", "Asked: no answer, and a person to ask\nUnasked: silence")
}
