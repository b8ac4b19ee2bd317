// Command ambassador is a chat bot for community programmes. It reads the configuration, furnishes
// the house that package bot describes, runs it and closes it.
//
// Each subcommand has a file of its own name; run.go lists them, house.go wires what they share.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // a static binary in an empty container still knows the zones people live in
)

// main hands the process to run: arguments, environment, streams and signals come in here and nowhere
// else, so that everything below can be tried out by a test.
func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// The first signal asks to finish what is in hand; without a handler the second one ends the process.
	context.AfterFunc(ctx, stop)
	os.Exit(run(ctx, os.Args[1:], shell{env: os.LookupEnv, in: os.Stdin, out: os.Stdout, err: os.Stderr}))
}
