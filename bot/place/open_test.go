package place_test

import (
	"testing"

	"ambassador/bot/place"
)

// open opens the gazetteer for a test.
func open(t testing.TB) *place.Gazetteer {
	t.Helper()
	g, err := place.Open()
	if err != nil {
		t.Fatal(err)
	}
	return g
}
