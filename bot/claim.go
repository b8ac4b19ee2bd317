package bot

import (
	"cmp"
	"errors"
	"math/rand/v2"
	"slices"
	"time"

	"ambassador/store"
)

// claim marks the first envelopes of due conversations as being sent, at most n of
// them, and returns when to look again. Lanes get equal shares, and within a lane
// replies go before nudges, and those before bulk.
func (o *Outbox) claim(tx store.Tx, now time.Time, n int) (started []waiting, next time.Time, err error) {
	lanes, err := waitingLanes(tx)
	if err != nil || len(lanes) == 0 {
		return nil, time.Time{}, err
	}
	o.rank(lanes)
	share := max(1, n/len(lanes))
	for _, l := range lanes {
		if until := o.held(l); until.After(now) {
			next = sooner(next, until)
			continue
		}
		room := o.roomFor(l)
		if room == 0 {
			continue // the next of its deliveries that ends wakes us
		}
		keys, at, err := dueIn(tx, l, now, min(share, n-len(started), room))
		if err != nil {
			return nil, next, err
		}
		next = sooner(next, at)
		for _, key := range keys {
			w, ok, err := o.claimOne(tx, key, now)
			if err != nil {
				return nil, next, err
			}
			if ok {
				started = append(started, w)
			}
		}
	}
	return started, next, nil
}

// rank puts the lanes with the fewest deliveries under way first, and equal ones in no order: the
// slots that become free one by one go round.
func (o *Outbox) rank(lanes []lane) {
	rand.Shuffle(len(lanes), func(i, j int) { lanes[i], lanes[j] = lanes[j], lanes[i] })
	o.mu.Lock()
	defer o.mu.Unlock()
	slices.SortStableFunc(lanes, func(a, b lane) int { return cmp.Compare(o.flying[a], o.flying[b]) })
}

// roomFor is how many deliveries more the lane may have under way.
func (o *Outbox) roomFor(l lane) int {
	o.mu.Lock()
	defer o.mu.Unlock()
	return max(0, laneMost-o.flying[l])
}

// waitingLanes lists the lanes in which anything waits.
func waitingLanes(tx store.Tx) (lanes []lane, err error) {
	var from store.Key
	for {
		var found *lane
		for key := range due.Keys(tx, from, nil) {
			entry, err := readDue(key)
			if err != nil {
				return nil, err
			}
			l := entry.conversation.lane()
			found = &l
			break
		}
		if found == nil {
			return lanes, nil
		}
		lanes = append(lanes, *found)
		from = store.PrefixEnd(store.K(found.platform, found.space))
	}
}

// dueIn lists at most n conversations of a lane that are due, the most urgent class
// first, and when the next one will be.
func dueIn(tx store.Tx, l lane, now time.Time, n int) (keys []store.Key, next time.Time, err error) {
	for class := range classes {
		prefix := store.K(l.platform, l.space, class)
		for key := range due.Keys(tx, prefix, store.PrefixEnd(prefix)) {
			entry, err := readDue(key)
			if err != nil {
				return nil, next, err
			}
			if entry.at.After(now) || len(keys) == n {
				next = sooner(next, entry.at)
				break
			}
			keys = append(keys, key.Clone())
		}
	}
	return keys, next, nil
}

// claimOne marks the first envelope of a due conversation as being sent. One past
// its deadline is dropped, and the next one looked at.
func (o *Outbox) claimOne(tx store.Tx, key store.Key, now time.Time) (waiting, bool, error) {
	if err := due.Delete(tx, key); err != nil {
		return waiting{}, false, err
	}
	entry, err := readDue(key)
	if err != nil {
		return waiting{}, false, err
	}
	for {
		f, ok, err := head(tx, entry.conversation)
		if err != nil || !ok || f.State == sending {
			return waiting{}, false, err // whoever sends it looks at the next one afterwards
		}
		if f.Next.After(now) {
			return waiting{}, false, f.look(tx) // the key was an old one
		}
		if d := f.Envelope.Deadline; d.IsZero() || now.Before(d) {
			f.State, f.Run = sending, o.run
			return f.waiting, true, queue.Put(tx, f.key, f.waiting)
		}
		letter := Letter{Ref: reference(), At: now, Reason: "its time had passed", Envelope: &f.Envelope}
		if err := errors.Join(bury(tx, letter), queue.Delete(tx, f.key)); err != nil {
			return waiting{}, false, err
		}
	}
}

// sooner is the earlier of two times, of which the zero time is none.
func sooner(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// held is until when a lane has been asked for quiet.
func (o *Outbox) held(l lane) time.Time {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.holds[l]
}

// hold keeps a lane quiet until then.
func (o *Outbox) hold(l lane, until time.Time) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if until.After(o.holds[l]) {
		o.holds[l] = until
	}
}

// paced is when the conversation may be posted to again; the zero time means now.
func (o *Outbox) paced(to Address) time.Time {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.paces[pacedBy(to)]
}

// pace notes a post to a conversation whose platform wants some time after it.
func (o *Outbox) pace(to Address, now time.Time) {
	p, ok := o.adapters[to.Platform].(Pacer)
	if !ok {
		return
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(o.paces) > 10_000 {
		for conversation, at := range o.paces {
			if !at.After(now) {
				delete(o.paces, conversation)
			}
		}
	}
	o.paces[pacedBy(to)] = now.Add(p.Pace())
}

// pacedBy is what a platform's pace counts: a room with all its threads.
func pacedBy(to Address) Address {
	to = to.Conversation()
	to.Thread = ""
	return to
}
