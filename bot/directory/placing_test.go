package directory

import (
	"testing"

	"ambassador/bot/place"
)

// TestLocateNamesakes holds that coordinates choose among places of one name, also where
// a famous one far away or a village of the group's name comes to mind first.
func TestLocateNamesakes(t *testing.T) {
	places, err := place.Open()
	if err != nil {
		t.Fatal(err)
	}
	d := New(Options{Places: places})
	for _, c := range []struct {
		a    address
		want string
		own  bool // the coordinates of the row are used
	}{
		{address{words: "Birmingham", lat: "42.54", lon: "-83.21"}, "Birmingham, Michigan, United States", true},
		{address{words: "Birmingham", country: "US", lat: "42.54", lon: "-83.21"}, "Birmingham, Michigan, United States", true},
		{address{words: "Birmingham", lat: "52.48", lon: "-1.9"}, "Birmingham, England, United Kingdom", true},
		{address{words: "Independence", country: "US", lat: "41.37", lon: "-81.64"}, "Independence, Ohio, United States", true},
		{address{words: "Independence Ohio", lat: "41.37", lon: "-81.64"}, "Independence, Ohio, United States", true},
		{address{words: "Portland", lat: "43.66", lon: "-70.26"}, "Portland, Maine, United States", true},
		{address{words: "Portsmouth", lat: "43.07", lon: "-70.76"}, "Portsmouth, New Hampshire, United States", true},
		{address{words: "Middletown", country: "US", lat: "40.2", lon: "-76.73"}, "Middletown, Pennsylvania, United States", true},
		{address{name: "Warsaw Kotlin", country: "Poland", lat: "52.23", lon: "21.01"}, "Warsaw, Mazovia, Poland", true},
		{address{words: "Warsaw Kotlin", lat: "52.23", lon: "21.01"}, "Warsaw, Mazovia, Poland", true},
		{address{words: "PyLadies Uruguay", lat: "-34.87", lon: "-56.17"}, "Montevideo, Uruguay", true},
		{address{name: "PyLadies Uruguay", lat: "-34.87", lon: "-56.17"}, "Montevideo, Uruguay", true},
		{address{words: "nowhere at all", lat: "-48", lon: "-125"}, "", true}, // the middle of the Pacific
		{address{words: "Denver", country: "US", lat: "37.09", lon: "-95.71"}, "Denver, Colorado, United States", false},
	} {
		s, note := d.locate(c.a)
		if s.Label != c.want || s.Own != c.own {
			t.Errorf("%+v is %q (own coordinates: %v), want %q; %s", c.a, s.Label, s.Own, c.want, note)
		}
		lat, lon := s.coordinates()
		again, _ := d.locate(address{words: s.Words, country: s.Country, lat: lat, lon: lon, name: c.a.name})
		if lat != c.a.lat || lon != c.a.lon || !again.equal(s) {
			t.Errorf("%+v comes back from an export as %s, %s and is %+v then, and was %+v", c.a, lat, lon, again, s)
		}
	}
}
