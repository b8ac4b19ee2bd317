package e2e

import (
	"context"
	"database/sql"
	"path/filepath"
	"sync"
	"testing"

	"github.com/rs/zerolog"
	"go.mau.fi/util/dbutil"
	"maunium.net/go/mautrix"
	"maunium.net/go/mautrix/crypto/cryptohelper"
	"maunium.net/go/mautrix/event"
	"maunium.net/go/mautrix/id"
	_ "modernc.org/sqlite" // the driver that needs no C library
)

// member is a person with a client that can encrypt, and remembers everything it has heard.
type member struct {
	*mautrix.Client
	t      *testing.T
	crypto *cryptohelper.CryptoHelper
	log    notes

	mu    sync.Mutex
	heard []*event.Event
	news  chan struct{} // closed when there is more in heard
}

// newMember registers a person and lets them listen until the test ends.
func newMember(t *testing.T, name string) *member {
	t.Helper()
	m := &member{t: t, news: make(chan struct{})}
	a := register(t, name)
	m.Client = a.client(t)
	m.Log = zerolog.New(&m.log).Level(zerolog.WarnLevel)
	db, err := cryptoStore(filepath.Join(t.TempDir(), "member.db"))
	if err != nil {
		t.Fatal(err)
	}
	if m.crypto, err = cryptohelper.NewCryptoHelper(m.Client, []byte("pickle"), db); err != nil {
		t.Fatal(err)
	}
	m.crypto.LoginAs = a.login()
	if err := m.crypto.Init(context.Background()); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	m.Client.Crypto = m.crypto
	m.listen()
	return m
}

// cryptoStore opens the database in which a client keeps its keys.
func cryptoStore(path string) (*dbutil.Database, error) {
	db, err := sql.Open("sqlite", "file:"+path+
		"?_txlock=immediate&_pragma=foreign_keys(1)&_pragma=journal_mode(WAL)&_pragma=busy_timeout(5000)")
	if err != nil {
		return nil, err
	}
	return dbutil.NewWithDB(db, "sqlite")
}

// excluding makes the member share keys only with devices that their owner has signed, as clients do since the
// specification asks for it: whoever has not signed its device reads nothing of what the member says.
func (m *member) excluding() *member {
	m.crypto.Machine().SendKeysMinTrust = id.TrustStateCrossSignedTOFU
	m.crypto.Machine().ShareKeysMinTrust = id.TrustStateCrossSignedTOFU
	return m
}

// during makes what fails a failure of a subtest, until that ends.
func (m *member) during(t *testing.T) {
	outer := m.t
	m.t = t
	t.Cleanup(func() { m.t = outer })
}

// inBoth runs a test in rooms of both kinds, one after the other.
func (m *member) inBoth(test func(t *testing.T, secret bool)) {
	outer := m.t
	for _, secret := range []bool{plain, encrypted} {
		outer.Run(kind(secret), func(t *testing.T) {
			m.during(t)
			test(t, secret)
		})
	}
}

// listen syncs until the test ends. The helper has its handlers in place already, so what is heard here is in the
// member's own state, too, and readable.
func (m *member) listen() {
	m.Syncer.(mautrix.ExtensibleSyncer).OnEvent(m.hear)
	ctx, stop := context.WithCancel(context.Background())
	var listening sync.WaitGroup
	listening.Go(func() { _ = m.SyncWithContext(ctx) })
	m.t.Cleanup(func() {
		stop()
		listening.Wait()
		_ = m.crypto.Close()
		if m.t.Failed() {
			m.t.Logf("what %s heard:\n%s\nand their client's log:\n%s", m.UserID, m.story(), m.log.tail(10))
		}
	})
}

// hear takes down what comes from the homeserver, and again what becomes of it when it is decrypted.
func (m *member) hear(_ context.Context, e *event.Event) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.heard = append(m.heard, e)
	close(m.news)
	m.news = make(chan struct{})
}
