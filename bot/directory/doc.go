// Package directory knows people, groups and regions; finds who is near; says who
// holds the title.
//
// Three nouns are kept: a [Person], a [Group] and a [Region]. What everybody may
// see of the first two is written down apart, as a [Card] made of what the person
// agreed to show; every answer to others is made of cards alone, so that an
// account or a note cannot slip into one. All indexes lie in the store and are
// written in the transaction of the record: a change counts at the next message,
// and a start costs nothing.
//
// Where to read next:
//
//	person.go, group.go, region.go   the nouns
//	records.go                       writing a record with its indexes
//	near.go                          who is nearest, over a Z-order curve
//	ladder.go                        near, same state, 200 km, country, … nobody
//	find.go                          the command
//	answer.go                        what find says
//	plan.go, planner.go, apply.go    what an import would do, and doing it
//	placing.go                       from an address on a sheet to a spot on the globe
package directory
