package main

import (
	"bytes"
	"encoding/json"
	"math"
	"strings"
	"testing"
	"time"

	"ambassador/store"
	"ambassador/store/mem"
)

// opaque is a value that is stored in a form of its own.
type opaque struct{ content []byte }

// MarshalBinary is the content.
func (b opaque) MarshalBinary() ([]byte, error) { return b.content, nil }

// TestDumpRoundTrip writes records with keys of every type and values of both forms, and reads them
// back into another store: the same dump comes out.
func TestDumpRoundTrip(t *testing.T) {
	h := &house{db: mem.New()}
	err := h.update(t.Context(), func(tx store.Tx) error {
		keys := []store.Key{
			store.K(), store.K(""), store.K("a", "b\x00\xff"), store.K([]byte{0, 255}), store.K(int64(math.MinInt64)), store.K(uint64(math.MaxUint64)),
			store.K(math.Inf(-1)), store.K(0.1), store.K(true, false), store.K(time.Date(1, 2, 3, 4, 5, 6, 7, time.UTC)),
		}
		for _, key := range keys {
			if err := store.NewBucket[map[string]any]("json").Put(tx, key, map[string]any{"name": "Zoë <b>", "n": 1}); err != nil {
				return err
			}
			if err := store.NewBucket[opaque]("binary").Put(tx, key, opaque{[]byte{1, 2, 255}}); err != nil {
				return err
			}
		}
		return store.NewBucket[opaque]("nothing").Put(tx, store.K("x"), opaque{})
	})
	if err != nil {
		t.Fatal(err)
	}
	var first bytes.Buffer
	if err := h.dump(t.Context(), &first); err != nil {
		t.Fatal(err)
	}
	s, err := readState(bytes.NewReader(first.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	other := &house{db: mem.New()}
	for i, want := range []difference{{added: 21}, {same: 21}} {
		err := other.update(t.Context(), func(tx store.Tx) error {
			got, err := s.replaceBy(tx, false)
			if got != want {
				t.Errorf("round %d: %+v, want %+v", i, got, want)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	var second bytes.Buffer
	if err := other.dump(t.Context(), &second); err != nil {
		t.Fatal(err)
	}
	if first.String() != second.String() {
		t.Errorf("wrote\n%s\nand read back\n%s", &first, &second)
	}
}

func TestReadStateRefuses(t *testing.T) {
	good := `{"bucket":"b","key":["k"],"value":1}`
	for name, text := range map[string]string{
		"no JSON":       "people:\n",
		"no bucket":     `{"key":[],"value":1}`,
		"no value":      `{"bucket":"b","key":[]}`,
		"two values":    `{"bucket":"b","key":[],"value":1,"binary":"AA=="}`,
		"unknown":       `{"bucket":"b","key":[],"value":1,"x":2}`,
		"number as key": `{"bucket":"b","key":[1],"value":1}`,
		"null in key":   `{"bucket":"b","key":[null],"value":1}`,
		"strange type":  `{"bucket":"b","key":[{"colour":"red"}],"value":1}`,
		"two types":     `{"bucket":"b","key":[{"int":"1","uint":"1"}],"value":1}`,
		"twice":         good + "\n" + good,
	} {
		if _, err := readState(strings.NewReader(text)); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func FuzzKeyPart(f *testing.F) {
	for _, seed := range []string{`"text"`, `true`, `{"int":"-5"}`, `{"time":"2026-01-02T03:04:05.6Z"}`, `{"bytes":"AP8="}`, `{"float":"NaN"}`, `{"text":"/w=="}`, `{}`, `[]`, `null`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var part keyPart
		if json.Unmarshal([]byte(text), &part) != nil {
			return
		}
		once, err := json.Marshal(part)
		if err != nil {
			t.Fatalf("%s was read and cannot be written: %v", text, err)
		}
		var again keyPart
		if err := json.Unmarshal(once, &again); err != nil {
			t.Fatalf("%s was written and cannot be read: %v", once, err)
		}
		if !bytes.Equal(store.K(part.part), store.K(again.part)) {
			t.Fatalf("%s became %s", text, once)
		}
	})
}
