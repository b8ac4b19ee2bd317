package ticket

import (
	"cmp"
	"slices"
	"time"

	"ambassador/bot"
	"ambassador/bot/directory"
	"ambassador/store"
)

// of takes one page of a list.
func (s shelf) of(list string) ([]line, bool, error) {
	if list == listMine {
		return s.waiting()
	}
	prefixes, err := s.prefixes(list)
	if err != nil {
		return nil, false, err
	}
	return s.read(prefixes, list == listOverdue)
}

// waiting takes one page of what waits for somebody: what is theirs, and what nobody has
// yet at their desks.
func (s shelf) waiting() ([]line, bool, error) {
	mine, err := s.prefixes(listMine)
	if err != nil {
		return nil, false, err
	}
	team, err := s.prefixes(listTeam)
	if err != nil {
		return nil, false, err
	}
	return s.read(append(mine, team...), false)
}

// shelf reads lists for somebody.
type shelf struct {
	e    *Engine
	tx   store.Tx
	me   Party
	who  bot.Person
	at   time.Time
	kind string
	page int

	aloud bool // for a word that is sent: nothing of what was said in confidence
}

// prefixes are where a list lies in the index. Only coordinators have lists of everything.
func (s shelf) prefixes(list string) ([]store.Key, error) {
	var all []store.Key
	switch list {
	case listMine:
		keys, err := s.e.keysOf(s.tx, s.me)
		if err != nil {
			return nil, err
		}
		for _, key := range keys {
			all = append(all, store.K(ofOwner, key))
		}
	case listTeam:
		for _, desk := range s.desks() {
			all = append(all, store.K(ofDesk, desk))
		}
	case listRegion:
		record, _, err := s.e.people.Record(s.tx, s.who.ID)
		if err != nil {
			return nil, err
		}
		for _, id := range record.Regions {
			all = append(all, store.K(ofRegion, id))
		}
	default:
		if s.who.Role < bot.Coordinator {
			mine, err := s.prefixes(listMine)
			if err != nil {
				return nil, err
			}
			team, err := s.prefixes(listTeam)
			return append(mine, team...), err
		}
		if s.kind != "" {
			return []store.Key{store.K(ofKind, s.kind)}, nil
		}
		return s.e.everyKind(s.tx)
	}
	return all, nil
}

// everyKind are where the open tickets lie, kind by kind: those that are not configured any
// more, too.
func (e *Engine) everyKind(tx store.Tx) (all []store.Key, err error) {
	from, end := store.K(ofKind), store.PrefixEnd(store.K(ofKind))
	for from != nil {
		here := from
		from = nil
		for key := range e.lines.Keys(tx, here, end) {
			name, err := whose(key)
			if err != nil {
				return nil, err
			}
			all = append(all, store.K(ofKind, name))
			from = store.PrefixEnd(store.K(ofKind, name))
			break
		}
	}
	return all, nil
}

// desks lists the desks at which somebody sits.
func (s shelf) desks() []string {
	if s.who.Role < bot.Coordinator {
		return s.who.Desks
	}
	all := []string{directory.Coordinators}
	for _, k := range s.e.kinds { // a desk at which nobody sits is the coordinators' too
		if !slices.Contains(all, k.Desk) {
			all = append(all, k.Desk)
		}
	}
	return all
}

// read takes one page of the lists together, in the order of their deadlines, and says
// whether there is more. It reads no more of each list than the pages up to this one.
func (s shelf) read(prefixes []store.Key, overdue bool) (page []line, more bool, err error) {
	want := s.page*pageSize + 1
	var all []line
	for _, prefix := range prefixes {
		lines, err := s.take(prefix, want, overdue)
		if err != nil {
			return nil, false, err
		}
		all = append(all, lines...)
	}
	slices.SortFunc(all, func(a, b line) int {
		waits := func(l line) int { return map[bool]int{true: 1}[l.Due.IsZero()] }
		return cmp.Or(cmp.Compare(waits(a), waits(b)), a.Due.Compare(b.Due), cmp.Compare(a.Number, b.Number))
	})
	all = slices.CompactFunc(all, func(a, b line) bool { return a.Number == b.Number }) // in two regions of theirs
	start := min((s.page-1)*pageSize, len(all))
	end := min(start+pageSize, len(all))
	return all[start:end], len(all) > end, nil
}

// mostLooked bounds how many lines are looked at for one that fits the filters.
const mostLooked = 5000

// take reads lines of one list that fit the filters.
func (s shelf) take(prefix store.Key, want int, overdue bool) (lines []line, err error) {
	looked := 0
	for row, err := range s.e.lines.All(s.tx, prefix) {
		if err != nil {
			return nil, err
		}
		l := row.Value
		if looked++; looked > mostLooked || overdue && (l.Due.IsZero() || l.Due.After(s.at)) {
			break
		}
		if s.kind != "" && l.Kind != s.kind {
			continue
		}
		if ok, err := s.shows(l); err != nil {
			return nil, err
		} else if !ok {
			continue
		}
		if lines = append(lines, l); len(lines) == want {
			break
		}
	}
	return lines, nil
}

// hides says that a line is of a ticket in confidence, as every one is whose kind has left
// the configuration.
func (e *Engine) hides(l line) bool {
	k, known := e.kind(l.Kind)
	return l.Secret || k.Secret || !known
}

// shows says whether a line may be shown: what is in confidence only to coordinators whom it
// does not concern.
func (s shelf) shows(l line) (bool, error) {
	if !s.e.hides(l) {
		return true, nil
	}
	if s.who.Role < bot.Coordinator || s.aloud {
		return false, nil
	}
	t, _, err := s.e.load(s.tx, l.Number)
	if err != nil {
		return false, err
	}
	concerned, err := s.e.concerns(s.tx, t, s.me)
	return !concerned, err
}
