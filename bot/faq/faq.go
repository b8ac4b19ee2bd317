// Package faq answers a question from curated entries, or says that it does not know and
// hands the question to a person.
//
// Entries stand in files, and people change them in chat; both together are what is asked.
// Nothing is learnt but by approval: somebody says that a question is one of an entry, or
// that it is none, and can take that back.
//
// Where to read next:
//
//	state.go              what is kept, and of whom nothing is
//	view.go, merge.go     files and chat as one FAQ, with the matcher that knows it
//	question.go, look.go  what is in somebody's words
//	ask.go                how sure one must be to answer whom
//	answer.go, unsure.go  what they are told
//	change.go             the one way in which entries change, and back
//	missed.go, learn.go   questions without an answer, and what becomes of them
//	job.go                files that changed, learning in the background, what is forgotten
package faq

import (
	"log/slog"
	"sync"
	"sync/atomic"

	"ambassador/bot/directory"
	"ambassador/bot/faq/entry"
)

// Desk is where those sit who look after the entries beside coordinators.
const Desk = "faq"

// Options is what the room is made of. All but People may be left out.
type Options struct {
	People *directory.Directory // required

	// Files reads the entries of all files. When nothing has changed since the last call it may
	// say so, and return nothing else. Nil: there are no files.
	Files func() (entries []entry.Entry, problems []entry.Problem, changed bool, err error)

	// HandOver is the line that puts a question to a person, about a topic that may be empty. It fits a
	// button whatever the question. Empty, or nil: nobody can be asked.
	HandOver func(question, topic string) string

	// Hears says whether a platform lets the bot hear what people say to each other. Nil: all do.
	Hears func(platform string) bool

	// Patient says that the first answer may wait until all is learnt: for a program that runs no jobs.
	Patient bool

	Keep int          // days for which a question without an answer is kept; 0: none ever is
	Log  *slog.Logger // for what is wrong with files; nil: nobody is told
}

// Room is the FAQ's. Its state is in the store, and what follows from it in memory.
type Room struct {
	Options
	buckets

	now atomic.Pointer[view] // the FAQ as it was asked last
	mu  sync.Mutex           // held by whoever makes another view

	told []string // ids of the conflicts that were logged; the job's alone
}

// New makes the room. Files are read when they are first needed.
func New(o Options) *Room {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return &Room{Options: o, buckets: newBuckets()}
}

// handOver is the line that puts a question to a person; empty where nobody can be asked.
func (r *Room) handOver(question, topic string) string {
	if r.HandOver == nil {
		return ""
	}
	return r.HandOver(question, topic)
}

// hears says whether the bot can hear what people say to each other on a platform.
func (r *Room) hears(platform string) bool {
	return r.Options.Hears == nil || r.Options.Hears(platform)
}
