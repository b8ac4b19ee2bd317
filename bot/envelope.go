package bot

import (
	"fmt"
	"strings"
	"time"
)

// Envelope is a reply on its way, under a key that names the deed: putting the
// same deed twice sends it once.
type Envelope struct {
	Key       string    `json:"key"` // "reply/<message>/0", "nudge/<check-in>/<period>/<person>/<n>"
	To        Address   `json:"to"`
	Reply     Reply     `json:"reply"`
	Class     Class     `json:"class,omitempty"`
	NotBefore time.Time `json:"not_before,omitzero"`
	Deadline  time.Time `json:"deadline,omitzero"` // worth nothing afterwards; zero means always worth it

	// Lasting says that other words may take the place of these once they are shown.
	Lasting bool `json:"lasting,omitempty"`

	// Replaces is the key of a lasting envelope to the same conversation whose place these words take, where the
	// platform can change what it has shown; else they are sent as new ones.
	Replaces string `json:"replaces,omitempty"`

	// Doubt says that an earlier attempt may have arrived. An adapter that can
	// look does so before it sends again.
	Doubt bool `json:"doubt,omitempty"`

	// Secret says that it tells what was said in confidence, or to whom: as a dead letter nobody is
	// shown either.
	Secret bool `json:"secret,omitempty"`
}

// Answers returns the platform's id of the message that the envelope answers, and "" for words of the
// bot's own accord. It reads the key that the router gives to replies.
func (e Envelope) Answers() string {
	id, ok := strings.CutPrefix(e.Key, "reply/"+e.To.Platform+"/"+e.To.Space+"/")
	if !ok {
		return ""
	}
	return strings.TrimSuffix(id, "/0")
}

// Class says which envelopes go first where not all can go at once.
type Class int

// The classes, in the order in which they go. Replies come first: somebody waits.
const (
	Replying Class = iota // an answer, or words from one person to another
	Nudging               // a question that somebody was not waiting for
	Bulk                  // the same to many
)

// classes is how many there are.
const classes = 3

// valid says what is missing.
func (e Envelope) valid() error {
	if e.Key == "" || e.To.Platform == "" || e.To.Room == "" && e.To.User == "" {
		return fmt.Errorf("outbox: envelope %q to %q: want a key, a platform and a room or user", e.Key, e.To)
	}
	return nil
}

// conversation is what the envelope is ordered by: the room's, or where one of the room
// alone may read it that person's in the room. What several people are told privately
// need not wait for each other, and nobody can see in which order it comes.
func (e Envelope) conversation() Address {
	if e.Reply.Private && !e.To.Direct() && e.To.User != "" {
		return e.To
	}
	return e.To.Conversation()
}

// waiting is an envelope in the outbox.
type waiting struct {
	Envelope Envelope
	State    state
	Run      string    // which run of the program is sending it
	Attempts int       // those that count; being told to wait does not
	Next     time.Time // when to try (again)
	Failed   time.Time // when it failed first
}

// state is how far a waiting envelope has come. What has been sent is deleted,
// what cannot be sent becomes a Letter.
type state string

const (
	pending state = "pending" // not tried, or to be tried again
	sending state = "sending" // handed to the platform; after a crash: in doubt
)
