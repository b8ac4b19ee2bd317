// Fit finds the curves by which the matcher tells how sure it is, and prints them as bot/faq/match/weights.go.
// The same files give the same curves:
//
//	go run ./bot/faq/match/fit [-far FILE] [FAQ…] >weights.go && mv weights.go bot/faq/match
//
// It always learns from the programme's own FAQ, and from those that are named beside it; -far names a file of
// JSON lines {"query"} that no FAQ answers.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io/fs"
	"os"

	"ambassador/bot/faq/entry"
	"ambassador/bot/faq/match"
	"ambassador/bot/faq/programme"
)

func main() {
	far := flag.String("far", "", "questions that no FAQ answers")
	flag.Parse()
	if err := run(*far, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "fit:", err)
		os.Exit(1)
	}
}

// run prints the curves.
func run(far string, paths []string) error {
	own, err := programmeEntries()
	if err != nil {
		return err
	}
	faqs := [][]match.Entry{own}
	for _, path := range paths {
		entries, err := read(path)
		if err != nil {
			return err
		}
		faqs = append(faqs, entries)
	}
	unanswered, err := queries(far)
	if err != nil {
		return err
	}
	source, err := match.Fitted(context.Background(), faqs, unanswered)
	if err != nil {
		return err
	}
	_, err = fmt.Printf("package match\n\n// What stands here is printed by the program in the folder fit, which says how.\n\n%s", source)
	return err
}

// programmeEntries reads the programme's own FAQ.
func programmeEntries() (all []match.Entry, err error) {
	err = fs.WalkDir(programme.Files(), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(programme.Files(), path)
		if err != nil {
			return err
		}
		entries, err := parse(path, data)
		all = append(all, entries...)
		return err
	})
	return all, err
}

// read reads a file.
func read(path string) ([]match.Entry, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return parse(path, data)
}

// parse makes entries of a file's content.
func parse(path string, data []byte) (all []match.Entry, err error) {
	entries, problems := entry.Read(path, data)
	if len(problems) > 0 {
		return nil, fmt.Errorf("%s", problems[0])
	}
	for _, e := range entries {
		answer, _ := e.Answer("")
		all = append(all, match.Entry{ID: e.ID, Phrasings: e.Phrasings(), Answer: answer})
	}
	return all, nil
}

// queries reads the questions of a file of JSON lines; none where there is no file.
func queries(path string) (all []string, err error) {
	if path == "" {
		return nil, nil
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	for decoder := json.NewDecoder(bytes.NewReader(data)); decoder.More(); {
		var line struct{ Query string }
		if err := decoder.Decode(&line); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		all = append(all, line.Query)
	}
	return all, nil
}
