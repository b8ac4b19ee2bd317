// Package store says what the state of the bot may look like, and gives rooms typed buckets over it.
//
// The contract is [DB] and [Tx]: ordered keys and values in spaces, one space for each community. A
// transaction is opened for one space and cannot reach another. Rooms do not call [Tx] themselves;
// they declare a [Bucket] for each of their nouns and find records by a [Key] made with [K]:
//
//	var people = store.NewBucket[Person]("people")
//
//	err := db.Update(ctx, msg.At.Space, func(tx store.Tx) error {
//		return people.Put(tx, store.K("slack", "U123"), Person{Name: "Ada"})
//	})
//
// The package does no input or output. Backends do: store/bolt keeps a file, store/mem forgets, and
// store/storetest holds what both must do.
//
// # What a transaction must not do
//
// No network, no waiting, no callback to something that may wait: a reader that stays open blocks a
// writer whose file must grow, and a writer blocks every other writer. No View or Update inside
// another one either: the inner one waits for the outer one, which waits for it, until the context
// ends. What must be sent is stored, and sent after the commit.
package store
