package matrix

import (
	"context"
	"errors"
	"time"

	"maunium.net/go/mautrix"
	"maunium.net/go/mautrix/id"
	"maunium.net/go/mautrix/oauth"
)

// logInWithCode makes a session of a code that somebody who may log in as the bot types in a browser (RFC 8628, which
// Matrix takes up in MSC4341). It waits for that until the code expires.
func (a *Adapter) logInWithCode(ctx context.Context, device id.DeviceID) (session, error) {
	call, cancel := calling(ctx)
	defer cancel()
	meta, err := a.client.OAuthGetServerMetadata(call)
	if err != nil && !hopeless(err) {
		return session{}, err
	}
	if err != nil || meta.DeviceAuthorizationEndpoint == "" {
		return session{}, refuse("there is no session yet; set matrix.password for the first start, or matrix.access_token")
	}
	client, err := a.client.OAuthRegisterClient(call, &oauth.ClientMetadata{
		ClientName: orElse(a.opt.Name, "Ambassador"), ClientURI: a.opt.Homeserver, // the program has no site of its own
		ApplicationType: oauth.ApplicationTypeNative, TokenEndpointAuthMethod: oauth.AuthMethodNone,
		GrantTypes: []oauth.GrantType{oauth.GrantTypeDeviceCode, oauth.GrantTypeRefreshToken},
	})
	if err != nil {
		return session{}, err
	}
	offer, err := a.client.OAuthGenerateDeviceCode(call, oauth.GenerateDeviceCodeParams{
		ClientID: client.ClientID, UserIDHint: id.UserID(a.opt.UserID),
		Scopes: oauth.ScopeList{oauth.ScopeClientAPI, oauth.ScopeDevice(device)},
	})
	if err != nil {
		return session{}, err
	}
	a.log.Warn("matrix: to let the bot in, open the address in a browser, log in as the bot, and type the code",
		"address", orElse(offer.VerificationURIComplete, offer.VerificationURI), "code", offer.UserCode, "within", offer.ExpiresIn.Duration)
	token, err := a.poll(ctx, client.ClientID, offer)
	if err != nil {
		return session{}, err
	}
	return session{
		User: id.UserID(a.opt.UserID), Device: device, Token: token.AccessToken,
		Refresh: token.RefreshToken, Client: client.ClientID, Expires: time.Now().Add(token.ExpiresIn.Duration),
	}, nil
}

// poll asks whether the code was typed, at the pace that the server wants.
func (a *Adapter) poll(ctx context.Context, client string, offer *oauth.DeviceCodeResponse) (*oauth.TokenResponse, error) {
	pace := max(offer.Interval.Duration, 5*time.Second)
	for late := time.Now().Add(offer.ExpiresIn.Duration); time.Now().Before(late) && ctx.Err() == nil; {
		pause(ctx, pace)
		call, cancel := calling(ctx)
		token, err := a.client.OAuthPollDeviceCode(call, oauth.PollDeviceCodeParams{ClientID: client, DeviceCode: offer.DeviceCode})
		cancel()
		switch {
		case err == nil:
			return token, nil
		case errors.Is(err, mautrix.ErrOAuthSlowDown):
			pace += 5 * time.Second
		case errors.Is(err, mautrix.ErrOAuthAccessDenied):
			return nil, refuse("the login with a code was refused in the browser")
		case errors.Is(err, mautrix.ErrOAuthExpiredToken):
			return nil, errors.New("matrix: nobody typed the code in time")
		}
	}
	return nil, errors.New("matrix: nobody typed the code in time")
}
