// Package bolt keeps the state of the bot in one file, by bbolt.
//
// A nil error from Update means that the writes are on the disk: bbolt calls fdatasync twice for each
// commit, once for the pages and once for the header that makes them valid, and nothing here turns
// that off. What bbolt leaves to its user is done here:
//
//   - One goroutine commits for all callers who wait at that moment ([DB.Update]): bbolt alone does
//     not gain by having more writers.
//   - What they write stays in memory until all of them have run, and then goes to the file in the order of
//     its keys (batch.go), for bbolt takes quadratic time for many keys in any other order.
//   - The file is looked at before it is mapped (header.go), because bbolt faults on a truncated one
//     and makes an empty one a new database; and only a file that says it is ours is used (identity.go).
//   - After a crash the structure of the file is checked, and a witness beside it tells when the file
//     went back in time (witness.go), which a damaged header makes it do without a word.
//   - File and directory are for their owner alone, whatever the umask (private.go).
//
// In the file, the bucket "meta" holds the identity, and each space is a bucket of its own, so that no
// key can reach out of its space.
//
// A test in a testing/synctest bubble opens and closes the store inside the bubble.
package bolt
