package match

import (
	"cmp"
	_ "embed"
	"slices"
	"strings"
	"sync"
)

// phrasing is one text that is compared with questions.
type phrasing struct {
	entry int32 // which entry it asks for; none for what is no question
	text  string
	dead  bool // it is no way to ask for its entry any more
	quiet bool // the words of an answer, or an id: not to be shown as a phrasing
}

// none is the entry of what asks for no entry.
const none = -1

// chatter are lines that people write in rooms and that ask no FAQ anything, in several languages.
//
//go:embed background.txt
var chatter string

// background lists them.
func background() []string { return strings.Split(strings.TrimSpace(chatter), "\n") }

// shelf is a number of phrasings that can be searched.
type shelf struct {
	phrasings []phrasing // those of an entry lie side by side; then what is no question here
	index     index
	spans     []span // by entry: where its phrasings are
	nots      span   // where those are that have been said to be no question here
	spelling  spelling

	// Of a long shelf, the phrasings as vectors: there only the likeliest are looked at, one by one.
	vectors   [][]feature
	scratches *sync.Pool // of *scratch

	all []int32 // the entries, in their order
}

// long is above how many entries a shelf is long. Up to there every entry is looked at; above it, only
// those that share rare grams with the question, so that an answer takes hardly longer: it is a
// point less right, measured on Banking77 as if it were long.
const long = 4000

// span is a range of phrasings.
type span struct{ from, to int32 }

// newShelf makes a shelf of entries and of what is no question here.
func newShelf(entries []Entry, nots []string) shelf {
	var s shelf
	for i, e := range entries {
		s.put(e.phrasings(int32(i)))
	}
	s.nots.from = int32(len(s.phrasings))
	for _, text := range nots {
		s.phrasings = append(s.phrasings, phrasing{entry: none, text: text})
	}
	s.nots.to = int32(len(s.phrasings))
	index, vectors := newIndex(s.texts(), nil)
	if s.index = index; len(entries) > long {
		s.vectors, s.scratches = vectors, new(sync.Pool)
	}
	s.spelling = newSpelling(slices.Concat(s.texts(), background())) // words of chatter are no slips
	s.all = make([]int32, len(entries))
	for i := range s.all {
		s.all[i] = int32(i)
	}
	return s
}

// put adds the phrasings of the next entry.
func (s *shelf) put(all []phrasing) {
	from := int32(len(s.phrasings))
	s.phrasings = append(s.phrasings, all...)
	s.spans = append(s.spans, span{from, int32(len(s.phrasings))})
}

// covers says whether an entry's phrasings have a gram.
func (s *shelf) covers(id, entry int32) bool {
	postings, there := s.index.of(id), s.spans[entry]
	at, _ := slices.BinarySearchFunc(postings, there.from, func(p posting, doc int32) int { return cmp.Compare(p.doc, doc) })
	return at < len(postings) && postings[at].doc < there.to
}

// texts lists the phrasings as they are written.
func (s *shelf) texts() []string {
	texts := make([]string, len(s.phrasings))
	for i, p := range s.phrasings {
		texts[i] = p.text
	}
	return texts
}

// phrasings are the ways to ask for an entry, its id and the words of its answer among them.
func (e Entry) phrasings(number int32) []phrasing {
	all := make([]phrasing, 0, len(e.Phrasings)+2)
	for _, text := range e.Phrasings {
		all = append(all, phrasing{entry: number, text: text})
	}
	all = append(all, phrasing{entry: number, text: e.ID, quiet: true})
	if e.Answer != "" && e.Answer != e.ID {
		all = append(all, phrasing{entry: number, text: e.Answer, quiet: true})
	}
	return all
}
