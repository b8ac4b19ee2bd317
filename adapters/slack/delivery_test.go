package slack_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"ambassador/adapters/slack"
	"ambassador/adapters/slack/slackfake"
	"ambassador/bot"
)

// TestRedelivery: the same message counts once, whatever comes again: the event, the event under another id, the mention
// beside the message.
func TestRedelivery(t *testing.T) {
	both(t, func(t *testing.T, o *office) {
		event := o.DM("anna", `submit title=Once text=Text kind=news`)
		o.Deliver("events_api", event)
		o.Again("events_api", event)
		event["event_id"] = "EvOther"
		o.Again("events_api", event)
		if heard := o.heard("anna"); len(heard) != 1 || heard[0] != "Got it: Once" {
			t.Errorf("a message three times: %q", heard)
		}
		mention := o.InRoom("anna", "Cgeneral", "!ambassador count")
		beside := o.Event(mention["event"].(map[string]any))
		inner := map[string]any{}
		for k, v := range mention["event"].(map[string]any) {
			inner[k] = v
		}
		inner["type"] = "message"
		beside["event"] = inner
		o.Deliver("events_api", beside)
		o.Deliver("events_api", mention)
		if heard := o.heard("anna"); len(heard) != 1 {
			t.Errorf("a mention beside its message: %q", heard)
		}
	})
}

// TestRestartBetween: what was answered before a restart is not answered twice, where history can be read.
func TestRestartBetween(t *testing.T) {
	both(t, func(t *testing.T, o *office) {
		var events []map[string]any
		for n := range 10 {
			text := "count"
			if n%2 == 0 {
				text = fmt.Sprintf("submit title=%d text=Text kind=news", n)
			}
			events = append(events, o.DM(fmt.Sprint("user", n), text))
			o.Deliver("events_api", events[n])
		}
		synctest.Wait()
		o.close()
		o.open()
		for _, e := range events {
			o.Again("events_api", e)
		}
		time.Sleep(time.Minute)
		for n := range events {
			if posted := o.Posted(fmt.Sprint("Duser", n)); len(posted) != 1 {
				t.Errorf("user%d has %d answers", n, len(posted))
			}
		}
	})
}

// TestDoubt: a post that arrived before the connection was cut is found in the history, and not repeated; one that did not
// arrive is.
func TestDoubt(t *testing.T) {
	both(t, func(t *testing.T, o *office) {
		for name, fault := range map[string]slackfake.Fault{
			"cutafter": {ResetAfter: true}, "cutbefore": {Reset: true}, "gateway": {Status: 503}, "garbage": {Garbage: true}, "mute": {Empty: true},
			"internal": {Word: "internal_error"},
		} {
			o.Fail("chat.postMessage", fault)
			o.Deliver("events_api", o.DM(name, "count"))
			time.Sleep(time.Minute)
			if posted := o.Posted("D" + name); len(posted) != 1 {
				t.Errorf("%s: %d answers", name, len(posted))
			}
		}
	})
}

// TestNudges: thirty nudges go out at a second each in one conversation, none inside a Retry-After, and all arrive.
func TestNudges(t *testing.T) {
	in(t, slack.Socket, func(t *testing.T, o *office) {
		o.Fail("chat.postMessage", slackfake.Fault{}, slackfake.Fault{Status: http.StatusTooManyRequests, RetryAfter: 30}, slackfake.Fault{},
			slackfake.Fault{Status: http.StatusTooManyRequests, RetryAfter: 5}, slackfake.Fault{Word: "ratelimited"})
		for n := range 30 {
			e := bot.Envelope{Key: fmt.Sprint("nudge/", n), To: bot.Address{Platform: slack.Platform, Space: slackfake.Team, Room: "Cgeneral"}, Reply: bot.Say(fmt.Sprint("Nudge ", n)), Class: bot.Nudging}
			if err := o.outbox.Post(t.Context(), e); err != nil {
				t.Fatal(err)
			}
		}
		time.Sleep(3 * time.Minute)
		posted := o.Posted("Cgeneral")
		if len(posted) != 30 || o.InsideRetryAfter() > 0 {
			t.Errorf("%d nudges arrived, %d calls inside the time to wait", len(posted), o.InsideRetryAfter())
		}
		var before time.Time
		for n, c := range o.Calls("chat.postMessage") {
			if c.At.Sub(before) < time.Second {
				t.Errorf("call %d comes %s after the one before", n, c.At.Sub(before))
			}
			before = c.At
		}
		for n, m := range posted {
			if m.Text != fmt.Sprint("Nudge ", n) {
				t.Errorf("place %d has %q", n, m.Text)
			}
		}
	})
}

// TestRefresh: Slack replaces a socket every two seconds under load, and nothing that was typed is lost.
func TestRefresh(t *testing.T) {
	in(t, slack.Socket, func(t *testing.T, o *office) {
		var typing sync.WaitGroup
		stop := make(chan struct{})
		typing.Go(func() {
			for {
				select {
				case <-stop:
					return
				case <-time.After(2 * time.Second):
					o.Refresh("refresh_requested", 500*time.Millisecond)
				}
			}
		})
		const lines = 300
		for n := range lines {
			time.Sleep(100 * time.Millisecond)
			typing.Go(func() {
				user := fmt.Sprint("user", n)
				payload, _ := o.SlashPayload(user, "D"+user, "echo hello")
				for range 3 { // Slack brings again what was not acknowledged
					if a := o.Deliver("slash_commands", payload); a.OK && strings.Contains(fmt.Sprint(a.Payload["text"]), "hello") {
						return
					}
				}
				if len(o.Posted("D"+user)) == 0 {
					t.Errorf("%s hears nothing", user)
				}
			})
		}
		close(stop)
		typing.Wait()
		if n := o.adapter.Counts()["slack_refreshed"]; n < 10 {
			t.Errorf("%d sockets were replaced", n)
		}
	})
}

// TestHalfOpen: a socket that goes silent without closing is noticed, and replaced.
func TestHalfOpen(t *testing.T) {
	in(t, slack.Socket, func(t *testing.T, o *office) {
		time.Sleep(15 * time.Second)
		o.HalfOpen()
		if o.Sockets() != 0 {
			t.Fatal("the sockets are still good")
		}
		time.Sleep(50 * time.Second)
		if o.Sockets() != 2 {
			t.Errorf("%d sockets after fifty seconds of silence", o.Sockets())
		}
		o.Slash("anna", "Danna", "count")
		if !contains(o.heard("anna"), "0 items") {
			t.Error("no answer on the new sockets")
		}
	})
}

// TestRefused: what only a person can mend turns readiness red, in words, and mends itself afterwards.
func TestRefused(t *testing.T) {
	in(t, slack.Socket, func(t *testing.T, o *office) {
		if err := o.adapter.Ready(); err != nil {
			t.Fatalf("not ready at first: %v", err)
		}
		for word, want := range map[string]string{
			"invalid_auth": "not valid", "not_allowed_token_type": "not an app-level token", "missing_scope": "connections:write", "internal_error": "internal_error",
		} {
			o.RefuseConnections(word)
			o.CloseSockets()
			time.Sleep(30 * time.Second)
			if err := o.adapter.Ready(); err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%s: ready is %v, want %q", word, err, want)
			}
			o.RefuseConnections("")
			time.Sleep(5 * time.Minute)
			if err := o.adapter.Ready(); err != nil {
				t.Errorf("%s is mended: ready is %v", word, err)
			}
		}
	})
}

// TestSwitchedOff: somebody switches Socket Mode off in Slack's settings; the bot says so, and comes back by itself.
func TestSwitchedOff(t *testing.T) {
	in(t, slack.Socket, func(t *testing.T, o *office) {
		o.RefuseConnections("socket_mode_not_enabled")
		o.Refresh("link_disabled", time.Millisecond)
		o.Refresh("link_disabled", time.Millisecond)
		time.Sleep(10 * time.Second)
		if err := o.adapter.Ready(); err == nil || !strings.Contains(err.Error(), "switched off") {
			t.Errorf("ready is %v", err)
		}
		o.RefuseConnections("")
		time.Sleep(5 * time.Minute)
		if err := o.adapter.Ready(); err != nil {
			t.Errorf("switched on again: ready is %v", err)
		}
	})
}

// TestOddFrames: frames and events that nobody knows are acknowledged or passed over, and the rest goes on.
func TestOddFrames(t *testing.T) {
	in(t, slack.Socket, func(t *testing.T, o *office) {
		for _, frame := range []string{"", "{", "null", "17", `{"type":["x"]}`, `{"type":"hello"}`, `{"envelope_id":{}}`, strings.Repeat("x", 100_000)} {
			o.Frame(frame)
		}
		for kind, payload := range map[string]map[string]any{
			"novelty":    {"x": 1},
			"events_api": o.Event(map[string]any{"type": "canvas_shared", "canvas": map[string]any{}}),
		} {
			if a := o.Deliver(kind, payload); !a.OK {
				t.Errorf("%s was not acknowledged", kind)
			}
		}
		if a := o.Deliver("events_api", map[string]any{"type": "event_callback", "event": "nonsense"}); !a.OK {
			t.Error("a malformed event was not acknowledged")
		}
		o.Slash("anna", "Danna", "count")
		if !contains(o.heard("anna"), "0 items") {
			t.Error("no answer afterwards")
		}
	})
}

// TestSlowCommand: an answer that takes long is acknowledged in time, and given at the response address; when that is
// gone, in a direct message.
func TestSlowCommand(t *testing.T) {
	both(t, func(t *testing.T, o *office) {
		o.slow.Store(int64(10 * time.Second))
		o.Slash("anna", "Cgeneral", "count")
		time.Sleep(20 * time.Second)
		if heard := o.heard("anna"); len(heard) != 1 || len(o.Calls("response_url")) != 1 {
			t.Errorf("heard %q", heard)
		}
		o.Fail("response_url", slackfake.Fault{Status: 404})
		o.Slash("anna", "Cgeneral", "count")
		time.Sleep(20 * time.Second)
		if posted := o.Posted("Danna"); len(posted) != 1 {
			t.Errorf("posted %+v", posted)
		}
	})
}

// TestLongAnswer: an answer too large for an acknowledgement arrives whole, in pieces that Slack takes.
func TestLongAnswer(t *testing.T) {
	both(t, func(t *testing.T, o *office) {
		o.Slash("anna", "Danna", "recite")
		synctest.Wait()
		var all string
		for _, w := range o.Calls("response_url") {
			all += fmt.Sprint(w.Args["blocks"])
		}
		if !strings.Contains(all, "Group 0*") || !strings.Contains(all, "Group 119*") {
			t.Errorf("not whole: %d characters in %d pieces", len(all), len(o.Calls("response_url")))
		}
	})
}

// TestUninstalled: a workspace that removed the app is sent nothing more, and told to whoever runs the bot.
func TestUninstalled(t *testing.T) {
	both(t, func(t *testing.T, o *office) {
		o.Deliver("events_api", o.Event(map[string]any{"type": "app_uninstalled"}))
		if err := o.outbox.Post(t.Context(), bot.Envelope{Key: "nudge/1", To: slackfake.Account("anna"), Reply: bot.Say("How are you?")}); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Minute)
		if len(o.Posted("Danna")) > 0 || o.adapter.Ready() == nil {
			t.Errorf("posted %v, ready %v", o.Posted("Danna"), o.adapter.Ready())
		}
	})
}

// TestNothingSecretIsLogged: neither tokens nor addresses nor anybody's words are in the log, even for debugging and after
// every kind of failure.
func TestNothingSecretIsLogged(t *testing.T) {
	both(t, func(t *testing.T, o *office) {
		words := []string{"canary", "heirloom-tomato", "anna-is-her-name"}
		for _, f := range []slackfake.Fault{{}, {Reset: true}, {Status: 500}, {Garbage: true}, {Word: "invalid_auth"}, {Word: "channel_not_found"}, {Status: 429, RetryAfter: 1}} {
			for _, method := range []string{"chat.postMessage", "response_url", "views.open", "users.info", "conversations.history", "apps.connections.open"} {
				o.Fail(method, f)
			}
			o.Deliver("events_api", o.DM("anna-is-her-name", "echo heirloom-tomato"))
			o.slow.Store(int64(3 * time.Second))
			o.Slash("anna-is-her-name", "Cgeneral", "count heirloom-tomato")
			o.Slash("anna-is-her-name", "Cgeneral", "count")
			o.slow.Store(0)
			o.Slash("anna-is-her-name", "Cgeneral", "submit title=heirloom-tomato")
			o.CloseSockets()
			time.Sleep(2 * time.Minute)
		}
		o.Frame("heirloom-tomato")
		synctest.Wait()
		log := o.log.String()
		for _, w := range words {
			if at := strings.Index(log, w); at >= 0 {
				t.Errorf("the log tells %q: …%s", w, log[max(0, at-150):min(len(log), at+50)])
			}
		}
		if !strings.Contains(log, "slack:") {
			t.Error("nothing was logged at all")
		}
	})
}

// TestLostAcknowledgement: when the acknowledgement with the answer is lost, Slack brings the command again, and gets the
// same answer.
func TestLostAcknowledgement(t *testing.T) {
	in(t, slack.Socket, func(t *testing.T, o *office) {
		for _, text := range []string{"echo hello", "submit title=Once text=Text kind=news"} {
			payload, _ := o.SlashPayload("anna", "Danna", text)
			o.LoseAcks(1)
			if a := o.Deliver("slash_commands", payload); a.OK {
				t.Fatal("the acknowledgement was not lost")
			}
			a := o.Again("slash_commands", payload)
			if answer := fmt.Sprint(a.Payload["text"]); !strings.Contains(answer, "hello") && !strings.Contains(answer, "Got it") {
				t.Errorf("%s, once more: %v", text, a.Payload)
			}
		}
	})
}

// TestOrder: what one person types in a row is understood in that order, however long each takes.
func TestOrder(t *testing.T) {
	in(t, slack.Socket, func(t *testing.T, o *office) {
		o.slow.Store(int64(300 * time.Millisecond))
		lines := []string{"submit", "The title", "The text", "news", "skip", "count"}
		var typing sync.WaitGroup
		for _, line := range lines {
			event := o.DM("anna", line)
			typing.Go(func() { o.Deliver("events_api", event) })
			time.Sleep(time.Millisecond)
		}
		typing.Wait()
		time.Sleep(10 * time.Second)
		heard := o.heard("anna")
		if len(heard) != len(lines) || !contains(heard, "Got it: The title") || heard[len(heard)-1] != "1 items" {
			t.Errorf("heard %q", heard)
		}
	})
}

// TestViewsThatFail: what a view cannot show arrives in a direct message, and no dead letter is left; a home that fails is no
// message, and shown at the next visit.
func TestViewsThatFail(t *testing.T) {
	both(t, func(t *testing.T, o *office) {
		o.Fail("views.open", slackfake.Fault{Word: "expired_trigger_id"})
		o.Shortcut("anna", "say:submit")
		time.Sleep(5 * time.Second)
		if posted := o.Posted("Danna"); len(posted) != 1 || !strings.Contains(posted[0].Text, "Title?") {
			t.Errorf("posted %+v", posted)
		}
		o.Fail("views.publish", slackfake.Fault{Status: 500}, slackfake.Fault{Status: 429, RetryAfter: 5})
		o.OpenHome("bert")
		time.Sleep(10 * time.Second)
		o.OpenHome("bert")
		time.Sleep(10 * time.Second)
		o.OpenHome("bert")
		time.Sleep(10 * time.Second)
		if len(o.Posted("Dbert")) > 0 || o.Home("bert") == nil {
			t.Errorf("posted %v, home %v", o.Posted("Dbert"), o.Home("bert"))
		}
	})
}

// TestOneMethodHeld: that one method has to wait keeps no word in another one back.
func TestOneMethodHeld(t *testing.T) {
	in(t, slack.Socket, func(t *testing.T, o *office) {
		o.Fail("views.open", slackfake.Fault{Status: http.StatusTooManyRequests, RetryAfter: 120})
		o.Shortcut("anna", "say:submit")
		if err := o.outbox.Post(t.Context(), bot.Envelope{Key: "nudge/1", To: slackfake.Account("bert"), Reply: bot.Say("How are you?")}); err != nil {
			t.Fatal(err)
		}
		time.Sleep(5 * time.Second)
		if len(o.Posted("Dbert")) != 1 || len(o.Posted("Danna")) != 1 {
			t.Errorf("bert has %d messages, anna %d", len(o.Posted("Dbert")), len(o.Posted("Danna")))
		}
	})
}

// TestPagesOnce: a long answer that is interrupted goes on where it was.
func TestPagesOnce(t *testing.T) {
	both(t, func(t *testing.T, o *office) {
		o.Fail("chat.postMessage", slackfake.Fault{}, slackfake.Fault{Status: http.StatusTooManyRequests, RetryAfter: 10})
		o.Deliver("events_api", o.DM("anna", "recite"))
		time.Sleep(2 * time.Minute)
		seen := map[string]int{}
		for _, m := range o.Posted("Danna") {
			seen[m.ID]++
		}
		if len(seen) != 3 || len(o.Posted("Danna")) != 3 {
			t.Errorf("pages %v", seen)
		}
	})
}

// TestHistoryLater: where the history cannot be read at this moment, a post in doubt waits for it.
func TestHistoryLater(t *testing.T) {
	both(t, func(t *testing.T, o *office) {
		o.Fail("chat.postMessage", slackfake.Fault{ResetAfter: true})
		o.Fail("conversations.history", slackfake.Fault{Status: 500}, slackfake.Fault{Reset: true})
		o.Deliver("events_api", o.DM("anna", "count"))
		time.Sleep(5 * time.Minute)
		if posted := o.Posted("Danna"); len(posted) != 1 {
			t.Errorf("%d answers", len(posted))
		}
	})
}

// TestFormDuringTheEnd: a form that is sent while the bot ends stays open with what was filled in.
func TestFormDuringTheEnd(t *testing.T) {
	in(t, slack.HTTP, func(t *testing.T, o *office) {
		o.Slash("anna", "Danna", "submit")
		form := o.View("anna")
		o.close()
		a := o.Submit("anna", form, map[string]string{"title": "Day", "text": "Now", "kind": "news"})
		errors, _ := a.Payload["errors"].(map[string]any)
		if a.Payload["response_action"] != "errors" || len(errors) != 1 {
			t.Errorf("the form is answered %v", a.Payload)
		}
		o.open()
	})
}

// TestUnknownGuest: nobody is let in because Slack cannot tell who they are.
func TestUnknownGuest(t *testing.T) {
	both(t, func(t *testing.T, o *office) {
		o.Fail("users.info", slackfake.Fault{Status: 500})
		o.Slash("coordinator", "Dcoordinator", "close")
		if contains(o.heard("coordinator"), "Closed") {
			t.Error("let in without a profile")
		}
		o.Slash("coordinator", "Dcoordinator", "close")
		if !contains(o.heard("coordinator"), "Closed") {
			t.Error("not let in with one")
		}
	})
}

// TestWaitingTurn: a slow answer to one thing keeps no acknowledgement of the next one back.
func TestWaitingTurn(t *testing.T) {
	both(t, func(t *testing.T, o *office) {
		o.Slash("anna", "Danna", "count")
		at, button := o.Shown("anna", "Again")
		o.Fail("response_url", slackfake.Fault{Slow: 6 * time.Second})
		go o.Press("anna", at, button)
		time.Sleep(100 * time.Millisecond)
		if a := o.Slash("anna", "Danna", "count"); a.Took > 3*time.Second {
			t.Errorf("acknowledged after %s", a.Took)
		}
		time.Sleep(10 * time.Second)
	})
}
