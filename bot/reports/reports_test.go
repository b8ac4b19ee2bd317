package reports

import (
	"testing"
	"time"

	"ambassador/bot/checkin/period"
	"ambassador/bot/directory"
	"ambassador/store"
	"ambassador/store/mem"
)

// TestKind: the built-in report is whole, and is asked four times a year, each time in a quarter of its own.
func TestKind(t *testing.T) {
	k := Kind()
	if err := k.Filled().Valid(); err != nil {
		t.Fatal(err)
	}
	var labels []string
	for _, p := range k.Schedule.Upcoming(time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC), time.UTC, 4) {
		labels = append(labels, p.Label)
	}
	if want := "2027-Q1 2027-Q2 2027-Q3 2027-Q4"; len(labels) != 4 || labels[0]+" "+labels[1]+" "+labels[2]+" "+labels[3] != want || k.Schedule.Unit() != period.Quarter {
		t.Errorf("the rounds of a year are %v, want %s", labels, want)
	}
	for _, f := range k.Fields[1:] {
		if !f.Optional || f.Word != "" {
			t.Errorf("%s: want it optional, and no little word that would cut a sentence in two", f.Name)
		}
	}
}

// TestUnder: what lies below a region belongs to it, however deep, and regions that lie in each other turn nobody in a circle.
func TestUnder(t *testing.T) {
	db := mem.New()
	regions := store.NewBucket[directory.Region]("directory regions")
	err := db.Update(t.Context(), "test", func(tx store.Tx) error {
		for id, parent := range map[string]string{"world": "", "europe": "world", "germany": "europe", "bavaria": "germany", "brazil": "world", "left": "right", "right": "left"} {
			if err := regions.Put(tx, store.K(id), directory.Region{ID: id, Name: id, Parent: parent}); err != nil {
				return err
			}
		}
		r := New(nil, directory.New(directory.Options{}))
		for of, want := range map[string]int{"world": 5, "europe": 3, "bavaria": 1, "left": 2} {
			all, err := r.under(tx, []string{of})
			if err != nil || len(all) != want || !all[of] {
				t.Errorf("under %s there is %v, want %d of them (%v)", of, all, want, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
