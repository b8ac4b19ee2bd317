package faq

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"ambassador/bot"
	"ambassador/bot/faq/entry"
	"ambassador/bot/faq/match"
	"ambassador/store"
)

// watch is the room with the state that its jobs look at.
type watch struct {
	*Room
	db    store.DB
	space string
}

// Jobs are what the room looks at on a schedule: files that changed, what is still to be learnt, and what is to be
// forgotten. Whoever runs them runs each once at the start, too.
func (r *Room) Jobs(db store.DB, space string) []bot.Job {
	w := watch{r, db, space}
	return []bot.Job{
		{Name: "faq", Spec: "* * * * *", Run: w.look},
		{Name: "faq forget", Spec: "29 3 * * *", Run: w.forget},
	}
}

// read reads the files for the first time. What is wrong with them is logged; the bot answers from the rest, and
// from what chat has.
func (r *Room) read() (*base, error) {
	if r.Files == nil {
		return newBase(nil), nil
	}
	all, problems, _, err := r.Files()
	if err != nil {
		r.Log.Error("the FAQ's files cannot be read", "err", err)
	}
	r.complain(problems)
	return newBase(all), nil
}

// complain logs what is wrong with files.
func (r *Room) complain(problems []entry.Problem) {
	for _, p := range problems {
		r.Log.Warn("the FAQ has a mistake", "what", p.String())
	}
}

// look takes up files that changed, and has the matcher learn what is new. Questions are answered meanwhile, from
// what was known before: nothing here keeps them waiting.
func (w watch) look(ctx context.Context, _ time.Time) error {
	now, err := w.present(ctx)
	if err == nil {
		now, err = w.reload(ctx, now)
	}
	if err == nil {
		err = w.settle(ctx, now)
	}
	if err == nil {
		w.report(now)
		err = w.train(ctx)
	}
	if err == nil {
		err = w.bound(ctx)
	}
	if err != nil {
		return fmt.Errorf("faq: %w", err)
	}
	return nil
}

// report logs over which entries files and chat are at odds, when that is news.
func (w watch) report(now *view) {
	if odds := now.conflicts(); !slices.Equal(odds, w.told) {
		w.told = odds
		w.Log.Warn("the FAQ's files and chat are at odds; “faq conflicts” shows how", "entries", strings.Join(odds, " "))
	}
}

// present is the FAQ as it stands in the store now.
func (w watch) present(ctx context.Context) (v *view, err error) {
	err = w.db.View(ctx, w.space, func(tx store.Tx) (err error) {
		v, err = w.view(tx)
		return err
	})
	return v, err
}

// reload takes up files that changed. The matcher for them is made before anybody is asked to wait for it.
func (w watch) reload(ctx context.Context, now *view) (*view, error) {
	if w.Files == nil {
		return now, nil
	}
	all, problems, changed, err := w.Files()
	if err != nil || !changed {
		return now, err
	}
	w.complain(problems)
	var next *view
	err = w.db.View(ctx, w.space, func(tx store.Tx) error {
		edition, _, err := w.editions.Get(tx, store.K())
		if err == nil {
			next, err = w.make(tx, edition, newBase(all), now)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	w.mu.Lock()
	w.now.Store(next) // chat may have gone on meanwhile; whoever asks next takes that in
	w.mu.Unlock()
	w.Log.Info("the FAQ's files are read again", "entries", len(next.base.order))
	return next, nil
}

// settle drops the edits that the files say, too, by now.
func (w watch) settle(ctx context.Context, now *view) error {
	if len(now.with(settled)) == 0 {
		return nil
	}
	return w.db.Update(ctx, w.space, func(tx store.Tx) error {
		dropped := false
		for row, err := range w.edits.All(tx, nil) { // as they are in this transaction, not as they were
			if err != nil {
				return err
			}
			if row.Value.against(now.base) == settled {
				dropped = true
				if err := w.edits.Delete(tx, row.Key.Clone()); err != nil {
					return err
				}
			}
		}
		if !dropped {
			return nil
		}
		return w.renew(tx)
	})
}

// train has the matcher learn everything, and puts it in place of the one that has not. What chat changed meanwhile
// it is told, and learns the next time.
func (w watch) train(ctx context.Context) error {
	v, err := w.present(ctx)
	if err != nil || v.trained || len(v.order) == 0 {
		return err
	}
	learnt, err := v.matcher.Train(ctx)
	if err != nil {
		if ctx.Err() != nil {
			return nil // the program ends; the next one learns
		}
		return fmt.Errorf("train: %w", err)
	}
	return w.lookOver(ctx, w.takeUp(v, learnt))
}

// takeUp puts what was learnt of a view in place of what is known now.
func (w watch) takeUp(v *view, learnt *match.Matcher) *view {
	w.mu.Lock()
	defer w.mu.Unlock()
	now := *w.now.Load()
	if now.matcher == v.matcher {
		now.know(learnt)
		now.trained = true
	} else {
		now.know(now.since(v).tell(learnt, now.nots))
	}
	w.now.Store(&now)
	return &now
}

// lookOver marks the questions on the list that have an answer by now, and those that have none any more.
func (w watch) lookOver(ctx context.Context, now *view) error {
	var turned []uint64
	err := w.db.View(ctx, w.space, func(tx store.Tx) error {
		all, err := w.allMissed(tx)
		for _, m := range all {
			if m.Answered != now.answered(m) {
				turned = append(turned, m.Number)
			}
		}
		return err
	})
	if err != nil || len(turned) == 0 {
		return err
	}
	return w.db.Update(ctx, w.space, func(tx store.Tx) error {
		for _, number := range turned {
			m, there, err := w.missed.Get(tx, store.K(number))
			if err == nil && there {
				m.Answered = now.answered(m)
				err = w.missed.Put(tx, store.K(number), m)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// bound drops questions from a list that has grown too long since the last look.
func (w watch) bound(ctx context.Context) error {
	n := 0
	err := w.db.View(ctx, w.space, func(tx store.Tx) error {
		n = 0
		for range w.missed.Keys(tx, nil, nil) {
			n++
		}
		return nil
	})
	if err != nil || n <= mostMissed {
		return err
	}
	return w.db.Update(ctx, w.space, func(tx store.Tx) error { return w.forgetMissed(tx, "") })
}
