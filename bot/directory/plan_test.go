package directory_test

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"

	"ambassador/bot/directory"
	"ambassador/bot/sheet"
	"ambassador/store"
	"ambassador/store/mem"
)

// read makes a book of a file's content.
func read(t testing.TB, name, content string) sheet.Book {
	t.Helper()
	book, err := sheet.Read(strings.NewReader(content), name)
	if err != nil {
		t.Fatal(err)
	}
	return book
}

// tell writes a plan as lines.
func tell(p directory.Plan) string {
	var b strings.Builder
	changes := func(what string, all []directory.Change) {
		for _, c := range all {
			fmt.Fprintf(&b, "%s %s %s line %d", what, c.Kind, c.ID, c.Line)
			for _, f := range c.Fields {
				fmt.Fprintf(&b, " %s:%s→%s", f.Field, f.Old, f.New)
			}
			b.WriteString("\n")
		}
	}
	issues := func(what string, all []directory.Issue) {
		for _, i := range all {
			fmt.Fprintf(&b, "%s line %d %s: %s\n", what, i.Line, i.Name, i.Why)
		}
	}
	changes("add", p.Added)
	changes("change", p.Changed)
	changes("remove", p.Removed)
	fmt.Fprintf(&b, "same %d missing %d\n", p.Same, p.Missing)
	issues("unplaced", p.Unplaced)
	issues("wrong", p.Wrong)
	issues("note", p.Notes)
	return b.String()
}

// TestPlan imports one file after another into the same records.
func TestPlan(t *testing.T) {
	d, db := open(t), mem.New()
	steps := []struct {
		name, file, content string
		replace             bool
		want                string
	}{
		{"first", "a.csv", "id,name,place,languages,source\na,Anna,\"Berlin, Germany\",de;English,x\nb,Ben,Nowhereville,,x\n", false,
			"add person a line 2\nadd person b line 3\nsame 0 missing 0\nunplaced line 3 Ben: “Nowhereville” is not known as a place\n"},
		{"twice", "a.csv", "id,name,place,languages,source\na,Anna,\"Berlin, Germany\",de;English,x\nb,Ben,Nowhereville,,x\n", false,
			"same 2 missing 0\nunplaced line 3 Ben: “Nowhereville” is not known as a place\n"},
		{"a column that is missing keeps its values", "a.csv", "id,location,source\na,Paris,x\n", false,
			"change person a line 2 place:Berlin, Germany→Paris\nsame 0 missing 1\n"},
		{"an empty cell clears", "a.csv", "id,languages,source\na,,x\n", false, "change person a line 2 languages:de; en→\nsame 0 missing 1\n"},
		{"another source and kind are left alone", "b.csv", "group_name,location,source\nOpen Cloud Rome,Rome,y\n", true,
			"add group open-cloud-rome line 2\nsame 0 missing 0\n"},
		{"nothing is removed while a row is wrong", "a.csv", "id,role,source\na,ambassador,x\nc,king,x\n", true,
			"same 1 missing 1\nwrong line 3 c: role “king” is none of member, leader, ambassador, coordinator\n" +
				"note line 0 : nothing is removed while rows are wrong: one of them may be a record that seems to be missing\n"},
		{"removed when asked", "a.csv", "id,source\na,x\n", true, "remove person b line 0\nsame 1 missing 0\n"},
		{"twins", "a.csv", "id,name\nt,T\nt,T\n", false, "add person t line 2\nsame 0 missing 0\nunplaced line 2 T: no place is given\nwrong line 3 T: “t” is on line 2 already\n"},
		{"one id for a person and a group", "g.yaml", "groups:\n- {id: a, name: A}\n", false, "same 0 missing 0\nwrong line 2 A: “a” is the id of Anna\n"},
		{"bad values", "p.yaml", "people:\n- {id: u, links: [\"javascript:alert(1)\", \"https://example.org\"], zone: Mars, until: soon, languages: [Klingon], mood: good, accounts: [nobody]}\n- {id: a b}\n- {note: x}\n- {id: v, status: gone}\n", false,
			"add person u line 2\nsame 0 missing 1\nunplaced line 2 Ambassador u: no place is given\n" +
				"wrong line 3 a b: the id “a b” holds a space or one of \" ' = : / @ < >\nwrong line 4 : neither id, name nor place\nwrong line 5 v: status “gone” is none of active, hold, emeritus\n" +
				"note line 1 mood: a column of this name is not known and left out\nnote line 2 u: language “Klingon” is not known and kept as it is\n" +
				"note line 2 u: “javascript:alert(1)” is not a web address and left out\nnote line 2 u: “Mars” is not a time zone and left out\n" +
				"note line 2 u: until “soon” is not a day such as 2027-01-31 and left out\nnote line 2 u: “nobody” is not an account (platform:user, or platform:space/user) and left out\n"},
		{"an id does not tell a hidden name", "p.yaml", "people:\n- {name: Jo Secret, place: Rome, shows: [topics]}\n", false,
			"add person person-0a3cf0123be3e6bb line 2\nsame 0 missing 2\n"},
		{"an empty list shows nothing", "p.yaml", "people:\n- {name: Jo Secret, place: Rome, shows: []}\n", false,
			"change person person-0a3cf0123be3e6bb line 2 shows:topics→nothing\nsame 0 missing 2\n"},
		{"an account does not change hands", "p.yaml", "people:\n- {id: w, place: Rome, accounts: [\"slack:T/1\"]}\n- {id: z, place: Rome, accounts: [\"slack:T/1\"]}\n", false,
			"add person w line 2\nadd person z line 3\nsame 0 missing 3\nnote line 3 z: the account slack:T/1 belongs to w and is left out\n"},
		{"references", "d.yaml", "regions:\n- {id: r, name: R, parent: nope, covers: [Germany, Mordor]}\ngroups:\n- {id: g, name: G, place: Rome, mentor: nope, leaders: [w]}\n", false,
			"add region r line 2\nadd group g line 4\nsame 0 missing 0\nnote line 2 R: “Mordor” is not a place that a region can cover\n" +
				"note line 2 R: parent “nope” is not in the directory\nnote line 4 G: mentor “nope” is not in the directory\n"},
		{"coordinates", "g.csv", "group_name,location,lat,lon\nNear,\"Rome, Italy\",41.8,12.6\nFar,\"Rome, Italy\",37.09,-95.71\n", false,
			"add group near-rome-italy line 2\nadd group far-rome-italy line 3\nsame 0 missing 1\nnote line 3 Far: the coordinates are about 8,600 km from Rome, Lazio, Italy and not used\n"},
		{"a strange section", "d.yaml", "planets:\n- {id: mars}\n", false, "same 0 missing 0\nnote line 0 planets: this section is not part of the import and left out\n"},
	}
	for _, step := range steps {
		t.Run(step.name, func(t *testing.T) {
			plan := apply(t, d, db, directory.Import{Book: read(t, step.file, step.content), Replace: step.replace})
			if got := tell(plan); got != step.want {
				t.Errorf("got\n%swant\n%s", got, step.want)
			}
		})
	}
}

// TestRoundTrip holds that an export imports into an empty directory without loss, in
// every format, and that importing it again changes nothing.
func TestRoundTrip(t *testing.T) {
	data, err := os.ReadFile("testdata/talk/find.txtar")
	if err != nil {
		t.Fatal(err)
	}
	_, fixture, _ := strings.Cut(string(data), "-- directory.yaml --\n")
	d, db := open(t), mem.New()
	apply(t, d, db, directory.Import{Book: read(t, "directory.yaml", fixture)})
	for _, name := range []string{"a.yaml", "a.json"} {
		text := export(t, d, db, "directory", name)
		if plan := apply(t, d, db, directory.Import{Book: read(t, name, text)}); !plan.Empty() {
			t.Errorf("%s: importing an export is not nothing:\n%s", name, tell(plan))
		}
		fresh := mem.New()
		apply(t, d, fresh, directory.Import{Book: read(t, name, text)})
		if again := export(t, d, fresh, "directory", name); again != text {
			t.Errorf("%s: lost on the way:\n%s\nwas\n%s", name, again, text)
		}
	}
	fresh := mem.New()
	for _, kind := range []string{"regions", "people", "groups"} {
		apply(t, d, fresh, directory.Import{Book: read(t, "a.csv", export(t, d, db, kind, "a.csv")), Kind: kind})
	}
	if got, want := export(t, d, fresh, "directory", "a.yaml"), export(t, d, db, "directory", "a.yaml"); got != want {
		t.Errorf("csv: lost on the way:\n%s\nwas\n%s", got, want)
	}
}

// export writes a kind in the format of the file name.
func export(t *testing.T, d *directory.Directory, db store.DB, kind, name string) string {
	t.Helper()
	var out bytes.Buffer
	err := db.View(t.Context(), "test", func(tx store.Tx) error {
		book, err := d.Export(tx, kind)
		switch {
		case err != nil:
			return err
		case strings.HasSuffix(name, ".csv"):
			return sheet.WriteCSV(&out, book.Tables[0])
		case strings.HasSuffix(name, ".json"):
			return sheet.WriteJSON(&out, book)
		}
		return sheet.WriteYAML(&out, book)
	})
	if err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// FuzzRow holds that no cell makes an import panic or leave anything behind
// that could disturb a line.
func FuzzRow(f *testing.F) {
	for _, seed := range []string{"Berlin", "\x00", "\u202eevil", "\xff\xfe", strings.Repeat("x", 10_000), "=1+1", "a;b;c", "💥", "@here", "Z̷̡̢̛a̸̢̛l̵̢̛g̶̢̛ơ̷̡̢"} {
		f.Add(seed, seed)
	}
	d := open(f)
	f.Fuzz(func(t *testing.T, one, two string) {
		cell := func(s string) sheet.Cell { return sheet.Cell{Values: []string{s}} }
		table := sheet.Table{Columns: []sheet.Column{{Name: "name"}, {Name: "place"}, {Name: "languages"}, {Name: "lat"}, {Name: "lon"}, {Name: "links"}, {Name: "accounts"}, {Name: "zone"}}}
		table.Rows = []sheet.Row{{Line: 2, Cells: map[string]sheet.Cell{
			"name": cell(one), "place": cell(two), "languages": cell(one), "lat": cell(one), "lon": cell(two), "links": cell(two), "accounts": cell(one), "zone": cell(two),
		}}}
		db := mem.New()
		book := sheet.Book{Tables: []sheet.Table{table}}
		if plan := apply(t, d, db, directory.Import{Book: book}); len(plan.Added)+len(plan.Wrong) != 1 {
			t.Errorf("the row is neither taken in nor left out:\n%s", tell(plan))
		}
		if again := apply(t, d, db, directory.Import{Book: book}); !again.Empty() {
			t.Errorf("a second import changes something:\n%s", tell(again))
		}
	})
}
