// Package mem is the store that forgets: state in memory, for tests, trials and the console.
//
// It keeps the contract of package store in full. Each space is a tree that is never changed: a write
// makes a new tree that shares all but the way to the changed key, a reader keeps the tree it began
// with, and a writer that fails leaves nothing behind because nothing was changed. Spaces do not wait
// for each other.
package mem
