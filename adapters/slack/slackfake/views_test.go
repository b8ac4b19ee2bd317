package slackfake_test

import (
	"bytes"
	"net/http"
	"path"
	"strings"
	"testing"
	"time"

	api "github.com/slack-go/slack"

	"ambassador/adapters/slack/slackfake"
)

// modal is a form of one input, with a button above it.
func modal(title string) api.ModalViewRequest {
	words := func(text string) *api.TextBlockObject {
		return api.NewTextBlockObject(api.PlainTextType, text, false, false)
	}
	return api.ModalViewRequest{
		Type: api.VTModal, CallbackID: "form", Title: words(title), Submit: words("Send"),
		Blocks: api.Blocks{BlockSet: []api.Block{
			api.NewActionBlock("", api.NewButtonBlockElement("say:1", "more", words("More"))),
			api.NewInputBlock("title", words("Title?"), nil, api.NewPlainTextInputBlockElement(nil, "in")),
		}},
	}
}

// triggerOf is the trigger of the newest delivery of a kind.
func triggerOf(a *app, kind string) string {
	came := a.frames(kind)
	trigger, _ := came[len(came)-1].Payload["trigger_id"].(string)
	return trigger
}

// TestTriggers: a trigger opens one view, and within three seconds.
func TestTriggers(t *testing.T) {
	in(t, func(t *testing.T, s *slackfake.Slack) {
		c, a := client(s, slackfake.BotToken), connect(t, s)
		s.Slash("anna", "Danna", "submit")
		trigger := triggerOf(a, "slash_commands")
		v, err := c.OpenViewContext(t.Context(), trigger, modal("Submit"))
		if err != nil || s.View("anna") == nil || s.View("anna").ID != v.ID {
			t.Fatalf("opened %+v, %v", v, err)
		}
		if _, err := c.OpenViewContext(t.Context(), trigger, modal("Submit")); err == nil || err.Error() != "exchanged_trigger_id" {
			t.Errorf("opened twice: %v", err)
		}
		s.Shortcut("anna", "say:submit")
		time.Sleep(3100 * time.Millisecond)
		if _, err := c.OpenViewContext(t.Context(), triggerOf(a, "interactive"), modal("Submit")); err == nil || err.Error() != "expired_trigger_id" {
			t.Errorf("opened late: %v", err)
		}
	})
}

// TestStack: three modals stand on top of each other, the upper ones opened from within, and hashes keep old updates out.
func TestStack(t *testing.T) {
	in(t, func(t *testing.T, s *slackfake.Slack) {
		c, a := client(s, slackfake.BotToken), connect(t, s)
		s.Slash("anna", "Danna", "submit")
		if _, err := c.PushViewContext(t.Context(), triggerOf(a, "slash_commands"), modal("Submit")); err == nil {
			t.Error("pushed on nothing")
		}
		wrong(t, s, "no modal")
		s.Slash("anna", "Danna", "submit")
		first, err := c.OpenViewContext(t.Context(), triggerOf(a, "slash_commands"), modal("Submit"))
		if err != nil {
			t.Fatal(err)
		}
		below := first.ID
		for n, want := range []string{"", "", "push_limit_reached"} {
			at, button := s.Shown("anna", "More")
			s.Press("anna", at, button)
			v, err := c.PushViewContext(t.Context(), triggerOf(a, "interactive"), modal("More"))
			if (want == "") != (err == nil) || err != nil && err.Error() != want || err == nil && v.PreviousViewID != below {
				t.Errorf("push %d: %+v, %v", n, v, err)
			}
			below = s.View("anna").ID
		}
		second, err := c.UpdateViewContext(t.Context(), modal("Newer"), "", first.Hash, first.ID)
		if err != nil || second.Hash == first.Hash {
			t.Errorf("updated %+v, %v", second, err)
		}
		if _, err := c.UpdateViewContext(t.Context(), modal("Late"), "", first.Hash, first.ID); err == nil || err.Error() != "hash_conflict" {
			t.Errorf("an old update: %v", err)
		}
	})
}

// TestSubmit: what was filled in comes as Slack sends it, and what comes back is shown, or is wrong.
func TestSubmit(t *testing.T) {
	in(t, func(t *testing.T, s *slackfake.Slack) {
		c, a := client(s, slackfake.BotToken), connect(t, s)
		s.Slash("anna", "Danna", "submit")
		if _, err := c.OpenViewContext(t.Context(), triggerOf(a, "slash_commands"), modal("Submit")); err != nil {
			t.Fatal(err)
		}
		back := func(payload map[string]any) func(frame) []string {
			return func(f frame) []string { return []string{acknowledge(f, payload)} }
		}
		a.says(back(map[string]any{"response_action": "errors", "errors": map[string]any{"nowhere": "Wrong."}}))
		s.Submit("anna", s.View("anna"), map[string]string{"title": "Day"})
		wrong(t, s, "no input of the view")
		came := a.frames("interactive")
		view := came[0].Payload["view"].(map[string]any)
		input := view["state"].(map[string]any)["values"].(map[string]any)["title"].(map[string]any)["in"].(map[string]any)
		if view["callback_id"] != "form" || input["value"] != "Day" || input["type"] != "plain_text_input" {
			t.Errorf("sent %v", view)
		}
		a.says(back(map[string]any{"response_action": "vanish"}))
		s.Submit("anna", s.View("anna"), nil)
		wrong(t, s, "vanish")
		a.says(back(nil))
		form := s.View("anna")
		quiet := s.CloseForm("anna", form)
		form.Body["notify_on_close"] = true
		if told := s.CloseForm("anna", form); quiet.OK || !told.OK {
			t.Errorf("closed: told without asking %t, told when asked %t", quiet.OK, told.OK)
		}
		a.says(back(map[string]any{"text": "hello"}))
		at, button := s.Shown("anna", "More")
		s.Press("anna", at, button)
		wrong(t, s, "shown to nobody")
	})
}

// TestResponseAddress: a response address takes five answers within half an hour, and can take its message away.
func TestResponseAddress(t *testing.T) {
	in(t, func(t *testing.T, s *slackfake.Slack) {
		respond := func(url, body string) int {
			resp, err := network(s).Post(url, "application/json", bytes.NewReader([]byte(body)))
			if err != nil {
				t.Fatal(err)
			}
			defer resp.Body.Close()
			return resp.StatusCode
		}
		_, url := s.SlashPayload("anna", "Cgeneral", "count")
		for n := range 6 {
			if got := respond(url, `{"text":"hello"}`); (got == http.StatusOK) != (n < 5) || n == 5 && got != http.StatusNotFound {
				t.Errorf("use %d: %d", n+1, got)
			}
		}
		words := s.Heard()
		if len(words) != 5 || words[0].To != "anna" || words[0].Room != "general" || len(s.Posted("Cgeneral")) != 0 {
			t.Errorf("heard %+v", words)
		}
		if respond(url[:len(url)-len(path.Base(url))]+"other", `{"text":"x"}`) != http.StatusNotFound {
			t.Error("an unknown address takes an answer")
		}
		_, old := s.SlashPayload("anna", "Cgeneral", "count")
		time.Sleep(31 * time.Minute)
		if got := respond(old, `{"text":"hello"}`); got != http.StatusNotFound {
			t.Errorf("after half an hour: %d", got)
		}
		a := connect(t, s)
		button := `[{"type":"actions","elements":[{"type":"button","action_id":"say:1","value":"x","text":{"type":"plain_text","text":"Again"}}]}]`
		_, url = s.SlashPayload("anna", "Cgeneral", "count")
		respond(url, `{"text":"…","blocks":`+button+`}`)
		at, pressed := s.Shown("anna", "Again")
		s.Press("anna", at, pressed)
		came := a.frames("interactive")[0].Payload
		if came["message"] != nil || came["container"].(map[string]any)["is_ephemeral"] != true || !strings.Contains(came["response_url"].(string), "canary") {
			t.Errorf("pressed below what one person alone was shown: %v", came)
		}
		respond(came["response_url"].(string), `{"delete_original":true}`)
		if _, left := s.Shown("anna", "Again"); left != nil {
			t.Error("the message is still there")
		}
	})
}
