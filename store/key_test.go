package store

import (
	"bytes"
	"math"
	"reflect"
	"testing"
	"time"
)

func TestKeyBytes(t *testing.T) { // the stored format: a change here needs a migration
	for _, c := range []struct {
		part any
		want string
	}{
		{"a\x00\x01\x02b", "\x20a\x01\x01\x01\x02\x02b\x00"},
		{[]byte{0xff, 0}, "\x10\xff\x01\x01\x00"},
		{-1, "\x30\x7f\xff\xff\xff\xff\xff\xff\xff"},
		{int64(1), "\x30\x80\x00\x00\x00\x00\x00\x00\x01"},
		{uint64(1), "\x40\x00\x00\x00\x00\x00\x00\x00\x01"},
		{1.0, "\x50\xbf\xf0\x00\x00\x00\x00\x00\x00"},
		{-1.0, "\x50\x40\x0f\xff\xff\xff\xff\xff\xff"},
		{time.Unix(1, 2), "\x60\x80\x00\x00\x00\x00\x00\x00\x01\x00\x00\x00\x02"},
		{false, "\x70"},
		{true, "\x71"},
	} {
		if got := K(c.part); string(got) != c.want {
			t.Errorf("K(%v) is %q, want %q", c.part, got, c.want)
		}
	}
}

func TestKeyParts(t *testing.T) {
	berlin := time.FixedZone("CET", 3600)
	key := K("people", "", "no\xc3utf\x00", []byte{0}, -7, int64(8), uint64(9), 1.5, math.Copysign(0, -1),
		math.Inf(-1), true, time.Date(2027, 3, 28, 3, 0, 0, 1, berlin))
	want := []any{"people", "", "no\xc3utf\x00", []byte{0}, int64(-7), int64(8), uint64(9), 1.5, 0.0,
		math.Inf(-1), true, time.Date(2027, 3, 28, 2, 0, 0, 1, time.UTC)}
	got, err := key.Parts()
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("parts are %v, %v; want %v", got, err, want)
	}
	const text = `"people"/""/"no\xc3utf\x00"/0x00/-7/8/9/1.5/0/-Inf/true/2027-03-28T02:00:00.000000001Z`
	if key.String() != text {
		t.Errorf("as text it is %s, want %s", key, text)
	}
	nan, err := K(math.Float64frombits(0xfff8000000000123)).Parts()
	if err != nil || !math.IsNaN(nan[0].(float64)) {
		t.Errorf("NaN became %v, %v", nan, err)
	}
}

func TestKeyOfOtherType(t *testing.T) {
	defer func() {
		if p := recover(); p != "store: K: part 1 has a type that keys cannot hold" {
			t.Errorf("panic %v", p)
		}
	}()
	t.Errorf("K made %q", K("a", time.Second))
}

func TestKeyPrefix(t *testing.T) {
	prefix := K("people")
	for _, c := range []struct {
		key  Key
		want bool
	}{
		{K("people"), true}, {K("people", "a"), true}, {K("people", true), true}, {K("people", "\x00"), true},
		{K("peopl"), false}, {K("people\x00"), false}, {K("people\x01"), false}, {K("people2"), false}, {K([]byte("people")), false},
	} {
		if got := bytes.HasPrefix(c.key, prefix); got != c.want {
			t.Errorf("%v begins with %v: %t", c.key, prefix, got)
		}
		within := bytes.Compare(c.key, prefix) >= 0 && bytes.Compare(c.key, PrefixEnd(prefix)) < 0
		if within != c.want {
			t.Errorf("%v lies in the range of %v: %t", c.key, prefix, within)
		}
	}
}

func TestPrefixEnd(t *testing.T) {
	for _, c := range []struct{ prefix, want string }{
		{"a", "b"}, {"a\x00", "a\x01"}, {"a\xff", "b"}, {"a\xfe\xff\xff", "a\xff"}, {"\xff\xff", ""}, {"", ""},
	} {
		got := PrefixEnd([]byte(c.prefix))
		if string(got) != c.want || (got == nil) != (c.want == "") {
			t.Errorf("the end of %q is %q, want %q", c.prefix, got, c.want)
		}
	}
}

// FuzzKeyOrder holds the order of keys against the order of their parts.
func FuzzKeyOrder(f *testing.F) {
	f.Add("a", "a\x00", int64(1), int64(-1), 0.5, -0.5, true)
	f.Add("", "\xff", int64(math.MinInt64), int64(math.MaxInt64), math.Inf(1), math.NaN(), false)
	f.Add("x", "x", int64(7), int64(7), math.Copysign(0, -1), 0.0, false)
	f.Add("a\x01", "a\x00\x02", int64(255), int64(256), 1e-300, 2e-300, true)
	f.Fuzz(func(t *testing.T, s1, s2 string, i1, i2 int64, f1, f2 float64, b bool) {
		// Seconds within ±292 billion years, beyond which time.Time itself turns over.
		t1, t2 := time.Unix(i1/4, i2&0xffff), time.Unix(i2/4, i1&0xffff)
		for _, c := range []struct {
			one, two Key
			want     int
		}{
			{K(s1), K(s2), bytes.Compare([]byte(s1), []byte(s2))},
			{K([]byte(s1)), K([]byte(s2)), bytes.Compare([]byte(s1), []byte(s2))},
			{K(s1, s2), K(s2, s1), bytes.Compare([]byte(s1), []byte(s2))},
			{K(i1), K(i2), order(i1 < i2, i2 < i1)},
			{K(int(i1)), K(i2), order(i1 < i2, i2 < i1)},
			{K(uint64(i1)), K(uint64(i2)), order(uint64(i1) < uint64(i2), uint64(i2) < uint64(i1))},
			{K(f1), K(f2), order(f1 < f2 || f1 == f1 && f2 != f2, f2 < f1 || f2 == f2 && f1 != f1)},
			{K(t1), K(t2), order(t1.Before(t2), t2.Before(t1))},
			{K(s1), K(s1, s2), -1},
			{K(s1, false), K(s1, b), order(b, false)},
			{K(s1, i1, f1), K(s2, i1, f1), bytes.Compare([]byte(s1), []byte(s2))},
			{K(i1, s1), K(i1, s2), bytes.Compare([]byte(s1), []byte(s2))},
		} {
			if got := bytes.Compare(c.one, c.two); got != c.want {
				t.Errorf("%v against %v gives %d, want %d", c.one, c.two, got, c.want)
			}
		}
		if s1 != s2 && bytes.HasPrefix(K(s2), K(s1)) {
			t.Errorf("%q is within the prefix of %q", s2, s1)
		}
	})
}

// order makes −1, 0 or 1 of two comparisons.
func order(less, greater bool) int {
	switch {
	case less:
		return -1
	case greater:
		return 1
	}
	return 0
}

// FuzzKeyParts reads any bytes: either they are no key, or K makes the same bytes of the parts.
func FuzzKeyParts(f *testing.F) {
	f.Add([]byte(K("a\x00", []byte{0xff}, -1, uint64(1), 1.5, time.Unix(1, 1), true)))
	f.Add([]byte("\x20a"))
	f.Add([]byte("\x20a\x01\x00"))
	f.Add([]byte("\x20a\x01\x03\x00"))
	f.Add([]byte("\x60\x80\x00\x00\x00\x00\x00\x00\x01\xff\xff\xff\xff"))
	f.Add([]byte("\x50\x7f\xff\xff\xff\xff\xff\xff\xff"))
	f.Add([]byte("\x00\xff"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		parts, err := Key(raw).Parts()
		if err != nil {
			return
		}
		if again := K(parts...); !bytes.Equal(again, raw) {
			t.Errorf("%q has the parts %v, which make %q", raw, parts, again)
		}
		if Key(raw).String() == "" && len(raw) > 0 {
			t.Errorf("%q has no text", raw)
		}
	})
}
