package checkin

import (
	"time"

	"ambassador/store"
)

// Asked lists who belongs to the audience of a kind at an instant, there or away, by id and in the order of ids.
func (e *Engine) Asked(tx store.Tx, k Kind, at time.Time) (ids []string, err error) {
	c, err := e.count(tx)
	if err != nil {
		return nil, err
	}
	for _, m := range c.of(k.Of, at) {
		ids = append(ids, m.person.ID)
	}
	return ids, nil
}
