package store

import (
	"encoding/binary"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Key is a place in a bucket: parts, written so that keys sort as their parts do. See [K].
type Key []byte

// The first byte of a part tells its kind, and kinds sort in this order. The numbers are part of the
// stored format.
const (
	kindBytes  = 0x10
	kindString = 0x20
	kindInt    = 0x30
	kindUint   = 0x40
	kindFloat  = 0x50
	kindTime   = 0x60
	kindFalse  = 0x70
	kindTrue   = 0x71
)

// Bytes and strings end with endMark. The bytes 0 and 1 in them become escapeMark and the byte plus
// one, so that endMark stands nowhere else, and everything still sorts as before.
const (
	endMark    = 0
	escapeMark = 1
)

// K makes a key of parts. A part is a string, []byte, int, int64, uint64, float64, bool or time.Time;
// any other type is a mistake in the program, and panics.
//
// Keys sort by their first part, then by their second, and so on; a key sorts before every longer key
// that begins with it, and as bytes it is a prefix of those keys and of no others, so K("people") is
// the prefix of all keys whose first part is exactly "people". Strings sort by bytes, numbers by
// value, false before true. Different types in one position sort by type. An int and an int64 are the
// same part. A time keeps its instant to the nanosecond, and loses its zone. −0 is 0, and NaN sorts
// after +Inf.
//
// The idea is that of FoundationDB's tuple layer. The escapes are not: there, a text is a prefix of the same
// text with a zero byte behind it, and whoever may choose a text could get into the range of another.
func K(parts ...any) Key {
	size := 0
	for _, part := range parts {
		size += partSize(part)
	}
	key := make(Key, 0, size)
	for i, part := range parts {
		switch part := part.(type) {
		case string:
			key = appendText(append(key, kindString), part)
		case []byte:
			key = appendText(append(key, kindBytes), part)
		case int:
			key = appendInt(append(key, kindInt), int64(part))
		case int64:
			key = appendInt(append(key, kindInt), part)
		case uint64:
			key = binary.BigEndian.AppendUint64(append(key, kindUint), part)
		case float64:
			key = binary.BigEndian.AppendUint64(append(key, kindFloat), floatBits(part))
		case time.Time:
			key = appendInt(append(key, kindTime), part.Unix())
			key = binary.BigEndian.AppendUint32(key, uint32(part.Nanosecond()))
		case bool:
			key = append(key, boolKind(part))
		default:
			// Naming the type would cost an allocation for every part of every key: what fmt sees
			// must live on the heap. The position and the stack tell enough.
			panic("store: K: part " + strconv.Itoa(i) + " has a type that keys cannot hold")
		}
	}
	return key
}

// partSize returns the encoded length of part, without escapes, so that K allocates once.
func partSize(part any) int {
	switch part := part.(type) {
	case string:
		return len(part) + 2
	case []byte:
		return len(part) + 2
	case time.Time:
		return 13
	}
	return 9
}

func appendText[T string | []byte](key Key, text T) Key {
	for i := range len(text) {
		if b := text[i]; b <= escapeMark {
			key = append(key, escapeMark, b+1)
		} else {
			key = append(key, b)
		}
	}
	return append(key, endMark)
}

// appendInt turns the sign bit over, so that negative numbers sort first.
func appendInt(key Key, n int64) Key {
	return binary.BigEndian.AppendUint64(key, uint64(n)^(1<<63))
}

// floatBits returns f as bits that sort as floats do: positive ones get the sign bit, negative ones
// are turned over as a whole. −0 and NaN are first brought to one form each.
func floatBits(f float64) uint64 {
	switch {
	case f == 0:
		f = 0
	case math.IsNaN(f):
		f = math.NaN()
	}
	bits := math.Float64bits(f)
	if bits>>63 == 1 {
		return ^bits
	}
	return bits | 1<<63
}

func boolKind(b bool) byte {
	if b {
		return kindTrue
	}
	return kindFalse
}

// Clone returns a copy that outlives the transaction the key came from.
func (k Key) Clone() Key { return slices.Clone(k) }

// String returns the parts for people, as "people"/"K\u00f6ln"/7, or the bytes in hexadecimal when they
// are not a key that K made.
func (k Key) String() string {
	parts, err := k.Parts()
	if err != nil {
		return fmt.Sprintf("0x%x", []byte(k))
	}
	words := make([]string, len(parts))
	for i, part := range parts {
		switch part := part.(type) {
		case string:
			words[i] = strconv.QuoteToASCII(part)
		case []byte:
			words[i] = fmt.Sprintf("0x%x", part)
		case time.Time:
			words[i] = part.Format(time.RFC3339Nano)
		default:
			words[i] = fmt.Sprint(part)
		}
	}
	return strings.Join(words, "/")
}

// PrefixEnd returns the first key after all keys that begin with prefix, for the end of a range; nil,
// which is the open end, when there is none.
func PrefixEnd(prefix []byte) Key {
	for i := len(prefix) - 1; i >= 0; i-- {
		if prefix[i] < 0xff {
			end := slices.Clone(prefix[:i+1])
			end[i]++
			return end
		}
	}
	return nil
}
