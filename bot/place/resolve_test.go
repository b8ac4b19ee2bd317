package place_test

import (
	"strings"
	"testing"
	"time"

	"ambassador/bot/place"
)

func TestNotes(t *testing.T) {
	g := open(t)
	for _, c := range []struct {
		text, zone string
		status     place.Status
		name, note string
	}{
		{"Springfield, France", "", place.Suggest, "Springfield", "There is no Springfield in France."},
		{"Bengaluur", "", place.Found, "Bengaluru", "I took that for Bengaluru."},
		{"near me", "Europe/Vienna", place.Found, "Austria", "Going by your time zone, Europe/Vienna, you are in Austria."},
		{"near me", "", place.NotFound, "", "I do not know where you are; name a city or a country."},
		{"Berlin", "", place.Found, "Berlin", ""},
		{"", "", place.NotFound, "", ""},
	} {
		got := g.Resolve(c.text, place.Asker{Zone: c.zone})
		if got.Status != c.status || got.Place.Name != c.name || got.Note != c.note {
			t.Errorf("%q: %s %q %q, want %s %q %q", c.text, got.Status, got.Place.Name, got.Note, c.status, c.name, c.note)
		}
	}
}

func TestNearMeByCountry(t *testing.T) {
	got := open(t).Resolve("near me", place.Asker{Country: "KE"})
	if !got.Near || got.Place.CC != "KE" || got.Note != "Going by your profile, you are in Kenya." {
		t.Errorf("near me in Kenya: %+v", got)
	}
}

func TestCandidates(t *testing.T) {
	g := open(t)
	for _, text := range []string{"Springfield", "San José", "Georgia", "Punjab", "Springfield, France", "Alexandria", "Victoria"} {
		got := g.Resolve(text, place.Asker{})
		if n := len(got.Candidates); got.Status != place.Found && (n < 1 || n > 4 || got.Candidates[0].Ref != got.Place.Ref) {
			t.Errorf("%q is %s with %d candidates", text, got.Status, n)
		}
		seen := map[string]bool{}
		for _, p := range got.Candidates {
			if seen[p.Label()] {
				t.Errorf("%q offers %s twice", text, p.Label())
			}
			seen[p.Label()] = true
			again := g.Resolve(p.Label(), place.Asker{})
			if again.Status != place.Found || again.Place.Label() != p.Label() { // Hong Kong is a city and a country
				t.Errorf("%q offers %s, which is %s %s", text, p.Label(), again.Status, again.Place.Label())
			}
		}
	}
}

// TestRefsResolve lets a button carry a Ref.
func TestRefsResolve(t *testing.T) {
	g := open(t)
	for _, ref := range []string{"city:2950159", "sub:DE.16", "country:GE", "macro:EMEA", "macro:155"} {
		if got := g.Resolve(ref, place.Asker{}); got.Status != place.Found || got.Place.Ref != ref {
			t.Errorf("%s is %s %s", ref, got.Status, got.Place.Ref)
		}
	}
}

// TestLongText holds that a text past the length of any name is not looked at.
func TestLongText(t *testing.T) {
	long := "Berlin" + strings.Repeat(" ", 500)
	if got := open(t).Resolve(long, place.Asker{}); got.Status != place.NotFound {
		t.Errorf("506 bytes are %s", got.Status)
	}
}

// hostile are inputs that no person types and some machine sends.
func hostile() []string {
	return []string{
		"", " ", "\x00", "\xff\xfe\xfd", "Ber\x00lin", "\u202eBerlin", "\u200bBerlin\u200b", "🇩", "🇩🇪🇫", "🏴", "🏴\U000E0067", "🇿🇿", "#de", "#",
		",,,,", "(((", "Berlin,", ",Berlin", "a,b,c,d,e,f,g,h,i,j", "in", "in in in in", "the", "near", "of", "airport", "flughafen berlin",
		"city:", "city:x", "city:-1", "city:99999999999999999999", "sub:", "country:", "macro:", "country:ZZ",
		strings.Repeat("a", 10_000), strings.Repeat("é", 5_000), strings.Repeat("x ", 200), strings.Repeat("in ", 130), strings.Repeat("🇩🇪", 40),
		strings.Repeat("東", 130), strings.Repeat("a,", 190), strings.Repeat("de ", 8), strings.Repeat("san ", 90), strings.Repeat("\u0301", 190),
		strings.Repeat("berlinn ", 40), strings.Repeat("qwertyui,", 40), strings.Repeat("מ", 190), strings.Repeat("ﷺ", 130),
	}
}

// longest is the time any input may take; it is generous, because tests run on busy machines.
const longest = 20 * time.Millisecond

func TestHostileInput(t *testing.T) {
	g := open(t)
	for _, text := range hostile() {
		best := time.Hour
		for range 3 { // the machine may have been busy once
			start := time.Now()
			g.Resolve(text, place.Asker{Zone: text, Country: text})
			best = min(best, time.Since(start))
		}
		if best > longest {
			t.Errorf("%.40q takes %v", text, best)
		}
	}
}

// FuzzResolve holds what callers rely on, whatever a person types.
func FuzzResolve(f *testing.F) {
	g := open(f)
	for _, q := range readQueries(f) {
		f.Add(q.text, q.zone)
	}
	for _, text := range hostile() {
		f.Add(text, "Europe/Berlin")
	}
	f.Fuzz(func(t *testing.T, text, zone string) {
		got := g.Resolve(text, place.Asker{Zone: zone})
		switch got.Status {
		case place.Found:
			if len(got.Candidates) != 0 {
				t.Errorf("%q is found and has candidates", text)
			}
		case place.Ambiguous, place.Suggest:
			if n := len(got.Candidates); n < 1 || n > 4 {
				t.Errorf("%q is %s with %d candidates", text, got.Status, n)
			}
		case place.NotFound:
			if got.Place.Ref != "" {
				t.Errorf("%q is not found at %s", text, got.Place.Ref)
			}
			return
		default:
			t.Fatalf("%q is %q", text, got.Status)
		}
		if p, ok := g.ByRef(got.Place.Ref); !ok || p.Name != got.Place.Name {
			t.Errorf("%q is %s, which does not exist", text, got.Place.Ref)
		}
	})
}
