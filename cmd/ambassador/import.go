package main

import (
	"context"
	"flag"
	"fmt"
	"slices"
	"strings"

	"ambassador/bot/directory"
	"ambassador/store"
)

// tables are the kinds of rows that can be imported and exported; the first one is all the others.
func tables() []string { return []string{"directory", "people", "groups", "regions"} }

// ticketTables are the kinds of rows that can only be exported: requests, of one kind or of all.
func ticketTables() []string { return []string{"newsletter", "feedback", "tickets"} }

// checkinTables are the kinds of rows of check-ins, which can only be exported, too: of reports, or of all of them.
func checkinTables() []string { return []string{"reports", "checkins"} }

// importFlags is what the command line says about an import.
type importFlags struct {
	dataFlags
	apply, replace, all bool
}

func importCommand() subcommand {
	return subcommand{
		name:    "import",
		args:    "KIND FILE",
		summary: "show what a CSV, YAML or JSON file would change; with --apply, change it",
		examples: []string{
			"ambassador import directory people.csv",
			"ambassador import groups groups.csv --apply",
			"ambassador import faq faq.yaml --apply",
			"ambassador import all state.jsonl --apply",
		},
		setup: func(flags *flag.FlagSet) action {
			var f importFlags
			f.declare(flags)
			flags.BoolVar(&f.apply, "apply", false, "make the changes, all of them or none")
			flags.BoolVar(&f.replace, "replace", false, "remove what an earlier import of the same source brought and this file lacks")
			flags.BoolVar(&f.all, "all", false, "show every change, however many there are")
			return f.run
		},
	}
}

// run shows the difference, and applies it if asked. Rows that are wrong are told and do not stop the
// good ones; the error is for a file in which nothing is right.
func (f *importFlags) run(ctx context.Context, sh shell, words []string) error {
	kind, path, err := kindAndFile(words)
	if err != nil {
		return err
	}
	switch kind {
	case "all":
		return f.importAll(ctx, sh, path)
	case faqTable:
		return f.importFAQ(ctx, sh, path)
	}
	book, err := readBook(path)
	if err != nil {
		return fmt.Errorf("import %s: %w", kind, err)
	}
	// A transaction may run more than once, and then the bar begins again; it never counts for anything.
	bar := newProgress(sh, "Reading "+path)
	in := directory.Import{Book: book, Kind: kind, Replace: f.replace, Progress: bar.at}
	plan, demo, err := f.do(ctx, sh, in)
	bar.end()
	if err != nil {
		return fmt.Errorf("import %s: %w", kind, err)
	}
	r := report{out: sh.out, all: f.all}
	r.plan(path, plan)
	r.demonstration(demo)
	if plan.Same+len(plan.Added)+len(plan.Changed) == 0 && len(plan.Wrong) > 0 {
		return fmt.Errorf("import %s: none of its rows can be used", kind)
	}
	return f.conclude(sh, kind, path, plan.Empty())
}

// do makes the plan and, if asked, carries it out in the same transaction. It also counts what there is
// of the demonstration.
func (f importFlags) do(ctx context.Context, sh shell, in directory.Import) (plan directory.Plan, demo int, err error) {
	work := func(h *house) func(store.Tx) error {
		return func(tx store.Tx) error {
			if plan, err = h.directory.Plan(ctx, tx, in); err != nil {
				return err
			}
			if f.apply {
				if err := h.carryOut(tx, in.Kind, plan); err != nil {
					return err
				}
			}
			demo, err = demonstrated(tx)
			return err
		}
	}
	if f.apply {
		err = f.alter(sh, func(h *house) error { return h.update(ctx, work(h)) })
	} else { // a read transaction cannot change anything, whatever goes wrong
		err = f.inspect(sh, func(h *house) error { return h.view(ctx, work(h)) })
	}
	return plan, demo, err
}

// carryOut applies a plan. What changes nothing is no deed, so that twice is once in the audit log, too.
func (h *house) carryOut(tx store.Tx, kind string, plan directory.Plan) error {
	if err := h.directory.Apply(tx, plan); err != nil {
		return err
	}
	if err := markStocked(tx); err != nil || plan.Empty() {
		return err
	}
	return recordDeed(tx, "import "+kind, map[string]int{
		"added": len(plan.Added), "changed": len(plan.Changed), "removed": len(plan.Removed),
	})
}

// conclude says in one sentence how it ended.
func (f importFlags) conclude(sh shell, kind, path string, nothing bool) error {
	var err error
	switch {
	case nothing:
		_, err = fmt.Fprintln(sh.out, "Nothing to change.")
	case f.apply:
		_, err = fmt.Fprintln(sh.out, "Done.")
	default:
		words := []string{"ambassador", "import", kind, path, "--apply"}
		if f.replace {
			words = append(words, "--replace")
		}
		_, err = fmt.Fprintf(sh.out, "Nothing has been changed yet. To do it: %s\n", f.line(words...))
	}
	return err
}

// kindAndFile reads the words of the command.
func kindAndFile(words []string) (kind, path string, err error) {
	if len(words) != 2 {
		return "", "", misused("import: want a kind and a file, such as: ambassador import directory people.csv")
	}
	if slices.Contains(checkinTables(), words[0]) {
		return "", "", fmt.Errorf("import %s: what people have answered is not taken from a table, as they could not change it; "+
			"“ambassador import all” brings a whole state back", words[0])
	}
	if slices.Contains(ticketTables(), words[0]) {
		return "", "", fmt.Errorf("import %s: what people have asked for is not taken from a table, as nobody could be answered; "+
			"“ambassador import all” brings a whole state back", words[0])
	}
	return words[0], words[1], knownKind("import", words[0], append(tables(), faqTable)...)
}

// knownKind refuses a kind that is none.
func knownKind(command, kind string, kinds ...string) error {
	kinds = append(kinds, "all")
	if !slices.Contains(kinds, kind) {
		return misused("%s: there is no kind %q%s; want %s", command, kind, didYouMean(kind, kinds), strings.Join(kinds, ", "))
	}
	return nil
}
