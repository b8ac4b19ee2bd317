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

// signature is what is kept of a text.
type signature [hashes]uint16

// perPage is how many signatures lie on one page: few enough that writing one is cheap.
const perPage = 64

// sounding is one page: the signatures of a kind's tickets whose numbers, divided by
// perPage, are the same.
type sounding map[uint64]signature

// entrySize is how many bytes a signature takes on its page, with its number.
const entrySize = 8 + 2*hashes

// MarshalBinary writes the page, in the order of the numbers.
func (s sounding) MarshalBinary() ([]byte, error) {
	var out []byte
	for _, number := range slices.Sorted(keysIn(s)) {
		out = binary.BigEndian.AppendUint64(out, number)
		for _, h := range s[number] {
			out = binary.BigEndian.AppendUint16(out, h)
		}
	}
	return out, nil
}

// keysIn yields the numbers of a page.
func keysIn(s sounding) func(func(uint64) bool) {
	return func(yield func(uint64) bool) {
		for number := range s {
			if !yield(number) {
				return
			}
		}
	}
}

// UnmarshalBinary reads what MarshalBinary writes.
func (s *sounding) UnmarshalBinary(data []byte) error {
	if len(data)%entrySize != 0 {
		return errors.New("a page of signatures ends within one")
	}
	*s = make(sounding, len(data)/entrySize)
	for ; len(data) > 0; data = data[entrySize:] {
		var sig signature
		for i := range sig {
			sig[i] = binary.BigEndian.Uint16(data[8+2*i:])
		}
		(*s)[binary.BigEndian.Uint64(data)] = sig
	}
	return nil
}

// sign makes the signature of a text.
func sign(text string) (s signature) {
	for i := range s {
		s[i] = math.MaxUint16
	}
	for gram := range grams(text) {
		h := fnv.New64a()
		h.Write([]byte(gram)) // never fails, see hash.Hash
		for i := range s {
			s[i] = min(s[i], uint16(mix(h.Sum64()+uint64(i)*0x9e3779b97f4a7c15)>>48))
		}
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
func (s signature) like(t signature) float64 {
	same := 0
	for i := range s {
		if s[i] == t[i] {
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

// mostAlike is how many are shown, and mostCompared how many are looked at twice.
const (
	mostAlike    = 3
	mostCompared = 12
)

// Alike lists tickets of a kind that have the same link as these values, or sound alike,
// the best first. Withdrawn and declined ones are not among them.
func (e *Engine) Alike(tx store.Tx, k Kind, values map[string]string) ([]Ticket, error) {
	text := k.text(values)
	numbers, err := e.candidates(tx, k, sign(text))
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

// candidates lists the tickets whose signatures come closest.
func (e *Engine) candidates(tx store.Tx, k Kind, s signature) (numbers []uint64, err error) {
	scores := make(map[uint64]float64)
	for row, err := range e.sounds.All(tx, store.K(k.Name)) {
		if err != nil {
			return nil, err
		}
		for number, other := range row.Value {
			if score := s.like(other); score >= maybeAlike {
				scores[number] = score
				numbers = append(numbers, number)
			}
		}
	}
	slices.SortFunc(numbers, func(a, b uint64) int { return cmp.Or(-cmp.Compare(scores[a], scores[b]), cmp.Compare(a, b)) })
	return numbers[:min(len(numbers), mostCompared)], nil
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
		if err := e.sound(tx, k, t.Number, func(page sounding) { page[t.Number] = sign(text) }); err != nil {
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

// sound changes the page that a ticket's signature is on.
func (e *Engine) sound(tx store.Tx, k Kind, number uint64, change func(sounding)) error {
	key := store.K(k.Name, number/perPage)
	page, _, err := e.sounds.Get(tx, key)
	if err != nil {
		return err
	}
	if page == nil {
		page = make(sounding)
	}
	change(page)
	return e.sounds.Put(tx, key, page)
}

// unlisten forgets what Alike finds a ticket by.
func (e *Engine) unlisten(tx store.Tx, t Ticket) error {
	k, ok := e.kind(t.Kind)
	if !ok || !k.Alike {
		return nil
	}
	return errors.Join(e.sound(tx, k, t.Number, func(page sounding) { delete(page, t.Number) }), e.unlink(tx, k, t.Number, k.addresses(t.Values)))
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
