package console

import (
	"bufio"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"ambassador/bot"
)

// pipe answers each line of the input with one answer and nothing else. As text, an answer ends with
// an empty line; a script that must tell answers apart for certain asks for JSON. What others would
// receive goes to Err.
func (c *Console) pipe(ctx context.Context, handle bot.Handle) error {
	lines := c.typed(ctx)
	for {
		select {
		case <-ctx.Done():
			return nil
		case line, more := <-lines:
			if !more {
				return nil
			}
			if line.err != nil {
				return fmt.Errorf("console: read: %w", line.err)
			}
			if err := c.exchange(ctx, line.text, handle); err != nil {
				return fmt.Errorf("console: write: %w", err)
			}
		}
	}
}

// exchange is one line and all that comes of it. It fails only where nothing can be written.
func (c *Console) exchange(ctx context.Context, line string, handle bot.Handle) error {
	reply, notes := c.say(ctx, line, handle)
	if err := c.print(reply); err != nil {
		return err
	}
	_, err := io.WriteString(c.opt.Err, page{}.envelopes(notes))
	return err
}

// line is what was read.
type line struct {
	text string
	err  error
}

// typed reads lines on the side, so that whoever waits for one can be told to end; a read cannot. The
// channel is closed after the last line or an error.
func (c *Console) typed(ctx context.Context) <-chan line {
	lines := make(chan line)
	go func() {
		defer close(lines)
		in := bufio.NewReader(c.opt.In)
		for {
			text, err := readLine(in)
			if errors.Is(err, io.EOF) {
				return
			}
			select {
			case lines <- line{text, err}:
			case <-ctx.Done():
				return
			}
			if err != nil {
				return
			}
		}
	}()
	return lines
}

// print writes one answer in a single write, so that a reader never meets half of it.
func (c *Console) print(r bot.Reply) error {
	if !c.opt.JSON {
		_, err := io.WriteString(c.opt.Out, page{}.reply(r)+"\n")
		return err
	}
	enc := json.NewEncoder(c.opt.Out)
	enc.SetEscapeHTML(false) // links stay readable; no browser sees this
	return enc.Encode(answerOf(r))
}

// answer is a reply for programs. Lists are never null, so that a script can walk them unseen; files are there only
// where some came, which is rare.
type answer struct {
	Text    string       `json:"text"`
	Private bool         `json:"private"`
	Blocks  []bot.Block  `json:"blocks"`
	Actions []bot.Action `json:"actions"`
	Ask     *question    `json:"ask"` // null unless the bot asks for something
	Files   []document   `json:"files,omitempty"`
}

// document is a file for programs: what is text as it reads, anything else in base64.
type document struct {
	Name   string `json:"name"`
	Type   string `json:"type"`
	Data   string `json:"data"`
	Base64 bool   `json:"base64,omitempty"`
}

// documents are files in the form for programs.
func documents(files []bot.File) (all []document) {
	for _, f := range files {
		d := document{Name: f.Name, Type: f.Type, Data: string(f.Data)}
		if !utf8.Valid(f.Data) {
			d.Data, d.Base64 = base64.StdEncoding.EncodeToString(f.Data), true
		}
		all = append(all, d)
	}
	return all
}

// named are blocks whose files have their names alone, for the content stands beside, and whose Markdown is safe to print.
func named(blocks []bot.Block) []bot.Block {
	blocks = append([]bot.Block{}, blocks...)
	for i, b := range blocks {
		blocks[i].Markdown = safe(b.Markdown)
		if b.File != nil {
			blocks[i].File = &bot.File{Name: b.File.SafeName(), Type: b.File.Type}
		}
	}
	return blocks
}

// question is a form for programs: what is open, what is known, what is wrong.
type question struct {
	Command string            `json:"command"`
	Fields  []field           `json:"fields"`
	Known   map[string]string `json:"known,omitempty"`
	Errors  map[string]string `json:"errors,omitempty"`
}

// field is a bot.Field without what only the bot can use.
type field struct {
	Name     string   `json:"name"`
	Label    string   `json:"label"`
	Hint     string   `json:"hint,omitempty"`
	Kind     string   `json:"kind"`
	Choices  []string `json:"choices,omitempty"`
	Optional bool     `json:"optional"`
}

// answerOf is a reply in the form for programs. The zero reply, which is silence, has an answer, too.
func answerOf(r bot.Reply) answer {
	// Scripts print what they read, so the words are as safe as those on a terminal.
	r, files := r.Parcel()
	a := answer{Text: safe(r.Text), Private: r.Private, Blocks: named(r.Blocks), Actions: []bot.Action{}, Files: documents(files)}
	for _, action := range r.Actions() {
		a.Actions = append(a.Actions, bot.Action{Label: safe(action.Label), Line: action.Line})
	}
	if r.Ask != nil {
		a.Ask = &question{Command: r.Ask.Command, Fields: []field{}, Known: r.Ask.Known, Errors: r.Ask.Errors}
		for _, f := range r.Ask.Fields {
			a.Ask.Fields = append(a.Ask.Fields, field{f.Name, f.Label, f.Hint, f.Kind.String(), f.Choices, f.Optional})
		}
	}
	return a
}
