package console

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"ambassador/bot"

	"github.com/peterh/liner"
	"golang.org/x/term"
)

// terminal returns the input and output as files if both are terminals.
func (c *Console) terminal() (in, out *os.File, ok bool) {
	in, inOK := c.opt.In.(*os.File)
	out, outOK := c.opt.Out.(*os.File)
	return in, out, inOK && outOK && term.IsTerminal(int(in.Fd())) && term.IsTerminal(int(out.Fd()))
}

// talk is the conversation at a terminal. The line editor belongs to the process's own standard input
// and output; that is what in and out are whenever they are terminals.
func (c *Console) talk(ctx context.Context, in, out *os.File, handle bot.Handle) error {
	// The editor puts the terminal into a mode of its own; Close gives the old one back, whatever happens.
	editor := liner.NewLiner()
	defer editor.Close()
	editor.SetCtrlCAborts(true)
	editor.SetTabCompletionStyle(liner.TabPrints)
	if c.opt.Complete != nil {
		editor.SetCompleter(c.complete)
	}
	c.recall(editor)
	defer c.keep(editor)

	c.greet(out)
	// The prompt is the speaker, as talks and the documentation write them. It has no colour: the editor
	// counts its columns.
	prompt := c.opt.Role.String() + "> "
	for aborted := false; ; {
		line, err := ask(ctx, editor, prompt)
		switch {
		case errors.Is(err, liner.ErrPromptAborted) && !aborted:
			aborted = true
			fmt.Fprintln(out, "Press Ctrl-C once more to leave, or go on.")
			continue
		case errors.Is(err, liner.ErrPromptAborted), errors.Is(err, io.EOF), ctx.Err() != nil:
			fmt.Fprintln(out)
			return nil
		case err != nil:
			return fmt.Errorf("console: read: %w", err)
		}
		aborted = false
		if strings.TrimSpace(line) == "" {
			continue
		}
		if c.leaves(line) {
			return nil
		}
		editor.AppendHistory(line)
		if err := c.turn(ctx, out, line, handle); err != nil {
			return err
		}
	}
}

// turn is one line and all that comes of it.
func (c *Console) turn(ctx context.Context, out *os.File, line string, handle bot.Handle) error {
	reply, notes := c.say(ctx, line, handle)
	p := c.page(out)
	// What others receive comes below the answer, so that whoever tries the bot out sees both sides.
	text := p.reply(reply) + p.envelopes(notes)
	if text != "" {
		text += "\n"
	}
	_, err := io.WriteString(out, text)
	return err
}

// ask reads one edited line. When ctx ends while the editor waits for a key, it returns at once; the
// caller then closes the editor, which gives the terminal its old mode back.
func ask(ctx context.Context, editor *liner.State, prompt string) (string, error) {
	type typed struct {
		line string
		err  error
	}
	// One place in the channel lets the goroutine end when nobody waits any more.
	answer := make(chan typed, 1)
	go func() {
		line, err := editor.Prompt(prompt)
		answer <- typed{line, err}
	}()
	select {
	case t := <-answer:
		return t.line, t.err
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

// leaves says whether the line means to end the conversation: inside a question it is an answer.
func (c *Console) leaves(line string) bool {
	switch strings.ToLower(strings.TrimSpace(line)) {
	case "exit", "quit", "bye":
		return !c.asking
	}
	return false
}

// greet says what this is, and gives lines to try.
func (c *Console) greet(out *os.File) {
	p := c.page(out)
	text := p.paragraph(plain, "This is "+c.opt.Name+". Type a line; Tab completes, “help” explains, Ctrl-D leaves. For example:")
	for _, example := range c.opt.Examples {
		text += p.paragraph(strong, "  "+example)
	}
	io.WriteString(out, text+"\n")
}

// page fits the terminal as wide as it is at this moment.
func (c *Console) page(out *os.File) page {
	width, _, err := term.GetSize(int(out.Fd()))
	if err != nil {
		width = 0
	}
	return page{width: width, colour: !c.opt.Plain}
}

// complete keeps a prefix that was typed in front of what it completes.
func (c *Console) complete(typed string) []string {
	text, addressed := unprefixed(typed, c.opt.Name)
	if !addressed {
		return c.opt.Complete(typed)
	}
	prefix := typed[:strings.LastIndex(typed, text)]
	var lines []string
	for _, line := range c.opt.Complete(text) {
		lines = append(lines, prefix+line)
	}
	return lines
}
