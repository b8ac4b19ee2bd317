package atlas_test

import (
	"bytes"
	"errors"
	"testing"

	"ambassador/bot/place/internal/atlas"
)

// draft is a world of three cities.
func draft() *atlas.Draft {
	berlin := atlas.City{ID: 10, Name: "Berlin", Lat: 52.52437, Lon: 13.41053, Population: 3426354,
		Rank: atlas.Capital, Area: 2, Zone: "Europe/Berlin"}
	return &atlas.Draft{
		Vintage: "a test",
		Cities: []atlas.City{berlin,
			{ID: 20, Name: "Bern", Lat: 46.94809, Lon: -7.44744, Population: 121631, Area: 0, Zone: ""},
			{ID: 30, Name: "Berlin", Lat: -44.46867, Lon: -71.18508, Population: 9367, Area: 0},
		},
		Areas: []atlas.Area{
			{Ref: "country:DE", Name: "Germany", Kind: atlas.Country, CC: "DE", Population: 80_000_000, Capital: 0, Parent: 1},
			{Ref: "macro:155", Name: "Western Europe", Kind: atlas.Macro, Countries: "AT DE", Population: 5_000_000_000,
				Capital: atlas.None, Parent: atlas.None},
			{Ref: "sub:DE.16", Name: "Berlin", Kind: atlas.Subdivision, CC: "DE", Capital: 0, Parent: 0},
		},
		Zones: map[string]string{"": "", "Europe/Berlin": "DE", "Etc/UTC": ""},
		Names: map[string][]atlas.Sense{
			"berlin":  {{Place: 2, How: atlas.Main}, {Place: 0, How: atlas.Main}, {Place: 5, How: atlas.Other}},
			"bern":    {{Place: 1, How: atlas.Main}},
			"germany": {{Place: 3, How: atlas.Main}},
			"ber":     {{Place: 0, How: atlas.Code}},
		},
		Words: []string{"pizza", "thanks"},
	}
}

// write writes the draft to a file in memory.
func write(t *testing.T) string {
	t.Helper()
	var file bytes.Buffer
	if err := draft().Write(&file); err != nil {
		t.Fatal(err)
	}
	return file.String()
}

// open opens the draft.
func open(t *testing.T) *atlas.Atlas {
	t.Helper()
	a, err := atlas.Open(write(t))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestRecordsComeBack(t *testing.T) {
	a, d := open(t), draft()
	if a.Vintage() != d.Vintage || a.Cities() != len(d.Cities) || a.Areas() != len(d.Areas) {
		t.Fatalf("%q, %d cities, %d areas", a.Vintage(), a.Cities(), a.Areas())
	}
	for i, want := range d.Cities {
		if got := a.City(i); got != want {
			t.Errorf("city %d is %+v, want %+v", i, got, want)
		}
		if got, ok := a.FindCity(want.ID); !ok || got != i {
			t.Errorf("city %d is found as %d, %v", i, got, ok)
		}
	}
	for i, want := range d.Areas {
		if got := a.Area(i); got != want {
			t.Errorf("area %d is %+v, want %+v", i, got, want)
		}
		if got, ok := a.FindArea(want.Ref); !ok || got != i {
			t.Errorf("area %d is found as %d, %v", i, got, ok)
		}
	}
	if _, ok := a.FindCity(15); ok {
		t.Error("a city that is not there is found")
	}
	if _, ok := a.FindArea("country:FR"); ok {
		t.Error("an area that is not there is found")
	}
}

func TestZones(t *testing.T) {
	a := open(t)
	for zone, want := range map[string]string{"Europe/Berlin": "DE", "Etc/UTC": "", "": "", "Mars/Olympus": ""} {
		if got := a.ZoneCountry(zone); got != want {
			t.Errorf("%s belongs to %q, want %q", zone, got, want)
		}
	}
}

func TestSensesAreOrderedByPopulation(t *testing.T) {
	senses := open(t).Senses("berlin")
	want := []atlas.Sense{{Place: 0, How: atlas.Main}, {Place: 2, How: atlas.Main}, {Place: 5, How: atlas.Other}}
	if len(senses) != len(want) {
		t.Fatalf("berlin means %v, want %v", senses, want)
	}
	for i := range want {
		if senses[i] != want[i] {
			t.Errorf("sense %d is %v, want %v", i, senses[i], want[i])
		}
	}
}

func TestUnknownNames(t *testing.T) {
	a := open(t)
	for _, key := range []string{"", "berli", "berlim", "zzzzzz", string(make([]byte, 10_000))} {
		if senses := a.Senses(key); senses != nil || a.Has(key) {
			t.Errorf("%.20q means %v", key, senses)
		}
	}
	if !a.Has("bern") {
		t.Error("bern is not known")
	}
}

func TestNear(t *testing.T) {
	a := open(t)
	for key, want := range map[string]int{"berln": 1, "belrin": 1, "brelinn": 2, "xyz": 0, "berlin": 0} {
		edits := 0
		for _, guess := range a.Near(key, 2, 0) {
			if guess.Key == "berlin" {
				edits = guess.Edits
			}
			if guess.Key == "ber" {
				t.Errorf("%s is taken for an airport", key)
			}
		}
		if edits != want {
			t.Errorf("berlin is %d edits from %s, want %d", edits, key, want)
		}
	}
	for _, guess := range a.Near("bernn", 1, atlas.Size(1_000_000)) {
		t.Errorf("bernn is near %s, which is too small", guess.Key)
	}
}

func TestWords(t *testing.T) {
	a := open(t)
	if !a.IsWord("pizza") || !a.IsWord("thanks") || a.IsWord("berlin") {
		t.Error("pizza and thanks are everyday words, berlin is none")
	}
}

// TestOpenRefuses cuts a good file at every length and changes its mark.
func TestOpenRefuses(t *testing.T) {
	file := write(t)
	for n := range len(file) {
		if _, err := atlas.Open(file[:n]); !errors.Is(err, atlas.ErrFormat) {
			t.Fatalf("a file cut at %d of %d opens: %v", n, len(file), err)
		}
	}
	for _, bad := range []string{file + "x", "PLACES0\n" + file[8:], "<html>" + file} {
		if _, err := atlas.Open(bad); !errors.Is(err, atlas.ErrFormat) {
			t.Errorf("%.10q opens: %v", bad, err)
		}
	}
}

func TestWriteRefusesDisorder(t *testing.T) {
	d := draft()
	d.Cities[0], d.Cities[1] = d.Cities[1], d.Cities[0]
	if err := d.Write(&bytes.Buffer{}); err == nil {
		t.Error("cities out of order are written")
	}
}

// FuzzMask holds the promise that masks let no near name slip: one edit changes a bit each way at most.
func FuzzMask(f *testing.F) {
	f.Add("berlin", 2, 'x')
	f.Add("aaab", 0, 'b')
	f.Add("rotterdam", 8, 'r')
	f.Fuzz(func(t *testing.T, word string, at int, letter rune) {
		letters := []rune(word)
		for _, r := range append(letters, letter) {
			if r != ' ' && (r < 'a' || r > 'z') {
				return
			}
		}
		if at < 0 || at >= len(letters) {
			return
		}
		replaced := string(letters[:at]) + string(letter) + string(letters[at+1:])
		dropped := string(letters[:at]) + string(letters[at+1:])
		for _, other := range []string{replaced, dropped} {
			if !atlas.Alike(atlas.Mask(word), atlas.Mask(other), 1) {
				t.Errorf("%q and %q do not look alike", word, other)
			}
		}
	})
}
