package directory

import (
	"context"
	"fmt"
	"slices"

	"ambassador/bot"
	"ambassador/bot/sheet"
	"ambassador/store"
)

// Plan compares a file with the records. It only reads. The error means that the
// store failed, that ctx has ended, or that the file is of another kind; what is
// wrong with single rows is in the plan.
func (d *Directory) Plan(ctx context.Context, tx store.Tx, in Import) (Plan, error) {
	asked := in.Kind
	if asked == "directory" {
		asked = ""
	}
	if asked != "" && !slices.Contains([]string{"people", "groups", "regions"}, asked) {
		return Plan{}, fmt.Errorf("import %q: want directory, people, groups or regions", in.Kind)
	}
	p := planner{d: d, tx: tx, lines: map[string]int{}, owners: map[bot.Address]string{}, kinds: map[string]map[string]bool{}, progress: in.Progress}
	for _, problem := range in.Book.Problems {
		p.plan.Wrong = append(p.plan.Wrong, Issue{Line: problem.Line, Why: problem.Why})
	}
	for _, t := range in.Book.Tables {
		p.total += len(t.Rows)
	}
	for _, t := range in.Book.Tables {
		kind := kindOf(t, asked)
		if kind == "" || asked != "" && sectionOf(kind) != asked {
			p.plan.Notes = append(p.plan.Notes, Issue{Name: t.Name, Why: "this section is not part of the import and left out"})
			continue
		}
		if err := p.table(ctx, kind, t); err != nil {
			return Plan{}, err
		}
	}
	if err := p.absent(in.Replace); err != nil {
		return Plan{}, err
	}
	if err := p.references(); err != nil {
		return Plan{}, err
	}
	return p.plan, nil
}

// planner makes a plan, row by row.
type planner struct {
	d    *Directory
	tx   store.Tx
	plan Plan

	lines       map[string]int             // by kind and id: the line that has it
	owners      map[bot.Address]string     // of accounts in the file
	kinds       map[string]map[string]bool // by kind: the sources of its rows
	total, done int
	progress    func(done, total int)
}

// table looks at the rows of one table.
func (p *planner) table(ctx context.Context, kind string, t sheet.Table) error {
	known, strange := headings(t, kind)
	for _, name := range strange {
		p.plan.Notes = append(p.plan.Notes, Issue{Line: 1, Kind: kind, Name: name, Why: "a column of this name is not known and left out"})
	}
	if p.kinds[kind] == nil {
		p.kinds[kind] = map[string]bool{}
	}
	plan := map[string]func(entryRow) error{kindPerson: p.person, kindGroup: p.group, kindRegion: p.region}[kind]
	for _, row := range t.Rows {
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("directory: import: %w", err)
		}
		if err := p.row(kind, row, known, plan); err != nil {
			return err
		}
		if p.done++; p.progress != nil {
			p.progress(p.done, p.total)
		}
	}
	return nil
}

// row plans one row; its notes go into the plan.
func (p *planner) row(kind string, row sheet.Row, known map[string][]string, plan func(entryRow) error) (err error) {
	r := entryRow{Row: row, known: known}
	r.note = func(why string) {
		p.plan.Notes = append(p.plan.Notes, Issue{Line: row.Line, Kind: kind, Name: r.called(), Why: why})
	}
	if r.id, err = r.identify(kind); err != nil {
		p.wrong(kind, r, err.Error())
		return nil
	}
	return plan(r)
}

// wrong leaves a row out.
func (p *planner) wrong(kind string, r entryRow, why string) {
	p.plan.Wrong = append(p.plan.Wrong, Issue{Line: r.Line, Kind: kind, Name: r.called(), Why: why})
}

// person plans one person.
func (p *planner) person(r entryRow) error {
	old, fresh, state, err := begin(p, r, kindPerson, p.d.people, p.d.takePerson)
	if err != nil || state == leftOut {
		return err
	}
	if fresh.Accounts, err = p.ownAccounts(r, fresh); err != nil {
		return err
	}
	fresh.Gone = old.Gone && slices.Equal(old.Accounts, fresh.Accounts) // nobody was asked about others yet
	if p.finish(kindPerson, r, state, old.subject(), fresh.subject()) {
		p.plan.people = append(p.plan.people, fresh)
	}
	return nil
}

// group plans one group.
func (p *planner) group(r entryRow) error {
	old, fresh, state, err := begin(p, r, kindGroup, p.d.groups, p.d.takeGroup)
	if err != nil || state == leftOut {
		return err
	}
	if p.finish(kindGroup, r, state, old.subject(), fresh.subject()) {
		p.plan.groups = append(p.plan.groups, fresh)
	}
	return nil
}

// region plans one region.
func (p *planner) region(r entryRow) error {
	old, fresh, state, err := begin(p, r, kindRegion, p.d.regions, p.d.takeRegion)
	if err != nil || state == leftOut {
		return err
	}
	if p.finish(kindRegion, r, state, old.subject(), fresh.subject()) {
		p.plan.regions = append(p.plan.regions, fresh)
	}
	return nil
}

// What becomes of a row.
const (
	leftOut = iota
	isNew
	isKnown
)

// begin reads a row into a record, together with the one it changes. A row that is
// wrong goes into the plan as such and is left out; an error means that the store
// failed, and ends the plan.
func begin[T any](p *planner, r entryRow, kind string, b store.Bucket[T], take func(entryRow, T, bool) (T, error)) (old, fresh T, state int, err error) {
	old, found, err := b.Get(p.tx, store.K(r.id))
	if err != nil {
		return old, fresh, leftOut, err
	}
	if fresh, err = take(r, old, found); err != nil {
		p.wrong(kind, r, err.Error())
		return old, fresh, leftOut, nil
	}
	owner, err := p.claim(kind, r.id, r.Line)
	if owner != "" {
		p.wrong(kind, r, "“"+r.id+"” is "+owner)
	}
	if err != nil || owner != "" {
		return old, fresh, leftOut, err
	}
	if found {
		return old, fresh, isKnown, nil
	}
	return old, fresh, isNew, nil
}

// finish puts what a row changes into the plan, and says whether there is anything
// to write.
func (p *planner) finish(kind string, r entryRow, state int, old, fresh subject) bool {
	c := Change{Kind: kind, ID: r.id, Name: fresh.name, Line: r.Line}
	p.kinds[kind][fresh.source] = true
	if kind != kindRegion && fresh.spot.Ref == "" {
		p.plan.Unplaced = append(p.plan.Unplaced, Issue{Line: c.Line, Kind: c.Kind, Name: c.Name, Why: fresh.spot.unknown()})
	}
	if state == isNew {
		p.plan.Added = append(p.plan.Added, c)
		return true
	}
	if c.Fields = diffs(kind, old, fresh); len(c.Fields) == 0 {
		p.plan.Same++
		return false
	}
	p.plan.Changed = append(p.plan.Changed, c)
	return true
}

// claim reserves an id. It says who has it already: another line of the file, or a
// record of the other kind.
func (p *planner) claim(kind, id string, line int) (owner string, err error) {
	if first, twice := p.lines[lineKey(kind, id)]; twice {
		return fmt.Sprintf("on line %d already", first), nil
	}
	if kind != kindRegion {
		c, ok, err := p.d.cards.Get(p.tx, store.K(id))
		if err != nil {
			return "", err
		}
		if ok && (c.Kind == groups) != (kind == kindGroup) {
			return "the id of " + c.Name, nil
		}
	}
	p.lines[lineKey(kind, id)] = line
	return "", nil
}

// lineKey is where the line of an id is noted. People and groups share one set of
// ids, for both are found by them alone.
func lineKey(kind, id string) string {
	if kind == kindGroup {
		kind = kindPerson
	}
	return kind + "/" + id
}

// ownAccounts leaves out accounts that belong to somebody else: an account decides
// what a person may do, so it must not move by an oversight. To move one, a first
// import takes it from its owner and a second one gives it away.
func (p *planner) ownAccounts(r entryRow, fresh Person) ([]bot.Address, error) {
	var own []bot.Address
	for _, a := range fresh.Accounts {
		owner, stored, err := p.d.accounts.Get(p.tx, accountKey(a))
		if err != nil {
			return nil, err
		}
		if first, ok := p.owners[a]; ok {
			owner, stored = first, true
		}
		if stored && owner != fresh.ID {
			r.note("the account " + a.String() + " belongs to " + owner + " and is left out")
			continue
		}
		p.owners[a] = fresh.ID
		own = append(own, a)
	}
	return own, nil
}
