package main

import (
	"strconv"
	"time"

	"ambassador/bot"
	"ambassador/store"
)

// operator is who the audit log names for what is done with this program's subcommands: whoever can
// read the data directory needs no account.
const operator = "operator"

// recordDeed adds what the operator does to the audit log, in the transaction that does it. Counts of
// zero are left out.
func recordDeed(tx store.Tx, command string, counts map[string]int) error {
	on := make(map[string]string)
	for what, n := range counts {
		if n > 0 {
			on[what] = strconv.Itoa(n)
		}
	}
	return bot.Record(tx, bot.Entry{At: time.Now().UTC(), Who: operator, Command: command, Outcome: "done", On: on})
}
