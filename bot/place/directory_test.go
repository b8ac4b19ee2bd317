package place_test

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"ambassador/bot/place"
)

// TestDirectories places the rows of real directories, as an import does: by location, or by location
// and country where one is given.
func TestDirectories(t *testing.T) {
	shared := os.Getenv("AMBASSADOR_SHARED")
	if shared == "" {
		t.Skip("AMBASSADOR_SHARED is not set: no real directories to place")
	}
	g := open(t)
	total, right := 0, 0
	for _, name := range []string{"ambassadors.csv", "groups.csv"} {
		for _, row := range readRows(t, filepath.Join(shared, "data", "directory", name)) {
			if row["country_iso2"] == "" {
				continue
			}
			total++
			answer := importRow(g, row)
			if slices.Equal(answer.Place.Countries, []string{row["country_iso2"]}) {
				right++
			} else {
				t.Logf("%s %q %q is in %s, not %s", row["id"], row["location"], row["country_given"], row["country_iso2"], answer.Place.Label())
			}
		}
	}
	t.Logf("%d of %d rows (%.1f %%) are in their country", right, total, 100*float64(right)/float64(total))
	if right*100 < total*97 {
		t.Errorf("fewer than 97 %% of the rows are in their country")
	}
}

// importRow asks for a row as an import does.
func importRow(g *place.Gazetteer, row map[string]string) place.Answer {
	where, country := row["location"], row["country_given"]
	switch {
	case where == "":
		where = country
	case country != "":
		where += ", " + country
	}
	return g.Resolve(where, place.Asker{})
}

// readRows reads a CSV file into maps by column name.
func readRows(t *testing.T, path string) []map[string]string {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	lines, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var all []map[string]string
	for _, line := range lines[1:] {
		row := map[string]string{}
		for i, column := range lines[0] {
			row[column] = line[i]
		}
		all = append(all, row)
	}
	return all
}
