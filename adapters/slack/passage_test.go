package slack_test

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// written is Markdown as it comes back from every place.
const written = "## How *to* begin\n\nAsk **first** & see [the guide](https://example.org/guide?a=1&b=2):\n\n- one `x < y`\n- two\n  1. three\n  2. ***four***\n\n" +
	"> Begin small.\n> It is <b>fine</b>.\n\n```\n<!here>\n\na\n```\n\n---\n\nThat is it, https://example.org says."

// TestMarkdownPlaces: a passage in Markdown is there wherever somebody asks for it: in a message, and in a view, where headings are
// without looks of their own.
func TestMarkdownPlaces(t *testing.T) {
	both(t, func(t *testing.T, o *office) {
		for name, c := range map[string]struct {
			ask  func()
			want string
		}{
			"alone":     {func() { o.Deliver("events_api", o.DM("anna", "show all")) }, written},
			"command":   {func() { o.Slash("anna", "Cgeneral", "show all") }, written},
			"in a room": {func() { o.Deliver("events_api", o.InRoom("anna", "Cgeneral", "!ambassador show all")) }, written},
			"form": {func() {
				o.Slash("anna", "Cgeneral", "show")
				o.heard("anna")
				o.Submit("anna", o.View("anna"), map[string]string{"words": "all"})
			}, strings.Replace(written, "*to*", "to", 1)},
		} {
			o.heard("anna")
			c.ask()
			time.Sleep(5 * time.Second)
			if got := o.heard("anna"); !slices.Equal(got, []string{c.want}) {
				t.Errorf("%s: heard %q, want %q", name, got, c.want)
			}
		}
	})
}

// TestMarkdownMention: what would call everybody calls nobody, in the block nor in the text beside it.
func TestMarkdownMention(t *testing.T) {
	both(t, func(t *testing.T, o *office) {
		o.Deliver("events_api", o.InRoom("anna", "Cgeneral", "!ambassador show `<!channel>` @here <@U1> [a](slack://b)"))
		time.Sleep(5 * time.Second)
		posted := o.Posted("Cgeneral")
		if len(posted) != 1 {
			t.Fatalf("posted %+v", posted)
		}
		block := posted[0].Blocks[0].(map[string]any)
		if got, want := block["text"], "`<\u2060!channel>` @\u2060here <\u2060@\u2060U1> [a]\u2060(slack://b)"; got != want || block["type"] != "markdown" {
			t.Errorf("posted %q, want %q", got, want)
		}
		if got, want := posted[0].Text, "`&lt;!channel&gt;` @here &lt;@U1&gt; [a](slack://b)"; got != want {
			t.Errorf("beside it stands %q, want %q", got, want)
		}
	})
}
