package directory_test

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ambassador/bot/directory"
	"ambassador/bot/place"
	"ambassador/bot/sheet"
	"ambassador/store"
	"ambassador/store/mem"
)

// TestRealFiles imports two real directories as they are, and looks whether rows lie
// in the country that somebody has looked up by hand. The importer does not read
// that column.
func TestRealFiles(t *testing.T) {
	shared := os.Getenv("AMBASSADOR_SHARED")
	if shared == "" {
		t.Skip("AMBASSADOR_SHARED is not set: the real directories are not imported")
	}
	places, err := place.Open()
	if err != nil {
		t.Fatal(err)
	}
	d := directory.New(directory.Options{Places: places})
	db := mem.New()
	start := time.Now()
	for _, name := range []string{"ambassadors.csv", "groups.csv"} {
		path := filepath.Join(shared, "data", "directory", name)
		plan := load(t, d, db, path)
		if len(plan.Wrong) > 0 {
			t.Errorf("%s: rows left out: %v", name, plan.Wrong)
		}
		t.Logf("%s: %d added, %d without a place, %d notes", name, len(plan.Added), len(plan.Unplaced), len(plan.Notes))
		if again := load(t, d, db, path); !again.Empty() {
			t.Errorf("%s: a second import adds %d, changes %d", name, len(again.Added), len(again.Changed))
		}
	}
	t.Logf("four imports of 2,160 rows in all: %v", time.Since(start))
	if again := applyExport(t, d, db); !again.Empty() {
		t.Errorf("importing one's own export adds %d, changes %d: %v", len(again.Added), len(again.Changed), again.Changed)
	}
	right, all := compareCountries(t, d, db, shared)
	t.Logf("%d of %d rows (%.1f %%) lie in the right country", right, all, 100*float64(right)/float64(all))
	if right*100 < all*97 {
		t.Error("that is below 97 %")
	}
}

// load imports a file.
func load(t *testing.T, d *directory.Directory, db store.DB, path string) (plan directory.Plan) {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	book, err := sheet.Read(file, path)
	if err != nil {
		t.Fatal(err)
	}
	return apply(t, d, db, directory.Import{Book: book})
}

// apply plans and applies an import.
func apply(t testing.TB, d *directory.Directory, db store.DB, in directory.Import) (plan directory.Plan) {
	t.Helper()
	err := db.Update(t.Context(), "test", func(tx store.Tx) (err error) {
		if plan, err = d.Plan(t.Context(), tx, in); err != nil {
			return err
		}
		return d.Apply(tx, plan)
	})
	if err != nil {
		t.Fatal(err)
	}
	return plan
}

// applyExport imports what the directory exports.
func applyExport(t *testing.T, d *directory.Directory, db store.DB) directory.Plan {
	t.Helper()
	var book sheet.Book
	err := db.View(t.Context(), "test", func(tx store.Tx) (err error) {
		book, err = d.Export(tx, "directory")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return apply(t, d, db, directory.Import{Book: book})
}

// compareCountries holds the records against the country_iso2 of the files.
func compareCountries(t *testing.T, d *directory.Directory, db store.DB, shared string) (right, all int) {
	want := make(map[string]string)
	for _, name := range []string{"ambassadors.csv", "groups.csv"} {
		data, err := os.ReadFile(filepath.Join(shared, "data", "directory", name))
		if err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(strings.NewReader(string(data))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows[1:] {
			for i, column := range rows[0] {
				if column == "country_iso2" && row[i] != "" {
					want[row[0]] = row[i]
				}
			}
		}
	}
	err := db.View(t.Context(), "test", func(tx store.Tx) error {
		for id, cc := range want {
			words, got, err := d.Placed(tx, id)
			if err != nil {
				return err
			}
			if all++; got == cc {
				right++
			} else {
				t.Logf("miss: %s %q lies in %q, not in %s", id, words, got, cc)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return right, all
}
