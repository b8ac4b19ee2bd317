package place_test

import (
	"crypto/sha256"
	"fmt"
	"math"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"

	"ambassador/bot/place"
)

// TestDigest holds the blob against the digest that was committed with it.
func TestDigest(t *testing.T) {
	blob, err := os.ReadFile("gazetteer.bin")
	if err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile("gazetteer.bin.sha256")
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprintf("%x  gazetteer.bin\n", sha256.Sum256(blob)); got != string(want) {
		t.Errorf("gazetteer.bin is %s, gazetteer.bin.sha256 says %s", got, want)
	}
}

func TestByRef(t *testing.T) {
	g := open(t)
	for _, want := range []place.Place{
		{Ref: "city:2950159", Kind: place.City, Name: "Berlin", CC: "DE", Sub: "16", SubName: "Berlin", Zone: "Europe/Berlin"},
		{Ref: "city:4717560", Kind: place.City, Name: "Paris", CC: "US", Sub: "TX", SubName: "Texas", Zone: "America/Chicago"},
		{Ref: "sub:DE.02", Kind: place.Subdivision, Name: "Bavaria", CC: "DE", Sub: "02", SubName: "Bavaria", Zone: "Europe/Berlin"},
		{Ref: "country:KE", Kind: place.Country, Name: "Kenya", CC: "KE", Zone: "Africa/Nairobi"},
		{Ref: "macro:DACH", Kind: place.Macro, Name: "DACH", Zone: "Europe/Berlin"},
	} {
		got, ok := g.ByRef(want.Ref)
		if !ok || got.Kind != want.Kind || got.Name != want.Name || got.CC != want.CC || got.Sub != want.Sub ||
			got.SubName != want.SubName || got.Zone != want.Zone || got.Population == 0 || got.Lat == 0 {
			t.Errorf("%s is %+v, %v", want.Ref, got, ok)
		}
	}
	for _, ref := range []string{"", "city:1", "city:", "sub:XX.1", "country:", "country:de", "macro:NOWHERE", "DE"} {
		if p, ok := g.ByRef(ref); ok {
			t.Errorf("%q is %+v", ref, p)
		}
	}
}

func TestMacroCountries(t *testing.T) {
	g := open(t)
	for ref, want := range map[string]string{
		"macro:DACH": "AT CH DE", "macro:BENELUX": "BE LU NL", "macro:155": "AT BE CH DE FR LI LU MC NL", "macro:BALTICS": "EE LT LV",
	} {
		if p, _ := g.ByRef(ref); strings.Join(p.Countries, " ") != want {
			t.Errorf("%s is %v, want %s", ref, p.Countries, want)
		}
	}
	if p, _ := g.ByRef("macro:EMEA"); !slices.Contains(p.Countries, "ZA") || slices.Contains(p.Countries, "IN") {
		t.Errorf("EMEA is %v", p.Countries)
	}
}

func TestCountries(t *testing.T) {
	g := open(t)
	for cc, want := range map[string][3]string{
		"DE": {"Germany", "155 Western Europe", "150 Europe"},
		"KE": {"Kenya", "014 East Africa", "002 Africa"},
		"AR": {"Argentina", "005 South America", "019 Americas"},
		"JP": {"Japan", "030 East Asia", "142 Asia"},
		"NZ": {"New Zealand", "053 Australasia", "009 Oceania"},
		"ZZ": {"ZZ", " ", " "},
		"":   {"", " ", " "},
	} {
		sub, subName := g.SubRegion(cc)
		continent, continentName := g.Continent(cc)
		if got := [3]string{g.CountryName(cc), sub + " " + subName, continent + " " + continentName}; got != want {
			t.Errorf("%q is %q, want %q", cc, got, want)
		}
	}
	for cc, want := range map[string]string{"DE": "Berlin", "BR": "Brasília", "AU": "Canberra", "ZA": "Pretoria", "US": "Washington D.C."} {
		if p, ok := g.Capital(cc); !ok || p.Name != want {
			t.Errorf("the capital of %s is %s, want %s", cc, p.Name, want)
		}
	}
	if p, ok := g.Capital("ZZ"); ok {
		t.Errorf("the capital of nowhere is %s", p.Name)
	}
}

func TestZoneCountry(t *testing.T) {
	g := open(t)
	for zone, want := range map[string]string{
		"Europe/Berlin": "DE", "Asia/Calcutta": "IN", "Europe/Oslo": "NO", "Africa/Nairobi": "KE", "UTC": "", "": "", "Berlin": "",
	} {
		if got := g.ZoneCountry(zone); got != want {
			t.Errorf("%s belongs to %q, want %q", zone, got, want)
		}
	}
}

func TestLabel(t *testing.T) {
	g := open(t)
	for ref, want := range map[string]string{
		"city:4931972":    "Cambridge, Massachusetts, United States",
		"city:2950159":    "Berlin, Germany",
		"sub:DE.02":       "Bavaria, Germany",
		"sub:DE.16":       "Berlin region, Germany",
		"country:SG":      "Singapore",
		"country:GE":      "Georgia (country)",
		"macro:EMEA":      "EMEA",
		"sub:US.CA.059":   "Orange County, California, United States",
		"city:1880252":    "Singapore",
		"country:HK":      "Hong Kong",
		"sub:US.NY":       "New York region, United States",
		"macro:SOUTHASIA": "South Asia",
	} {
		p, ok := g.ByRef(ref)
		if !ok || p.Label() != want {
			t.Errorf("%s is labelled %q, want %q", ref, p.Label(), want)
		}
	}
}

// TestLabelsResolve holds that a label leads back to its place, for the places people mean by names.
func TestLabelsResolve(t *testing.T) {
	g := open(t)
	right, total := 0, 0
	for _, q := range readQueries(t) {
		p := g.Resolve(q.text, place.Asker{Zone: q.zone}).Place
		if p.Ref == "" {
			continue
		}
		total++
		if again := g.Resolve(p.Label(), place.Asker{}); again.Status == place.Found && again.Place.Ref == p.Ref {
			right++
		} else {
			t.Logf("%s %s leads to %s %s", p.Ref, p.Label(), again.Status, again.Place.Ref)
		}
	}
	if right*100 < total*99 {
		t.Errorf("%d of %d labels lead back", right, total)
	}
}

func TestDistance(t *testing.T) {
	for _, c := range []struct{ lat1, lon1, lat2, lon2, want float64 }{
		{52.52, 13.405, 48.8566, 2.3522, 877},         // Berlin – Paris
		{-18.1248, 178.4501, -13.8333, -171.75, 1150}, // Suva – Apia, across the date line
		{90, 0, -90, 77, 20015},
		{10, 10, 10, 10, 0},
	} {
		if got := place.Distance(c.lat1, c.lon1, c.lat2, c.lon2); math.Abs(got-c.want) > 2 {
			t.Errorf("%v: %.0f km, want %.0f", c, got, c.want)
		}
	}
}

// TestMemory holds the promise of Open: the data stays where the program has it.
func TestMemory(t *testing.T) {
	heap := func() uint64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	before := heap()
	g := open(t)
	g.Resolve("Berlin", place.Asker{})
	g.Resolve("Brelinn", place.Asker{})
	after := heap()
	if after > before && after-before > 1<<20 {
		t.Errorf("opening and two questions leave %d bytes", after-before)
	}
	runtime.KeepAlive(g)
}
