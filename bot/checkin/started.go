package checkin

import "time"

// Started is a kind that somebody has started in chat, most often to ask once.
type Started struct {
	Kind Kind      `json:"kind"`
	By   string    `json:"by"` // id, or account of somebody without one
	At   time.Time `json:"at"`
}
