package bolt

import (
	"crypto/rand"
	"errors"
	"fmt"
	"strconv"

	"ambassador/store"

	"go.etcd.io/bbolt"
)

// The buckets of the file, all at its root, for every level is one more page in each commit; and the
// keys in the first of them.
const (
	metaBucket  = "meta"
	spacePrefix = "space/" // and then the name of the space

	keyOwner   = "owner"   // ownerName, or the file is not ours
	keyVersion = "version" // of all that is stored, in decimal; see [store.Version]
	keyID      = "id"      // a name of this file, which a backup keeps and a compaction changes

	ownerName = "ambassador"
)

// identity is what a file says of itself.
type identity struct {
	id      string
	version int
}

// found writes the identity of a new file.
func found(btx *bbolt.Tx) error {
	meta, err := btx.CreateBucket([]byte(metaBucket))
	if err != nil {
		return err
	}
	return errors.Join(
		meta.Put([]byte(keyOwner), []byte(ownerName)),
		meta.Put([]byte(keyID), []byte(rand.Text())),
		setVersion(btx, store.Version))
}

// identify reads the identity, and refuses a file that is not ours: any program may use bbolt, and writing
// into its file would be the end of its data.
func identify(btx *bbolt.Tx) (identity, error) {
	meta := btx.Bucket([]byte(metaBucket))
	if meta == nil || string(meta.Get([]byte(keyOwner))) != ownerName {
		return identity{}, fmt.Errorf("%w: it is the database of another program", ErrForeign)
	}
	version, err := strconv.Atoi(string(meta.Get([]byte(keyVersion))))
	if err != nil || version < 1 {
		return identity{}, fmt.Errorf("%w: it does not tell its version", store.ErrDamaged)
	}
	return identity{string(meta.Get([]byte(keyID))), version}, nil
}

// setVersion writes the version; see keyVersion.
func setVersion(btx *bbolt.Tx, version int) error {
	return btx.Bucket([]byte(metaBucket)).Put([]byte(keyVersion), []byte(strconv.Itoa(version)))
}
