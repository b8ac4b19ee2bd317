//go:build goolm

package matrix_test

import (
	"database/sql"
	"path/filepath"
	"testing"
	"time"
)

func TestBrokenKeys(t *testing.T) {
	with(t, password(t), func(t *testing.T, o *office) {
		o.open()
		defer o.close()
		time.Sleep(time.Minute)
		db, err := sql.Open("sqlite", filepath.Join(o.options.Folder, "matrix-crypto.db"))
		o.must(err)
		_, err = db.Exec("DROP TABLE crypto_megolm_outbound_session")
		o.must(err)
		o.must(db.Close())
		dm := o.alone("anna")
		if got := o.asks("anna", dm, "echo x"); len(got) != 1 {
			t.Errorf("answered %q", got)
		}
	})
}
