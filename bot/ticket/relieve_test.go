package ticket_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

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
