package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"ambassador/bot/faq"
	qa "ambassador/bot/faq/entry"
	"ambassador/bot/sheet"
	"ambassador/store"
)

// faqTable is what questions and answers are called where they are exported and imported.
const faqTable = "faq"

// errNoFAQ says that the configuration has switched questions and answers off.
var errNoFAQ = errors.New("the configuration has no FAQ; fill in the section faq")

// exportFAQ writes the entries in force, those of files as chat has changed them. YAML and JSON lines can be a file of the
// FAQ again; CSV is for reading.
func (h *house) exportFAQ(ctx context.Context, w io.Writer, format sheet.Format) error {
	if h.faq == nil {
		return errNoFAQ
	}
	var all []qa.Entry
	err := h.view(ctx, func(tx store.Tx) (err error) {
		all, err = h.faq.Entries(tx)
		return err
	})
	switch {
	case err != nil:
		return err
	case format == sheet.YAML:
		return qa.Write(w, all)
	case format == sheet.JSON:
		return qa.WriteLines(w, all)
	}
	return sheet.WriteCSV(w, qa.Table(all))
}

// importFAQ shows what the entries of a file would change, and changes it if asked, as chat would.
func (f importFlags) importFAQ(ctx context.Context, sh shell, path string) error {
	if f.replace {
		return misused("import faq: --replace is for the directory; “faq retire” in chat takes an entry out of use")
	}
	data, err := readUpTo(path, qa.MaxBytes+1)
	if err != nil {
		return fmt.Errorf("import faq: %w", plainly(path, err))
	}
	entries, problems := qa.Read(path, data)
	var plan faq.Plan
	work := func(h *house) func(store.Tx) error {
		return func(tx store.Tx) (err error) {
			if h.faq == nil {
				return errNoFAQ
			}
			if plan, err = h.faq.Plan(tx, entries); err != nil || !f.apply || plan.Empty() {
				return err
			}
			if err := h.faq.Apply(tx, plan, time.Now()); err != nil {
				return err
			}
			return recordDeed(tx, "import faq", map[string]int{"added": len(plan.Added), "changed": len(plan.Changed)})
		}
	}
	if f.apply {
		err = f.alter(sh, func(h *house) error { return h.update(ctx, work(h)) })
	} else {
		err = f.inspect(sh, func(h *house) error { return h.view(ctx, work(h)) })
	}
	if err != nil {
		return fmt.Errorf("import faq: %w", err)
	}
	report{out: sh.out, all: f.all}.faq(path, plan, problems)
	if len(entries) == 0 {
		return fmt.Errorf("import faq: none of its entries can be used")
	}
	return f.conclude(sh, faqTable, path, plan.Empty())
}

// faq writes what an import would change, and what is wrong with its file.
func (r report) faq(path string, p faq.Plan, problems []qa.Problem) {
	fmt.Fprintf(r.out, "%s: %d to add, %d to change, %d as they are.\n", path, len(p.Added), len(p.Changed), p.Same)
	n := r.heading("To add", len(p.Added))
	for _, e := range p.Added[:n] {
		fmt.Fprintf(r.out, "  %s: %s\n", printable(e.ID), printable(e.Title()))
	}
	r.rest(len(p.Added) - n)
	n = r.heading("To change", len(p.Changed))
	for _, c := range p.Changed[:n] {
		fmt.Fprintf(r.out, "  %s: %s\n", printable(c.After.ID), strings.Join(c.Fields(), ", "))
	}
	r.rest(len(p.Changed) - n)
	n = r.heading("Wrong (left out)", len(problems))
	for _, problem := range problems[:n] {
		fmt.Fprintf(r.out, "  %s\n", printable(problem.String()))
	}
	r.rest(len(problems) - n)
	fmt.Fprintln(r.out)
}
