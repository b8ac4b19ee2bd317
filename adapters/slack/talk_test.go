package slack_test

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"ambassador/adapters/slack/slackfake"
)

// TestFormFilled: a command without its values opens a form; what is wrong is told beside the input, and the outcome takes
// the form's place.
func TestFormFilled(t *testing.T) {
	both(t, func(t *testing.T, o *office) {
		o.Slash("anna", "Cgeneral", "submit")
		form := o.View("anna")
		if form == nil {
			t.Fatal("no form was opened")
		}
		filled := map[string]string{"title": "Cloud day <3", "text": "On 3 May.", "kind": "event", "link": "nowhere"}
		a := o.Submit("anna", form, filled)
		errors, _ := a.Payload["errors"].(map[string]any)
		if a.Payload["response_action"] != "errors" || !strings.Contains(errors["link"].(string), "not a link") {
			t.Fatalf("a wrong link: %v", a.Payload)
		}
		filled["link"] = "https://example.org"
		if a := o.Submit("anna", form, filled); a.Payload["response_action"] != "update" || !contains(o.heard("anna"), "Got it: Cloud day <3") {
			t.Errorf("the form: %v", a.Payload)
		}
		again := o.Submit("anna", form, filled)
		if again.Payload["response_action"] != "push" || !contains(o.heard("anna"), "already") {
			t.Errorf("a refusal leaves the form as it is: %v", again.Payload)
		}
		if answers := o.Calls("chat.postMessage"); len(answers) > 0 {
			t.Errorf("posted besides: %v", answers)
		}
	})
}

// TestFormByButton: where no form can be opened any more, a button opens it, with what is known.
func TestFormByButton(t *testing.T) {
	both(t, func(t *testing.T, o *office) {
		o.Fail("views.open", slackfake.Fault{Word: "expired_trigger_id"})
		o.Slash("anna", "Cgeneral", `submit title="Cloud day"`)
		if !contains(o.heard("anna"), "Text?") {
			t.Error("the question is not asked in words")
		}
		at, button := o.Shown("anna", "Fill in the form")
		if button == nil {
			t.Fatal("no button opens the form")
		}
		o.Press("anna", at, button)
		form := o.View("anna")
		if form == nil {
			t.Fatal("the button opens no form")
		}
		o.Submit("anna", form, map[string]string{"text": "On 3 May.", "kind": "news"})
		if !contains(o.heard("anna"), "Got it: Cloud day") {
			t.Error("what was known is not in the form")
		}
	})
}

// TestShare: a private answer is shown to the room only when its reader says so.
func TestShare(t *testing.T) {
	both(t, func(t *testing.T, o *office) {
		o.Slash("anna", "Cgeneral", "echo Berlin & <!channel>")
		if len(o.Posted("Cgeneral")) > 0 {
			t.Fatal("the room saw a private answer")
		}
		at, button := o.Shown("anna", "Share with the room")
		if button == nil {
			t.Fatal("no button to share")
		}
		o.Press("anna", at, button)
		o.Press("anna", at, button)
		synctest.Wait()
		if posted := o.Posted("Cgeneral"); len(posted) != 1 || !strings.Contains(posted[0].Text, "You said: Berlin &amp; &lt;!channel&gt;") {
			t.Errorf("the room sees %+v", posted)
		}
		calls := o.Calls("response_url")
		if len(calls) != 2 || calls[1].Args["delete_original"] != true {
			t.Errorf("the private answer stays: %v", calls)
		}
		o.Slash("anna", "Danna", "echo Berlin")
		if at, button := o.Shown("anna", "Share with the room"); button != nil && at.Channel() == "Danna" {
			t.Error("nothing to share with in a conversation of two")
		}
	})
}

// TestShortcuts: the menu opens a form, and the menu of a message brings its words along.
func TestShortcuts(t *testing.T) {
	both(t, func(t *testing.T, o *office) {
		o.Shortcut("anna", "say:submit")
		if o.View("anna") == nil {
			t.Fatal("the shortcut opens no form")
		}
		o.MessageShortcut("bert", "take:submit", "Cgeneral", "Meet & greet with @console:carl")
		form := o.View("bert")
		if form == nil {
			t.Fatal("the shortcut of a message opens no form")
		}
		o.Submit("bert", form, map[string]string{"title": "Meet", "kind": "event"})
		if !contains(o.heard("bert"), "Got it: Meet") {
			t.Error("the words of the message are not in the form")
		}
		o.Shortcut("anna", "say:gone since the upgrade")
		if !contains(o.heard("anna"), "older than I am now") {
			t.Error("an old shortcut gets no answer")
		}
	})
}

// TestLongMenu: a choice of five hundred asks for its options while somebody types.
func TestLongMenu(t *testing.T) {
	both(t, func(t *testing.T, o *office) {
		o.Slash("anna", "Danna", "town")
		form := o.View("anna")
		if form == nil {
			t.Fatal("no form")
		}
		if all := o.Suggest("anna", form, "town", ""); len(all) != 100 {
			t.Errorf("%d options before anything is typed", len(all))
		}
		some := o.Suggest("anna", form, "town", "n 49")
		if len(some) != 10 || some[0] != "Town 490" {
			t.Errorf("options %v", some)
		}
		o.Submit("anna", form, map[string]string{"town": some[0]})
		if !contains(o.heard("anna"), "You live in Town 490") {
			t.Error("the choice is not taken")
		}
	})
}

// TestHome: the home is published when it is opened, left alone while nothing changes, and follows what does.
func TestHome(t *testing.T) {
	both(t, func(t *testing.T, o *office) {
		o.OpenHome("coordinator")
		synctest.Wait()
		if o.Home("coordinator") == nil {
			t.Fatal("no home")
		}
		o.OpenHome("coordinator")
		synctest.Wait()
		if n := len(o.Calls("views.publish")); n != 1 {
			t.Errorf("published %d times, and nothing has changed", n)
		}
		o.Deliver("events_api", o.DM("coordinator", "submit title=Day text=Now"))
		o.OpenHome("coordinator")
		synctest.Wait()
		at, button := o.Shown("coordinator", "Answer it")
		if button == nil || len(o.Calls("views.publish")) != 2 {
			t.Fatalf("the open question is not shown after %d publications", len(o.Calls("views.publish")))
		}
		o.Press("coordinator", at, button)
		o.Submit("coordinator", o.View("coordinator"), map[string]string{"kind": "news"})
		synctest.Wait()
		if _, button := o.Shown("coordinator", "Dead letters"); button == nil || len(o.Calls("views.publish")) != 3 {
			t.Errorf("the answered question stays in the home: %d publications", len(o.Calls("views.publish")))
		}
	})
}

// TestWelcome: who joins is greeted once, in a direct message.
func TestWelcome(t *testing.T) {
	both(t, func(t *testing.T, o *office) {
		o.Join("newcomer")
		time.Sleep(5 * time.Second)
		if posted := o.Posted("Dnewcomer"); len(posted) != 1 || !strings.Contains(posted[0].Text, "I am Ambassador") {
			t.Errorf("posted %+v", posted)
		}
	})
}

// TestProfiles: zone and visitors are known where an answer depends on them, and nobody waits for them elsewhere.
func TestProfiles(t *testing.T) {
	both(t, func(t *testing.T, o *office) {
		o.Set("anna", func(p *slackfake.Person) { p.Zone = "Asia/Tokyo" })
		o.Set("coordinator", func(p *slackfake.Person) { p.Restricted = true })
		o.Latency(800 * time.Millisecond)
		if a := o.Slash("anna", "Danna", "zone"); a.Took > 2*time.Second || !contains(o.heard("anna"), "Asia/Tokyo") {
			t.Errorf("the zone was not waited for: %s", a.Took)
		}
		time.Sleep(10 * time.Second)
		o.Slash("anna", "Danna", "zone")
		if n := len(o.Calls("users.info")); n != 1 {
			t.Errorf("asked %d times about one person", n)
		}
		if a := o.Slash("bert", "Dbert", "count"); a.Took > 100*time.Millisecond {
			t.Errorf("an answer that depends on nobody took %s", a.Took)
		}
		o.Slash("coordinator", "Dcoordinator", "close")
		if heard := o.heard("coordinator"); contains(heard, "Closed") || !contains(heard, "coordinators only") {
			t.Errorf("a visitor closes the office: %q", heard)
		}
		o.Set("gone", func(p *slackfake.Person) { p.Deleted = true })
		gone, err := o.adapter.Gone(t.Context(), accounts("anna", "gone"))
		if err != nil || len(gone) != 1 || gone[0].User != "gone" {
			t.Errorf("gone: %v, %v", gone, err)
		}
	})
}

// TestButtons: another person's press is theirs, two presses are two questions, and buttons survive restart and upgrade.
func TestButtons(t *testing.T) {
	both(t, func(t *testing.T, o *office) {
		o.Slash("anna", "Cgeneral", "count")
		at, button := o.Shown("anna", "Again")
		o.heard("anna")
		o.Press("bert", at, button)
		if heard := o.heard("bert"); len(heard) != 1 || len(o.Posted("Cgeneral")) > 0 {
			t.Errorf("bert hears %q", heard)
		}
		o.close()
		o.open()
		o.Press("anna", at, button)
		o.Press("anna", at, button)
		if heard := o.heard("anna"); len(heard) != 2 {
			t.Errorf("two presses after a restart: %q", heard)
		}
		button["value"] = "cuont"
		o.Press("anna", at, button)
		if !contains(o.heard("anna"), "Here is the current one") {
			t.Error("a button from before an upgrade")
		}
	})
}

// TestFormClosed: who closes a form is not asked any more, and what they write next is no answer to it.
func TestFormClosed(t *testing.T) {
	both(t, func(t *testing.T, o *office) {
		o.Slash("anna", "Danna", "submit")
		o.heard("anna")
		o.CloseForm("anna", o.View("anna"))
		if heard := o.heard("anna"); len(heard) > 0 {
			t.Errorf("closing a form is answered %q", heard)
		}
		o.Deliver("events_api", o.DM("anna", "what a day"))
		if heard := o.heard("anna"); !contains(heard, "I do not know") {
			t.Errorf("the next words: %q", heard)
		}
	})
}
