package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"ambassador/bot"
	"ambassador/bot/bottest"
	"ambassador/bot/sheet"
	"ambassador/bot/ticket"
	"ambassador/store"
	"ambassador/store/mem"
)

// counting is a store that counts the transactions that read.
type counting struct {
	store.DB
	views int
}

// View implements store.DB.
func (c *counting) View(ctx context.Context, space string, fn func(store.Tx) error) error {
	c.views++
	return c.DB.View(ctx, space, fn)
}

// visited is a house in which people of a directory have asked for things.
func visited(t *testing.T, db store.DB, lines ...bot.Message) *house {
	t.Helper()
	c := defaults()
	h, err := furnish(c, db, bot.Limit{}, slog.New(slog.DiscardHandler), bottest.NewDirect(t).Adapter())
	if err != nil {
		t.Fatal(err)
	}
	const people = "id,name,role,accounts,shows\nanna,Anna Open,leader,console:anna,name\nbert,Bert Shy,leader,console:bert,region\n"
	err = h.stock(t.Context(), func() (sheet.Book, error) { return sheet.Read(strings.NewReader(people), "people.csv") })
	if err != nil {
		t.Fatal(err)
	}
	for i, m := range lines {
		m.ID, m.At, m.Private = fmt.Sprint(i), time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC), true
		if err := h.router.Handle(t.Context(), m, func(context.Context, bot.Envelope) error { return nil }); err != nil {
			t.Fatal(err)
		}
		if err := h.outbox.Flush(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	return h
}

// said is a line of somebody on the console.
func said(who, line string) bot.Message {
	return bot.Message{From: bot.Address{Platform: bottest.Console, User: who}, Text: line}
}

// TestExportTickets: names only as the directory shows them, no accounts, nothing that is in confidence.
func TestExportTickets(t *testing.T) {
	h := visited(t, mem.New(),
		said("anna", `contact funding 300 EUR "@Room and drinks" date=2027-05-03`),
		said("bert", `feedback "The guide skips a step" at Cloud Day`),
		said("carl", `contact expert "How do we plan an upgrade?"`),
		said("anna", `contact misuse "Bert Shy calls himself a chief" anonymous=no`),
	)
	var out bytes.Buffer
	if err := h.export(t.Context(), &out, "tickets", sheet.CSV); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"\nAMB-1001,funding,@Room", ",Anna Open,coordinators,1,", ",'@Room and drinks", "\nAMB-1002,feedback,", "\nAMB-1003,question,",
	} {
		if want = strings.Replace(want, "funding,@Room", "funding,'@Room", 1); !strings.Contains(out.String(), want) {
			t.Errorf("%q is not in\n%s", want, out.String())
		}
	}
	for _, never := range []string{"console:", "Bert", "bert", "carl", "AMB-1004", "chief", "confidence", "misuse"} {
		if strings.Contains(out.String(), never) {
			t.Errorf("%q is in\n%s", never, out.String())
		}
	}
	book, err := sheet.Read(&out, "tickets.csv")
	if err != nil || len(book.Problems) > 0 || len(book.Tables[0].Rows) != 3 {
		t.Errorf("it reads back as %+v, %v", book, err)
	}
}

// TestExportInParts: however many there are, each is written once, and no transaction reads more than a part of them.
func TestExportInParts(t *testing.T) {
	const many = 2*dumpChunk + 10
	db := &counting{DB: mem.New()}
	h := visited(t, db)
	err := h.update(t.Context(), func(tx store.Tx) (err error) {
		for n := range uint64(many) {
			q := ticket.Ticket{Number: 1001 + n, Kind: "question", State: ticket.Open, Asker: ticket.Party{ID: "anna"}}
			err = errors.Join(err, h.tickets.Put(tx, q))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	db.views = 0
	var out bytes.Buffer
	if err := h.export(t.Context(), &out, "tickets", sheet.JSON); err != nil {
		t.Fatal(err)
	}
	if db.views != 3 {
		t.Errorf("%d transactions, want 3", db.views)
	}
	for i := range many {
		if ref := fmt.Sprintf("%q", fmt.Sprintf("AMB-%d", 1001+i)); strings.Count(out.String(), ref) != 1 {
			t.Fatalf("%s is there %d times", ref, strings.Count(out.String(), ref))
		}
	}
}
