// Package ticket is the inbound engine: something wanted gets an owner, a deadline, an
// answer that travels back, and a record.
//
// What differs between a question, a newsletter item and a case of misuse is data, a
// [Kind]. What they share is here: a [Ticket] has a reference that people can say, one
// owner or desk, a history, and a time by which somebody should have answered. The bot
// relays what both sides say, so that neither learns the other's account and each may be
// on a platform of their own.
//
// Where to read next:
//
//	kind.go, ticket.go     the nouns
//	open.go, route.go      from a filled form to an owner
//	party.go, hand.go      who somebody is to a ticket, and may do with it
//	confidence.go          what is for coordinators alone whom it does not concern
//	asker.go, owner.go     what the two sides say
//	edit.go                what follows from a change
//	sweep.go, remind.go    reminders, and the deadline
//	relieve.go             owners who left
//	shelf.go               writing a ticket with its indexes
//	desk.go                lists of what waits
package ticket
