package store

import (
	"encoding"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash/crc32"
)

// Version is the version of what is stored, in every value and for a file as a whole. It goes up by
// one with every change that an older program could not read, and each backend that keeps things
// brings older ones up to it when it opens.
const Version = 1

// A stored value is a head of six bytes and a payload:
//
//	0     form of the payload: formBinary or formJSON
//	1     Version of the program that wrote it
//	2–5   CRC32C, big endian, of key, form, version and payload
//	6–    payload
//
// bbolt keeps no checksum of its data pages: with bits flipped at random, about one file in five gave
// wrong values and no error. The key is under the checksum because its bits flip as well.
const (
	headSize   = 6
	formBinary = 'B'
	formJSON   = 'J'
)

// castagnoli is the polynomial that processors compute in hardware; the table is never changed.
var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// seal encodes the value that v points to, for key.
func seal(key []byte, v any) ([]byte, error) {
	form, payload, err := encode(v)
	if err != nil {
		return nil, err
	}
	sealed := make([]byte, headSize+len(payload))
	sealed[0], sealed[1] = form, Version
	copy(sealed[headSize:], payload)
	binary.BigEndian.PutUint32(sealed[2:], checksum(key, sealed))
	return sealed, nil
}

// unseal decodes a value stored under key into what v points to.
func unseal(key, sealed []byte, v any) error {
	if len(sealed) < headSize || binary.BigEndian.Uint32(sealed[2:]) != checksum(key, sealed) {
		return ErrDamaged
	}
	if sealed[1] > Version {
		return fmt.Errorf("version %d: %w", sealed[1], ErrNewer)
	}
	return decode(sealed[0], sealed[headSize:], v)
}

// checksum covers all of sealed but itself, so that nothing in the head can change unseen.
func checksum(key, sealed []byte) uint32 {
	sum := crc32.Update(0, castagnoli, key)
	sum = crc32.Update(sum, castagnoli, sealed[:2])
	return crc32.Update(sum, castagnoli, sealed[headSize:])
}

// encode prefers the binary form a type has, which is smaller and quicker, to JSON.
func encode(v any) (form byte, payload []byte, err error) {
	if v, ok := v.(encoding.BinaryMarshaler); ok {
		payload, err = v.MarshalBinary()
		return formBinary, payload, err
	}
	payload, err = json.Marshal(v)
	return formJSON, payload, err
}

// decode goes by the form of the payload, so that a type may gain a binary form while values stored
// as JSON stay readable.
func decode(form byte, payload []byte, v any) error {
	switch form {
	case formJSON:
		return json.Unmarshal(payload, v)
	case formBinary:
		if v, ok := v.(encoding.BinaryUnmarshaler); ok {
			return v.UnmarshalBinary(payload)
		}
	}
	return fmt.Errorf("form %q: %w", form, ErrNewer)
}
