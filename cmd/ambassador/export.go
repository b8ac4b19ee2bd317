package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"ambassador/bot/checkin"
	"ambassador/bot/reports"
	"ambassador/bot/sheet"
	"ambassador/store"
)

// exportFlags is what the command line says about an export.
type exportFlags struct {
	dataFlags
	format, out string
}

func exportCommand() subcommand {
	return subcommand{
		name:    "export",
		args:    "KIND",
		summary: "write people, groups, regions, the directory, the FAQ, requests, reports, or all state",
		examples: []string{
			"ambassador export directory > directory.yaml",
			"ambassador export groups --format csv --out groups.csv",
			"ambassador export feedback --out feedback.csv",
			"ambassador export reports --out reports.csv",
			"ambassador export faq --out faq.yaml",
			"ambassador export all --format json > state.jsonl",
		},
		setup: func(flags *flag.FlagSet) action {
			var f exportFlags
			f.declare(flags)
			flags.StringVar(&f.format, "format", "", "`FORMAT`: csv, yaml or json; as it suits the kind if not given")
			flags.StringVar(&f.out, "out", "", "write to `FILE`, for its owner alone, in place of the standard output")
			return f.run
		},
	}
}

// run writes the export as a whole or not at all.
func (f *exportFlags) run(ctx context.Context, sh shell, words []string) error {
	if len(words) != 1 {
		return misused("export: want a kind, such as: ambassador export directory")
	}
	kind := words[0]
	if err := knownKind("export", kind, slices.Concat(tables(), []string{faqTable}, ticketTables(), checkinTables())...); err != nil {
		return err
	}
	format, err := formatFor(kind, f.format)
	if err != nil {
		return err
	}
	if err := f.export(ctx, sh, kind, format); err != nil {
		return fmt.Errorf("export %s: %w", kind, err)
	}
	return nil
}

// export writes a kind. A bot that has the data open reads it itself.
func (f exportFlags) export(ctx context.Context, sh shell, kind string, format sheet.Format) error {
	c, err := f.read(sh)
	if err != nil {
		return err
	}
	err = f.write(sh, func(w io.Writer) error { return askExport(ctx, c.DataDir, kind, format, w) })
	if !errors.Is(err, errNobody) {
		return err
	}
	return f.inspect(sh, func(h *house) error {
		return f.write(sh, func(w io.Writer) error { return h.export(ctx, w, kind, format) })
	})
}

// export writes a kind of rows, or all state.
func (h *house) export(ctx context.Context, w io.Writer, kind string, format sheet.Format) error {
	switch {
	case kind == "all":
		return h.dump(ctx, w)
	case kind == faqTable:
		return h.exportFAQ(ctx, w, format)
	case slices.Contains(ticketTables(), kind):
		return h.exportTickets(ctx, w, kind, format)
	case slices.Contains(checkinTables(), kind):
		return h.exportCheckins(ctx, w, kind, format)
	}
	return h.exportBook(ctx, w, kind, format)
}

// exportTickets writes requests, a row for each. They are read in parts, so that no transaction stays open for long.
func (h *house) exportTickets(ctx context.Context, w io.Writer, table string, format sheet.Format) error {
	kind := table
	if table == "tickets" {
		kind = ""
	} else if _, known := h.tickets.Kind(kind); !known {
		return fmt.Errorf("no requests of this kind are configured; “ambassador export tickets” writes what there is")
	}
	t := sheet.Table{Name: table, Columns: h.tickets.Columns(kind)}
	var from uint64
	for more := true; more; more = from != 0 {
		var rows []sheet.Row
		err := h.view(ctx, func(tx store.Tx) (err error) {
			rows, from, err = h.tickets.Rows(tx, kind, from, dumpChunk)
			return err
		})
		if err != nil {
			return err
		}
		t.Rows = append(t.Rows, rows...)
	}
	return writeBook(w, sheet.Book{Tables: []sheet.Table{t}}, format)
}

// exportCheckins writes what people were asked, a row for each person and round: of reports, or of all check-ins. They are
// read in parts, as requests are.
func (h *house) exportCheckins(ctx context.Context, w io.Writer, table string, format sheet.Format) error {
	kind := ""
	if table == "reports" {
		kind = reports.Name
	}
	var records []checkin.Record
	var from store.Key
	for more := true; more; more = from != nil {
		err := h.view(ctx, func(tx store.Tx) error {
			some, next, err := h.checkins.Records(tx, kind, from, dumpChunk)
			records, from = append(records, some...), next
			return err
		})
		if err != nil {
			return err
		}
	}
	var t sheet.Table
	err := h.view(ctx, func(tx store.Tx) (err error) { t, err = h.checkins.Table(tx, records); return err })
	if err != nil {
		return err
	}
	t.Name = table
	return writeBook(w, sheet.Book{Tables: []sheet.Table{t}}, format)
}

// formatFor returns the format to write a kind in: by default the one that people open it with.
func formatFor(kind, name string) (sheet.Format, error) {
	// A table is opened in a spreadsheet, a whole directory is read by people, all state by programs.
	usual := map[string]string{"directory": "yaml", faqTable: "yaml", "all": "json"}
	format, err := sheet.ParseFormat(cmp.Or(name, usual[kind], "csv"))
	switch {
	case err != nil:
		return "", misused("export: %v", err)
	case kind == "all" && format != sheet.JSON:
		return "", misused("export: all state is written as JSON lines only; use --format json")
	case kind == "directory" && format == sheet.CSV:
		return "", misused("export: a CSV file holds one table; export people, groups or regions")
	}
	return format, nil
}

// exportBook writes rows that import reads back to the same records.
func (h *house) exportBook(ctx context.Context, w io.Writer, kind string, format sheet.Format) error {
	var book sheet.Book
	err := h.view(ctx, func(tx store.Tx) (err error) {
		book, err = h.directory.Export(tx, kind)
		return err
	})
	if err != nil {
		return err
	}
	return writeBook(w, book, format)
}

// writeBook writes rows in a format.
func writeBook(w io.Writer, book sheet.Book, format sheet.Format) error {
	switch format {
	case sheet.YAML:
		return sheet.WriteYAML(w, book)
	case sheet.JSON:
		return sheet.WriteJSON(w, book)
	}
	for _, table := range book.Tables {
		if err := sheet.WriteCSV(w, table); err != nil {
			return err
		}
	}
	return nil
}

// write hands fill the place to write to: the standard output, or a file that gets its name only
// once it is complete, and that only its owner can read.
func (f exportFlags) write(sh shell, fill func(io.Writer) error) error {
	if f.out == "" {
		return fill(sh.out)
	}
	// All of it in memory first: a full disk or a failing store must not leave half a file.
	var content bytes.Buffer
	if err := fill(&content); err != nil {
		return err
	}
	draft, err := os.CreateTemp(filepath.Dir(f.out), ".export-*") // made with mode 0600
	if err != nil {
		return plainly(f.out, err)
	}
	defer os.Remove(draft.Name()) // fails when all went well, for it has its name by then
	_, err = draft.Write(content.Bytes())
	if closed := draft.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return err
	}
	return os.Rename(draft.Name(), f.out)
}
