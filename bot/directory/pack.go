package directory

import (
	"encoding/binary"
	"errors"
)

// errPacked says that bytes are not what pack has written.
var errPacked = errors.New("the packed record is cut short")

// pack writes texts behind head, each after its length.
func pack(head []byte, texts ...string) []byte {
	size := len(head)
	for _, t := range texts {
		size += len(t) + 2
	}
	b := append(make([]byte, 0, size), head...)
	for _, t := range texts {
		b = binary.AppendUvarint(b, uint64(len(t)))
		b = append(b, t...)
	}
	return b
}

// unpack reads what pack has written behind a head of that many bytes. The texts
// share one copy of data. Texts that were added by a later version are ignored.
func unpack(data []byte, head int, texts ...*string) error {
	if len(data) < head {
		return errPacked
	}
	rest := string(data[head:])
	for _, t := range texts {
		n, size := textLength(rest)
		if size == 0 || n > uint64(len(rest)-size) {
			return errPacked
		}
		*t, rest = rest[size:size+int(n)], rest[size+int(n):]
	}
	return nil
}

// textLength reads a length as binary.Uvarint does, from a string; 0 bytes if
// there is none.
func textLength(s string) (n uint64, size int) {
	for i := 0; i < len(s) && i < binary.MaxVarintLen32; i++ {
		n |= uint64(s[i]&0x7f) << (7 * i)
		if s[i] < 0x80 {
			return n, i + 1
		}
	}
	return 0, 0
}
