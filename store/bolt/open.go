package bolt

import (
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"time"

	"ambassador/store"

	"go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"
)

// Why Open refuses a file, besides [store.ErrDamaged] and [store.ErrNewer].
var (
	// ErrInUse means that another process has the file open.
	ErrInUse = errors.New("another process has it open")
	// ErrForeign means that the file is not one of ours, so that it is left as it is.
	ErrForeign = errors.New("not a database of this program")
)

const (
	// lockTimeout is how long to wait for another process; without one, bbolt waits for ever. A
	// restart overlaps with the program it replaces for a moment.
	lockTimeout = 2 * time.Second
	// maxCheck is the size in bytes up to which a file is checked when it was not closed. The check
	// reads all of it, at about 1 GiB a second out of memory, and a restart is to take 2 s at most.
	maxCheck = 512 << 20
)

// Options say how to open a file. The zero Options open one that is there, and say nothing.
type Options struct {
	// Create lets Open make a file, and its directory, where there is none.
	Create bool
	// Log hears what a keeper of the data should know; nil means nobody does.
	Log *slog.Logger
}

// Open opens the database at path and brings it up to date. A second file, path with ".witness" behind
// it, belongs to it.
//
// It waits up to 2 s for another process to close the file. After a crash it checks the file first, as
// long as the file has no more than 512 MiB. Permissions of the file and its directory that reach beyond
// the owner are taken away.
//
// Errors wrap [ErrInUse], [ErrForeign], [store.ErrDamaged], [store.ErrNewer], [fs.ErrNotExist] or what
// the system said.
func Open(path string, opt Options) (*DB, error) {
	return open(path, opt, steps())
}

// open is Open with a way to go from older versions.
func open(path string, opt Options, way []step) (*DB, error) {
	log := opt.Log
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	db := &DB{
		path:  path,
		log:   log,
		queue: make(chan *call),
		jobs:  make(chan func()),
		quit:  make(chan struct{}),
		ended: make(chan struct{}),
	}
	if err := db.load(opt.Create, way); err != nil {
		return nil, fmt.Errorf("bolt: open %s: %w", path, err)
	}
	go db.commitLoop()
	return db, nil
}

// load gets the file ready for use, or leaves it closed. The order matters: permissions before contents,
// the header before bbolt maps the file, the identity before anything is written.
func (db *DB) load(create bool, way []step) error {
	if err := db.prepare(create); err != nil {
		return err
	}
	_, intact, err := readHeader(db.path)
	if err != nil {
		return err
	}
	if !intact {
		db.log.Warn("one of the two headers of the database is damaged; the last change may be lost", "path", db.path)
	}
	if db.file, err = openFile(db.path, false); err != nil {
		return err
	}
	if err := guard(func() error { return db.settle(intact, way) }); err != nil {
		return errors.Join(err, db.file.Close())
	}
	return nil
}

// prepare sees to it that there is a file, and that it is private.
func (db *DB) prepare(create bool) error {
	info, err := os.Stat(db.path)
	missing := errors.Is(err, fs.ErrNotExist)
	if err != nil && !missing {
		return err
	}
	if missing && !create {
		return fmt.Errorf("there is no such file: %w", fs.ErrNotExist)
	}
	if err := privateDir(filepath.Dir(db.path), db.log); err != nil {
		return err
	}
	if missing {
		return createFile(db.path)
	}
	if info.Mode().IsRegular() {
		return private(db.path, info, ownerFile, db.log)
	}
	return nil // readHeader refuses it
}

// settle does with the opened file what comes before the first transaction.
func (db *DB) settle(intact bool, way []step) error {
	var who identity
	var txid uint64
	err := db.file.View(func(btx *bbolt.Tx) (err error) {
		who, err = identify(btx)
		txid = uint64(btx.ID())
		return err
	})
	if err != nil {
		return err
	}
	db.id = who.id
	if db.witness, err = openWitness(db.path+".witness", db.log); err != nil {
		return err
	}
	if err := db.hear(db.witness.last.judge(who.id, txid), intact); err != nil {
		return errors.Join(err, db.witness.close())
	}
	err = migrate(db.file, who.version, way, db.log)
	if err == nil {
		err = db.testify(running)
	}
	if err != nil {
		return errors.Join(err, db.witness.close())
	}
	return nil
}

// hear acts on what the witness says, and on a header that is damaged. A file that went back is opened
// all the same: what it holds is sound, and to refuse would take away that, too.
func (db *DB) hear(v verdict, intact bool) error {
	if v.lost {
		db.log.Error("the database is older than when it was last used: recorded changes are missing, "+
			"unless you have restored a backup", "path", db.path)
	}
	if intact && !v.unclean {
		return nil
	}
	if fileSize(db.path) > maxCheck {
		db.log.Warn("the database was not closed, and is too large to check at start", "path", db.path)
		return nil
	}
	begin := time.Now()
	err := check(db.file)
	db.log.Info("the database was not closed, so it was checked", "path", db.path, "took", time.Since(begin))
	return err
}

// testify lets the witness know the last commit, and s.
func (db *DB) testify(s state) error {
	return db.file.View(func(btx *bbolt.Tx) error {
		return db.witness.write(testimony{db.id, uint64(btx.ID()), s})
	})
}

// mapAhead returns how many bytes of address space to map from the start. A file that outgrows its
// mapping must be mapped anew, for which the writer waits until no reader is left, and all new readers
// wait for the writer. Address space costs nothing where there is plenty; on Windows it would be the size
// of the file.
func mapAhead() int {
	if runtime.GOOS == "windows" || strconv.IntSize < 64 {
		return 0
	}
	return 1 << 30
}

// openFile opens a file that readHeader has found good.
func openFile(path string, readOnly bool) (file *bbolt.DB, err error) {
	err = guard(func() error {
		file, err = bbolt.Open(path, ownerFile, &bbolt.Options{
			Timeout:         lockTimeout,
			FreelistType:    bbolt.FreelistMapType,
			InitialMmapSize: mapAhead(),
			ReadOnly:        readOnly,
			PreLoadFreelist: true, // for the check of one that is only read
		})
		return err
	})
	if errors.Is(err, berrors.ErrTimeout) {
		err = ErrInUse
	}
	return file, err
}

// check reads all of file, and returns what is wrong with its structure. It must not run beside a
// commit.
func check(file *bbolt.DB) error {
	return file.View(func(btx *bbolt.Tx) error {
		var first error
		count := 0
		for err := range btx.Check() { // to its end, or its goroutine would wait for ever
			if count++; first == nil {
				first = err
			}
		}
		if count == 0 {
			return nil
		}
		return fmt.Errorf("%w in %d places; restore a backup. The first: %v", store.ErrDamaged, count, first)
	})
}
