package matrix

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"maunium.net/go/mautrix"
	"maunium.net/go/mautrix/id"
)

// Finding is one thing that the homeserver was asked about.
type Finding struct {
	Text   string // what is so
	Remedy string // what to do about it, and where; empty when all is well
}

// Check asks the homeserver whether the connection can work, and says in words what is wrong. It changes nothing and does
// not log in. No finding shows anything secret.
func Check(ctx context.Context, o Options) []Finding {
	a := New(o)
	defer a.client.Client.CloseIdleConnections()
	ctx, cancel := calling(ctx)
	defer cancel()
	versions, err := a.client.Versions(ctx)
	if err != nil {
		var final *refused
		if errors.As(enlighten(err, gatewayTries), &final) {
			return []Finding{{"the homeserver does not answer as one", final.text}}
		}
		return []Finding{{fmt.Sprintf("the homeserver cannot be reached: %v", plain(err)), "check matrix.homeserver, and that this machine can reach it"}}
	}
	all := []Finding{{Text: fmt.Sprintf("the homeserver answers, and speaks Matrix up to %s", versions.GetLatest())}}
	all = append(all, a.checkSession(ctx)...)
	return append(all, a.checkKeys(ctx)...)
}

// checkSession asks whose session it is, or how one could be made.
func (a *Adapter) checkSession(ctx context.Context) []Finding {
	s, _, err := a.session()
	if err != nil {
		return []Finding{{"the session cannot be used", err.Error()}}
	}
	if s.Token == "" {
		return a.checkLogin(ctx)
	}
	a.use(s)
	who, err := a.client.Whoami(ctx)
	if err == nil {
		err = a.check(who)
	}
	var final *refused
	switch {
	case errors.Is(err, mautrix.MUnknownToken):
		return []Finding{{"the homeserver does not know the session (any more)", "log the bot in anew: set matrix.password, and remove matrix.access_token or " + sessionFile}}
	case errors.As(err, &final):
		return []Finding{{"the session cannot be used", final.text}}
	case err != nil:
		return []Finding{{fmt.Sprintf("the session cannot be tried: %v", plain(err)), "try again in a moment"}}
	}
	return []Finding{{Text: fmt.Sprintf("the session works: %s, device %s", who.UserID, who.DeviceID)}}
}

// checkLogin asks how the bot could log in.
func (a *Adapter) checkLogin(ctx context.Context) []Finding {
	if a.opt.Password == "" {
		if meta, err := a.client.OAuthGetServerMetadata(ctx); err == nil && meta.DeviceAuthorizationEndpoint != "" {
			return []Finding{{Text: "there is no session yet; at its first start the bot shows a code to type in a browser"}}
		}
		return []Finding{{"there is no session yet", "set matrix.password for the first start, or matrix.access_token"}}
	}
	flows, err := a.client.GetLoginFlows(ctx)
	if err != nil || !slices.ContainsFunc(flows.Flows, func(f mautrix.LoginFlow) bool { return f.Type == mautrix.AuthTypePassword }) {
		return []Finding{{"the homeserver lets nobody log in with a password", "remove matrix.password to log in with a code in a browser, or set matrix.access_token"}}
	}
	return []Finding{{Text: "there is no session yet; the bot logs in with its password at the first start, which is when the password is tried"}}
}

// checkKeys asks whether the account has keys for signing devices, which the bot then needs.
func (a *Adapter) checkKeys(ctx context.Context) []Finding {
	if a.client.AccessToken == "" {
		return nil
	}
	answer, err := a.client.QueryKeys(ctx, &mautrix.ReqQueryKeys{DeviceKeys: mautrix.DeviceKeysRequest{id.UserID(a.opt.UserID): {}}})
	if err != nil {
		return nil
	}
	if _, there := answer.MasterKeys[id.UserID(a.opt.UserID)]; !there {
		return []Finding{{Text: "the account has no keys for signing devices yet; the bot makes them at its first start"}}
	}
	return []Finding{{Text: "the account has keys for signing devices"}}
}
