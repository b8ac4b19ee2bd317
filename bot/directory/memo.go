package directory

import (
	"crypto/rand"
	"sync"

	"ambassador/bot"
	"ambassador/store"
)

// memo remembers answers that are asked for again and again: in most communities a few
// towns are most of the questions. It forgets everything when it is full, which is simple
// and costs as much as it took to fill.
type memo[K comparable, V any] struct {
	mu   sync.Mutex
	most int
	by   map[K]V
}

// get returns what is remembered under key.
func (m *memo[K, V]) get(key K) (V, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	v, ok := m.by[key]
	return v, ok
}

// put remembers v, which nobody may change any more.
func (m *memo[K, V]) put(key K, v V) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.by == nil || len(m.by) >= m.most {
		m.by = make(map[K]V)
	}
	m.by[key] = v
}

// question is a search with all that its answer depends on. The answer is remembered for
// as long as nobody writes to the directory, on the same day.
type question struct {
	edition, command                        string
	place, topic, language, page, who, zone string
	day                                     string
}

// questionOf makes a question of a request; the edition is that of the directory as the
// transaction sees it.
func (d *Directory) questionOf(tx store.Tx, req *bot.Request, day string) (question, error) {
	edition, _, err := d.edition.Get(tx, store.K())
	v := req.Values
	return question{edition, req.Command.Name, v["place"], v["topic"], v["language"], v["page"], req.Who.ID, req.Who.Zone, day}, err
}

// placeWords is what somebody calls a place, and where they ask.
type placeWords struct{ text, zone string }

// longestRemembered is the length in bytes up to which a place's words are remembered.
const longestRemembered = 80

// newEdition marks the directory as changed. Editions are random, not counted: a change that
// is undone by a full disk must not lend its number to another one.
func (b buckets) newEdition(w *writer) { put(w, b.edition, store.K(), rand.Text()) }
