package place_test

import "testing"

func TestNamesake(t *testing.T) {
	g := open(t)
	for _, c := range []struct {
		name     string
		lat, lon float64
		want     string
	}{
		{"Birmingham", 42.54, -83.21, "Birmingham, Michigan, United States"},
		{"Birmingham", 52.48, -1.89, "Birmingham, England, United Kingdom"},
		{"Independence", 41.37, -81.64, "Independence, Ohio, United States"},
		{"portland", 43.66, -70.25, "Portland, Maine, United States"},
		{"Portsmouth", 43.07, -70.76, "Portsmouth, New Hampshire, United States"},
		{"LHR", 51.5, -0.1, ""},
		{"", 0, 0, ""},
		{"no such town", 0, 0, ""},
	} {
		got, ok := g.Namesake(c.name, c.lat, c.lon)
		if ok != (c.want != "") || ok && got.Label() != c.want {
			t.Errorf("%s at %v, %v is %q, want %q", c.name, c.lat, c.lon, got.Label(), c.want)
		}
	}
}

func TestNearest(t *testing.T) {
	g := open(t)
	for want, at := range map[string][2]float64{
		"UY": {-34.87, -56.17}, "PL": {52.23, 21.01}, "FJ": {-17.7, 178}, "US": {43.07, -70.76},
	} {
		if got := g.Nearest(at[0], at[1]); got.CC != want {
			t.Errorf("%v is near %s, want %s", at, got.Label(), want)
		}
	}
}
