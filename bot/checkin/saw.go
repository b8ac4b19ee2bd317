package checkin

import (
	"fmt"
	"time"

	"ambassador/store"
)

// Saw is what a room has seen of somebody in a while, each in a few words: “4 questions answered”. Regions are those
// they look after. It only reads.
type Saw func(tx store.Tx, person string, regions []string, from, to time.Time) ([]string, error)

// seen is what all rooms have seen since the round before an ask.
func (e *Engine) seen(tx store.Tx, a Ask, at time.Time) (all []string, err error) {
	p, there, err := e.people.Record(tx, a.Person)
	if err != nil || !there {
		return nil, err
	}
	from := a.Due.AddDate(0, -3, 0)
	if last, there, err := e.lastAnswer(tx, a); err != nil {
		return nil, err
	} else if there {
		from = last.Changed
	}
	for _, saw := range e.saw {
		words, err := saw(tx, a.Person, p.Regions, from, at)
		if err != nil {
			return nil, fmt.Errorf("what was seen: %w", err)
		}
		all = append(all, words...)
	}
	return all, nil
}
