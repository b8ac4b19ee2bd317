package directory

import (
	"iter"

	"ambassador/store"
)

// Edition marks the state of the directory: it is another one after each change, and is the same for as long
// as nothing changes. Rooms that keep something made of the whole directory hold it against this.
func (d *Directory) Edition(tx store.Tx) (string, error) {
	edition, _, err := d.edition.Get(tx, store.K())
	return edition, err
}

// People yields everybody in the directory in the order of their ids, private data included: for rooms that
// have to choose whom to ask, never for an answer. An error ends nothing: what follows can be read.
func (d *Directory) People(tx store.Tx) iter.Seq2[Person, error] {
	return values(d.people, tx)
}

// Groups yields all groups in the order of their ids.
func (d *Directory) Groups(tx store.Tx) iter.Seq2[Group, error] {
	return values(d.groups, tx)
}

// Regions yields all regions in the order of their ids.
func (d *Directory) Regions(tx store.Tx) iter.Seq2[Region, error] {
	return values(d.regions, tx)
}

// values yields the records of a bucket without their keys.
func values[T any](b store.Bucket[T], tx store.Tx) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for row, err := range b.All(tx, nil) {
			if !yield(row.Value, err) {
				return
			}
		}
	}
}

// Region returns the region of an id.
func (d *Directory) Region(tx store.Tx, id string) (Region, bool, error) {
	return d.regions.Get(tx, store.K(id))
}
