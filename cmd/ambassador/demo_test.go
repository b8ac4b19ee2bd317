package main

import (
	"bytes"
	"log/slog"
	"os"
	"testing"

	"ambassador/bot"
	"ambassador/store"
	"ambassador/store/mem"
)

// TestDemoIsPrepared holds that the prepared state is what importing the demonstration makes; -update
// writes it.
func TestDemoIsPrepared(t *testing.T) {
	h, err := furnish(defaults(), mem.New(), bot.Limit{}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	if err := h.stock(t.Context(), demonstration); err != nil {
		t.Fatal(err)
	}
	var want []byte
	err = h.update(t.Context(), func(tx store.Tx) error {
		// The mark of the last change is random, and nobody has remembered anything of a new store yet.
		err := store.NewBucket[string]("directory edition").Delete(tx, store.K())
		want = pack(tx)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	switch {
	case bytes.Equal(want, demoState):
	case *update:
		if err := os.WriteFile("demo/state.bin", want, 0o644); err != nil {
			t.Fatal(err)
		}
	default:
		t.Error("demo/state.bin is not what demo/directory.yaml makes; “make generate” writes it")
	}
}

// TestDemonstrated counts all nouns of the demonstration, and nothing in a store without it.
func TestDemonstrated(t *testing.T) {
	h, err := furnish(defaults(), mem.New(), bot.Limit{}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	book, err := demonstration()
	if err != nil {
		t.Fatal(err)
	}
	want := 0
	for _, round := range []string{"before", "after"} {
		got := -1
		err := h.view(t.Context(), func(tx store.Tx) (err error) { got, err = demonstrated(tx); return err })
		if err != nil || got != want {
			t.Errorf("%s: %d records, %v; want %d", round, got, err, want)
		}
		for _, table := range book.Tables {
			want += len(table.Rows)
		}
		if err := h.stockDemo(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}

func TestUnpackRefusesWhatIsCut(t *testing.T) {
	for cut := range 20 {
		var err error
		for _, e := range unpack(demoState[:len(demoState)-1-cut]) {
			err = e
		}
		if err == nil {
			t.Errorf("without its last %d bytes: read without an error", cut+1)
		}
	}
}
