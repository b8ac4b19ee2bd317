// Package match finds the entries of a FAQ that a question asks for, and how sure
// that is. It knows entries as phrasings and nothing of where they come from.
package match

import "context"

// Entry is what can be asked for.
type Entry struct {
	ID        string
	Phrasings []string // the ways in which people ask it
	Answer    string   // plain words or Markdown: its words count as a phrasing, too
}

// Hit is an entry that a question may ask for.
type Hit struct {
	ID       string
	P        float64 // how likely the question asks for it, 0 to 1
	Phrasing string  // the entry's phrasing that is most like the question; empty: the words of its answer are
}

// Matcher answers questions over one set of entries. It never changes, so any number
// of goroutines may ask it.
type Matcher struct{}

// New makes a matcher that answers at once, by likeness alone. Train makes a better one
// of it. What is in nots has been said not to be a question for this FAQ.
func New(entries []Entry, nots []string) *Matcher { return &Matcher{} }

// Train returns a matcher that also weighs what sets the entries apart. It takes
// seconds for thousands of entries, and gives up with ctx.
func (m *Matcher) Train(ctx context.Context) (*Matcher, error) { return m, nil }

// Revise returns a matcher in which the entries given stand in place of those of the same id,
// or beside the others, and those of the ids in gone are no more. It is quick for a few
// entries and keeps what has been learnt of the others; new phrasings count by likeness.
func (m *Matcher) Revise(entries []Entry, gone, nots []string) *Matcher { return m }

// Ask returns the entries that the question may ask for, best first, at most most.
func (m *Matcher) Ask(question string, most int) []Hit { return nil }

// Group sorts texts into groups of those that ask nearly the same, the largest first; each
// group lists indexes into texts in their order.
func Group(texts []string) [][]int { return nil }
