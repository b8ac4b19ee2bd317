package console

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"ambassador/bot"
)

// desk answers every line but "silence", asks back on "form", and writes to somebody else on "letter".
func desk(c *Console) bot.Handle {
	return func(ctx context.Context, m bot.Message, answer bot.Answer) error {
		reply := bot.Say("You said: "+m.Text, bot.Action{Label: "Again", Line: "again"})
		switch m.Text {
		case "silence":
			return nil
		case "plain":
			reply = bot.Say("Noted.")
		case "question":
			reply = bot.Reply{Text: "Noted.", Ask: &bot.Form{Command: "form"}}
		case "files":
			reply = twoFiles()
		case "failure":
			return errors.New("the disk is full")
		case "form":
			reply.Ask = &bot.Form{Command: "form", Fields: []bot.Field{{Name: "title", Label: "Title?", Check: func(v string) (string, error) { return v, nil }}}}
		case "letter":
			if _, err := c.Send(ctx, bot.Envelope{Key: "k", To: bot.Address{Platform: Platform, User: "editor"}, Reply: bot.Reply{Text: "New item"}}); err != nil {
				return err
			}
		case "late": // the answer had to wait behind others in the outbox
			_, err := c.Send(ctx, bot.Envelope{Key: "k", To: m.From, Reply: reply})
			return err
		}
		return answer(ctx, bot.Envelope{Key: "reply", To: m.From, Reply: reply})
	}
}

// hold has a whole conversation with the desk through a pipe.
func hold(t *testing.T, opt Options, lines string) (out, notes string, err error) {
	t.Helper()
	var answers, others bytes.Buffer
	opt.In, opt.Out, opt.Err = strings.NewReader(lines), &answers, &others
	c := New(opt)
	err = c.Run(t.Context(), desk(c))
	return answers.String(), others.String(), err
}

func TestPipeText(t *testing.T) {
	out, notes, err := hold(t, Options{Name: "Ambassador"}, "hello\nsilence\n/ambassador letter\n1\nlate\n\n")
	want := "You said: hello\n[1] Again\n\n" + "\n" + "You said: letter\n[1] Again\n\n" +
		"You said: again\n[1] Again\n\n" + "You said: late\n[1] Again\n\n" + "You said:\n[1] Again\n\n"
	if err != nil || out != want {
		t.Errorf("%v, answers\n%q\nwant\n%q", err, out, want)
	}
	if notes != "→ to editor: New item\n" {
		t.Errorf("others got %q", notes)
	}
}

// The last list of buttons stays in reach, but a number that answers a question is words.
func TestPipeButtonsStay(t *testing.T) {
	out, _, err := hold(t, Options{Name: "Ambassador"}, "hello\nsilence\n1.\nplain\n1\n")
	want := "You said: hello\n[1] Again\n\n" + "\n" + "You said: again\n[1] Again\n\n" + "Noted.\n\n" + "You said: again\n[1] Again\n\n"
	if err != nil || out != want {
		t.Errorf("%v, answers\n%q\nwant\n%q", err, out, want)
	}
	out, _, err = hold(t, Options{Name: "Ambassador"}, "hello\nquestion\n1\n")
	want = "You said: hello\n[1] Again\n\n" + "Noted.\n\n" + "You said: 1\n[1] Again\n\n"
	if err != nil || out != want {
		t.Errorf("%v, in a question\n%q\nwant\n%q", err, out, want)
	}
}

func TestPipeJSON(t *testing.T) {
	lines := "hello\nsilence\nform\n\x00\xff\n" + strings.Repeat("long ", 20_000) + "\nlast"
	out, _, err := hold(t, Options{Name: "Ambassador", JSON: true}, lines)
	if err != nil {
		t.Fatal(err)
	}
	got := strings.Split(strings.TrimSpace(out), "\n")
	if len(got) != 6 {
		t.Fatalf("%d answers for 6 lines:\n%s", len(got), out)
	}
	for i, line := range got {
		if !json.Valid([]byte(line)) {
			t.Errorf("answer %d is no JSON: %q", i, line)
		}
	}
	for i, want := range map[int]string{
		0: `{"text":"You said: hello","private":false,"blocks":[{"section":{"text":"You said: hello"}},{"actions":[{"label":"Again","line":"again"}]}],"actions":[{"label":"Again","line":"again"}],"ask":null}`,
		1: `{"text":"","private":false,"blocks":[],"actions":[],"ask":null}`,
		2: `"ask":{"command":"form","fields":[{"name":"title","label":"Title?","kind":"text","optional":false}]}}`,
		5: `{"text":"You said: last"`,
	} {
		if !strings.Contains(got[i], want) {
			t.Errorf("answer %d is %s, want %s", i, got[i], want)
		}
	}
}

// Files stand beside the rest of an answer: text as it reads, anything else in base64.
func TestPipeFiles(t *testing.T) {
	out, _, err := hold(t, Options{Name: "Ambassador", JSON: true}, "files\n")
	want := `,"blocks":[{"section":{"text":"The issue of December:"}},{"file":{"name":"2026-12.md","type":"text/markdown"}},` +
		`{"file":{"name":"-map.png","type":"image/png"}},{"file":{"name":"none.txt","type":"text/plain"}},{"section":{"text":"I could not send none.txt: it is empty."}}],` +
		`"actions":[],"ask":null,"files":[{"name":"2026-12.md","type":"text/markdown","data":"# News\n\nword word word word word word word word \u001b[2Jend\n\n"},` +
		`{"name":"-map.png","type":"image/png","data":"iVBORw==","base64":true}]}`
	if err != nil || !strings.Contains(out, want) {
		t.Errorf("%v, answers\n%s\nwant\n%s", err, out, want)
	}
}

// A line that fails does not end the conversation, but it is not forgotten either.
func TestPipeFailure(t *testing.T) {
	out, _, err := hold(t, Options{Name: "Ambassador"}, "failure\nhello\n")
	if want := "\nYou said: hello\n[1] Again\n\n"; out != want {
		t.Errorf("answers %q, want %q", out, want)
	}
	if err == nil || !strings.Contains(err.Error(), "line 1: the disk is full") {
		t.Errorf("the end is %v", err)
	}
}

// Somebody who waits for a line can be told to end.
func TestPipeEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		in, writer := io.Pipe()
		c := New(Options{In: in, Out: io.Discard, Err: io.Discard})
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- c.Run(ctx, desk(c)) }()
		synctest.Wait()
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		writer.Close() // lets the reader go, too
	})
}

func TestMessage(t *testing.T) {
	at := time.Date(2026, 5, 3, 9, 0, 0, 0, time.UTC)
	c := New(Options{Name: "Ambassador", User: "leader", Role: bot.Leader, Zone: "Europe/Berlin", At: at})
	first, second := c.message("/ambassador find Berlin"), c.message("find Berlin")
	if first.ID == second.ID || first.ID == New(Options{}).message("").ID {
		t.Error("two messages bear the same id")
	}
	first.ID = ""
	want := bot.Message{From: bot.Address{Platform: "console", User: "leader"}, At: at, Text: "find Berlin",
		Addressed: true, Private: true, Role: bot.Leader, Zone: "Europe/Berlin"}
	if got, wanted := mustJSON(t, first), mustJSON(t, want); got != wanted {
		t.Errorf("message %s, want %s", got, wanted)
	}
	if second.Addressed {
		t.Error("plain words address the bot")
	}
}

func mustJSON(t *testing.T, v any) string {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
