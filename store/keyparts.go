package store

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"time"
)

// errKey says that bytes are not a key made by K.
var errKey = errors.New("not a key made of parts")

// Parts returns what K was given: string, []byte, int64 (for int, too), uint64, float64, bool, and
// time.Time in UTC. Bytes that K did not make are an error. It is for exports, messages and tests;
// rooms keep in the value what they want to know again.
func (k Key) Parts() ([]any, error) {
	var parts []any
	for rest := []byte(k); len(rest) > 0; {
		part, size := cutPart(rest)
		if size == 0 {
			return nil, fmt.Errorf("store: key, part %d: %w", len(parts), errKey)
		}
		parts = append(parts, part)
		rest = rest[size:]
	}
	return parts, nil
}

// cutPart reads the part that b, which is not empty, begins with, and returns it and its encoded
// length; 0 when it is none.
func cutPart(b []byte) (part any, size int) {
	kind, body := b[0], b[1:]
	switch {
	case kind == kindString:
		if text, n := cutText(body); n > 0 {
			return string(text), 1 + n
		}
	case kind == kindBytes:
		if text, n := cutText(body); n > 0 {
			return text, 1 + n
		}
	case kind == kindFalse, kind == kindTrue:
		return kind == kindTrue, 1
	case kind == kindTime && len(body) >= 12:
		nano := binary.BigEndian.Uint32(body[8:])
		if nano < 1e9 {
			return time.Unix(intOf(body), int64(nano)).UTC(), 13
		}
	case kind == kindInt && len(body) >= 8:
		return intOf(body), 9
	case kind == kindUint && len(body) >= 8:
		return binary.BigEndian.Uint64(body), 9
	case kind == kindFloat && len(body) >= 8:
		bits := binary.BigEndian.Uint64(body)
		if f := floatOf(bits); floatBits(f) == bits {
			return f, 9
		}
	}
	return nil, 0
}

// cutText reads an escaped text up to its end mark, and returns it in a slice of its own together
// with its encoded length; 0 when it is none.
func cutText(b []byte) (text []byte, size int) {
	end := bytes.IndexByte(b, endMark)
	text = make([]byte, 0, max(end, 0))
	for i := 0; i < end; i++ {
		c := b[i]
		if c == escapeMark {
			i++
			if c = b[i] - 1; c > escapeMark { // the end mark, too, gives a byte that was never escaped
				return nil, 0
			}
		}
		text = append(text, c)
	}
	return text, end + 1
}

// intOf and floatOf turn back what appendInt and floatBits did.
func intOf(b []byte) int64 { return int64(binary.BigEndian.Uint64(b) ^ (1 << 63)) }

func floatOf(bits uint64) float64 {
	if bits>>63 == 1 {
		return math.Float64frombits(bits &^ (1 << 63))
	}
	return math.Float64frombits(^bits)
}
