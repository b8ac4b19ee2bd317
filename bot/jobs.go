package bot

import (
	"context"
	"fmt"
	"strings"
	"time"

	"ambassador/store"
)

// Jobs are what the router itself looks at on a schedule. Whoever runs them runs
// each once at the start, too.
func (r *Router) Jobs() []Job {
	return []Job{
		{Name: "forget", Spec: "17 3 * * *", Run: r.Forget},
		{Name: "dead letters", Spec: "0 * * * *", Run: r.tellDead},
	}
}

// told is when coordinators were told of dead letters last.
var told = store.NewBucket[time.Time]("dead-told")

// tellDead tells the coordinators of letters that died since they were told last,
// at most once an hour.
func (r *Router) tellDead(ctx context.Context, at time.Time) error {
	hour := at.Truncate(time.Hour)
	err := r.db.Update(ctx, r.space, func(tx store.Tx) error {
		last, _, err := told.Get(tx, store.K())
		if err != nil || !last.Before(hour) {
			return err
		}
		fresh := 0
		for row, err := range letters.All(tx, nil) {
			if err != nil {
				return err
			}
			if row.Value.At.After(last) && !row.Value.notice() {
				fresh++
			}
		}
		if err := told.Put(tx, store.K(), at); err != nil || fresh == 0 {
			return err
		}
		return r.noticeDead(tx, hour, fresh)
	})
	r.outbox.Wake()
	if err != nil {
		return fmt.Errorf("dead letters: %w", err)
	}
	return nil
}

// notices is how the keys of notices about dead letters begin.
const notices = "dead/"

// notice says that the letter is itself a notice about dead letters: of those nobody
// is told, or there would be no end.
func (l Letter) notice() bool {
	return l.Envelope != nil && strings.HasPrefix(l.Envelope.Key, notices)
}

// noticeDead puts a word for each coordinator.
func (r *Router) noticeDead(tx store.Tx, hour time.Time, fresh int) error {
	team, err := r.guide.Coordinators(tx)
	if err != nil {
		return err
	}
	text := fmt.Sprintf("%d messages could not be delivered or answered.", fresh)
	if fresh == 1 {
		text = "A message could not be delivered or answered."
	}
	for _, account := range team {
		e := Envelope{
			Key: notices + hour.UTC().Format(time.RFC3339) + "/" + account.String(), To: account,
			Reply: Hush(Say(text, Action{Label: "List them", Line: "dead"})), Deadline: hour.Add(24 * time.Hour),
		}
		if err := r.outbox.Put(tx, e); err != nil {
			return err
		}
	}
	return nil
}
