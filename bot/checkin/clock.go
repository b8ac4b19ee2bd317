package checkin

import (
	"context"
	"fmt"
	"time"

	"ambassador/bot"
	"ambassador/bot/checkin/period"
	"ambassador/store"
)

// clock is what is known of the machine's clock.
type clock struct {
	Last time.Time `json:"last"`          // about the latest look that was believed
	Held time.Time `json:"held,omitzero"` // when it was found far ahead; zero: it is believed
}

// hold is how long nobody is asked anything after the clock was found far ahead: a clock that is wrong is most often
// set right within minutes, and words cannot be taken back.
const hold = 10 * time.Minute

// noted is how far the clock goes on before that is written down: far less than the jumps that matter, and seldom enough
// not to wear out a small disk.
const noted = 6 * time.Hour

// believe says whether the clock is to be believed: it has not jumped ahead by more than the shortest of all periods,
// or that is a while ago, as after a long time switched off. A clock that goes back is believed at once, since what
// has been asked stays asked.
func (w watch) believe(ctx context.Context, at time.Time) (believed bool, err error) {
	var c clock
	var ahead time.Duration
	err = w.db.View(ctx, w.space, func(tx store.Tx) error {
		ahead, err = w.shortest(tx)
		if err == nil {
			c, _, err = w.clocks.Get(tx, store.K())
		}
		return err
	})
	if err != nil {
		return false, err
	}
	next := c.tick(at, ahead)
	if next == c {
		return c.Held.IsZero(), nil
	}
	err = w.db.Update(ctx, w.space, func(tx store.Tx) error {
		if !next.Held.IsZero() && !next.Held.Equal(c.Held) {
			if err := w.alert(tx, c.Last, at); err != nil {
				return err
			}
		}
		return w.clocks.Put(tx, store.K(), next)
	})
	w.out.Wake()
	return next.Held.IsZero(), err
}

// tick is what is known of the clock after a look at it.
func (c clock) tick(at time.Time, ahead time.Duration) clock {
	switch {
	case c.Last.IsZero():
		return clock{Last: at}
	case !c.Held.IsZero() && at.Sub(c.Held) < 0: // it has been set right
		return clock{Last: at}
	case !c.Held.IsZero() && at.Sub(c.Held) > ahead: // and again
		return clock{Last: c.Last, Held: at}
	case !c.Held.IsZero() && at.Sub(c.Held) >= hold: // it is so late, and we were away
		return clock{Last: at}
	case !c.Held.IsZero():
		return c
	case at.Sub(c.Last) > ahead:
		return clock{Last: c.Last, Held: at}
	case at.Sub(c.Last).Abs() >= noted:
		return clock{Last: at}
	}
	return c
}

// shortest is the shortest period of all that is asked, at least a day: less is no jump, but a night.
func (e *Engine) shortest(tx store.Tx) (time.Duration, error) {
	const day = 24 * time.Hour
	kinds, err := e.Kinds(tx)
	shortest := 31 * day
	for _, k := range kinds {
		if len(k.Silence) > 0 || k.Once != "" {
			continue
		}
		switch k.Schedule.Unit() {
		case period.Hour, period.Day:
			shortest = min(shortest, 2*day)
		case period.Week:
			shortest = min(shortest, 7*day)
		}
	}
	return shortest, err
}

// alert tells the coordinators that the clock has jumped.
func (w watch) alert(tx store.Tx, last, at time.Time) error {
	words := fmt.Sprintf("My clock shows %s, and a moment ago it was %s. If that is right, I was switched off meanwhile; if not, please set the machine's clock. I ask nobody anything for ten minutes.",
		at.UTC().Format("2 January 2006, 15:04 MST"), last.UTC().Format("2 January 2006, 15:04"))
	return w.tellCoordinators(tx, "checkin/clock/"+at.UTC().Format(time.RFC3339), bot.Say(words), at.Add(24*time.Hour))
}
