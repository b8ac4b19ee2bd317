package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"

	"ambassador/bot/faq"
	qa "ambassador/bot/faq/entry"
	"ambassador/bot/faq/match"
)

// faqFlags is what the command line says about questions.
type faqFlags struct {
	config string
	files  []string
	json   bool
}

func faqCommand() subcommand {
	return subcommand{
		name:    "faq",
		args:    "ask [QUESTION…]",
		summary: "answer a question, or each line of the input, from the FAQ or from files",
		examples: []string{
			"ambassador faq ask --config config.yaml how do I become an ambassador",
			`echo '{"id":1,"query":"What is an ambassador?"}' | ambassador faq ask --json`,
		},
		setup: func(flags *flag.FlagSet) action {
			var f faqFlags
			flags.StringVar(&f.config, "config", "", "configuration `FILE`, whose FAQ is asked; without it the built-in one")
			flags.Func("file", "ask this `FILE` of entries instead, YAML or JSON lines; may be given several times", func(path string) error {
				f.files = append(f.files, path)
				return nil
			})
			flags.BoolVar(&f.json, "json", false, `read requests {"id","query"}, one a line, and answer each with a line of JSON`)
			return f.run
		},
	}
}

// run learns the FAQ, and answers.
func (f *faqFlags) run(ctx context.Context, sh shell, words []string) error {
	if len(words) == 0 || words[0] != "ask" {
		return misused("faq: want: ambassador faq ask")
	}
	entries, err := f.entries(sh)
	if err != nil {
		return fmt.Errorf("faq: %w", err)
	}
	a := answerer{by: make(map[string]qa.Entry, len(entries))}
	for _, e := range entries {
		a.by[e.ID] = e
	}
	if a.matcher, err = match.New(faq.Asked(entries), nil).Train(ctx); err != nil {
		return fmt.Errorf("faq: learn: %w", err)
	}
	if question := strings.Join(words[1:], " "); question != "" && f.json {
		return writeJSON(sh.out, a.ranking(nil, question))
	} else if question != "" {
		_, err := io.WriteString(sh.out, a.describe(question))
		return err
	}
	return a.lines(ctx, sh, f.json)
}

// entries reads the FAQ that the flags name. What is wrong in its files is told, and does not keep it from answering.
func (f *faqFlags) entries(sh shell) ([]qa.Entry, error) {
	q := FAQ{Files: f.files}
	if len(f.files) == 0 {
		c, err := sh.configured(f.config)
		if err != nil {
			return nil, err
		}
		q = c.FAQ
	}
	read := q.source()
	if read == nil {
		return nil, errors.New("the configuration has no FAQ; name a file with --file, or fill in the section faq")
	}
	entries, problems, _, err := read()
	if err != nil {
		return nil, err
	}
	for _, p := range problems {
		fmt.Fprintf(sh.err, "ambassador: faq: %s\n", printable(p.String()))
	}
	if len(entries) == 0 {
		return nil, errors.New("there are no entries to answer from")
	}
	return entries, nil
}

// answerer answers from a FAQ that has been learnt.
type answerer struct {
	matcher *match.Matcher
	by      map[string]qa.Entry
}

// ranked is how many entries a JSON answer ranks, if there are as many.
const ranked = 5

// faqRequest is one line of input. The id may be anything; it comes back as it is.
type faqRequest struct {
	ID    json.RawMessage `json:"id"`
	Query *string         `json:"query"`
}

// faqAnswer is one line of output. The best entries are there when the bot would not answer, too.
type faqAnswer struct {
	Query     json.RawMessage `json:"query"`
	Answers   []faqHit        `json:"answers"`
	Abstained bool            `json:"abstained"`
	Error     string          `json:"error,omitempty"`
}

// faqHit is an entry, and how likely it is the one that is asked for, from 0 to 1.
type faqHit struct {
	ID    string  `json:"id"`
	Score float64 `json:"score"`
}

// lines answers each line before it waits for the next one, so that a program can hold a conversation. A line that should be a
// request and is none gets an answer, too, so that lines stay in step, and makes the end an error.
func (a answerer) lines(ctx context.Context, sh shell, onlyJSON bool) error {
	in, bad := bufio.NewReaderSize(sh.in, 64<<10), 0
	for number := 1; ctx.Err() == nil; number++ {
		line, err := in.ReadBytes('\n')
		if len(bytes.TrimSpace(line)) > 0 {
			said := a.line(sh.out, line, onlyJSON)
			var broken badRequest
			if errors.As(said, &broken) {
				bad++
				fmt.Fprintf(sh.err, "ambassador: faq: line %d: %v\n", number, broken)
			} else if said != nil {
				return fmt.Errorf("faq: write: %w", said)
			}
		}
		switch {
		case errors.Is(err, io.EOF) && bad > 0:
			return fmt.Errorf("faq: %s no JSON request", count(bad, "of the lines was", "of the lines were"))
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return fmt.Errorf("faq: read: %w", err)
		}
	}
	return ctx.Err()
}

// badRequest is a line that is no request.
type badRequest struct{ error }

// line answers one line. Somebody who types gets words, and a program that forgot --json gets what it asked for.
func (a answerer) line(out io.Writer, line []byte, onlyJSON bool) error {
	var r faqRequest
	err := json.Unmarshal(line, &r)
	if err == nil && r.Query == nil {
		err = errors.New(`it has no "query"`)
	}
	switch {
	case err == nil:
		return writeJSON(out, a.ranking(r.ID, *r.Query))
	case onlyJSON:
		err = fmt.Errorf("not a JSON request: %w", err)
		if err := writeJSON(out, faqAnswer{Query: r.ID, Answers: []faqHit{}, Abstained: true, Error: err.Error()}); err != nil {
			return err
		}
		return badRequest{err}
	}
	_, err = fmt.Fprintf(out, "%s\n", a.describe(strings.TrimSpace(string(line))))
	return err
}

// ranking is the answer to a request.
func (a answerer) ranking(id json.RawMessage, question string) faqAnswer {
	answer := faqAnswer{Query: id, Answers: []faqHit{}}
	for _, h := range a.matcher.Ask(question, ranked) {
		answer.Answers = append(answer.Answers, faqHit{h.ID, h.P})
	}
	answer.Abstained = len(answer.Answers) == 0 || answer.Answers[0].Score < match.Sure
	return answer
}

// mostMeant is how many entries are offered for a question without a sure answer.
const mostMeant = 3

// describe is the answer for people.
func (a answerer) describe(question string) string {
	hits := a.matcher.Ask(question, mostMeant)
	if len(hits) > 0 && hits[0].P >= match.Sure {
		e := a.by[hits[0].ID]
		if text, _ := e.Answer(languageOf(e, hits[0].Phrasing)); text != "" {
			return text + "\n"
		}
		return e.Title() + "\n"
	}
	var out strings.Builder
	out.WriteString("Not sure.")
	for i, h := range hits {
		if h.P < match.Maybe {
			break
		}
		if i == 0 {
			out.WriteString(" Did you mean:")
		}
		fmt.Fprintf(&out, "\n  %s (%s)", a.by[h.ID].Title(), h.ID)
	}
	return out.String() + "\n"
}

// languageOf is the language of one of the questions of an entry; empty where there is none.
func languageOf(e qa.Entry, question string) string {
	for _, q := range e.Questions {
		if q.Text == question {
			return q.Lang
		}
	}
	return ""
}
