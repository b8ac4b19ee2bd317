package atlas

import "sort"

// MaxKey is the length in bytes of the longest name that is kept.
const MaxKey = 80

// How says in what way a name belongs to a place.
type How byte

// The ways a name belongs to a place.
const (
	Other How = iota // a name in some language, or an old one
	Main             // its own or its English name
	Code             // an airport's or a metropolitan code, or an airport's name
	Alias            // from our own list, which overrules
)

// Sense is one meaning of a name.
type Sense struct {
	Place int // below Cities a city, from there on an area
	How   How
}

// A value packs a sense: way in the two lowest bits, place above, the top bit clear.
// With the top bit set it is an offset of the lists section.
const listBit = 1 << 31

// pack makes a value of a sense.
func (s Sense) pack() uint32 { return uint32(s.Place)<<2 | uint32(s.How) }

// unpack makes a sense of a value.
func unpack(v uint32) Sense { return Sense{Place: int(v >> 2), How: How(v & 3)} }

// shelf is where the names of one length stand: those that may be guessed at first.
type shelf struct {
	width  int    // bytes of each name
	first  int    // number of the first name
	names  string // one after the other
	guess  int    // how many of them may be guessed at
	letter int    // number of the first mask
}

// len is the number of names.
func (s shelf) len() int { return len(s.names) / s.width }

// at is the i-th name of the shelf.
func (s shelf) at(i int) string { return s.names[i*s.width : (i+1)*s.width] }

// find searches a name among those from a to b, which are sorted.
func (s shelf) find(key string, a, b int) (int, bool) {
	i := a + sort.Search(b-a, func(i int) bool { return s.at(a+i) >= key })
	return i, i < b && s.at(i) == key
}

// shelf gives the shelf of names of a length; it may be empty.
func (a *Atlas) shelf(width int) (shelf, bool) {
	if width < 1 || width > MaxKey {
		return shelf{}, false
	}
	d := a.section[shelves][(width-1)*shelfSize : width*shelfSize]
	offset, count := int(u32(d, 4)), int(u32(d, 8))
	return shelf{
		width:  width,
		first:  int(u32(d, 0)),
		names:  a.section[keys][offset : offset+count*width],
		guess:  int(u32(d, 12)),
		letter: int(u32(d, 16)),
	}, true
}

// find gives the number of a folded name among all names.
func (a *Atlas) find(key string) (int, bool) {
	s, ok := a.shelf(len(key))
	if !ok {
		return 0, false
	}
	i, ok := s.find(key, 0, s.guess)
	if !ok {
		i, ok = s.find(key, s.guess, s.len())
	}
	return s.first + i, ok
}

// Has reports whether a folded name is known.
func (a *Atlas) Has(key string) bool {
	_, ok := a.find(key)
	return ok
}

// Senses gives what a folded name means, the most populous first; nil if it is unknown.
func (a *Atlas) Senses(key string) []Sense {
	n, ok := a.find(key)
	if !ok {
		return nil
	}
	return a.senses(n)
}

// senses reads the meanings of the n-th name.
func (a *Atlas) senses(n int) []Sense {
	v := u32(a.section[values], n*valueSize)
	if v&listBit == 0 {
		return []Sense{unpack(v)}
	}
	at := int(v &^ listBit)
	all := make([]Sense, u32(a.section[lists], at))
	for i := range all {
		all[i] = unpack(u32(a.section[lists], at+4*(i+1)))
	}
	return all
}
