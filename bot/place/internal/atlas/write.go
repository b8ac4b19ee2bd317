package atlas

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"slices"
)

// Draft is an atlas in the making, as the builder hands it over.
type Draft struct {
	Vintage string
	Cities  []City            // sorted by ID
	Areas   []Area            // sorted by Ref
	Zones   map[string]string // IANA zone → ISO country, "" for none
	Names   map[string][]Sense
	Words   []string // words of everyday language, folded
}

// writer collects the sections.
type writer struct {
	section [sections]bytes.Buffer
	texts   map[string]uint32
	zones   map[string]uint16
	draft   *Draft
}

// Write writes the atlas to out. The same draft gives the same bytes.
func (d *Draft) Write(out io.Writer) error {
	w := &writer{texts: map[string]uint32{}, zones: map[string]uint16{}, draft: d}
	if err := w.check(); err != nil {
		return err
	}
	w.writeZones()
	for _, c := range d.Cities {
		w.city(c)
	}
	for _, a := range d.Areas {
		w.area(a)
	}
	w.names()
	w.words()
	header := []byte(magic)
	for i := range w.section {
		header = binary.LittleEndian.AppendUint32(header, uint32(w.section[i].Len()))
	}
	header = binary.LittleEndian.AppendUint32(header, uint32(len(d.Vintage)))
	if _, err := out.Write(header); err != nil {
		return fmt.Errorf("atlas: write header: %w", err)
	}
	for i := range w.section {
		if _, err := w.section[i].WriteTo(out); err != nil {
			return fmt.Errorf("atlas: write section %d: %w", i, err)
		}
	}
	if _, err := io.WriteString(out, d.Vintage); err != nil {
		return fmt.Errorf("atlas: write vintage: %w", err)
	}
	return nil
}

// check refuses a draft that would not fit the records.
func (w *writer) check() error {
	if len(w.draft.Areas) > math.MaxInt16 || len(w.draft.Zones) > math.MaxUint16 {
		return fmt.Errorf("atlas: %d areas and %d zones are too many", len(w.draft.Areas), len(w.draft.Zones))
	}
	if !slices.IsSortedFunc(w.draft.Cities, func(a, b City) int { return cmp.Compare(a.ID, b.ID) }) ||
		!slices.IsSortedFunc(w.draft.Areas, func(a, b Area) int { return cmp.Compare(a.Ref, b.Ref) }) {
		return fmt.Errorf("atlas: cities or areas are not sorted")
	}
	return nil
}

// put appends numbers to a section.
func (w *writer) put(section int, numbers ...any) {
	for _, n := range numbers {
		// A bytes.Buffer takes everything, and the numbers have fixed sizes.
		_ = binary.Write(&w.section[section], binary.LittleEndian, n)
	}
}

// text stores a text once and gives its offset.
func (w *writer) text(s string) uint32 {
	if at, ok := w.texts[s]; ok {
		return at
	}
	at := uint32(w.section[texts].Len())
	w.texts[s] = at
	w.section[texts].Write(binary.AppendUvarint(nil, uint64(len(s))))
	w.section[texts].WriteString(s)
	return at
}

// writeZones writes the zones and numbers them.
func (w *writer) writeZones() {
	var names []string
	for zone := range w.draft.Zones {
		names = append(names, zone)
	}
	slices.Sort(names)
	for i, zone := range names {
		w.zones[zone] = uint16(i)
		cc := w.draft.Zones[zone]
		w.put(zones, w.text(zone), [2]byte([]byte((cc + "  ")[:2])))
	}
}

// city writes one record of a city.
func (w *writer) city(c City) {
	// The rank sits above the population; nobody lives in a city of a thousand million.
	people := uint32(min(c.Population, 1<<rankBits-1)) | uint32(c.Rank)<<rankBits
	w.put(cities, c.ID, w.text(c.Name), degrees(c.Lat), degrees(c.Lon), people,
		uint16(c.Area), w.zones[c.Zone])
}

// degrees makes the stored number of a coordinate.
func degrees(d float64) int32 { return int32(math.Round(d * coordinate)) }

// area writes one record of an area.
func (w *writer) area(a Area) {
	w.put(areas, w.text(a.Ref), w.text(a.Name), w.text(a.Countries), uint64(a.Population),
		int32(a.Capital), int16(a.Parent), [2]byte([]byte((a.CC + "  ")[:2])), a.Kind, [3]byte{})
}

// names writes shelves, keys, masks, values and lists.
func (w *writer) names() {
	byWidth := make([][]string, MaxKey+1)
	for key := range w.draft.Names {
		if n := len(key); n > 0 && n <= MaxKey {
			byWidth[n] = append(byWidth[n], key)
		}
	}
	first := 0
	for _, names := range byWidth[1:] {
		guesses := 0 // they stand in front, so that their masks lie close together
		for _, key := range names {
			if w.guessable(key) {
				guesses++
			}
		}
		slices.SortFunc(names, func(a, b string) int {
			if g := w.guessable(a); g != w.guessable(b) {
				if g {
					return -1
				}
				return 1
			}
			return cmp.Compare(a, b)
		})
		w.put(shelves, uint32(first), uint32(w.section[keys].Len()), uint32(len(names)),
			uint32(guesses), uint32(w.section[masks].Len()/maskSize))
		for _, key := range names {
			w.name(key)
		}
		first += len(names)
	}
}

// guessable reports whether a name may be guessed at; a code, which begins with #, may not.
func (w *writer) guessable(key string) bool {
	return key[0] != '#' && slices.ContainsFunc(w.draft.Names[key], func(s Sense) bool {
		return guessable(s.How, w.population(s.Place))
	})
}

// name writes one name with its mask, if it may be guessed at, and its senses.
func (w *writer) name(key string) {
	senses := w.draft.Names[key]
	w.section[keys].WriteString(key)
	if w.guessable(key) {
		size := 0
		for _, s := range senses {
			size = max(size, Size(w.population(s.Place)))
		}
		w.put(masks, Mask(key)|uint64(size)<<58)
	}
	if len(senses) == 1 {
		w.put(values, senses[0].pack())
		return
	}
	sorted := slices.Clone(senses)
	slices.SortFunc(sorted, func(a, b Sense) int {
		return cmp.Or(cmp.Compare(w.population(b.Place), w.population(a.Place)), cmp.Compare(a.pack(), b.pack()))
	})
	w.put(values, uint32(w.section[lists].Len())|listBit)
	w.put(lists, uint32(len(sorted)))
	for _, s := range sorted {
		w.put(lists, s.pack())
	}
}

// population is that of a place, be it a city or an area.
func (w *writer) population(place int) int64 {
	if n := len(w.draft.Cities); place >= n {
		return w.draft.Areas[place-n].Population
	}
	return w.draft.Cities[place].Population
}

// words writes the hashes of the everyday words.
func (w *writer) words() {
	var hashes []uint32
	for _, word := range w.draft.Words {
		hashes = append(hashes, wordHash(word))
	}
	slices.Sort(hashes)
	for _, h := range slices.Compact(hashes) {
		w.put(words, h)
	}
}
