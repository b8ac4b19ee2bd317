package main

import (
	"testing"
	"time"
)

func TestDidYouMean(t *testing.T) {
	names := []string{"console", "check", "place", "import", "export"}
	for typed, want := range map[string]string{
		"consle": "console", "chekc": "check", "imprt": "import", "exprot": "export", "Place": "place",
		"": "", "zzz": "", "xyzzy-and-much-longer-than-any-name": "",
	} {
		got := didYouMean(typed, names)
		if want != "" {
			want = "; did you mean \"" + want + "\"?"
		}
		if got != want {
			t.Errorf("didYouMean(%q) = %q, want %q", typed, got, want)
		}
	}
}

func TestParseTime(t *testing.T) {
	for _, c := range []struct{ text, zone, want string }{
		{"2026-05-03T09:30:00Z", "Asia/Tokyo", "2026-05-03T09:30:00Z"},
		{"2026-05-03", "", "2026-05-03T09:00:00Z"},
		{"2026-05-03", "Asia/Tokyo", "2026-05-03T00:00:00Z"},
		{"2026-03-29", "Europe/Berlin", "2026-03-29T07:00:00Z"}, // the day the clocks change
		{"3 May", "", ""},
		{"2026-02-30", "", ""},
	} {
		at, err := parseTime(c.text, c.zone)
		if got := at.UTC().Format(time.RFC3339); err == nil && got != c.want || (err == nil) != (c.want != "") {
			t.Errorf("parseTime(%q, %q) = %s, %v; want %q", c.text, c.zone, got, err, c.want)
		}
	}
}

func TestLocalZone(t *testing.T) {
	for tz, want := range map[string]string{"Asia/Tokyo": "Asia/Tokyo", ":Europe/Berlin": "Europe/Berlin", "UTC": "UTC", "No/Where": "", "../etc/passwd": "", "Local": ""} {
		sh := shell{env: func(string) (string, bool) { return tz, true }}
		if got := localZone(sh); got != want {
			t.Errorf("TZ=%s is the zone %q, want %q", tz, got, want)
		}
	}
}

func TestPrintable(t *testing.T) {
	for text, want := range map[string]string{
		"Zoë Ünal": "Zoë Ünal", "a\x1b[2Jb": "a[2Jb", "one\ntwo\tthree": "one two three", "\u202egpj": "gpj", "\xff": "\ufffd", "": "",
	} {
		if got := printable(text); got != want {
			t.Errorf("printable(%q) = %q, want %q", text, got, want)
		}
	}
}
