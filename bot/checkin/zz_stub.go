package checkin

import (
	"ambassador/bot"
	"ambassador/store"
	"time"
)

func (e *Engine) deskCommands() []bot.Command                                      { return nil }
func (w watch) rollUp(tx store.Tx, c *census, k Kind, r Round, at time.Time) error { return nil }
