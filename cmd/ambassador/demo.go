package main

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/binary"
	"errors"
	"fmt"
	"iter"
	"slices"

	"ambassador/bot/sheet"
	"ambassador/store"
)

// demo is a directory of nobody real: what the console shows when nothing is configured. It is bytes,
// since a program that never needs it should not pay for reading it.
//
//go:embed demo/directory.yaml
var demo []byte

// demoState is the state that importing demo makes, ready to be stored: reading and placing its rows
// takes longer than all the rest of answering the first question. `make generate` writes it, and a test
// holds it against the directory.
//
//go:embed demo/state.bin
var demoState []byte

// demoContact is whom the demonstration names where it knows nobody.
const demoContact = "programme@example.org"

// demonstration returns the embedded directory as a book.
func demonstration() (sheet.Book, error) {
	book, err := sheet.Read(bytes.NewReader(demo), "directory.yaml")
	if err != nil {
		return book, fmt.Errorf("demonstration data: %w", err)
	}
	return book, nil
}

// stockDemo fills a new store with the demonstration, once.
func (h *house) stockDemo(ctx context.Context) error {
	if has, err := h.stocked(ctx); has || err != nil {
		return err
	}
	err := h.update(ctx, func(tx store.Tx) error {
		for record, err := range unpack(demoState) {
			if err == nil {
				err = tx.Put(record.key, record.value)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("demonstration data: %w", err)
	}
	return nil
}

// cleanStart is how to be rid of the demonstration.
const cleanStart = "To start clean, move the data folder aside and import again."

// demonstrated counts the people, groups and regions of the demonstration that the store holds as they
// came.
func demonstrated(tx store.Tx) (n int, err error) {
	nouns := []store.Key{store.K("directory people"), store.K("directory groups"), store.K("directory regions")}
	for record, err := range unpack(demoState) {
		if err != nil {
			return n, fmt.Errorf("demonstration data: %w", err)
		}
		noun := func(prefix store.Key) bool { return bytes.HasPrefix(record.key, prefix) }
		if !slices.ContainsFunc(nouns, noun) {
			continue
		}
		now, err := tx.Get(record.key)
		if err != nil {
			return n, err
		}
		if bytes.Equal(now, record.value) {
			n++
		}
	}
	return n, nil
}

// packed is one record as it lies in the store.
type packed struct{ key, value []byte }

// pack writes all records of a transaction, each as the lengths and bytes of its key and value.
func pack(tx store.Tx) []byte {
	var out []byte
	for key, value := range tx.Scan(nil, nil) {
		for _, part := range [][]byte{key, value} {
			out = append(binary.AppendUvarint(out, uint64(len(part))), part...)
		}
	}
	return out
}

// unpack reads what pack writes.
func unpack(data []byte) iter.Seq2[packed, error] {
	return func(yield func(packed, error) bool) {
		for rest := data; len(rest) > 0; {
			var parts [2][]byte
			for i := range parts {
				n, size := binary.Uvarint(rest)
				if size <= 0 || n > uint64(len(rest)-size) {
					yield(packed{}, errors.New("the packed records end too soon"))
					return
				}
				parts[i], rest = rest[size:size+int(n)], rest[size+int(n):]
			}
			if !yield(packed{parts[0], parts[1]}, nil) {
				return
			}
		}
	}
}
