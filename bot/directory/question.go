package directory

import (
	"crypto/rand"

	"ambassador/bot"
	"ambassador/store"
)

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
