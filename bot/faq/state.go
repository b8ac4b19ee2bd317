package faq

import (
	"ambassador/bot/faq/entry"
	"ambassador/store"
)

// What is kept beside the files. Of whoever asks nothing is, and of whoever curates their id in
// the directory, for the history.
type buckets struct {
	edits    store.Bucket[edit]     // entries as chat has them, by id
	versions store.Bucket[version]  // history: id, number from 1
	missed   store.Bucket[missed]   // questions without an answer, by number
	asked    store.Bucket[uint64]   // their numbers, by words
	nots     store.Bucket[missed]   // what has been said to be no question, by number
	numbers  store.Bucket[uint64]   // the last number of a question
	tallies  store.Bucket[tally]    // what people said of answers: id, day
	verdicts store.Bucket[verdict]  // by answer
	rooms    store.Bucket[string]   // where the bot answers when: platform, space, room
	threads  store.Bucket[string]   // the day of an unasked answer: platform, space, room, thread
	editions store.Bucket[string]   // another one after each change of what is asked
	changes  store.Bucket[position] // the last change of all
}

func newBuckets() buckets {
	return buckets{
		edits:    store.NewBucket[edit]("faq edit"),
		versions: store.NewBucket[version]("faq version"),
		missed:   store.NewBucket[missed]("faq missed"),
		asked:    store.NewBucket[uint64]("faq asked"),
		nots:     store.NewBucket[missed]("faq not"),
		numbers:  store.NewBucket[uint64]("faq number"),
		tallies:  store.NewBucket[tally]("faq tally"),
		verdicts: store.NewBucket[verdict]("faq verdict"),
		rooms:    store.NewBucket[string]("faq room"),
		threads:  store.NewBucket[string]("faq thread"),
		editions: store.NewBucket[string]("faq edition"),
		changes:  store.NewBucket[position]("faq change"),
	}
}

// edit is an entry as chat has it: it stands over that of the files.
type edit struct {
	Entry   entry.Entry `json:"entry"`
	Base    string      `json:"base,omitempty"` // sum of the files' entry when it was edited; empty: they had none
	Retired bool        `json:"retired,omitempty"`
}

// version is one change of an entry.
type version struct {
	What   string   `json:"what"`         // in words: "phrasing added"
	By     string   `json:"by,omitempty"` // id of the directory; empty for whoever it does not know
	Day    string   `json:"day"`
	Before *edit    `json:"before,omitempty"` // nil: as in the files
	After  *edit    `json:"after,omitempty"`
	Missed []missed `json:"missed,omitempty"` // questions that it answered, and that come back with its undoing
}

// position is where a change stands in the history.
type position struct {
	ID     string `json:"id"`
	Number uint64 `json:"number"`
}

// missed is a question to which there was no answer, or no good one. Who asked is not kept, and
// neither is the minute, which could tell.
type missed struct {
	Number uint64   `json:"number"`
	Text   string   `json:"text"`
	Lang   string   `json:"lang,omitempty"`
	First  string   `json:"first"` // day
	Last   string   `json:"last"`
	Count  int      `json:"count"`
	Given  []string `json:"given,omitempty"`  // entries whose answers did not help
	Chosen []string `json:"chosen,omitempty"` // entries that askers took from what they were offered

	// Answered says that the FAQ has learnt an answer since, so nothing need be done.
	Answered bool `json:"answered,omitempty"`
}

// tally is how often an answer helped on a day, and how often not.
type tally struct {
	Helped   int `json:"helped,omitempty"`
	Unhelped int `json:"unhelped,omitempty"`
}

// verdict is what was said of one answer.
type verdict struct {
	Helped bool   `json:"helped,omitempty"`
	Day    string `json:"day"`
}
