package matrix_test

import (
	"strings"
	"testing"
	"time"

	"ambassador/adapters/matrix"
	"ambassador/adapters/matrix/matrixfake"
	"ambassador/bot"
)

// TestNoSecretsInLog: no failure of any call writes a token, a password or what people say into the log. What logs show is
// held by every test; this one fails every call in every way.
func TestNoSecretsInLog(t *testing.T) {
	faults := []matrixfake.Fault{
		{Status: 400}, {Status: 403}, {Status: 404}, {Status: 413}, {Status: 429, RetryAfter: 1}, {Status: 500}, {Status: 502, Garbage: true},
		{Status: 200, Garbage: true}, {Cut: true}, {LoseAnswer: true}, {Slow: 20 * time.Second, Cut: true},
	}
	calls := []string{"whoami", "login", "sync", "send", "state", "join", "leave", "messages", "event", "createRoom", "account_data", "media/upload"}
	if matrix.Encryption == "goolm" {
		calls = append(calls, "keys/*", "sendToDevice")
	}
	for _, call := range calls {
		t.Run(strings.ReplaceAll(call, "/", " "), func(t *testing.T) {
			var change func(*matrix.Options)
			if strings.Contains(call, "*") || call == "login" || call == "sendToDevice" {
				change = password(t)
			}
			with(t, change, func(t *testing.T, o *office) {
				for _, f := range faults {
					if f.Status == 404 && f.Garbage || call == "whoami" && f.Status > 0 && f.Status < 429 {
						continue // these end the bot, rightly
					}
					if f.Slow > 0 && call != "sync" && call != "send" {
						continue // a lock is held meanwhile, which a bubble does not pass by
					}
					if call == "login" && (f.Status < 429 || f.Status == 200) && f.Status > 0 {
						continue
					}
					o.Fail(call, f)
				}
				o.open()
				defer func() { _ = o.close() }()
				time.Sleep(5 * time.Minute)
				hall, dm := o.hall(), o.DM("anna")
				for range len(faults) {
					asked := o.says("anna", hall, "!ambassador secret canary-words")
					o.reacts("anna", hall, asked, "canary-key")
					o.invites("@eve:evil.test")
					o.says("anna", hall, "!ambassador draw")
					o.says("anna", dm, "submit canary-words")
					time.Sleep(time.Minute)
					_, _ = o.adapter.Send(t.Context(), bot.Envelope{Key: "k", To: matrixfake.Account("bert"), Reply: bot.Say("canary-words"), Doubt: true})
					time.Sleep(5 * time.Minute)
				}
				if len(o.Calls(call)) == 0 {
					t.Error("nothing was called")
				}
			})
		})
	}
}

// TestNoSecretsInCheck: what a check finds shows no secret, and says what to do.
func TestNoSecretsInCheck(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*matrix.Options)
		fail   matrixfake.Fault
		word   string
	}{
		{"all is well", nil, matrixfake.Fault{}, "the session works"},
		{"unknown token", func(p *matrix.Options) { p.AccessToken = "canary-other" }, matrixfake.Fault{}, "matrix.password"},
		{"wrong user", func(p *matrix.Options) { p.UserID = "@other:talk.test" }, matrixfake.Fault{}, "matrix.user_id"},
		{"password", func(p *matrix.Options) { p.AccessToken, p.Password = "", "canary" }, matrixfake.Fault{}, "logs in with its password"},
		{"nothing", func(p *matrix.Options) { p.AccessToken = "" }, matrixfake.Fault{}, "matrix.password"},
		{"bad gateway", nil, matrixfake.Fault{Status: 502, Garbage: true}, "cannot be reached"},
		{"no homeserver", nil, matrixfake.Fault{Status: 404, Garbage: true}, "well-known"},
		{"cut", nil, matrixfake.Fault{Cut: true}, "matrix.homeserver"},
	} {
		t.Run(c.name, func(t *testing.T) {
			with(t, c.change, func(t *testing.T, o *office) {
				o.Fail("versions", c.fail)
				var all string
				for _, f := range matrix.Check(t.Context(), o.options) {
					all += f.Text + ": " + f.Remedy + "\n"
				}
				if !strings.Contains(all, c.word) || strings.Contains(all, "canary") {
					t.Errorf("found\n%s", all)
				}
				if n := len(o.Calls("login")); n > 0 && o.Calls("login")[0].Method != "GET" {
					t.Error("a check logs in")
				}
			})
		})
	}
}
