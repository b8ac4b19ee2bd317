package adaptertest

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"ambassador/bot"
)

// passage is Markdown with everything that people may count on.
const passage = `# How to host an evening

An **ambassador** helps, says [the guide](https://example.org/guide?a=1&b=2), and so does <https://example.org/a_b>:

- say *when*, and **where**
- run ` + "`/ambassador find Köln`" + `
  1. ask 東京
  2. ask 👩‍🚀

> Begin small.
> Invite & listen: 2 < 3.

` + "```yaml\ngroup: Köln   # as <it> is\n\nsize:\t12\n```" + `

## Afterwards

Write to a@example.org.`

// markdownArrives holds that a passage in Markdown is its source when it is turned back into text, between the words
// around it.
func markdownArrives(t *testing.T, d *desk) {
	d.answer(func(bot.Message) (bot.Reply, error) {
		return bot.Compose(bot.Block{Section: &bot.Section{Text: "Here it is."}}, bot.Block{Markdown: "\n" + passage + "\n\n"},
			bot.Block{Actions: []bot.Action{{Label: "More", Line: "more"}}}), nil
	})
	_, words := d.say(member("host"))
	if got, want := shown(words), "Here it is.\n\n"+passage; got != want {
		t.Errorf("shown %q, want %q", got, want)
	}
	if len(words) != 1 || len(words[0].Actions) != 1 {
		t.Errorf("shown %+v, want one word with a button", words)
	}
}

// longMarkdown holds that 20,000 characters of Markdown arrive, in as many messages as the platform needs.
func longMarkdown(t *testing.T, d *desk) {
	long := strings.Repeat("Some **bold** words with a [link](https://example.org/a).\n\n- an item, and another\n- `code`\n\n", 220)
	d.answer(func(bot.Message) (bot.Reply, error) { return bot.Compose(bot.Block{Markdown: long}), nil })
	_, words := d.say(member("host"))
	time.Sleep(10 * time.Second) // platforms want a second between two messages
	synctest.Wait()
	words = append(words, d.Heard()...)
	got, want := strings.Join(strings.Fields(shown(words)), " "), strings.Join(strings.Fields(long), " ")
	if len(want) < 19_000 || got != want {
		t.Errorf("shown %d characters of %d, the end %q", len(got), len(want), got[max(0, len(got)-100):])
	}
}

// hostileMarkdown holds that a passage can do no harm, and that its words are there all the same. What it would do on a platform,
// the fake of that platform knows and blames.
func hostileMarkdown(t *testing.T, d *desk) {
	hostile := "<!channel> <@U1> <#C1> <!subteam^S1|@x> @here @room `<!here>` &lt;!here&gt; <\\!here> [a](javascript:b) [c](slack://d) <data:e>\n\n" +
		"<script>alert(1)</script>\n\n[f](https://matrix.to/#/@g:h.test) <https://matrix.to/#/@g:h.test>\n\n```\n<@U1> @everyone\n</code></pre>\n```\n\n" +
		"| a |\n|---|\n| b |\n\n[i]: javascript:j\n\n" + strings.Repeat("> ", 150) + "deep *b `c [d **e"
	d.answer(func(bot.Message) (bot.Reply, error) {
		return bot.Compose(bot.Block{Markdown: hostile + "\x1b[2J\a\u202e end"}), nil
	})
	_, words := d.say(member("host"))
	got, want := strings.Join(strings.Fields(shown(words)), " "), strings.Join(strings.Fields(hostile+"[2J end"), " ")
	if got != want {
		t.Errorf("shown %q, want %q", got, want)
	}
}
