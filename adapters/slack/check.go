package slack

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/slack-go/slack"
)

// Finding is one thing that Slack was asked about.
type Finding struct {
	Text   string // what is so
	Remedy string // what to do about it, and where; empty when all is well
}

// Check asks Slack whether the connection can work, and says in words what is wrong. No finding shows anything secret.
func Check(ctx context.Context, o Options) (all []Finding) {
	a := New(o)
	defer a.client.CloseIdleConnections()
	return a.check(ctx)
}

// reinstall is how an app gets permissions that it did not ask for when it was made.
const reinstall = "paste the output of “ambassador manifest” under App Manifest of the app, save, and press Reinstall to Workspace under OAuth & Permissions"

// check is Check with the adapter's own connections.
func (a *Adapter) check(ctx context.Context) (all []Finding) {
	teams := make(map[string]bool)
	for i, api := range a.api {
		found, team := a.checkBot(ctx, api, i+1)
		if team != "" && teams[team] {
			found = append(found, Finding{"two of the bot tokens are of the same workspace", "take one of them out of the configuration"})
		}
		teams[team] = true
		all = append(all, found...)
	}
	if a.opt.Mode == Socket {
		return append(all, a.checkApp(ctx))
	}
	return append(all, Finding{Text: "the signing secret cannot be tried from here; if it is wrong, ambassador_slack_forged_total counts up at each request of Slack's (it is under Basic Information → App Credentials)"})
}

// checkBot asks whose a bot token is, and what it may do.
func (a *Adapter) checkBot(ctx context.Context, api *slack.Client, number int) (all []Finding, team string) {
	ctx, cancel := context.WithTimeout(ctx, callTime)
	defer cancel()
	who, err := api.AuthTestContext(ctx)
	name := "the bot token"
	if len(a.api) > 1 {
		name = fmt.Sprintf("bot token %d", number)
	}
	if err != nil {
		return []Finding{wrongToken(name, err, "copy the Bot User OAuth Token (xoxb-) again, from OAuth & Permissions of the app; if there is none, press Install to Workspace there")}, ""
	}
	all = []Finding{{Text: fmt.Sprintf("%s works: %s in workspace %s (%s)", name, who.User, who.Team, who.TeamID)}}
	if who.BotID == "" {
		all = append(all, Finding{name + " is a user token", "use the Bot User OAuth Token (xoxb-) from OAuth & Permissions"})
	}
	granted := strings.Split(who.Header.Get("X-OAuth-Scopes"), ",")
	for i := range granted {
		granted[i] = strings.TrimSpace(granted[i])
	}
	if len(granted) == 1 && granted[0] == "" {
		return all, who.TeamID // Slack did not say
	}
	remedy := reinstall
	if a.opt.Listen {
		remedy = strings.Replace(reinstall, "manifest", "manifest --listen", 1)
	}
	for _, s := range scopes(a.opt.Listen) {
		if !slices.Contains(granted, s.name) {
			all = append(all, Finding{
				fmt.Sprintf("%s lacks the scope %s, which is for %s", name, s.name, s.feature),
				remedy,
			})
		}
	}
	return all, who.TeamID
}

// checkApp tries the app-level token: it asks for the address of a socket, and opens none.
func (a *Adapter) checkApp(ctx context.Context) Finding {
	ctx, cancel := context.WithTimeout(ctx, callTime)
	defer cancel()
	_, _, err := a.app.StartSocketModeContext(ctx)
	const remedy = "make one (xapp-) under Basic Information → App-Level Tokens → Generate Token and Scopes, with the scope connections:write, and put it into app_token"
	switch {
	case err == nil:
		return Finding{Text: "the app-level token works: Socket Mode may connect"}
	case wordOf(err) == "missing_scope":
		return Finding{"the app-level token lacks the scope connections:write (missing_scope)", remedy}
	}
	return wrongToken("the app-level token", err, remedy)
}

// wrongToken says in words why Slack, or the network, refuses a token.
func wrongToken(name string, err error, remedy string) Finding {
	word := wordOf(err)
	switch word {
	case "":
		return Finding{fmt.Sprintf("Slack cannot be asked about %s: %v", name, plain(err)), network(err)}
	case "invalid_auth", "not_authed":
		return Finding{name + " is not one that Slack knows (" + word + ")", remedy}
	case "token_revoked", "account_inactive", "token_expired":
		return Finding{name + " counts no more: it was revoked, or the app removed (" + word + ")", remedy}
	case "not_allowed_token_type":
		return Finding{name + " is a token of another kind (" + word + "): were two of them swapped?", remedy}
	case "missing_scope":
		return Finding{name + " lacks a scope (" + word + ")", reinstall}
	case "forbidden_team", "socket_mode_not_enabled":
		return Finding{"Socket Mode is not switched on for the app (" + word + ")", "switch it on under Socket Mode → Enable Socket Mode, or set slack.mode to http"}
	}
	return Finding{fmt.Sprintf("Slack refuses %s (%s)", name, word), remedy}
}

// network is what to do when Slack is not reached.
func network(err error) string {
	var status slack.StatusCodeError
	var limited *slack.RateLimitedError
	switch {
	case errors.As(err, &limited):
		return "wait a minute, and try again"
	case errors.As(err, &status):
		return "look at status.slack.com, or at slack.api_url if it was changed"
	case unsent(err):
		return "let this machine reach slack.com over HTTPS; a proxy goes into HTTPS_PROXY"
	}
	return "try again; if it stays, look at the certificates and proxies of this machine"
}
