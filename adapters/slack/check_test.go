package slack

import (
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"syscall"
	"testing"

	"ambassador/adapters/adaptertest/stub"
)

// TestCheck holds what is said of each thing that can be wrong.
func TestCheck(t *testing.T) {
	all := "app_mentions:read,chat:write,commands,files:write,im:history,im:write,users:read"
	fine := stub.Says(200, `{"ok":true,"team":"Cloud","team_id":"T1","user":"ambassador","user_id":"UBOT","bot_id":"BBOT"}`, "X-OAuth-Scopes", all)
	open := stub.Says(200, `{"ok":true,"url":"wss://socket.example.org/?ticket=canary"}`)
	for _, c := range []struct {
		name      string
		auth, app stub.Network
		mode      string
		tokens    int
		want      string
	}{
		{"all is well", fine, open, Socket, 1, "the bot token works: ambassador in workspace Cloud (T1)"},
		{"all is well with Socket Mode", fine, open, Socket, 1, "Socket Mode may connect"},
		{"unknown token", stub.Says(200, `{"ok":false,"error":"invalid_auth"}`), open, Socket, 1, "is not one that Slack knows"},
		{"revoked token", stub.Says(200, `{"ok":false,"error":"token_revoked"}`), open, Socket, 1, "counts no more"},
		{"user token", stub.Says(200, `{"ok":true,"team":"Cloud","team_id":"T1","user":"anna"}`), open, Socket, 1, "is a user token"},
		{"swapped tokens", fine, stub.Says(200, `{"ok":false,"error":"not_allowed_token_type"}`), Socket, 1, "of another kind"},
		{"no connections:write", fine, stub.Says(200, `{"ok":false,"error":"missing_scope"}`), Socket, 1, "the app-level token lacks the scope connections:write"},
		{"Socket Mode is off", fine, stub.Says(200, `{"ok":false,"error":"forbidden_team"}`), Socket, 1, "not switched on"},
		{"missing scope", stub.Says(200, `{"ok":true,"team":"Cloud","team_id":"T1","bot_id":"B"}`, "X-OAuth-Scopes", "chat:write, commands"), open, Socket, 1,
			"lacks the scope im:history, which is for hearing direct messages"},
		{"one workspace twice", fine, open, Socket, 2, "two of the bot tokens are of the same workspace"},
		{"no network", stub.Fails(&net.OpError{Op: "dial", Err: os.NewSyscallError("connect", syscall.ECONNREFUSED)}), open, Socket, 1, "Slack cannot be asked about the bot token"},
		{"cut off", stub.Fails(io.ErrUnexpectedEOF), open, Socket, 1, "Slack cannot be asked"},
		{"too often", stub.Says(429, ``, "Retry-After", "30"), open, Socket, 1, "Slack cannot be asked"},
		{"a gateway", stub.Says(502, ``), open, Socket, 1, "Slack cannot be asked"},
		{"mode http", fine, open, HTTP, 1, "ambassador_slack_forged_total"},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := Options{Mode: c.mode, AppToken: "xapp-canary"}
			for range c.tokens {
				o.BotTokens = append(o.BotTokens, "xoxb-canary")
			}
			found := checked(t, o, stub.Network(func(r *http.Request) (*http.Response, error) {
				if strings.HasSuffix(r.URL.Path, "auth.test") {
					return c.auth(r)
				}
				return c.app(r)
			}))
			told := false
			for _, f := range found {
				told = told || strings.Contains(f.Text, c.want)
				if strings.Contains(f.Text+f.Remedy, "canary") {
					t.Errorf("%+v tells a secret", f)
				}
				if strings.HasPrefix(c.name, "all is well") != (f.Remedy == "") && c.mode == Socket && strings.Contains(f.Text, c.want) {
					t.Errorf("%+v: a remedy where all is well, or none where it is not", f)
				}
			}
			if !told {
				t.Errorf("found %+v, want %q", found, c.want)
			}
		})
	}
}

// checked is Check on that network.
func checked(t *testing.T, o Options, network http.RoundTripper) []Finding {
	t.Helper()
	a := New(o)
	a.client.Transport = network
	return a.check(t.Context())
}

// TestCheckListening: only an app that is to hear channels lacks the permission for it.
func TestCheckListening(t *testing.T) {
	granted := stub.Says(200, `{"ok":true,"team":"Cloud","team_id":"T1","bot_id":"BBOT"}`, "X-OAuth-Scopes", "app_mentions:read,chat:write,commands,files:write,im:history,im:write,users:read,groups:history")
	for _, listen := range []bool{false, true} {
		lacking := 0
		for _, f := range checked(t, Options{Mode: HTTP, BotTokens: []string{"xoxb-canary"}, Listen: listen}, granted) {
			if strings.Contains(f.Text, "lacks the scope channels:history") && strings.Contains(f.Remedy, "ambassador manifest --listen") {
				lacking++
			} else if f.Remedy != "" {
				t.Errorf("listening %v: %+v", listen, f)
			}
		}
		if lacking != map[bool]int{true: 1}[listen] {
			t.Errorf("listening %v: %d scopes are lacking", listen, lacking)
		}
	}
}
