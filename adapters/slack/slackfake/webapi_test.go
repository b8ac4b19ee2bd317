package slackfake_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	api "github.com/slack-go/slack"

	"ambassador/adapters/slack/slackfake"
)

// plainly posts a text as the rules want it.
func plainly(t *testing.T, c *api.Client, channel, text string) (ts string, err error) {
	t.Helper()
	_, ts, err = c.PostMessageContext(t.Context(), channel, api.MsgOptionText(text, false), api.MsgOptionDisableLinkUnfurl(), api.MsgOptionDisableMediaUnfurl(),
		api.MsgOptionMetadata(api.SlackMetadata{EventType: "ambassador_deed", EventPayload: map[string]any{"id": "nudge/" + text}}))
	return ts, err
}

func TestPosts(t *testing.T) {
	in(t, func(t *testing.T, s *slackfake.Slack) {
		c := client(s, slackfake.BotToken)
		for _, text := range []string{"one", "two", "three"} {
			if _, err := plainly(t, c, "anna", text); err != nil {
				t.Fatal(err)
			}
		}
		for _, metadata := range []bool{true, false} {
			h, err := c.GetConversationHistoryContext(t.Context(), &api.GetConversationHistoryParameters{ChannelID: "Danna", Limit: 2, IncludeAllMetadata: metadata})
			if err != nil || len(h.Messages) != 2 || h.Messages[0].Text != "three" {
				t.Fatalf("history %+v, %v", h, err)
			}
			if got := h.Messages[0].Metadata.EventPayload["id"]; (got == "nudge/three") != metadata {
				t.Errorf("metadata asked for: %t, told: %v", metadata, got)
			}
		}
		s.Outside("Csecret")
		s.Set("gone", func(p *slackfake.Person) { p.Deleted = true })
		for channel, want := range map[string]string{"Csecret": "not_in_channel", "gone": "account_inactive"} {
			if _, err := plainly(t, c, channel, "hello"); err == nil || err.Error() != want {
				t.Errorf("%s: %v", channel, err)
			}
		}
		if _, err := plainly(t, client(s, "xoxb-other"), "anna", "hello"); err == nil || err.Error() != "invalid_auth" {
			t.Errorf("another token: %v", err)
		}
		if words := s.Heard(); len(words) != 3 || words[2].To != "anna" || words[2].Text != "three" || words[2].Room != "" {
			t.Errorf("heard %+v", words)
		}
	})
}

func TestWorkspaces(t *testing.T) {
	in(t, func(t *testing.T, s *slackfake.Slack) {
		token := s.Install("TOTHER")
		who, err := client(s, token).AuthTestContext(t.Context())
		if err != nil || who.TeamID != "TOTHER" || len(s.Options().BotTokens) != 2 {
			t.Errorf("the token is of %+v, %v", who, err)
		}
		if _, err := plainly(t, client(s, token), "Cgeneral", "hello"); err != nil {
			t.Error(err)
		}
		calls := s.Calls("chat.postMessage")
		if len(s.Posted("TOTHER/Cgeneral")) != 1 || len(s.Posted("Cgeneral")) != 0 || calls[0].Team != "TOTHER" {
			t.Errorf("calls %+v", calls)
		}
		s.Revoke()
		if _, err := client(s, slackfake.BotToken).AuthTestContext(t.Context()); err == nil || err.Error() != "invalid_auth" {
			t.Errorf("a revoked token: %v", err)
		}
	})
}

func TestFaults(t *testing.T) {
	in(t, func(t *testing.T, s *slackfake.Slack) {
		c := client(s, slackfake.BotToken)
		for name, f := range map[string]struct {
			slackfake.Fault
			outcome string
			posted  bool
			ok      func(error) bool
		}{
			"slow":       {slackfake.Fault{Slow: time.Second}, "", true, func(err error) bool { return err == nil }},
			"word":       {slackfake.Fault{Word: "is_archived"}, "is_archived", false, says("is_archived")},
			"limited":    {slackfake.Fault{Word: "ratelimited"}, "ratelimited", false, says("ratelimited")},
			"gateway":    {slackfake.Fault{Status: 502}, "502", false, says("502")},
			"garbage":    {slackfake.Fault{Garbage: true}, "garbage", false, says("invalid character")},
			"mute":       {slackfake.Fault{Empty: true}, "mute", false, func(error) bool { return true }}, // the library takes it for an answer
			"reset":      {slackfake.Fault{Reset: true}, "reset", false, says("EOF")},
			"resetafter": {slackfake.Fault{ResetAfter: true}, "reset", true, says("EOF")},
		} {
			s.Fail("*", f.Fault)
			_, err := plainly(t, c, name, "hello")
			calls := s.Calls("chat.postMessage")
			if got := calls[len(calls)-1].Outcome; got != f.outcome || !f.ok(err) || (len(s.Posted("D"+name)) == 1) != f.posted {
				t.Errorf("%s: outcome %q, error %v, posted %v", name, got, err, s.Posted("D"+name))
			}
		}
		began := time.Now()
		s.Latency(time.Second)
		if _, err := plainly(t, c, "anna", "hello"); err != nil || time.Since(began) != time.Second {
			t.Errorf("took %s, %v", time.Since(began), err)
		}
	})
}

// says makes a test of an error's words.
func says(word string) func(error) bool {
	return func(err error) bool { return err != nil && strings.Contains(err.Error(), word) }
}

func TestRetryAfter(t *testing.T) {
	in(t, func(t *testing.T, s *slackfake.Slack) {
		c := client(s, slackfake.BotToken)
		s.Fail("chat.postMessage", slackfake.Fault{Status: http.StatusTooManyRequests, RetryAfter: 30})
		_, err := plainly(t, c, "anna", "hello")
		var limited *api.RateLimitedError
		if !errors.As(err, &limited) || limited.RetryAfter != 30*time.Second {
			t.Errorf("told %v", err)
		}
		if _, err := c.GetUserInfoContext(t.Context(), "anna"); err != nil || s.InsideRetryAfter() != 0 {
			t.Errorf("another method: %v, %d early", err, s.InsideRetryAfter())
		}
		time.Sleep(29 * time.Second)
		_, _ = plainly(t, c, "anna", "hello")
		time.Sleep(2 * time.Second)
		_, _ = plainly(t, c, "anna", "hello")
		if s.InsideRetryAfter() != 1 {
			t.Errorf("%d early calls, want 1", s.InsideRetryAfter())
		}
	})
}

func TestPeople(t *testing.T) {
	in(t, func(t *testing.T, s *slackfake.Slack) {
		s.Set("anna", func(p *slackfake.Person) { p.Zone, p.Locale, p.Restricted = "Asia/Tokyo", "ja-JP", true })
		c := client(s, slackfake.BotToken)
		for _, locale := range []bool{true, false} {
			u, err := c.GetUserInfoContext(t.Context(), "anna", api.GetUserInfoOptionIncludeLocale(locale))
			if err != nil || u.TZ != "Asia/Tokyo" || !u.IsRestricted || (u.Locale == "ja-JP") != locale {
				t.Errorf("%+v, %v", u, err)
			}
		}
	})
}
