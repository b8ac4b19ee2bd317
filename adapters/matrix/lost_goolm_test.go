//go:build goolm

package matrix_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"ambassador/adapters/matrix/matrixfake"
)

// files of the bot's folder.
const (
	keysFile     = "matrix-crypto.db"
	recoveryFile = "matrix-recovery-key.txt"
)

// lose removes files of the bot's folder, whatever stands beside them.
func (o *office) lose(names ...string) {
	o.t.Helper()
	for _, name := range names {
		for _, ending := range []string{"", "-wal", "-shm"} {
			if err := os.Remove(filepath.Join(o.options.Folder, name+ending)); err != nil && !os.IsNotExist(err) {
				o.t.Fatal(err)
			}
		}
	}
}

// starts starts the bot, and gives it a minute.
func (o *office) starts() {
	o.open()
	time.Sleep(time.Minute)
}

// TestLostKeys: without its keys the bot does not start, and says how it comes back; as a new device it does, signed with
// the recovery key that it has kept.
func TestLostKeys(t *testing.T) {
	with(t, password(t), func(t *testing.T, o *office) {
		o.starts()
		_ = o.close()
		o.lose(keysFile)
		o.starts()
		refused(t, o, keysFile, sessionFile, "matrix.recovery_key")
		_ = o.close()
		o.lose(keysFile, sessionFile)
		o.starts()
		defer func() { _ = o.close() }()
		if err := o.adapter.Ready(); err != nil {
			t.Errorf("as a new device: %v", err)
		}
		if n := len(o.Calls("keys/device_signing/upload")); n != 1 {
			t.Errorf("keys for signing devices were made %d times", n)
		}
	})
}

// TestKeysOfOthers: where the account has keys for signing devices and the bot has not the recovery key, it replaces
// nothing, and says so.
func TestKeysOfOthers(t *testing.T) {
	with(t, password(t), func(t *testing.T, o *office) {
		o.starts()
		_ = o.close()
		recovery, err := os.ReadFile(filepath.Join(o.options.Folder, recoveryFile))
		o.must(err)
		o.lose(keysFile, sessionFile, recoveryFile)
		o.starts()
		refused(t, o, "matrix.recovery_key", "never replaces")
		_ = o.close()
		o.options.RecoveryKey = "EsT1 wrong"
		o.starts()
		refused(t, o, "matrix.recovery_key")
		_ = o.close()
		o.options.RecoveryKey = string(recovery)
		o.starts()
		defer func() { _ = o.close() }()
		if err := o.adapter.Ready(); err != nil {
			t.Errorf("with the recovery key: %v", err)
		}
		if n := len(o.Calls("keys/device_signing/upload")); n != 1 {
			t.Errorf("keys for signing devices were made %d times", n)
		}
	})
}

// TestSecretsAreKept: what the bot keeps is for its owner's eyes only.
func TestSecretsAreKept(t *testing.T) {
	with(t, password(t), func(t *testing.T, o *office) {
		o.starts()
		defer func() { _ = o.close() }()
		for _, name := range []string{keysFile, keysFile + "-wal", recoveryFile, sessionFile} {
			info, err := os.Stat(filepath.Join(o.options.Folder, name))
			if err != nil || info.Mode().Perm() != 0o600 {
				t.Errorf("%s: %v, %v", name, info, err)
			}
		}
		if len(o.Calls("login")) != 1 || o.options.Password != matrixfake.Password {
			t.Error("logged in more than once")
		}
	})
}
