package directory

import "ambassador/bot/sheet"

// Import is a file to take in.
type Import struct {
	Book sheet.Book
	// Kind says what the rows are where the file does not: "people", "groups" or
	// "regions". With "directory" or nothing, sections go by their names, and a
	// table without a name is groups if it has a column for a group's name, else people.
	Kind string
	// Replace removes records that are missing in the file, of the same kinds and
	// the same sources as its rows. Without it an import never removes.
	Replace bool
	// Progress, if not nil, hears how many rows of how many are looked at.
	Progress func(done, total int)
}

// Plan is what an import would do. It changes nothing until Apply.
type Plan struct {
	Added    []Change
	Changed  []Change
	Removed  []Change
	Same     int     // records that are as the file has them
	Missing  int     // records of the same kinds and sources that the file does not have and that stay
	Unplaced []Issue // rows taken in without a place on the globe
	Wrong    []Issue // rows left out
	Notes    []Issue // rows taken in, but not quite as they are written

	people  []Person
	groups  []Group
	regions []Region
}

// Change is one record that differs.
type Change struct {
	Kind   string // "person", "group" or "region"
	ID     string
	Name   string
	Line   int    // of the file; 0 for a record that is removed
	Fields []Diff // of a changed record, in the order of an export
}

// Diff is one field that differs, as an export writes its values; for the eyes of
// those who import only, since it shows private data.
type Diff struct{ Field, Old, New string }

// Issue is something about a row that a person should look at.
type Issue struct {
	Line int
	Kind string // "person", "group" or "region"; empty for a row that could not be read
	Name string // what the row calls itself; may be empty
	Why  string // one sentence without a full stop
}

// Empty says that applying the plan would change nothing.
func (p Plan) Empty() bool { return len(p.Added)+len(p.Changed)+len(p.Removed) == 0 }
