package bolt

import (
	"errors"
	"fmt"
	"hash/crc32"
	"log/slog"
	"os"
)

// witness is a small file beside the database that knows how far the database had come. If the newest
// header of a bbolt file is damaged, bbolt goes by the older one: the last commit is gone and nothing
// says so. The witness does, and it says whether the last program to use the file closed it.
type witness struct {
	file *os.File
	last testimony // what the file holds
}

// testimony is what the witness says.
type testimony struct {
	id    string // of the database, see keyID; a witness of another one says nothing
	txid  uint64 // number of a commit that is on the disk
	state state
}

// state tells whether the database is in use.
type state string

const (
	running state = "running"
	clean   state = "clean"
)

// The witness is one line of text, always of the same length for one id, so that it can be written over;
// the checksum at its end tells a half-written line.
const (
	witnessLine = "ambassador witness %s %020d %-7s"
	witnessSum  = " %08x\n"
	witnessScan = "ambassador witness %s %d %s" // as witnessLine, for reading
)

// openWitness opens or makes the witness at path. One that cannot be understood says nothing, as a new
// one does.
func openWitness(path string, log *slog.Logger) (*witness, error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, ownerFile)
	if err != nil {
		return nil, err
	}
	info, err := file.Stat()
	if err == nil {
		err = private(path, info, ownerFile, log)
	}
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	line := make([]byte, 512)
	n, _ := file.ReadAt(line, 0) // the end of the file is an error here, and expected
	return &witness{file, parseTestimony(string(line[:n]))}, nil
}

// write makes t what the witness says, and durable. It costs nothing while nothing was committed.
func (w *witness) write(t testimony) error {
	if t == w.last {
		return nil
	}
	line := t.String()
	if _, err := w.file.WriteAt([]byte(line), 0); err != nil {
		return err
	}
	if err := w.file.Truncate(int64(len(line))); err != nil {
		return err
	}
	if err := w.file.Sync(); err != nil {
		return err
	}
	w.last = t
	return nil
}

func (w *witness) close() error { return w.file.Close() }

// String returns the line that is written.
func (t testimony) String() string {
	line := fmt.Sprintf(witnessLine, t.id, t.txid, t.state)
	return line + fmt.Sprintf(witnessSum, crc32.ChecksumIEEE([]byte(line)))
}

// parseTestimony reads a line, and returns the zero testimony when it is not exactly one that String
// writes.
func parseTestimony(line string) testimony {
	var t testimony
	if _, err := fmt.Sscanf(line, witnessScan, &t.id, &t.txid, &t.state); err != nil || t.String() != line {
		return testimony{}
	}
	return t
}

// verdict is what an opened database must be told.
type verdict struct {
	unclean bool // nobody closed it, or nobody knows
	lost    bool // commits that were on the disk are not in it
}

// judge holds what the witness says against the database as it is now.
func (t testimony) judge(id string, txid uint64) verdict {
	if t.id != id {
		return verdict{unclean: true}
	}
	return verdict{unclean: t.state != clean || t.txid != txid, lost: t.txid > txid}
}
