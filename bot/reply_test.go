package bot

import (
	"encoding/json"
	"reflect"
	"testing"
)

// TestComposeMarkdown: a passage in Markdown is its source in the text, trimmed, and outlives a night in the outbox.
func TestComposeMarkdown(t *testing.T) {
	r := Compose(
		Block{Section: &Section{Title: "An answer"}}, Block{Markdown: "\n- **one** <b>\n- [two](https://example.org)\n\n"},
		Block{Markdown: " \n"}, Block{Actions: []Action{{Label: "More", Line: "more"}}},
	)
	if want := "An answer\n\n- **one** <b>\n- [two](https://example.org)"; r.Text != want {
		t.Errorf("text %q, want %q", r.Text, want)
	}
	data, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	var back Reply
	if err := json.Unmarshal(data, &back); err != nil || !reflect.DeepEqual(back, r) {
		t.Errorf("stored and read back: %+v, %v; want %+v", back, err, r)
	}
}
