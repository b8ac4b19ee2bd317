//go:build goolm

package matrix

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"github.com/rs/zerolog"
	"go.mau.fi/util/dbutil"
	"maunium.net/go/mautrix"
	"maunium.net/go/mautrix/crypto"
	"maunium.net/go/mautrix/event"
	"maunium.net/go/mautrix/id"
	"maunium.net/go/mautrix/sqlstatestore"

	_ "modernc.org/sqlite" // the database driver called "sqlite"
)

// Encryption names what encrypts, for people.
const Encryption = "goolm"

// keysFile keeps the device's keys and the room state that the library needs with them.
const keysFile = "matrix-crypto.db"

// pickle is the key under which the library writes keys into keysFile. The file is readable by its owner alone; a secret
// that lay beside it would protect nothing.
const pickle = "ambassador"

// olmKeys is the keyring of the library: mautrix-go with olm in pure Go.
type olmKeys struct {
	machine *crypto.OlmMachine
	state   *sqlstatestore.SQLStateStore
	db      *dbutil.Database
	log     *slog.Logger

	outdated   atomic.Bool // somebody's devices may have changed
	refreshing sync.Mutex
	rested     time.Time // until when devices are not asked for; guarded by refreshing
}

// openKeys opens the device's keys, makes them on the first start, and sees that the device is signed.
func (a *Adapter) openKeys(ctx context.Context) (keyring, error) {
	if a.opt.Folder == "" {
		return nil, nil
	}
	db, fresh, err := openKeysFile(filepath.Join(a.opt.Folder, keysFile))
	if err != nil {
		return nil, err
	}
	k, err := a.loadKeys(ctx, db, fresh)
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	a.client.StateStore = k.state
	a.log.Info("matrix: encryption", "e2ee", Encryption, "device", a.client.DeviceID)
	return k, nil
}

// openKeysFile opens the database, which others must not be able to read, and says whether it was made just now.
func openKeysFile(path string) (db *dbutil.Database, fresh bool, err error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, false, refuse("%s cannot be opened: %v", path, err)
	}
	info, err := f.Stat()
	if err = errors.Join(err, f.Close(), os.Chmod(path, 0o600)); err != nil {
		return nil, false, refuse("%s cannot be opened: %v", path, err)
	}
	// Every commit lasts before it is built upon (synchronous FULL): a key that was given to others must not be forgotten.
	source := (&url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath(), RawQuery: "_txlock=immediate&_pragma=foreign_keys(1)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=busy_timeout(5000)&_pragma=cache_size(-512)"}).String()
	pool, err := sql.Open("sqlite", source)
	if err != nil {
		return nil, false, fmt.Errorf("matrix: %s: %w", keysFile, err)
	}
	pool.SetMaxOpenConns(4) // each costs memory, and time to open
	pool.SetMaxIdleConns(4)
	db, err = dbutil.NewWithDB(pool, "sqlite")
	if err != nil {
		return nil, false, fmt.Errorf("matrix: %s: %w", keysFile, errors.Join(err, pool.Close()))
	}
	return db, info.Size() == 0, nil
}

// loadKeys loads the device's account from the database.
func (a *Adapter) loadKeys(ctx context.Context, db *dbutil.Database, fresh bool) (*olmKeys, error) {
	silent := zerolog.Nop() // the library's words hold ids of sessions and people
	ctx = silent.WithContext(ctx)
	k := &olmKeys{db: db, log: a.log, state: sqlstatestore.NewSQLStateStore(db, dbutil.NoopLogger, false)}
	store := crypto.NewSQLCryptoStore(db, dbutil.NoopLogger, "", a.client.DeviceID, []byte(pickle))
	if err := k.state.Upgrade(ctx); err != nil {
		return nil, refuse("%s cannot be used: %v", keysFile, err)
	}
	if err := store.DB.Upgrade(ctx); err != nil {
		return nil, refuse("%s cannot be used: %v", keysFile, err)
	}
	device, err := store.FindDeviceID(ctx)
	if err != nil {
		return nil, refuse("%s cannot be read: %v", keysFile, err)
	}
	if device != "" && device != a.client.DeviceID {
		return nil, refuse("%s holds the keys of the device %s, and the session is the device %s; let the bot in as %[2]s again, or remove the file", keysFile, device, a.client.DeviceID)
	}
	k.machine = crypto.NewOlmMachine(a.client, &silent, store, k.state)
	k.machine.SessionReceived = func(_ context.Context, _ id.RoomID, of id.SessionID, _ uint32) { a.unlock(of) }
	if err := k.machine.Load(ctx); err != nil {
		return nil, refuse("%s cannot be read: %v", keysFile, err)
	}
	k.outdated.Store(true)
	if err := k.publish(ctx, a.client, fresh); err != nil {
		return nil, err
	}
	return k, a.signDevice(ctx, k.machine)
}

// publish sees that the homeserver has the device's keys, and no others.
func (k *olmKeys) publish(ctx context.Context, c *mautrix.Client, fresh bool) error {
	answer, err := c.QueryKeys(ctx, &mautrix.ReqQueryKeys{DeviceKeys: mautrix.DeviceKeysRequest{c.UserID: {c.DeviceID}}})
	if err != nil {
		return err
	}
	device := answer.DeviceKeys[c.UserID][c.DeviceID]
	own, shared := k.machine.OwnIdentity(), k.machine.GetAccount().Shared
	switch {
	case len(device.Keys) == 0 && !shared:
		return k.machine.ShareKeys(ctx, -1)
	case len(device.Keys) == 0:
		return refuse("the homeserver has lost the keys of the bot's device %s; remove %s and %s and start again with matrix.password: the bot becomes a new device", c.DeviceID, keysFile, sessionFile)
	case device.Keys.GetEd25519(c.DeviceID) == own.SigningKey:
		return nil
	case fresh || !shared:
		return refuse("the device %s has encryption keys that are not in %s: it was lost, or the session was used by another program. Put the file back from a backup; "+
			"or remove %s and %[2]s (and matrix.access_token) and start again with matrix.password and matrix.recovery_key: the bot becomes a new device, and cannot read what was said to the old one", c.DeviceID, keysFile, sessionFile)
	}
	return refuse("the homeserver has other keys for the bot's device %s than %s; if you did not change them, somebody else did. Log the device out, remove %[2]s and %s, and start again with matrix.password and matrix.recovery_key", c.DeviceID, keysFile, sessionFile)
}

// receive implements keyring. One event that the library stumbles over costs no other its key. Whose devices have changed
// is noted before they are asked for, so that a homeserver that fails at that moment is asked again.
func (k *olmKeys) receive(ctx context.Context, n *mautrix.RespSync) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*callTime) // it asks the homeserver for devices
	defer cancel()
	if len(n.DeviceLists.Changed) > 0 {
		if err := k.machine.CryptoStore.MarkTrackedUsersOutdated(ctx, n.DeviceLists.Changed); err != nil {
			k.log.Error("matrix: changed devices are not noted", "err", err)
		}
		k.outdated.Store(true)
	}
	for _, e := range n.ToDevice.Events {
		e.Type.Class = event.ToDeviceEventType
		if e.Content.ParseRaw(e.Type) == nil {
			k.guard(func() { k.machine.HandleToDeviceEvent(ctx, e) })
		}
	}
	k.guard(func() {
		k.machine.HandleOTKCounts(ctx, &n.DeviceOTKCount)
		k.machine.MarkOlmHashSavePoint(ctx)
	})
	k.refresh(ctx)
}

// guard keeps a panic of the library from ending the sync.
func (k *olmKeys) guard(do func()) {
	defer func() {
		if p := recover(); p != nil {
			k.log.Error("matrix: the encryption library has stumbled", "panic", p)
		}
	}()
	do()
}

// refreshTime is how long asking for devices may take, and refreshPause how long not to ask after it has failed: what
// waits for it is sealed for the devices that are known.
const (
	refreshTime  = 5 * time.Second
	refreshPause = time.Minute
)

// refresh asks for the devices of those whose have changed, one at a time. What fails is asked again later.
func (k *olmKeys) refresh(ctx context.Context) {
	if !k.outdated.Load() || !k.refreshing.TryLock() {
		return
	}
	defer k.refreshing.Unlock()
	if time.Now().Before(k.rested) {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), refreshTime)
	defer cancel()
	k.outdated.Store(false)
	users, err := k.machine.CryptoStore.GetOutdatedTrackedUsers(ctx)
	if err == nil && len(users) > 0 {
		k.guard(func() { _, err = k.machine.FetchKeys(ctx, users, true) })
		if left, wrong := k.machine.CryptoStore.GetOutdatedTrackedUsers(ctx); err == nil && (wrong != nil || len(left) > 0) {
			err = errors.New("matrix: not all homeservers tell of their devices")
		}
	}
	if err != nil {
		k.outdated.Store(true)
		k.rested = time.Now().Add(refreshPause)
		k.log.Warn("matrix: changed devices are not known yet", "err", plain(err))
	}
}

// learn implements keyring.
func (k *olmKeys) learn(ctx context.Context, room id.RoomID, e *event.Event) {
	switch e.Type.Type {
	case event.StateMember.Type, event.StateEncryption.Type, event.StateHistoryVisibility.Type, event.StatePowerLevels.Type, event.StateCreate.Type:
	default:
		return
	}
	// Where its store fails, the library goes on without what it wanted to know, and may stumble.
	k.guard(func() { k.note(context.WithoutCancel(ctx), room, e) })
}

// note is learn for the events that matter.
func (k *olmKeys) note(ctx context.Context, room id.RoomID, e *event.Event) {
	e.RoomID = room
	if e.Content.Parsed == nil && e.Content.ParseRaw(e.Type) != nil {
		return
	}
	mautrix.UpdateStateStore(ctx, k.state, e)
	switch e.Type.Type {
	case event.StateMember.Type:
		k.machine.HandleMemberEvent(ctx, e)
	case event.StateHistoryVisibility.Type:
		k.machine.HandleHistoryVisibility(ctx, e)
	}
}

// open implements keyring.
func (k *olmKeys) open(ctx context.Context, e *event.Event) (*event.Event, error) {
	if e.Content.Parsed == nil {
		if err := e.Content.ParseRaw(event.EventEncrypted); err != nil {
			return nil, err
		}
	}
	opened, err := k.machine.DecryptMegolmEvent(ctx, e)
	switch {
	case errors.Is(err, crypto.ErrNoSessionFound):
		return nil, errNoKey
	case err == nil && opened.Mautrix.TrustState == id.TrustStateDeviceKeyMismatch:
		return nil, errForged
	}
	return opened, err
}

// beg implements keyring.
func (k *olmKeys) beg(ctx context.Context, e *event.Event) error {
	c := e.Content.AsEncrypted()
	return k.machine.SendRoomKeyRequest(ctx, e.RoomID, c.SenderKey, c.SessionID, "", map[id.UserID][]id.DeviceID{
		e.Sender: {"*"}, k.machine.Client.UserID: {"*"},
	})
}

// seal implements keyring. A session for a room is shared with everybody's devices before it is used first, and again
// after somebody came, left, or has a new device.
func (k *olmKeys) seal(ctx context.Context, room id.RoomID, people []id.UserID, kind event.Type, content any) (*event.EncryptedEventContent, error) {
	k.refresh(ctx)
	sealed, err := k.machine.EncryptMegolmEvent(ctx, room, kind, content)
	if errors.Is(err, crypto.ErrSessionExpired) || errors.Is(err, crypto.ErrNoGroupSession) || errors.Is(err, crypto.ErrSessionNotShared) {
		if err = k.machine.ShareGroupSession(ctx, room, people); err == nil {
			sealed, err = k.machine.EncryptMegolmEvent(ctx, room, kind, content)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("matrix: encrypt: %w", err)
	}
	return sealed, nil
}

// Close implements keyring.
func (k *olmKeys) Close() error {
	k.machine.Destroy()
	return k.db.Close()
}
