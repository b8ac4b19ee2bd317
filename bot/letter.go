package bot

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"ambassador/store"
)

// Letter is a dead letter: an envelope that could not be delivered, or a message
// that could not be answered. Coordinators look at it; nothing is lost silently.
type Letter struct {
	Ref      string
	At       time.Time
	Reason   string
	Envelope *Envelope `json:",omitempty"`
	Message  *Message  `json:",omitempty"`
	Secret   bool      `json:",omitempty"` // what it says, and to or from whom, was said in confidence
}

// letters holds dead letters by reference.
var letters = store.NewBucket[Letter]("dead")

// bury keeps a letter.
func bury(tx store.Tx, l Letter) error {
	l.Secret = l.Secret || l.Envelope != nil && l.Envelope.Secret
	return letters.Put(tx, store.K(l.Ref), l)
}

// showDead answers the dead command.
func showDead(_ context.Context, tx store.Tx, _ *Request) (Reply, error) {
	var lines []string
	var actions []Action
	more := 0
	for row, err := range letters.All(tx, nil) {
		if err != nil {
			return Reply{}, err
		}
		if len(lines) == 10 {
			more++
			continue
		}
		l := row.Value
		lines = append(lines, l.line())
		if l.Envelope != nil {
			actions = append(actions, Action{Label: "Retry " + l.Ref, Line: "dead retry " + l.Ref})
		}
		actions = append(actions, Action{Label: "Read " + l.Ref, Line: "dead show " + l.Ref}, Action{Label: "Drop " + l.Ref, Line: "dead drop " + l.Ref})
	}
	if len(lines) == 0 {
		return Hush(Reply{Text: "No dead letters: everything was delivered and answered."}), nil
	}
	if more > 0 {
		lines = append(lines, fmt.Sprintf("… and %d more", more))
	}
	return Hush(Say(strings.Join(lines, "\n"), actions...)), nil
}

// line is the letter for people to read, without what it says: that is between
// the bot and the person.
func (l Letter) line() string {
	return fmt.Sprintf("%s  %s  %s: %s", l.Ref, l.At.UTC().Format("2006-01-02 15:04"), l.whom(), l.Reason)
}

// whom says who was to get the letter, or wrote it.
func (l Letter) whom() string {
	switch {
	case l.Secret:
		return confidence
	case l.Envelope != nil:
		return "to " + l.Envelope.To.String()
	case l.Message != nil:
		return "from " + l.Message.From.String()
	}
	return ""
}

// showLetter answers the dead show command: what was said, to coordinators alone. It
// writes, for the audit log keeps who has read it.
func showLetter(_ context.Context, tx store.Tx, req *Request) (Reply, error) {
	l, err := letter(tx, req)
	if err != nil {
		return Reply{}, err
	}
	req.On["letter"] = l.Ref
	said := ""
	switch {
	case l.Secret:
		said = "It was said in confidence, so nobody is shown it here."
	case l.Envelope != nil:
		said = l.Envelope.Reply.Text
	case l.Message != nil:
		said = l.Message.Text
		for _, name := range slices.Sorted(maps.Keys(l.Message.Values)) {
			said += "\n" + name + ": " + l.Message.Values[name]
		}
	}
	return Hush(Compose(
		Block{Facts: []Fact{
			{Label: "Letter", Value: l.Ref},
			{Label: "When", Value: l.At.UTC().Format("2006-01-02 15:04") + " UTC", At: l.At},
			{Label: "Whose", Value: l.whom()},
			{Label: "Why", Value: l.Reason},
		}},
		Block{Section: &Section{Text: said}},
		Block{Actions: []Action{{Label: "Drop " + l.Ref, Line: "dead drop " + l.Ref}}},
	)), nil
}

// letter finds the letter that a request names.
func letter(tx store.Tx, req *Request) (Letter, error) {
	ref := strings.ToUpper(req.Values["ref"])
	l, found, err := letters.Get(tx, store.K(ref))
	if err == nil && !found {
		return l, Refuse("There is no dead letter %s.", short(ref)).Offer(Action{Label: "List", Line: "dead"})
	}
	return l, err
}

// retryDead puts an undelivered envelope into the outbox once more, under a key
// of its own: the old one has been seen.
func retryDead(_ context.Context, tx store.Tx, req *Request) (Reply, error) {
	l, err := letter(tx, req)
	if err != nil {
		return Reply{}, err
	}
	if l.Envelope == nil {
		return Reply{}, Refuse("%s is a message from somebody, not a delivery. Answer the person, then drop it.", l.Ref)
	}
	e := *l.Envelope
	e.Key += "/retry/" + l.Ref
	e.Deadline = req.Message.At.Add(24 * time.Hour)
	if err := req.Outbox.Put(tx, e); err != nil {
		return Reply{}, err
	}
	return Hush(Reply{Text: "Trying " + l.Ref + " again."}), letters.Delete(tx, store.K(l.Ref))
}

// dropDead forgets a letter.
func dropDead(_ context.Context, tx store.Tx, req *Request) (Reply, error) {
	l, err := letter(tx, req)
	if err != nil {
		return Reply{}, err
	}
	return Hush(Reply{Text: l.Ref + " is dropped."}), letters.Delete(tx, store.K(l.Ref))
}
