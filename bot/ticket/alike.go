package ticket

import (
	"cmp"
	"encoding/binary"
	"errors"
	"hash/fnv"
	"math"
	"net/url"
	"slices"
	"strings"
	"unicode"

	"ambassador/bot"
	"ambassador/store"
)

// Likeness is found in two steps. Each ticket of a kind that looks for it has a signature,
// which says how much two texts have in common without holding them (MinHash: A. Broder,
// "On the resemblance and containment of documents", 1997). All signatures lie on a few
// pages, which are read through; the best few texts are then compared word by word.

// hashes is how many values a signature has: the estimate is off by less than 0.1, mostly.
const hashes = 32

// signature is what is kept of a text: its values, two bytes each.
type signature [2 * hashes]byte

// perPage is how many signatures lie on one page: few enough that writing one is cheap.
const perPage = 64

// sounding is one page: the signatures of a kind's tickets whose numbers, divided by
// perPage, are the same; each behind its number, in the order of these. It is read as it
// is stored, for thousands are read at once.
type sounding []byte

// entrySize is how many bytes a signature takes on its page, with its number.
const entrySize = 8 + 2*hashes

// MarshalBinary writes the page.
func (s sounding) MarshalBinary() ([]byte, error) { return s, nil }

// UnmarshalBinary reads what MarshalBinary writes.
func (s *sounding) UnmarshalBinary(data []byte) error {
	if len(data)%entrySize != 0 {
		return errors.New("a page of signatures ends within one")
	}
	*s = slices.Clone(data)
	return nil
}

// all yields the numbers of a page with their signatures.
func (s sounding) all(yield func(uint64, signature) bool) {
	for ; len(s) >= entrySize; s = s[entrySize:] {
		if !yield(binary.BigEndian.Uint64(s), signature(s[8:entrySize])) {
			return
		}
	}
}

// with is the page with the signature of a ticket, or without any of it.
func (s sounding) with(number uint64, sig *signature) sounding {
	at := 0
	for at < len(s) && binary.BigEndian.Uint64(s[at:]) < number {
		at += entrySize
	}
	end := at
	if at < len(s) && binary.BigEndian.Uint64(s[at:]) == number {
		end += entrySize
	}
	var entry []byte
	if sig != nil {
		entry = append(binary.BigEndian.AppendUint64(nil, number), sig[:]...)
	}
	return slices.Replace(s, at, end, entry...)
}

// sign makes the signature of a text.
func sign(text string) (s signature) {
	var least [hashes]uint16
	for i := range least {
		least[i] = math.MaxUint16
	}
	for gram := range grams(text) {
		h := fnv.New64a()
		h.Write([]byte(gram)) // never fails, see hash.Hash
		for i := range least {
			least[i] = min(least[i], uint16(mix(h.Sum64()+uint64(i)*0x9e3779b97f4a7c15)>>48))
		}
	}
	for i, value := range least {
		binary.BigEndian.PutUint16(s[2*i:], value)
	}
	return s
}

// mix scatters the bits of a number: the finaliser of SplitMix64.
func mix(z uint64) uint64 {
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// like estimates how much two texts have in common, from 0 to 1.
func (s *signature) like(t *signature) float64 {
	same := 0
	for i := 0; i < len(s); i += 2 {
		if s[i] == t[i] && s[i+1] == t[i+1] {
			same++
		}
	}
	return float64(same) / hashes
}

// gramSize is how long the pieces are that texts are compared by: endings and small slips
// change few of them.
const gramSize = 4

// grams are the pieces of a text: of each word those of four letters, and of writing
// without spaces those of two.
func grams(text string) map[string]bool {
	all := make(map[string]bool)
	for _, word := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		runes, size := []rune(word), gramSize
		if unicode.In(runes[0], unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai) {
			size = 2
		}
		if len(runes) <= size {
			all[word] = true
			continue
		}
		for i := 0; i+size <= len(runes); i++ {
			all[string(runes[i:i+size])] = true
		}
	}
	return all
}

// common is how much two texts have in common, from 0 to 1: the pieces in both among those
// of the shorter, or of both together where they are about equally long.
func common(a, b map[string]bool) float64 {
	if len(a) > len(b) {
		a, b = b, a
	}
	both := 0
	for gram := range a {
		if b[gram] {
			both++
		}
	}
	if len(a) == 0 {
		return 0
	}
	return float64(both) / float64(len(a)+len(b)-both)
}

// enoughAlike is from where on two texts are worth showing side by side, and maybeAlike
// from where on a signature is worth a second look.
const (
	enoughAlike = 0.3
	maybeAlike  = 0.15
)

// mostHeard is how far back likeness is looked for, in tickets of all kinds: what is older
// is over, mostly, and a look must not take longer each year.
const mostHeard = 50_000

// mostAlike is how many are shown, and mostCompared how many are looked at twice.
const (
	mostAlike    = 3
	mostCompared = 12
)

// Alike lists tickets of a kind that have the same link as these values, or sound alike,
// the best first. Withdrawn and declined ones are not among them.
func (e *Engine) Alike(tx store.Tx, k Kind, values map[string]string) ([]Ticket, error) {
	text := k.text(values)
	mark := sign(text)
	numbers, err := e.candidates(tx, k, &mark)
	if err != nil {
		return nil, err
	}
	type scored struct {
		Ticket
		score float64
	}
	var found []scored
	mine := grams(text)
	for _, number := range numbers {
		t, ok, err := e.tickets.Get(tx, store.K(number))
		if err != nil {
			return nil, err
		}
		if score := common(mine, grams(k.text(t.Values))); ok && score >= enoughAlike {
			found = append(found, scored{t, score})
		}
	}
	slices.SortFunc(found, func(a, b scored) int { return cmp.Or(-cmp.Compare(a.score, b.score), cmp.Compare(a.Number, b.Number)) })
	all, err := e.linked(tx, k, values)
	for _, f := range found {
		if !slices.ContainsFunc(all, func(t Ticket) bool { return t.Number == f.Number }) {
			all = append(all, f.Ticket)
		}
	}
	return all[:min(len(all), mostAlike)], err
}

// candidates lists the tickets whose signatures come closest, the closest first.
func (e *Engine) candidates(tx store.Tx, k Kind, s *signature) (numbers []uint64, err error) {
	last, _, err := e.counter.Get(tx, store.K())
	if err != nil {
		return nil, err
	}
	from := (last - min(last, mostHeard)) / perPage
	var scores []float64 // of numbers
	for row, err := range e.sounds.From(tx, store.K(k.Name, from), store.PrefixEnd(store.K(k.Name))) {
		if err != nil {
			return nil, err
		}
		for number, other := range row.Value.all {
			score := s.like(&other)
			if score < maybeAlike || len(scores) == mostCompared && score <= scores[mostCompared-1] {
				continue
			}
			at := len(scores)
			for at > 0 && scores[at-1] < score {
				at--
			}
			scores, numbers = slices.Insert(scores, at, score), slices.Insert(numbers, at, number)
			scores, numbers = scores[:min(len(scores), mostCompared)], numbers[:min(len(numbers), mostCompared)]
		}
	}
	return numbers, nil
}

// linked lists the tickets that have the same link.
func (e *Engine) linked(tx store.Tx, k Kind, values map[string]string) (all []Ticket, err error) {
	for _, address := range k.addresses(values) {
		number, ok, err := e.links.Get(tx, store.K(k.Name, address))
		if err != nil {
			return nil, err
		}
		if !ok {
			continue
		}
		t, ok, err := e.tickets.Get(tx, store.K(number))
		if err != nil {
			return nil, err
		}
		if ok {
			all = append(all, t)
		}
	}
	return all, nil
}

// text is what of the values is compared.
func (k Kind) text(values map[string]string) string {
	var parts []string
	for _, f := range k.Fields {
		if f.Kind == bot.Text || f.Kind == bot.Long {
			parts = append(parts, values[f.Name])
		}
	}
	return strings.Join(parts, " ")
}

// addresses are the links among the values, each in one form however it was written.
func (k Kind) addresses(values map[string]string) (all []string) {
	for _, f := range k.Fields {
		if f.Kind == bot.Link && values[f.Name] != "" {
			all = append(all, address(values[f.Name]))
		}
	}
	return all
}

// address is a link without what does not change where it leads: scheme, www, a slash at
// the end, the place on the page, and what only tells where somebody came from.
func address(link string) string {
	u, err := url.Parse(link)
	if err != nil {
		return link
	}
	query := u.Query()
	for name := range query {
		if strings.HasPrefix(name, "utm_") || name == "fbclid" || name == "gclid" {
			query.Del(name)
		}
	}
	host := strings.TrimPrefix(strings.ToLower(u.Host), "www.")
	path := strings.TrimRight(u.Path, "/")
	if len(query) > 0 {
		path += "?" + query.Encode()
	}
	return host + path
}

// listen keeps what Alike finds a ticket by. What was withdrawn or declined is not found.
func (e *Engine) listen(tx store.Tx, old, t Ticket) error {
	k, ok := e.kind(t.Kind)
	if !ok || !k.Alike {
		return nil
	}
	gone := t.State == Closed && (t.Outcome == "withdrawn" || t.Outcome == "declined" || t.merged())
	if gone {
		return e.unlisten(tx, t)
	}
	text := k.text(t.Values)
	if old.Number == 0 || k.text(old.Values) != text {
		mark := sign(text)
		if err := e.sound(tx, k, t.Number, &mark); err != nil {
			return err
		}
	}
	was, is := k.addresses(old.Values), k.addresses(t.Values)
	if slices.Equal(was, is) {
		return nil
	}
	err := e.unlink(tx, k, t.Number, was)
	for _, address := range is {
		if first, there, getErr := e.links.Get(tx, store.K(k.Name, address)); getErr != nil || !there || first == t.Number {
			err = errors.Join(err, getErr, e.links.Put(tx, store.K(k.Name, address), t.Number))
		}
	}
	return err
}

// sound puts a ticket's signature on its page, or takes it from there.
func (e *Engine) sound(tx store.Tx, k Kind, number uint64, mark *signature) error {
	key := store.K(k.Name, number/perPage)
	page, _, err := e.sounds.Get(tx, key)
	if err != nil {
		return err
	}
	return e.sounds.Put(tx, key, page.with(number, mark))
}

// unlisten forgets what Alike finds a ticket by.
func (e *Engine) unlisten(tx store.Tx, t Ticket) error {
	k, ok := e.kind(t.Kind)
	if !ok || !k.Alike {
		return nil
	}
	return errors.Join(e.sound(tx, k, t.Number, nil), e.unlink(tx, k, t.Number, k.addresses(t.Values)))
}

// unlink forgets the addresses that lead to a ticket.
func (e *Engine) unlink(tx store.Tx, k Kind, number uint64, addresses []string) (err error) {
	for _, address := range addresses {
		key := store.K(k.Name, address)
		first, there, getErr := e.links.Get(tx, key)
		if err = errors.Join(err, getErr); there && first == number {
			err = errors.Join(err, e.links.Delete(tx, key))
		}
	}
	return err
}
