//go:build goolm

package matrix

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"maunium.net/go/mautrix"
	"maunium.net/go/mautrix/crypto"
	"maunium.net/go/mautrix/crypto/ssss"
	"maunium.net/go/mautrix/id"
)

// recoveryFile keeps the recovery key that the bot has made, for whoever runs it to put away.
const recoveryFile = "matrix-recovery-key.txt"

// signDevice sees that the bot's device is signed by its account's own keys. Without that, every answer has a red
// shield, and clients that leave unsigned devices out do not let the bot read.
func (a *Adapter) signDevice(ctx context.Context, m *crypto.OlmMachine) error {
	answer, err := a.client.QueryKeys(ctx, &mautrix.ReqQueryKeys{DeviceKeys: mautrix.DeviceKeysRequest{a.self(): {}}})
	if err != nil {
		return err
	}
	if _, there := answer.MasterKeys[a.self()]; !there {
		if a.opt.RecoveryKey != "" {
			return refuse("matrix.recovery_key is set, but the account has no keys for signing devices; if it never had, remove it, and the bot makes keys of its own")
		}
		return a.makeSigningKeys(ctx, m)
	}
	if _, err := m.FetchKeys(ctx, []id.UserID{a.self()}, true); err != nil {
		return err
	}
	if _, signed, err := m.GetOwnVerificationStatus(ctx); err != nil || signed {
		return err
	}
	recovery, err := a.recoveryKey()
	if err != nil {
		return err
	}
	if recovery == "" {
		return refuse("the account has keys for signing devices already, and the bot cannot sign its device without them; set matrix.recovery_key to the account's recovery key. It never replaces keys by itself")
	}
	err = m.VerifyWithRecoveryKey(ctx, recovery)
	switch {
	case errors.Is(err, ssss.ErrIncorrectSSSSKey), errors.Is(err, ssss.ErrInvalidRecoveryKey):
		return refuse("matrix.recovery_key is not the account's recovery key; take it from %s or from where it was put away", recoveryFile)
	case err != nil && hopeless(err):
		return refuse("the account's keys for signing devices cannot be fetched with matrix.recovery_key: %v", plain(err))
	case err != nil:
		return fmt.Errorf("matrix: sign own device: %w", err)
	}
	a.log.Info("matrix: the device is signed with the recovery key")
	return nil
}

// recoveryKey is the one of the configuration, or the one that the bot has made itself.
func (a *Adapter) recoveryKey() (string, error) {
	if a.opt.RecoveryKey != "" {
		return strings.TrimSpace(a.opt.RecoveryKey), nil
	}
	data, err := a.readSecret(recoveryFile)
	return strings.TrimSpace(string(data)), err
}

// makeSigningKeys makes the account's keys for signing devices, on the very first start. The recovery key is on the
// disk before anything is made with it: keys that nobody can recover would lock the bot out of its own account.
func (a *Adapter) makeSigningKeys(ctx context.Context, m *crypto.OlmMachine) error {
	secret, err := ssss.NewKey("")
	if err != nil {
		return err
	}
	if err := a.writeSecret(recoveryFile, []byte(secret.RecoveryKey()+"\n")); err != nil {
		return refuse("the recovery key cannot be written: %v", err)
	}
	keys, err := m.GenerateCrossSigningKeys()
	if err != nil {
		return err
	}
	for _, step := range []func() error{
		func() error { return m.SSSS.SetKeyData(ctx, secret.ID, secret.Metadata) },
		func() error { return m.UploadCrossSigningKeysToSSSS(ctx, secret, keys) },
		func() error { return m.SSSS.SetDefaultKeyID(ctx, secret.ID) }, // before the keys: from here on they can be fetched
		func() error { return a.publishSigningKeys(ctx, m, keys) },
		func() error { return m.SignOwnDevice(ctx, m.OwnIdentity()) },
		func() error { return m.SignOwnMasterKey(ctx) },
	} {
		if err := step(); err != nil {
			return err
		}
	}
	a.log.Warn("matrix: the account has keys for signing devices now; put the recovery key away, it is needed if this data folder is ever lost", "file", recoveryFile)
	return nil
}

// publishSigningKeys makes the keys known. Some homeservers want the password for that.
func (a *Adapter) publishSigningKeys(ctx context.Context, m *crypto.OlmMachine, keys *crypto.CrossSigningKeysCache) error {
	wanted := false
	err := m.PublishCrossSigningKeys(ctx, keys, func(ui *mautrix.RespUserInteractive) any {
		wanted = true
		if a.opt.Password == "" {
			return nil
		}
		return &mautrix.ReqUIAuthLogin{
			BaseAuthData: mautrix.BaseAuthData{Type: mautrix.AuthTypePassword, Session: ui.Session},
			User:         string(a.self()), Password: a.opt.Password,
		}
	})
	if err != nil && wanted {
		return refuse("the homeserver wants the account's password before it takes keys for signing devices; set matrix.password for this start (%v)", plain(err))
	}
	return err
}
