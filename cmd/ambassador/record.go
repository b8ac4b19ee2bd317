package main

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strconv"
	"time"
	"unicode/utf8"

	"ambassador/store"
)

// entry is one record of any bucket as one JSON line: the canonical form of all state.
type entry struct {
	Bucket string          `json:"bucket"`
	Key    []keyPart       `json:"key"`
	Value  json.RawMessage `json:"value,omitzero"`  // of a record kept as JSON
	Binary []byte          `json:"binary,omitzero"` // of any other, in base64
}

// path is the entry's bucket and key as one store key.
func (e entry) path() store.Key { return store.K(append([]any{e.Bucket}, e.parts()...)...) }

// parts are the entry's key as store.K takes them.
func (e entry) parts() []any {
	parts := make([]any, len(e.Key))
	for i, k := range e.Key {
		parts[i] = k.part
	}
	return parts
}

// put writes the entry into its bucket, in the form it was read in.
func (e entry) put(tx store.Tx) error {
	if e.Value == nil {
		return store.NewBucket[record](e.Bucket).Put(tx, store.K(e.parts()...), record{binary: e.Binary})
	}
	return store.NewBucket[json.RawMessage](e.Bucket).Put(tx, store.K(e.parts()...), e.Value)
}

// readEntry reads the record under a key of a transaction, which begins with the bucket's name.
func readEntry(tx store.Tx, full store.Key) (entry, error) {
	parts, err := full.Parts()
	if err != nil {
		return entry{}, err
	}
	bucket, ok := parts[0].(string)
	if !ok {
		return entry{}, fmt.Errorf("key %s: %w", full, store.ErrDamaged)
	}
	e := entry{Bucket: bucket, Key: []keyPart{}}
	for _, part := range parts[1:] {
		e.Key = append(e.Key, keyPart{part})
	}
	r, _, err := store.NewBucket[record](bucket).Get(tx, store.K(parts[1:]...))
	e.Value, e.Binary = r.json, r.binary
	return e, err
}

// record is a stored value of whatever form, without its type.
type record struct {
	json   json.RawMessage
	binary []byte
}

// UnmarshalJSON keeps a value that was stored as JSON.
func (r *record) UnmarshalJSON(value []byte) error {
	r.json = bytes.Clone(value)
	return nil
}

// UnmarshalBinary keeps a value that was stored in a form of its own.
func (r *record) UnmarshalBinary(value []byte) error {
	r.binary = append([]byte{}, value...)
	return nil
}

// MarshalBinary gives back what UnmarshalBinary kept.
func (r record) MarshalBinary() ([]byte, error) { return r.binary, nil }

// keyPart is one part of a key: in JSON a string or a boolean, and for other types an object that
// names the type, with digits as text so that no reader rounds them.
type keyPart struct{ part any }

// MarshalJSON writes the part.
func (k keyPart) MarshalJSON() ([]byte, error) {
	typed := func(name, value string) ([]byte, error) { return json.Marshal(map[string]string{name: value}) }
	switch part := k.part.(type) { // the types that store.Key.Parts returns
	case string:
		if !utf8.ValidString(part) { // JSON would put U+FFFD in place of what is not UTF-8
			return typed("text", base64.StdEncoding.EncodeToString([]byte(part)))
		}
		return json.Marshal(part)
	case bool:
		return json.Marshal(part)
	case int64:
		return typed("int", strconv.FormatInt(part, 10))
	case uint64:
		return typed("uint", strconv.FormatUint(part, 10))
	case float64:
		return typed("float", strconv.FormatFloat(part, 'g', -1, 64))
	case time.Time:
		return typed("time", part.UTC().Format(time.RFC3339Nano))
	case []byte:
		return typed("bytes", base64.StdEncoding.EncodeToString(part))
	}
	return nil, fmt.Errorf("key part of type %T", k.part)
}

// UnmarshalJSON reads what MarshalJSON writes.
func (k *keyPart) UnmarshalJSON(data []byte) (err error) {
	var typed map[string]string
	if data[0] != '{' {
		if err := json.Unmarshal(data, &k.part); err != nil {
			return err
		}
		return k.plain()
	}
	if err := json.Unmarshal(data, &typed); err != nil {
		return err
	}
	if len(typed) != 1 {
		return fmt.Errorf("key part %s: want one type", data)
	}
	for name, value := range typed {
		k.part, err = parsePart(name, value)
	}
	return err
}

// plain refuses JSON that is neither a string nor a boolean.
func (k keyPart) plain() error {
	switch k.part.(type) {
	case string, bool:
		return nil
	}
	return fmt.Errorf("key part %v: want text, true, false, or an object that names a type", k.part)
}

// parsePart reads the value of a part of the named type, as typed wrote it.
func parsePart(name, value string) (any, error) {
	switch name {
	case "text":
		text, err := base64.StdEncoding.DecodeString(value)
		return string(text), err
	case "int":
		return strconv.ParseInt(value, 10, 64)
	case "uint":
		return strconv.ParseUint(value, 10, 64)
	case "float":
		return strconv.ParseFloat(value, 64)
	case "time":
		return time.Parse(time.RFC3339Nano, value)
	case "bytes":
		return base64.StdEncoding.DecodeString(value)
	}
	return nil, fmt.Errorf("key part of unknown type %q", name)
}
