package checkin_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"ambassador/bot/checkin"
)

// anybody is one of those who are there.
func (m *model) anybody() string {
	for {
		if user := users[m.rng.IntN(len(users))]; !m.gone || user != "hamburg" {
			return user
		}
	}
}

// ref is what people call an ask.
func ref(a checkin.Ask) string {
	if a.To == "" {
		return "report-" + strings.ToLower(a.Label)
	}
	return "report-" + strings.ToLower(a.Label) + "/" + a.Person
}

// rest has somebody go away for some days, or come back.
func (m *model) rest(user string) {
	if _, there := m.away[user]; there {
		m.say(user, "back")
		delete(m.away, user)
		return
	}
	loc, _ := time.LoadLocation(m.zone[user])
	y, month, d := m.now.In(loc).Date()
	last := time.Date(y, month, d+1+m.rng.IntN(20), 0, 0, 0, 0, time.UTC)
	if said := m.say(user, "away until "+last.Format("2 January 2006")); !strings.Contains(said, last.Format("2 January 2006")) {
		m.t.Errorf("%s is away until %s: %q", user, last, said)
	}
	m.away[user] = last.Format(time.DateOnly)
}

// pass has somebody else answer. Who is away, or is asked already, is refused.
func (m *model) pass(user string) {
	open := m.openFor(user)
	if len(open) == 0 {
		return
	}
	a, to := open[m.rng.IntN(len(open))], m.anybody()
	said := m.say(user, "checkin pass ambassador-"+to+" for "+ref(a))
	round := a.Label + " " + strings.TrimPrefix(a.Person, "ambassador-")
	switch {
	case strings.Contains(said, "is asked for it now"):
		m.last[round], m.asked[round+" "+to], m.wished[round+" "+to] = to, 0, 0
	case !strings.Contains(said, "is away") && !strings.Contains(said, "already") && !strings.Contains(said, "yours again"):
		m.t.Errorf("%s passes %s on to %s: %q", user, ref(a), to, said)
	}
}

// putOff has somebody wish for a word on another day.
func (m *model) putOff(user string) {
	open := m.openFor(user)
	if len(open) == 0 {
		return
	}
	a := open[m.rng.IntN(len(open))]
	said := m.say(user, fmt.Sprintf("checkin later %s for %s", m.now.AddDate(0, 0, 1+m.rng.IntN(6)).Format("2 January 2006"), ref(a)))
	switch round := a.Label + " " + strings.TrimPrefix(a.Person, "ambassador-"); {
	case strings.Contains(said, "I come back to it"):
		m.wished[round+" "+user]++
	case !strings.Contains(said, "before that"):
		m.t.Errorf("%s puts %s off: %q", user, ref(a), said)
	}
}

// comeOrGo takes Hamburg out of the directory, or in again.
func (m *model) comeOrGo() {
	if m.gone {
		m.load(hamburg, false)
		m.gone = false
		m.move("hamburg")
		return
	}
	m.say("a", "directory remove ambassador-hamburg")
	if said := m.say("a", "yes"); !strings.Contains(said, "not in the directory") {
		m.t.Errorf("Hamburg is removed: %q", said)
	}
	m.gone = true
	delete(m.away, "hamburg")
}

// TestAwayIsADayOfTheirs: who is away until the 13th is asked nothing on the afternoon of that day, though it is the 14th
// in UTC.
func TestAwayIsADayOfTheirs(t *testing.T) {
	v := settle(t, report(t, "0 15 13 * *"))
	v.now = at(t, "2028-03-20T20:00:00Z")
	v.says("berlin", "settings zone Pacific/Honolulu", "Pacific/Honolulu")
	v.sweep(v.now)
	v.now = at(t, "2028-04-13T18:00:00Z")
	v.says("berlin", "away until 13 April", "13 April")
	v.until(at(t, "2028-04-14T09:00:00Z"), 20*time.Minute)
	if words := v.told("berlin"); len(words) != 0 {
		t.Errorf("asked on the last day away: %v", words)
	}
	v.until(at(t, "2028-04-15T09:00:00Z"), 20*time.Minute)
	if words := v.told("berlin"); len(words) != 1 || words[0].at.Before(at(t, "2028-04-14T19:00:00Z")) {
		t.Errorf("back on the 14th, told %v", words)
	}
}
