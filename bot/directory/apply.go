package directory

import (
	"fmt"

	"ambassador/store"
)

// Apply does what the plan says, all of it inside tx: a failure half-way undoes
// everything. Removals come first, so that an account or a name they free is free
// when the records that take it over are written.
func (d *Directory) Apply(tx store.Tx, plan Plan) error {
	for _, c := range plan.Removed {
		if err := d.remove(tx, c.Kind, c.ID); err != nil {
			return err
		}
	}
	for _, r := range plan.regions {
		if err := d.putRegion(tx, r); err != nil {
			return err
		}
	}
	for _, p := range plan.people {
		if err := d.putPerson(tx, p); err != nil {
			return err
		}
	}
	for _, g := range plan.groups {
		if err := d.putGroup(tx, g); err != nil {
			return err
		}
	}
	return nil
}

// remove takes a record of any kind out.
func (d *Directory) remove(tx store.Tx, kind, id string) error {
	switch kind {
	case kindPerson:
		if err := d.codes.Delete(tx, store.K(id)); err != nil {
			return err
		}
		return d.deletePerson(tx, id)
	case kindGroup:
		return d.deleteGroup(tx, id)
	case kindRegion:
		return d.deleteRegion(tx, id)
	}
	return fmt.Errorf("directory: remove %s: there is no kind %q", id, kind)
}

// absent looks at the records that the file does not have. Only those of the kinds
// and sources of its rows are meant; they stay unless asked otherwise, and they all
// stay when a row is wrong, for that row may be one of them.
func (p *planner) absent(replace bool) error {
	// A file that says nothing of groups, or comes from somewhere else than they do, has
	// no say in which groups there are.
	var missing []Change
	add := func(kind, id, name, source string) {
		if _, there := p.lines[lineKey(kind, id)]; !there && p.kinds[kind][source] {
			missing = append(missing, Change{Kind: kind, ID: id, Name: name})
		}
	}
	for row, err := range p.d.people.All(p.tx, nil) {
		if err != nil {
			return err
		}
		add(kindPerson, row.Value.ID, row.Value.Name, row.Value.Source)
	}
	for row, err := range p.d.groups.All(p.tx, nil) {
		if err != nil {
			return err
		}
		add(kindGroup, row.Value.ID, row.Value.Name, row.Value.Source)
	}
	for row, err := range p.d.regions.All(p.tx, nil) {
		if err != nil {
			return err
		}
		add(kindRegion, row.Value.ID, row.Value.Name, row.Value.Source)
	}
	switch {
	case !replace:
		p.plan.Missing = len(missing)
	case len(p.plan.Wrong) > 0 && len(missing) > 0:
		// A mistyped row must not cost somebody their record.
		p.plan.Missing = len(missing)
		p.plan.Notes = append(p.plan.Notes, Issue{Why: "nothing is removed while rows are wrong: one of them may be a record that seems to be missing"})
	default:
		p.plan.Removed = missing
	}
	return nil
}

// references notes ids that lead nowhere. The rows are taken in all the same: the
// other end may come with the next file.
func (p *planner) references() error {
	r := resolver{p: p}
	for _, c := range p.plan.regions {
		r.check(kindRegion, c.ID, c.Name, kindRegion, "parent", c.Parent)
	}
	for _, c := range p.plan.people {
		for _, id := range c.Regions {
			r.check(kindPerson, c.ID, c.Name, kindRegion, "region", id)
		}
	}
	for _, c := range p.plan.groups {
		r.check(kindGroup, c.ID, c.Name, kindPerson, "mentor", c.Mentor)
		for _, id := range c.Leaders {
			r.check(kindGroup, c.ID, c.Name, kindPerson, "leader", id)
		}
	}
	return r.err
}

// resolver checks references, and keeps the first error of the store.
type resolver struct {
	p   *planner
	err error
}

// check notes a field of a record that names an id of a kind that nothing has.
func (r *resolver) check(kind, id, name, wanted, field, ref string) {
	if ref == "" || r.err != nil {
		return
	}
	if _, inFile := r.p.lines[lineKey(wanted, ref)]; inFile {
		return
	}
	var there bool
	if wanted == kindRegion {
		there, r.err = r.p.d.regions.Has(r.p.tx, store.K(ref))
	} else {
		there, r.err = r.p.d.people.Has(r.p.tx, store.K(ref))
	}
	if !there && r.err == nil {
		r.p.plan.Notes = append(r.p.plan.Notes, Issue{Line: r.p.lines[lineKey(kind, id)], Kind: kind, Name: name, Why: field + " “" + brief(ref) + "” is not in the directory"})
	}
}
