package store

import (
	"bytes"
	"errors"
	"testing"
	"time"
)

func TestValueBytes(t *testing.T) { // the stored format: a change here needs a migration
	sealed, err := seal([]byte("key"), &struct{ A int }{7})
	if want := "J\x01\x41\x86\xec\x64{\"A\":7}"; err != nil || string(sealed) != want {
		t.Errorf("sealed: %q, %v; want %q", sealed, err, want)
	}
	now := time.Date(2027, 3, 28, 1, 0, 0, 0, time.UTC)
	sealed, err = seal([]byte("key"), &now)
	if err != nil || sealed[0] != formBinary {
		t.Errorf("a type with a binary form is stored as %q, %v", sealed, err)
	}
	var got time.Time
	if err := unseal([]byte("key"), sealed, &got); err != nil || !got.Equal(now) {
		t.Errorf("the time came back as %v, %v", got, err)
	}
}

func TestEveryFlippedBitIsFound(t *testing.T) {
	key, text := []byte("key"), "some words"
	sealed, err := seal(key, &text)
	if err != nil {
		t.Fatal(err)
	}
	for bit := range len(sealed) * 8 {
		flipped := bytes.Clone(sealed)
		flipped[bit/8] ^= 1 << (bit % 8)
		var got string
		if err := unseal(key, flipped, &got); !errors.Is(err, ErrDamaged) || got != "" {
			t.Errorf("bit %d flipped: %q, %v", bit, got, err)
		}
	}
	for size := range len(sealed) {
		if err := unseal(key, sealed[:size], &text); !errors.Is(err, ErrDamaged) {
			t.Errorf("cut to %d bytes: %v", size, err)
		}
	}
	if err := unseal([]byte("kex"), sealed, &text); !errors.Is(err, ErrDamaged) {
		t.Errorf("under another key: %v", err)
	}
}

// resealed returns a value with another head and a good checksum, as another version would write it.
func resealed(t *testing.T, key []byte, form, version byte, payload string) []byte {
	t.Helper()
	sealed, err := seal(key, &struct{}{})
	if err != nil {
		t.Fatal(err)
	}
	sealed = append(sealed[:headSize], payload...)
	sealed[0], sealed[1] = form, version
	sum := checksum(key, sealed)
	copy(sealed[2:headSize], []byte{byte(sum >> 24), byte(sum >> 16), byte(sum >> 8), byte(sum)})
	return sealed
}

func TestNewerValues(t *testing.T) {
	key := []byte("key")
	for _, c := range []struct {
		what   string
		sealed []byte
		newer  bool
	}{
		{"a newer version", resealed(t, key, formJSON, Version+1, `7`), true},
		{"an unknown form", resealed(t, key, 'Z', Version, `7`), true},
		{"a binary form of a type that has none", resealed(t, key, formBinary, Version, `7`), true},
		{"words where a number belongs", resealed(t, key, formJSON, Version, `"seven"`), false},
	} {
		var got int
		err := unseal(key, c.sealed, &got)
		if err == nil || errors.Is(err, ErrNewer) != c.newer || errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %v", c.what, err)
		}
	}
}

// FuzzValue stores any words under any key, and reads any bytes.
func FuzzValue(f *testing.F) {
	f.Add([]byte("key"), "words \u202e turned", []byte("J\x01\x00\x00\x00\x00{}"))
	f.Add([]byte{}, "", []byte{})
	f.Add([]byte{0}, "zero\x00", []byte("B"))
	f.Fuzz(func(t *testing.T, key []byte, words string, raw []byte) {
		want := []byte(words) // bytes, which JSON keeps whatever they are
		sealed, err := seal(key, &want)
		if err != nil {
			t.Fatal(err)
		}
		var got []byte
		if err := unseal(key, sealed, &got); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%q came back as %q, %v", want, got, err)
		}
		if err := unseal(key, raw, &got); err == nil && raw[1] > Version {
			t.Errorf("%q was read, though it is of version %d", raw, raw[1])
		}
	})
}
