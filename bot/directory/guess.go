package directory

import (
	"time"

	"ambassador/bot"
	"ambassador/store"
)

// Bounds of guessing: who says that many wrong codes in an hour waits for an hour.
const (
	mostGuesses = 5
	guessTime   = time.Hour
)

// guesses are the wrong codes that an account has said lately: when, never which.
type guesses struct {
	Wrong []time.Time
	Until time.Time // no code of theirs is looked at before
}

// stale says that nothing follows from the guesses any more.
func (g guesses) stale(now time.Time) bool {
	return !now.Before(g.Until) && (len(g.Wrong) == 0 || now.Sub(g.Wrong[len(g.Wrong)-1]) >= guessTime)
}

// waits says until when no code of the account is looked at; the zero time means that
// it may say one.
func (b buckets) waits(tx store.Tx, account bot.Address, now time.Time) (time.Time, error) {
	g, _, err := b.guesses.Get(tx, accountKey(account))
	if err != nil || !now.Before(g.Until) {
		return time.Time{}, err
	}
	return g.Until, nil
}

// guessed counts a wrong code. It is part of the same transaction as the answer, so
// that no restart and no crash gives a guess for nothing.
func (b buckets) guessed(tx store.Tx, account bot.Address, now time.Time) error {
	if err := b.forgetGuesses(tx, now); err != nil {
		return err
	}
	g, _, err := b.guesses.Get(tx, accountKey(account))
	if err != nil {
		return err
	}
	recent := guesses{Until: g.Until}
	for _, at := range g.Wrong {
		if now.Sub(at) < guessTime {
			recent.Wrong = append(recent.Wrong, at)
		}
	}
	recent.Wrong = append(recent.Wrong, now)
	if len(recent.Wrong) >= mostGuesses {
		recent = guesses{Until: now.Add(guessTime)}
	}
	return b.guesses.Put(tx, accountKey(account), recent)
}

// guessesSwept is how many accounts are looked at to forget what is over: a few each
// time, so that nobody's guess is slow.
const guessesSwept = 100

// forgetGuesses drops what nothing follows from any more: the bot does not keep who has
// once mistyped a code.
func (b buckets) forgetGuesses(tx store.Tx, now time.Time) error {
	var over []store.Key
	seen := 0
	for row, err := range b.guesses.All(tx, nil) {
		if err == nil && row.Value.stale(now) {
			over = append(over, row.Key.Clone())
		}
		if seen++; seen == guessesSwept {
			break
		}
	}
	return dropAll(tx, b.guesses, over)
}

// dropAll deletes the rows of these keys.
func dropAll[T any](tx store.Tx, b store.Bucket[T], keys []store.Key) error {
	for _, key := range keys {
		if err := b.Delete(tx, key); err != nil {
			return err
		}
	}
	return nil
}
