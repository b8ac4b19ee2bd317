package slackfake_test

import (
	"net/http"
	"strings"
	"testing"

	api "github.com/slack-go/slack"

	"ambassador/adapters/slack/slackfake"
	"ambassador/bot/bottest"
)

// TestSay: lines of a talk arrive as Slack brings them.
func TestSay(t *testing.T) {
	in(t, func(t *testing.T, s *slackfake.Slack) {
		a := connect(t, s)
		for _, c := range []struct {
			line                      bottest.Line
			kind, what, channel, text string
		}{
			{bottest.Line{Who: "anna", Text: "find <Berlin> & more"}, "events_api", "message", "Danna", "find &lt;Berlin&gt; &amp; more"},
			{bottest.Line{Who: "anna", Room: "general", Text: "hello\n@console:bert"}, "events_api", "message", "Cgeneral", "hello\n<@bert>"},
			{bottest.Line{Who: "anna", Room: "general", Text: "!ambassador help"}, "events_api", "app_mention", "Cgeneral", "<@UBOT> help"},
			{bottest.Line{Who: "anna", Text: "/ambassador help"}, "slash_commands", "", "Danna", "help"},
			{bottest.Line{Who: "anna", Room: "general", Text: "/ambassador help"}, "slash_commands", "", "Cgeneral", "help"},
		} {
			if err := s.Say(c.line); err != nil {
				t.Fatal(err)
			}
			came := a.frames(c.kind)
			p := came[len(came)-1].Payload
			if event, ok := p["event"].(map[string]any); ok {
				p = event
			} else {
				p["channel"], p["type"] = p["channel_id"], ""
			}
			if p["text"] != c.text || p["channel"] != c.channel || p["type"] != c.what {
				t.Errorf("%+v arrives as %v", c.line, p)
			}
		}
		if err := s.Say(bottest.Line{Who: "anna", Press: "Nothing"}); err == nil {
			t.Error("pressed a button that nobody was shown")
		}
	})
}

// TestHeard: what is shown becomes the words of a talk: mentions by name, entities undone, the adapter's own buttons left out.
func TestHeard(t *testing.T) {
	in(t, func(t *testing.T, s *slackfake.Slack) {
		a, c := connect(t, s), client(s, slackfake.BotToken)
		words := func(text string) *api.TextBlockObject {
			return api.NewTextBlockObject(api.PlainTextType, text, false, false)
		}
		_, _, err := c.PostMessageContext(t.Context(), "anna", api.MsgOptionText("Ask <@bert> &amp; @slack:TTALK/carl", false), api.MsgOptionDisableLinkUnfurl(), api.MsgOptionDisableMediaUnfurl(),
			api.MsgOptionBlocks(api.NewSectionBlock(api.NewTextBlockObject(api.MarkdownType, "Ask <@bert> &amp; @slack:TTALK/carl", false, false), nil, nil),
				api.NewActionBlock("", api.NewButtonBlockElement("say:1", "ask", words("Ask")), api.NewButtonBlockElement("own:share", "x", words("Share")))))
		if err != nil {
			t.Fatal(err)
		}
		heard := s.Heard()
		if len(heard) != 1 || heard[0].Text != "Ask @console:bert & @console:carl" || len(heard[0].Actions) != 1 || heard[0].Actions[0].Line != "ask" {
			t.Errorf("heard %+v", heard)
		}
		if err := s.Say(bottest.Line{Who: "anna", Press: "Ask", Text: "ask"}); err != nil {
			t.Fatal(err)
		}
		p := a.frames("interactive")[0].Payload
		pressed := p["actions"].([]any)[0].(map[string]any)
		if pressed["value"] != "ask" || pressed["block_id"] == nil || p["message"].(map[string]any)["text"] == nil || p["response_url"] == nil {
			t.Errorf("pressed %v", p)
		}
		if err := s.Say(bottest.Line{Who: "bert", Press: "Ask"}); err == nil {
			t.Error("bert presses a button in anna's conversation")
		}
		if got := string(slackfake.Fixture([]byte("account: console:anna"))); got != "account: slack:TTALK/anna" {
			t.Errorf("a fixture says %q", got)
		}
	})
}

// TestHappenings: what else Slack tells an app looks as it does there.
func TestHappenings(t *testing.T) {
	in(t, func(t *testing.T, s *slackfake.Slack) {
		a := connect(t, s)
		s.Join("anna")
		s.OpenHome("anna")
		s.Uninstall()
		var kinds []string
		for _, f := range a.frames("events_api") {
			event := f.Payload["event"].(map[string]any)
			kinds = append(kinds, event["type"].(string))
			if f.Payload["team_id"] != slackfake.Team || f.Payload["event_id"] == "" || f.Payload["authorizations"] == nil {
				t.Errorf("%v comes in %v", event, f.Payload)
			}
		}
		if got := strings.Join(kinds, " "); got != "team_join app_home_opened tokens_revoked app_uninstalled" {
			t.Errorf("came %s", got)
		}
		s.MessageShortcut("anna", "take:submit", "Cgeneral", "A & B")
		s.Shortcut("anna", "say:submit")
		came := a.frames("interactive")
		if came[0].Payload["message"].(map[string]any)["text"] != "A &amp; B" || came[1].Payload["callback_id"] != "say:submit" {
			t.Errorf("came %v", came)
		}
		if r := slackfake.Signed("application/json", "{}", s.Calls("")[0].At); r.Method != http.MethodPost || !strings.HasPrefix(r.Header.Get("X-Slack-Signature"), "v0=") {
			t.Errorf("signed %v", r.Header)
		}
	})
}
