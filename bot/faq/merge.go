package faq

import (
	"strings"
	"time"

	"ambassador/bot/faq/entry"
)

// base is what the files say. It never changes; files that changed make another one.
type base struct {
	order []string // ids as in the files
	by    map[string]entry.Entry
	sums  map[string]string
	names map[string]string // ids as they are spelled; the room has them in lower case
}

// newBase makes a base of entries. Of two with one id the first counts.
func newBase(all []entry.Entry) *base {
	b := &base{by: make(map[string]entry.Entry), sums: make(map[string]string), names: make(map[string]string)}
	for _, e := range all {
		name := e.ID
		e.ID = strings.ToLower(name)
		if _, twice := b.by[e.ID]; twice {
			continue
		}
		b.order = append(b.order, e.ID)
		b.by[e.ID], b.sums[e.ID], b.names[e.ID] = e, e.Hash(), name
	}
	return b
}

// dayOf writes a day as it is stored; empty for none.
func dayOf(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.DateOnly)
}

// standing is what becomes of an entry that chat has edited.
type standing int

// The standings.
const (
	holds    standing = iota // chat's entry holds, and the files are as they were
	settled                  // the files say the same now: chat's record is not needed any more
	conflict                 // the files changed since: chat's entry holds until somebody decides
)

// against says how an edit stands to the files.
func (e edit) against(b *base) standing {
	file, there := b.sums[e.Entry.ID]
	switch {
	case !there && e.Base != "" && e.Retired:
		return settled // gone from both
	case there && !e.Retired && file == e.Entry.Hash():
		return settled
	case file != e.Base:
		return conflict
	}
	return holds
}
