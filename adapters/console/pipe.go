package console

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

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
	for _, e := range notes {
		if _, err := io.WriteString(c.opt.Err, page{}.envelope(e)); err != nil {
			return err
		}
	}
	return nil
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

// answer is a reply for programs. Lists are never null, so that a script can walk them unseen.
type answer struct {
	Text    string       `json:"text"`
	Private bool         `json:"private"`
	Blocks  []bot.Block  `json:"blocks"`
	Actions []bot.Action `json:"actions"`
	Ask     *question    `json:"ask"` // null unless the bot asks for something
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
	a := answer{Text: safe(r.Text), Private: r.Private, Blocks: r.Blocks, Actions: []bot.Action{}}
	if a.Blocks == nil {
		a.Blocks = []bot.Block{}
	}
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
