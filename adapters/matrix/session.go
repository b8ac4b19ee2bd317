package matrix

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"maunium.net/go/mautrix"
	"maunium.net/go/mautrix/id"
)

// sessionFile keeps the session that the bot has made for itself. Whoever has it is the bot, so it is for its
// owner's eyes only, and neither in the store nor in a backup of that.
const sessionFile = "matrix-session.json"

// session is how the bot is let in. The device is the same for as long as the account is used: encryption and the
// ids of transactions depend on it.
type session struct {
	Homeserver string      `json:"homeserver"`
	User       id.UserID   `json:"user_id"`
	Device     id.DeviceID `json:"device_id"`
	Token      string      `json:"access_token"`

	// For sessions that were made by a code in a browser.
	Refresh string    `json:"refresh_token,omitempty"`
	Client  string    `json:"client_id,omitempty"`
	Expires time.Time `json:"expires,omitzero"`
}

// refused is an error that no second try mends. Its words are for whoever runs the bot, and say what to do.
type refused struct{ text string }

func (r *refused) Error() string { return r.text }

// refuse makes such an error.
func refuse(format string, args ...any) error { return &refused{fmt.Sprintf(format, args...)} }

// enter logs in and opens the keys. While the homeserver cannot be reached it tries again; its error means that
// trying is no use.
func (a *Adapter) enter(ctx context.Context) error {
	for attempt := 0; ctx.Err() == nil; attempt++ {
		err := a.logIn(ctx)
		if err == nil {
			a.keys, err = a.openKeys(ctx)
		}
		if err == nil || ctx.Err() != nil {
			return nil
		}
		err = enlighten(err, attempt)
		var final *refused
		if errors.As(err, &final) {
			return final
		}
		why := plain(err)
		a.state.fail(fmt.Errorf("matrix: cannot connect: %w", why))
		a.log.Warn("matrix: cannot connect, and tries again", "attempt", attempt+1, "err", why)
		pause(ctx, max(patience(attempt), asked(err)))
	}
	return nil
}

// gatewayTries is how often a page without Matrix's words is taken for a homeserver that starts.
const gatewayTries = 5

// enlighten turns errors that will not go away into words that help.
func enlighten(err error, attempt int) error {
	var certificate *tls.CertificateVerificationError
	var answer mautrix.HTTPError
	switch {
	case errors.As(err, &certificate):
		return refuse("the homeserver's certificate cannot be trusted (%v); check matrix.homeserver, or have the machine trust who signed it", certificate.Err)
	case errors.Is(err, mautrix.ErrFailedToRefreshToken) && errors.As(err, &answer) && answer.Response != nil && answer.Response.StatusCode < 500:
		return refuse("the homeserver does not renew the bot's session (%v); remove %s, and start again to log in with a new code", plain(err), sessionFile)
	case attempt >= gatewayTries && errors.As(err, &answer) && answer.IsStatus(http.StatusNotFound) && !errors.Is(err, mautrix.MNotFound):
		return refuse("there is no Matrix homeserver at the address in matrix.homeserver; take the base address of its client API, which /.well-known/matrix/client of your server name tells")
	}
	return err
}

// logIn takes the session that the configuration names, the one that is kept, or makes one.
func (a *Adapter) logIn(ctx context.Context) error {
	s, kept, err := a.session()
	if err != nil {
		return err
	}
	if s.Token == "" {
		if s, err = a.newSession(ctx); err != nil {
			return err
		}
	}
	a.use(s)
	call, cancel := calling(ctx)
	defer cancel()
	who, err := a.client.Whoami(call)
	if errors.Is(err, mautrix.MUnknownToken) {
		return a.unknownToken(ctx, err, kept)
	}
	if err != nil {
		return err
	}
	if err := a.check(who); err != nil {
		return err
	}
	return a.ask(ctx)
}

// check holds what the homeserver says of the session against the configuration.
func (a *Adapter) check(who *mautrix.RespWhoami) error {
	if who.UserID != id.UserID(a.opt.UserID) {
		return refuse("the session belongs to %s, and matrix.user_id says %s; correct one of them", who.UserID, a.opt.UserID)
	}
	if a.opt.DeviceID != "" && who.DeviceID != id.DeviceID(a.opt.DeviceID) {
		return refuse("the session is the device %s, and matrix.device_id says %s; correct one of them", who.DeviceID, a.opt.DeviceID)
	}
	if who.DeviceID == "" {
		return refuse("the access token belongs to no device; the bot needs one: remove matrix.access_token and set matrix.password")
	}
	a.client.DeviceID = who.DeviceID
	return nil
}

// session is the one that the configuration names, or the one that is kept.
func (a *Adapter) session() (s session, kept bool, err error) {
	if a.opt.AccessToken != "" {
		return session{User: id.UserID(a.opt.UserID), Device: id.DeviceID(a.opt.DeviceID), Token: a.opt.AccessToken}, false, nil
	}
	data, err := a.readSecret(sessionFile)
	if data == nil || err != nil {
		return session{}, false, err
	}
	if err := json.Unmarshal(data, &s); err != nil {
		return s, false, refuse("%s cannot be read; remove it, and the bot logs in again", sessionFile)
	}
	if s.User != id.UserID(a.opt.UserID) {
		return s, false, refuse("%s is of %s, and matrix.user_id says %s; correct it, or give the bot another data_dir", sessionFile, s.User, a.opt.UserID)
	}
	return s, true, nil
}

// use makes the client speak for a session.
func (a *Adapter) use(s session) {
	a.client.UserID, a.client.DeviceID, a.client.AccessToken = s.User, s.Device, s.Token
	if s.Refresh != "" {
		a.client.OAuthSetTokens(s.Client, s.Refresh, s.Token, s.Expires)
		a.client.SaveNewToken = func(_ context.Context, refresh, access string, expires time.Time) error {
			s.Refresh, s.Token, s.Expires = refresh, access, expires
			return a.keepSession(s)
		}
	}
}

// keepSession writes a session down for the next start.
func (a *Adapter) keepSession(s session) error {
	s.Homeserver = a.opt.Homeserver
	return a.writeSecret(sessionFile, raw(s))
}

// newSession logs in with the password, or by a code that somebody types in a browser.
func (a *Adapter) newSession(ctx context.Context) (session, error) {
	if err := a.writable(); err != nil {
		return session{}, err // before the homeserver has made a device that nobody remembers
	}
	device := id.DeviceID(a.opt.DeviceID)
	if device == "" {
		device = id.DeviceID("AMBASSADOR" + rand.Text()[:6])
	}
	var s session
	var err error
	if a.opt.Password != "" {
		s, err = a.logInWithPassword(ctx, device)
	} else {
		s, err = a.logInWithCode(ctx, device)
	}
	if err != nil {
		return s, err
	}
	a.log.Info("matrix: logged in", "user", s.User, "device", s.Device)
	return s, a.keepSession(s)
}

// logInWithPassword makes a session of the password.
func (a *Adapter) logInWithPassword(ctx context.Context, device id.DeviceID) (session, error) {
	call, cancel := calling(ctx)
	defer cancel()
	answer, err := a.client.Login(call, &mautrix.ReqLogin{
		Type:       mautrix.AuthTypePassword,
		Identifier: mautrix.UserIdentifier{Type: mautrix.IdentifierTypeUser, User: a.opt.UserID},
		Password:   a.opt.Password, DeviceID: device, InitialDeviceDisplayName: orElse(a.opt.Name, "Ambassador"),
	})
	switch {
	case errors.Is(err, mautrix.MForbidden):
		return session{}, refuse("the homeserver does not take matrix.user_id with matrix.password (M_FORBIDDEN)")
	case errors.Is(err, mautrix.MUserDeactivated):
		return session{}, refuse("the account %s is deactivated", a.opt.UserID)
	case err != nil && hopeless(err):
		return session{}, refuse("the homeserver lets nobody log in with a password (%v); remove matrix.password to log in with a code in a browser, or set matrix.access_token", plain(err))
	case err != nil:
		return session{}, err
	}
	return session{User: answer.UserID, Device: answer.DeviceID, Token: answer.AccessToken}, nil
}

// unknownToken is what follows when the homeserver does not know the session (any more): a soft logout only asks for
// the password again.
func (a *Adapter) unknownToken(ctx context.Context, err error, kept bool) error {
	if softly(err) && a.opt.Password != "" {
		s, err := a.logInWithPassword(ctx, a.client.DeviceID)
		if err != nil {
			return err
		}
		a.log.Info("matrix: logged in again", "device", s.Device)
		a.client.OAuthSetTokens("", "", s.Token, time.Time{}) // under the library's lock: others are speaking
		return a.keepSession(s)
	}
	if !kept {
		return refuse("the homeserver does not know matrix.access_token (M_UNKNOWN_TOKEN): the session was logged out; make a new one, or remove the token and set matrix.password")
	}
	return refuse("the homeserver has logged the bot's session out (M_UNKNOWN_TOKEN); to let it in as a new device, remove %s and matrix-crypto.db from the data folder and start it again with matrix.password", sessionFile)
}

// softly says that a session may go on after logging in again (spec.matrix.org, "Soft logout").
func softly(err error) bool {
	var answer mautrix.HTTPError
	if !errors.As(err, &answer) || answer.RespError == nil {
		return false
	}
	soft, _ := answer.RespError.ExtraData["soft_logout"].(bool)
	return soft
}

// revived looks whether a sync failed because the session has ended, and logs in again if that is allowed. Its error
// ends the program.
func (a *Adapter) revived(ctx context.Context, err error) error {
	var final *refused
	if errors.As(enlighten(err, 0), &final) {
		return final
	}
	if !errors.Is(err, mautrix.MUnknownToken) {
		return nil
	}
	if err := a.unknownToken(ctx, err, a.opt.AccessToken == ""); errors.As(err, &final) {
		return final
	}
	return nil
}
