package ticket_test

import (
	"testing"
	"time"

	"ambassador/bot/ticket"
	"ambassador/store"
)

// TestAnswered: what somebody has answered counts once for each request, whether it is over or not; what was said in
// confidence, what others did and what was done at another time does not.
func TestAnswered(t *testing.T) {
	inVillage(t, func(t *testing.T, v *village) {
		began := time.Now()
		v.say("leader", `contact expert "Where do I begin?" for upgrades in Graz`)
		v.say("leader", `contact expert "Where do I go on?" for upgrades in Graz`)
		v.say("leader", `contact expert "Where is the end?" for upgrades in Graz`)
		misuse(v, "leader", "ambassador-berlin", "no")
		time.Sleep(time.Hour)
		answered := time.Now()
		for _, line := range []string{`ticket reply AMB-1001 "Here."`, `ticket reply AMB-1001 "And here."`, `ticket reply AMB-1002 "There."`} {
			v.say("graz", line)
		}
		v.say("leader", "ticket helped AMB-1002 yes")
		v.say("a", `ticket reply AMB-1004 "I look into it."`)
		time.Sleep(time.Hour)
		counts := func(of func(tx store.Tx, e *ticket.Engine) (int, error)) (n int) {
			if err := v.db.View(t.Context(), space, func(tx store.Tx) (err error) { n, err = of(tx, v.e); return err }); err != nil {
				t.Fatal(err)
			}
			return n
		}
		for name, c := range map[string]struct {
			who      string
			from, to time.Time
			want     int
		}{
			"both":          {"ambassador-graz", began, time.Now(), 2},
			"before":        {"ambassador-graz", began, answered.Add(-1), 0},
			"after":         {"ambassador-graz", time.Now(), time.Now().Add(time.Hour), 0},
			"others":        {"ambassador-berlin", began, time.Now(), 0},
			"in confidence": {"coordinator-a", began, time.Now(), 0},
		} {
			if n := counts(func(tx store.Tx, e *ticket.Engine) (int, error) { return e.Answered(tx, c.who, c.from, c.to) }); n != c.want {
				t.Errorf("%s: %d, want %d", name, n, c.want)
			}
		}
		leader := func(id string) bool { return id == "leader-berlin" }
		for kind, want := range map[string]int{"question": 3, "misuse": 0, "funding": 0} {
			if n := counts(func(tx store.Tx, e *ticket.Engine) (int, error) { return e.Raised(tx, kind, began, time.Now(), leader) }); n != want {
				t.Errorf("%s: %d were raised, want %d", kind, n, want)
			}
		}
		if n := counts(func(tx store.Tx, e *ticket.Engine) (int, error) {
			return e.Raised(tx, "question", answered, time.Now(), leader)
		}); n != 0 {
			t.Errorf("%d were raised later, want none", n)
		}
	})
}
