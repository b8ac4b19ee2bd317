package main

import (
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"ambassador/bot"
	"ambassador/bot/sheet"
	"ambassador/store"
	"ambassador/store/mem"
)

// peopled is a house whose directory has one person at home on two platforms, and many on the first.
func peopled(t *testing.T, adapters ...bot.Adapter) *house {
	t.Helper()
	var text strings.Builder
	text.WriteString("people:\n  - {id: both, name: Both, place: Berlin, accounts: [\"one:both\", \"two:both\"]}\n")
	for i := range 50 {
		fmt.Fprintf(&text, "  - {id: p%d, name: P%d, place: Berlin, accounts: [\"one:p%d\"]}\n", i, i, i)
	}
	h, err := furnish(defaults(), mem.New(), bot.Limit{}, slog.New(slog.DiscardHandler), adapters...)
	if err == nil {
		err = h.stock(t.Context(), func() (sheet.Book, error) { return sheet.Read(strings.NewReader(text.String()), "people.yaml") })
	}
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// knownGone says whether the person of these accounts is down as gone: marking them so then changes nothing.
func knownGone(t *testing.T, h *house, accounts ...bot.Address) bool {
	t.Helper()
	changed, undo := 0, errors.New("undo")
	err := h.update(t.Context(), func(tx store.Tx) (err error) {
		if changed, err = h.directory.MarkGone(tx, accounts, accounts); err != nil {
			return err
		}
		return undo
	})
	if !errors.Is(err, undo) {
		t.Fatal(err)
	}
	return changed == 0
}

// leaves is a platform's answer when these of its people have left.
func leaves(users ...string) func([]bot.Address) ([]bot.Address, error) {
	return func(all []bot.Address) (gone []bot.Address, err error) {
		for _, a := range all {
			for _, user := range users {
				if a.User == user {
					gone = append(gone, a)
				}
			}
		}
		return gone, nil
	}
}

// TestCensus: somebody is gone with their last account, wherever it is, and everybody is asked about, in parts, with
// as much patience as the platform wants.
func TestCensus(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		calls, most := 0, 0
		began := time.Now()
		one := &platform{name: "one", ready: func() error {
			if time.Since(began) < 5*time.Second {
				return errors.New("connecting")
			}
			return nil
		}}
		one.gone = func(all []bot.Address) ([]bot.Address, error) {
			calls, most = calls+1, max(most, len(all))
			if calls == 2 {
				return nil, bot.Wait{For: time.Hour}
			}
			return leaves("both", "p49")(all)
		}
		two := &platform{name: "two", ready: well, gone: leaves()}
		adapters := []bot.Adapter{one, two}
		h := peopled(t, adapters...)
		job := h.census(adapters, slog.New(slog.DiscardHandler))
		if err := job.Run(t.Context(), began); err != nil {
			t.Fatal(err)
		}
		if lasted := time.Since(began); calls != 4 || most > censusPart || lasted < time.Hour {
			t.Errorf("%d questions of at most %d accounts in %s; want 4, one of them asked again after an hour", calls, most, lasted)
		}
		last, here, both := at("one", "p49"), at("one", "p1"), []bot.Address{at("one", "both"), at("two", "both")}
		if !knownGone(t, h, last) || knownGone(t, h, here) || knownGone(t, h, both...) {
			t.Errorf("gone: the last one %v, one who is here %v, one with an account elsewhere %v", knownGone(t, h, last), knownGone(t, h, here), knownGone(t, h, both...))
		}
		two.gone = leaves("both")
		if err := job.Run(t.Context(), time.Now()); err != nil || !knownGone(t, h, both...) {
			t.Errorf("left everywhere: gone %v, %v", knownGone(t, h, both...), err)
		}
	})
}

// TestCensusUnconnected: a platform that cannot be asked says nothing about anybody.
func TestCensusUnconnected(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		one, two := &platform{name: "one", ready: well, gone: leaves("p1")}, &platform{name: "two", ready: well, gone: leaves()}
		adapters := []bot.Adapter{one, two}
		h := peopled(t, adapters...)
		job := h.census(adapters, slog.New(slog.DiscardHandler))
		if err := job.Run(t.Context(), time.Now()); err != nil || !knownGone(t, h, at("one", "p1")) {
			t.Fatalf("gone %v, %v", knownGone(t, h, at("one", "p1")), err)
		}
		one.ready, one.gone = func() error { return errors.New("one: no line") }, leaves()
		if err := job.Run(t.Context(), time.Now()); err == nil || !strings.Contains(err.Error(), "no line") {
			t.Errorf("without a line: %v", err)
		}
		one.ready, one.gone = well, func([]bot.Address) ([]bot.Address, error) { return nil, errors.New("cut off") }
		if err := job.Run(t.Context(), time.Now()); err == nil || !strings.Contains(err.Error(), "accounts of one: cut off") {
			t.Errorf("cut off: %v", err)
		}
		if !knownGone(t, h, at("one", "p1")) {
			t.Error("somebody came back because nobody could be asked")
		}
	})
}

// well is a platform that is connected.
func well() error { return nil }

// at is an account.
func at(platform, user string) bot.Address { return bot.Address{Platform: platform, User: user} }
