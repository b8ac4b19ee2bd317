package slack

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"golang.org/x/tools/txtar"

	"ambassador/bot"
)

// update writes the golden files instead of checking them.
var update = flag.Bool("update", false, "write the golden files")

// golden holds JSON against the file of that name in an archive of testdata.
func golden(t *testing.T, path, name string, got any) {
	t.Helper()
	archive, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	data, err := json.MarshalIndent(got, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	data = append(data, '\n')
	for i, f := range archive.Files {
		if f.Name != name {
			continue
		}
		if string(f.Data) != string(data) && !*update {
			t.Errorf("%s: %s is\n%swant\n%s", path, name, data, f.Data)
		}
		archive.Files = append(archive.Files[:i], archive.Files[i+1:]...)
		break
	}
	archive.Files = append(archive.Files, txtar.File{Name: name, Data: data})
	if *update {
		if err := os.WriteFile(path, txtar.Format(archive), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// file returns a file of an archive.
func file(t *testing.T, path, name string) []byte {
	t.Helper()
	archive, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range archive.Files {
		if f.Name == name {
			return f.Data
		}
	}
	t.Fatalf("%s has no %s", path, name)
	return nil
}

// TestOut holds what replies become against golden files: message.json in a room, modal.json for a form.
func TestOut(t *testing.T) {
	files, err := filepath.Glob("testdata/out/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no golden files: %v", err)
	}
	for _, path := range files {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			var r bot.Reply
			if err := json.Unmarshal(file(t, path, "reply.json"), &r); err != nil {
				t.Fatal(err)
			}
			if r.Text == "" {
				ask := r.Ask
				if r = bot.Compose(r.Blocks...); ask != nil {
					r.Ask = ask
				}
			}
			if r.Ask != nil {
				p := printer{team: "T1", mentions: true}
				golden(t, path, "modal.json", p.modal(r, memo{Room: "C1", Thread: "1.2"}, "Ambassador"))
				return
			}
			p := printer{team: "T1"}
			var messages []answer
			for _, page := range p.pages(r) {
				messages = append(messages, answer{Text: page.text, Blocks: page.blocks})
			}
			golden(t, path, "message.json", messages)
		})
	}
}

// TestLimits renders replies that are too much in every way, and holds the blocks against Slack's limits.
func TestLimits(t *testing.T) {
	long := strings.Repeat("Ünï <!channel> & @slack:T1/U1 ", 400)
	var many []bot.Action
	var facts []bot.Fact
	for range 60 {
		many = append(many, bot.Action{Label: long, Line: "find " + long[:100]})
		facts = append(facts, bot.Fact{Label: long, Value: long, At: time.Unix(1, 0)}, bot.Fact{Label: "*" + long, Value: long})
	}
	many = append(many, bot.Action{Label: "too long a line", Line: long}, bot.Action{Line: "nameless"})
	r := bot.Compose(
		bot.Block{Section: &bot.Section{Title: long, Text: long, Link: "https://example.org/?a=1&b=<2>|3"}},
		bot.Block{Section: &bot.Section{Title: "_marked_", Text: long, Link: "javascript:alert(1)"}},
		bot.Block{Facts: facts}, bot.Block{Actions: many},
		bot.Block{Image: &bot.Image{URL: "https://example.org/i.png", Alt: long}}, bot.Block{Image: &bot.Image{URL: "file:///etc/passwd", Alt: "no"}},
	)
	for range 30 {
		r.Blocks = append(r.Blocks, bot.Block{Section: &bot.Section{Title: "one more", Text: long}})
	}
	p := printer{team: "T1"}
	for _, page := range p.pages(r) {
		if len(page.blocks) > mostBlocks || page.text == "" || utf8.RuneCountInString(page.text) > 4000 {
			t.Errorf("a message of %d blocks and %d characters", len(page.blocks), utf8.RuneCountInString(page.text))
		}
		data, err := json.Marshal(page.blocks)
		if err != nil {
			t.Fatal(err)
		}
		var blocks []any
		if err := json.Unmarshal(data, &blocks); err != nil {
			t.Fatal(err)
		}
		for _, b := range blocks {
			limited(t, b.(map[string]any))
		}
	}
	view := (&printer{team: "T1"}).result(r, memo{Room: "C1"}, long)
	if n := len(view.Blocks.BlockSet); n > mostInView {
		t.Errorf("a view of %d blocks", n)
	}
	if n := utf8.RuneCountInString(view.Title.Text); n > mostTitle {
		t.Errorf("a title of %d characters", n)
	}
}

// limited holds one block against Slack's limits.
func limited(t *testing.T, b map[string]any) {
	t.Helper()
	within := func(what string, object any, most int) {
		o, ok := object.(map[string]any)
		if !ok {
			return
		}
		text, _ := o["text"].(string)
		if n := utf8.RuneCountInString(text); n == 0 || n > most {
			t.Errorf("%s of %d characters, want 1 to %d", what, n, most)
		}
		if strings.Contains(text, "<!channel") || strings.Contains(text, "<@") {
			t.Errorf("%s pings: %.80q", what, text)
		}
	}
	within("section", b["text"], mostText)
	fields, _ := b["fields"].([]any)
	for _, f := range fields {
		within("field", f, mostField)
	}
	if len(fields) > mostFields {
		t.Errorf("%d fields", len(fields))
	}
	elements, _ := b["elements"].([]any)
	for _, e := range elements {
		button := e.(map[string]any)
		within("button", button["text"], mostLabel)
		if value, _ := button["value"].(string); utf8.RuneCountInString(value) > mostLine {
			t.Errorf("a button's value of %d characters", len(value))
		}
	}
	if len(elements) > mostButtons {
		t.Errorf("%d buttons in a row", len(elements))
	}
	if b["type"] == "image" {
		if alt, _ := b["alt_text"].(string); alt == "" || utf8.RuneCountInString(alt) > mostAlt {
			t.Errorf("an image with a description of %d characters", utf8.RuneCountInString(alt))
		}
		if address, _ := b["image_url"].(string); !strings.HasPrefix(address, "https://") {
			t.Errorf("an image at %q", address)
		}
	}
}
