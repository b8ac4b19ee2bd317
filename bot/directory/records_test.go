package directory

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"ambassador/bot"
	"ambassador/store"
	"ambassador/store/mem"
)

// anyone makes a person of chance.
func anyone(r *rand.Rand, id string) Person {
	pick := func(of ...string) string { return of[r.IntN(len(of))] }
	p := Person{
		ID: id, Name: pick("Anna", "Ben", "Chloë"), Role: bot.Roles()[r.IntN(4)], Status: Status(pick("active", "hold", "emeritus")),
		Until: pick("", "2027-01-01"), Regions: []string{pick("north", "south")}, Languages: []string{pick("de", "en")}, Topics: []string{pick("storage", "hpc")},
		Spot: Spot{Words: "x", Ref: pick("", "city:1"), CC: pick("DE", "FR"), Sub: pick("01", ""), Wider: []string{"155", "150"}, Size: r.IntN(16), Exact: r.IntN(2) == 0, Lat: r.Float64() * 80, Lon: r.Float64() * 80},
	}
	if r.IntN(2) == 0 {
		p.Accounts = []bot.Address{{Platform: "console", User: id}}
	}
	if r.IntN(3) == 0 {
		p.Shows = []string{pick("name", "place", nothing)}
	}
	return p
}

// TestRecordsLeaveNothing writes records over one another and deletes them all: an
// index entry that is left behind would lead to somebody who is gone.
func TestRecordsLeaveNothing(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	b, db := newBuckets(), mem.New()
	err := db.Update(t.Context(), "test", func(tx store.Tx) error {
		for range 2000 {
			id := fmt.Sprint(r.IntN(30))
			p := anyone(r, "p"+id)
			g := Group{ID: "g" + id, Name: p.Name, Spot: p.Spot, Standing: []Standing{Official, Fresh, Lapsed, Revoked}[r.IntN(4)]}
			region := Region{ID: "r" + id, Name: p.Name, Covers: []Cover{{Areas: []string{"DE", "FR"}[:r.IntN(3)]}}}
			for _, err := range []error{b.putPerson(tx, p), b.putGroup(tx, g), b.putRegion(tx, region)} {
				if err != nil {
					return err
				}
			}
		}
		for i := range 30 {
			id := fmt.Sprint(i)
			for _, err := range []error{b.deletePerson(tx, "p"+id), b.deleteGroup(tx, "g"+id), b.deleteRegion(tx, "r"+id)} {
				if err != nil {
					return err
				}
			}
		}
		if err := b.edition.Delete(tx, store.K()); err != nil { // the mark of the last change stays
			return err
		}
		for key := range tx.Scan(nil, nil) {
			t.Errorf("left behind: %s", store.Key(key))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestPacked holds that entries and cards come back from their bytes, and that bytes
// cut short are an error and no panic.
func TestPacked(t *testing.T) {
	e := Entry{ID: "a", Code: 1 << 47, Exact: true, Rank: 47, CC: "DE", Sub: "16", Until: "2027-01-15", Tags: tags([]string{"de"}, []string{"Object Storage"})}
	data, err := e.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	var again Entry
	if err := again.UnmarshalBinary(data); err != nil || again != e {
		t.Errorf("%+v comes back as %+v (%v)", e, again, err)
	}
	for n := range len(data) {
		if err := again.UnmarshalBinary(data[:n]); err == nil {
			t.Errorf("%d of %d bytes are read without an error", n, len(data))
		}
	}
}

// TestWanted holds which entries a search takes.
func TestWanted(t *testing.T) {
	e := Entry{Tags: tags([]string{"de", "en"}, []string{"Object Storage", "HPC"})}
	tests := []struct {
		w    wanted
		want bool
	}{
		{wanted{}, true},
		{wanted{language: "de"}, true},
		{wanted{language: "fr"}, false},
		{wanted{topic: "storage"}, true},
		{wanted{topic: "object storage"}, true},
		{wanted{topic: "stor"}, false},
		{wanted{topic: "storage hpc"}, false},
		{wanted{topic: "de"}, false},
		{wanted{topic: "hpc", language: "en"}, true},
		{wanted{topic: "hpc", language: "ja"}, false},
	}
	for _, test := range tests {
		if got := test.w.by(e); got != test.want {
			t.Errorf("%+v: got %v, want %v", test.w, got, test.want)
		}
	}
	away := Entry{Until: "2027-01-15"}
	if (wanted{today: "2027-01-15"}).by(away) || !(wanted{today: "2027-01-16"}).by(away) {
		t.Error("somebody on hold must be away until the day, and back the day after")
	}
}
