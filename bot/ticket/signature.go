package ticket

import (
	"encoding/binary"
	"errors"
	"hash/fnv"
	"math"
	"math/bits"
	"slices"
	"strings"
	"unicode"
)

// Likeness is found in two steps. Each ticket of a kind that looks for it has a signature,
// which says how much two texts have in common without holding them (MinHash: A. Broder,
// "On the resemblance and containment of documents", 1997; of each value only the lowest
// byte is kept: P. Li and C. König, "b-Bit minwise hashing", 2010). All signatures lie on a
// few pages, which are read through; the best few texts are then compared word by word.

// hashes is how many values a signature has: the estimate is off by less than 0.1, mostly.
const hashes = 32

// signature is what is kept of a text: a byte of each value.
type signature [hashes]byte

// perPage is how many signatures lie on one page: few enough that writing one is cheap.
const perPage = 64

// sounding is one page: the signatures of a kind's tickets whose numbers, divided by
// perPage, are the same; each behind its number, in the order of these. It is read as it
// is stored, for thousands are read at once.
type sounding []byte

// entrySize is how many bytes a signature takes on its page, with its number.
const entrySize = 8 + hashes

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
	var least [hashes]uint64
	for i := range least {
		least[i] = math.MaxUint64
	}
	for gram := range grams(text) {
		h := fnv.New64a()
		h.Write([]byte(gram)) // never fails, see hash.Hash
		for i := range least {
			least[i] = min(least[i], mix(h.Sum64()+uint64(i)*0x9e3779b97f4a7c15))
		}
	}
	for i, value := range least {
		s[i] = byte(value)
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
	const low = 0x7f7f7f7f7f7f7f7f
	same := 0
	for i := 0; i < hashes; i += 8 {
		// Eight bytes at once: those that are equal become zero, and of these the highest bit is set.
		x := binary.LittleEndian.Uint64(s[i:]) ^ binary.LittleEndian.Uint64(t[i:])
		same += bits.OnesCount64(^((x&low + low) | x | low))
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
