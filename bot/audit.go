package bot

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
	"time"

	"ambassador/store"
)

// Entry is one line of the audit log: who did what, or was refused. Each carries
// the hash of the one before, so that a line taken out or changed shows.
type Entry struct {
	Number  uint64
	At      time.Time
	Who     string // directory id, or the account of somebody unknown
	Command string
	Outcome string            // "done" or "refused"
	On      map[string]string `json:",omitempty"` // what was named or changed, by id; never free words
	Before  string            // hash of the entry before
	Hash    string
}

// Entries by number, and the last one.
var (
	auditLog  = store.NewBucket[Entry]("audit")
	auditLast = store.NewBucket[Entry]("audit-last")
)

// outcome is how the audit log calls what has come of a command. A handler refuses with
// a reply instead of an error where it has to keep something of the attempt.
func (r Reply) outcome() string {
	if r.Refused {
		return "refused"
	}
	return "done"
}

// unnamed and confidence stand in the audit log for whoever spoke in confidence, and for
// what they said: that is nobody's business, not even that of whoever reads the log.
const (
	unnamed    = "somebody"
	confidence = "in confidence"
)

// audit records the outcome of this turn's command.
func (t *turn) audit(outcome string, on map[string]string, secret bool) error {
	e := Entry{At: t.m.At, Who: t.who.ID, Command: t.draft.command.Name, Outcome: outcome, On: on}
	if e.Who == "" {
		e.Who = t.m.From.String()
	}
	if secret {
		e.Who, e.Command, e.On = unnamed, confidence, nil
	}
	return Record(t.tx, e)
}

// Record adds an entry to the audit log: its At, Who, Command, Outcome and On. What
// changes state without a message, such as an import by the operator, calls it in the
// same transaction.
func Record(tx store.Tx, e Entry) error {
	last, _, err := auditLast.Get(tx, store.K())
	if err != nil {
		return err
	}
	e.Number, e.Before = last.Number+1, last.Hash
	e.Hash = e.sum()
	if err := auditLog.Put(tx, store.K(e.Number), e); err != nil {
		return err
	}
	return auditLast.Put(tx, store.K(), e)
}

// Entries yields the entries of the audit log behind a number, the oldest first.
func Entries(tx store.Tx, behind uint64) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		for row, err := range auditLog.From(tx, store.K(behind+1), nil) {
			if !yield(row.Value, err) {
				return
			}
		}
	}
}

// subjects keeps of the values those that name somebody or something by id.
func (c Command) subjects(values map[string]string) map[string]string {
	on := make(map[string]string)
	for _, f := range c.Fields {
		if v := values[f.Name]; v != "" && (f.Kind == Human || f.Kind == Choice) {
			on[f.Name] = v
		}
	}
	return on
}

// sum is the hash of everything but the hash itself.
func (e Entry) sum() string {
	e.Hash = ""
	data, err := json.Marshal(e)
	if err != nil {
		panic(err) // strings, numbers and a time: cannot fail
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// CheckAudit walks the audit log and says at which number it was tampered with;
// nil when it is whole.
func CheckAudit(tx store.Tx) error {
	before, number := "", uint64(0)
	for row, err := range auditLog.All(tx, nil) {
		if err != nil {
			return err
		}
		number++
		if e := row.Value; e.Number != number || e.Before != before || e.Hash != e.sum() {
			return fmt.Errorf("audit: entry %d is not what was written", number)
		}
		before = row.Value.Hash
	}
	last, _, err := auditLast.Get(tx, store.K())
	if err == nil && last.Number != number {
		err = fmt.Errorf("audit: %d entries, and the last one written was %d", number, last.Number)
	}
	return err
}

// auditPage is how many entries the audit command shows.
const auditPage = 20

// showAudit answers the audit command with the latest entries.
func showAudit(_ context.Context, tx store.Tx, _ *Request) (Reply, error) {
	last, _, err := auditLast.Get(tx, store.K())
	if err != nil {
		return Reply{}, err
	}
	from := uint64(1)
	if last.Number > auditPage {
		from = last.Number - auditPage + 1
	}
	var lines []string
	for row, err := range auditLog.From(tx, store.K(from), nil) {
		if err != nil {
			return Reply{}, err
		}
		lines = append(lines, row.Value.line())
	}
	if len(lines) == 0 {
		return Hush(Reply{Text: "Nothing has been changed yet."}), nil
	}
	return Hush(Reply{Text: fmt.Sprintf("The last %d of %d entries:\n%s", len(lines), last.Number, strings.Join(lines, "\n"))}), nil
}

// line is the entry for people to read.
func (e Entry) line() string {
	at := e.At.UTC().Format("2006-01-02 15:04")
	if e.Command == confidence { // the minute would tell who it was
		at = e.At.UTC().Format(time.DateOnly)
	}
	s := fmt.Sprintf("%d  %s  %s  %s  %s", e.Number, at, e.Who, e.Command, e.Outcome)
	for _, name := range slices.Sorted(maps.Keys(e.On)) {
		s += "  " + name + "=" + e.On[name]
	}
	return s
}
