package main

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"

	qa "ambassador/bot/faq/entry"
	"ambassador/bot/faq/programme"
)

// FAQ is where the answers to common questions are from.
type FAQ struct {
	Files     []string // files: in the order in which they count where an id stands twice
	FilesLine int      // of Files in the configuration, for whoever doubts them
	Programme bool     // programme: what people ask about any programme is there, too, below the files
	Keep      int      // keep: days for which questions without an answer are kept; 0: none ever is
}

// mostFAQFiles is how many files a FAQ may have.
const mostFAQFiles = 100

// read fills the section faq.
func (q *FAQ) read(s *section) {
	s.list("files", func(name string) error {
		file := s.relative(name)
		switch {
		case name == "":
			return errors.New("want the name of a file")
		case slices.Contains(q.Files, file):
			return fmt.Errorf("%q: given twice", printable(name))
		case len(q.Files) == mostFAQFiles:
			return fmt.Errorf("want %d files at most", mostFAQFiles)
		}
		q.Files, q.FilesLine = append(q.Files, file), s.line("files")
		return nil
	})
	s.flag("programme", &q.Programme)
	s.number("keep", &q.Keep, 0, 3650)
}

// source reads the FAQ, and again where files have changed; nil where there is none.
func (q FAQ) source() func() ([]qa.Entry, []qa.Problem, bool, error) {
	if len(q.Files) == 0 && !q.Programme {
		return nil
	}
	return newFAQFiles(q.Files, q.Programme).read
}

// builtInFAQ reads what is there without any file. Its files are named programme/…
func builtInFAQ() (all []qa.Entry, err error) {
	names, err := fs.Glob(programme.Files(), "*.yaml")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		data, err := fs.ReadFile(programme.Files(), name)
		if err != nil {
			return nil, err
		}
		entries, problems := qa.Read(path.Join(builtInFolder, name), data)
		if len(problems) > 0 {
			return nil, fmt.Errorf("the built-in FAQ: %s", problems[0])
		}
		all = append(all, entries...)
	}
	return all, nil
}

// builtInFolder is where the files of the built-in FAQ seem to be.
const builtInFolder = "programme"
