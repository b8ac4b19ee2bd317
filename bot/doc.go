// Package bot takes a Message, finds its Command, asks for what is missing,
// runs the Handler and puts the Reply in the Outbox.
//
// This is the tour of the house. A message comes in, a command answers it
// inside one transaction, a reply goes out through one door:
//
//	adapter ──Message──▶ Router.Handle ──Request──▶ Handler
//	   ▲                                               │
//	   └──────Envelope────── Outbox ◀──────Reply───────┘
//
// Everything in this package is free of platforms: an Address says which
// Adapter to use, and nothing else here looks inside it. Nothing in this
// package or in a room can send, wait or reach the network; the import rules
// (see the test in cmd/ambassador) make that impossible rather than unwelcome.
//
// Where to read next:
//
//	router.go    the message path; its order is the security of the bot
//	command.go   what a command is: data, not code
//	field.go     what a command must be told, and how answers are checked
//	line.go      one typed line → values, and back
//	dialogue.go  asking for what is missing, across restarts
//	plain.go     words that name no command, and what people say to each other
//	outbox.go    the one door out, ordered per address and kept in the store
//	guide.go     what the core asks of the directory: who speaks, what a place is
package bot
