package bolt

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"io"
	"os"

	"ambassador/store"
)

// header is what a header page (bbolt: meta page) says of the file. There are two, written in turn;
// the valid one with the greater txid counts.
type header struct {
	pageSize uint32 // bytes
	pages    uint64 // how many pages the file must have
	txid     uint64 // number of the last commit
}

// headerPage is the layout of a header page in go.etcd.io/bbolt v1.5.0 (internal/common/page.go,
// inode.go and meta.go), in the byte order of the machine.
type headerPage struct {
	_        [16]byte // head of every page
	Magic    uint32
	Version  uint32
	PageSize uint32
	_        [4 + 16 + 8]byte // flags, root bucket, free list
	Pages    uint64
	TxID     uint64
	Checksum uint64 // FNV-1a of all from Magic to here
}

const (
	headerMagic   = 0xED0CDAED
	headerVersion = 2
	headerBegin   = 16      // bytes of the page that the checksum does not cover
	headerEnd     = 16 + 64 // Magic up to TxID: 56 bytes, then the checksum
	minPage       = 1 << 10 // bytes; the sizes bbolt looks for when the first page is lost
	maxPage       = minPage << 14
)

// readHeader looks at the file without mapping it, and refuses in words what bbolt would crash on, or
// take over. It needs no lock: the two headers are never written at the same time. intact is false when
// one of them is damaged.
func readHeader(path string) (h header, intact bool, err error) {
	file, err := os.Open(path)
	if err != nil {
		return h, false, err
	}
	defer file.Close()
	info, err := file.Stat()
	switch {
	case err != nil:
		return h, false, err
	case info.IsDir():
		return h, false, fmt.Errorf("%w: it is a directory", ErrForeign)
	case !info.Mode().IsRegular():
		return h, false, fmt.Errorf("%w: it is not a regular file", ErrForeign)
	case info.Size() == 0:
		return h, false, fmt.Errorf("%w: it is empty; restore a backup, or delete it to begin anew", ErrForeign)
	}
	h, intact = newestHeader(file)
	if h.pageSize == 0 {
		return h, false, fmt.Errorf("%w: it has no header of a database", ErrForeign)
	}
	if need := h.pages * uint64(h.pageSize); uint64(info.Size()) < need {
		return h, false, fmt.Errorf("%w: it is cut short, %d of %d bytes; restore a backup",
			store.ErrDamaged, info.Size(), need)
	}
	return h, intact, nil
}

// newestHeader returns the valid header with the greater txid, zero when there is none, and whether
// both are valid.
func newestHeader(file io.ReaderAt) (h header, intact bool) {
	h, first := headerAt(file, 0)
	for size := int64(minPage); size <= maxPage; size <<= 1 {
		if first && size != int64(h.pageSize) {
			continue
		}
		other, second := headerAt(file, size)
		if !second || int64(other.pageSize) != size {
			continue
		}
		if other.txid > h.txid {
			h = other
		}
		return h, first
	}
	return h, false
}

// headerAt reads the header page at offset, and tells whether it is valid.
func headerAt(file io.ReaderAt, offset int64) (h header, valid bool) {
	raw := make([]byte, headerEnd)
	if _, err := file.ReadAt(raw, offset); err != nil {
		return h, false
	}
	var page headerPage
	if err := binary.Read(bytes.NewReader(raw), binary.NativeEndian, &page); err != nil {
		return h, false
	}
	sum := fnv.New64a()
	sum.Write(raw[headerBegin : headerEnd-8])
	if page.Magic != headerMagic || page.Version != headerVersion || page.Checksum != sum.Sum64() {
		return h, false
	}
	return header{page.PageSize, page.Pages, page.TxID}, true
}
