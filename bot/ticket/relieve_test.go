package ticket_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"ambassador/bot"
	"ambassador/bot/ticket"
	"ambassador/store"
)

// BenchmarkRelieve looks through 30,000 open tickets of 10,000 owners who are all there.
func BenchmarkRelieve(b *testing.B) {
	v := settle(b)
	var all strings.Builder
	all.WriteString("people:\n")
	for n := range 10_000 {
		fmt.Fprintf(&all, "  - {id: owner-%d, name: Owner %d, role: ambassador, accounts: [\"test:o%d\"]}\n", n, n, n)
	}
	v.load(all.String(), false)
	v.update(func(tx store.Tx) error {
		for n := range 30_000 {
			t := ticket.Ticket{Number: uint64(5000 + n), Kind: "question", State: ticket.Taken, Desk: "coordinators", Due: time.Now().Add(time.Hour),
				Owner: ticket.Party{ID: fmt.Sprint("owner-", n%10_000)}}
			if err := v.e.Put(tx, t); err != nil {
				return err
			}
		}
		return nil
	})
	for b.Loop() {
		if err := v.jobs["tickets without owner"](b.Context(), time.Now()); err != nil {
			b.Fatal(err)
		}
	}
}

// onHold puts somebody of the village on hold.
func onHold(v *village, id, name, role, account string) {
	v.load(fmt.Sprintf(`people: [{id: %s, name: %s, role: %s, status: hold, place: "Graz, Austria", accounts: ["test:%s"]}]`, id, name, role, account), false)
}

// TestTakenAway: whoever is away hears that a request left them, and its history says who did it, and why.
func TestTakenAway(t *testing.T) {
	inVillage(t, func(t *testing.T, v *village) {
		v.say("leader", `contact expert "Where do I begin?" for upgrades in Graz`)
		v.say("leader", `contact expert "And where do I go on?" for upgrades in Graz`)
		v.say("graz", `ticket reply AMB-1002 "Here."`)
		for _, who := range []string{"graz", "hamburg", "a"} {
			v.told(who)
		}
		onHold(v, "ambassador-graz", "Ambassador Graz", "ambassador", "graz")
		v.look(time.Now())
		want(t, strings.Join(v.told("graz"), "\n"), "AMB-1001 (“Where do I begin?”) is with Ambassador Hamburg now; you need not answer it.")
		words := strings.Join(v.told("hamburg"), "\n") + strings.Join(v.told("a"), "\n")
		if want(t, words, "AMB-1001"); strings.Contains(words, "AMB-1002") {
			t.Errorf("what is answered is announced anew: %s", words)
		}
		want(t, v.say("hamburg", "status AMB-1001"), "I: handed on – Ambassador Graz is away")
		if k := v.ticket("AMB-1001"); k.Owner.ID != "ambassador-hamburg" {
			t.Errorf("it is with %v", k.Owner)
		}
	})
}

// TestDeskAway: what goes back to a desk at which nobody is there goes to the coordinators.
func TestDeskAway(t *testing.T) {
	inVillage(t, func(t *testing.T, v *village) {
		v.kinds = []ticket.Kind{{Name: "hardware", Command: "contact hardware", Summary: "ask", Examples: []string{"contact hardware x"}, Desk: "workshop",
			Fields: []bot.Field{{Name: "message", Label: "What?", Kind: bot.Long}}}}
		v.open()
		v.say("leader", `contact hardware "Two small boards"`)
		v.say("other", "ticket claim AMB-1001")
		v.told("a")
		onHold(v, "leader-graz", "Leader Graz", "leader", "other")
		v.look(time.Now())
		want(t, strings.Join(v.told("a"), "\n"), "Two small boards")
		want(t, strings.Join(v.told("leader"), "\n"), "The coordinators have it")
	})
}
