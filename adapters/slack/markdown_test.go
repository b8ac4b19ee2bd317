package slack

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/slack-go/slack"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"

	"ambassador/bot"
)

func TestDefuse(t *testing.T) {
	for source, want := range map[string]string{
		// What is written with care stays as it is.
		"**a** _b_ `c` ~~d~~ [e](https://f.g/?h=1&i=2#j \"k\") <https://l.m/n?o&p> q < r <3 s <= t <- u": "",
		"# A\n\n- b\n- c\n\n> d\n\n***\n\n1. e":                                                          "",
		"mail a@example.org, https://example.org/@anna#b, f(x)[1], 10:30, a & b, \\*":                    "",
		"```c\n#include <stdio.h>\nstd::vector<std::string> a[1](2);\n@Override\n| - |\n![x]\n```":       "",
		"`<div>` ``git clone <address>`` `a[0]: b`":                                                      "",
		"[a]: https://example.org\n[b]:\n  <http://example.org>":                                         "",
		// Mentions, however they are written.
		"<!channel> <!here|here> <!subteam^S1|@t> <@U1> <#C1|c>":                    "<·!channel> <·!here|here> <·!subteam^S1|@·t> <·@·U1> <·#·C1|c>",
		"`<!channel>`\n\n```\n<@U1> @here <#C1>\n```":                               "`<·!channel>`\n\n```\n<·@U1> @·here <·#C1>\n```",
		"@channel @Here (@everyone) x@here @anna #general":                          "@·channel @·Here (@·everyone) x@·here @·anna #·general",
		"&lt;!here> &LT;!here> &#60;@U1> &#x003C;#C1> &lt!here>":                    "&lt;·!here> &LT;·!here> &#60;·@·U1> &#x003C;·#·C1> &lt·!here>",
		"<&#33;here> <\\!here> \\<!here> &#64;here @&#104;ere @\\here &commat;here": "<·&#33;here> <·\\!here> \\<·!here> &#64;·here @·&#104;ere @·\\here &commat;·here",
		"<\x00!here> <\u202e@U1> @\x1bhere":                                         "<·!here> <·@·U1> @·here",
		"<<!here>> <https://a.b|<!here>>":                                           "<<·!here>> <·https://a.b|<·!here>>",
		"<!-- a --> <b>c</b> </d>":                                                  "<·!-- a --> <·b>c<·/b> <·/d>",
		"<https://a.b/@here> https://a.b/@channel?c=@everyone":                      "<https://a.b/%40here> https://a.b/%40channel?c=%40everyone",
		"&#x202e;a&#27;[31m &rlm; &#10;&#228; `&#x202e;`":                           "&·#x202e;a&·#27;[31m &·rlm; &#10;&#228; `&·#x202e;`",
		// Links.
		"[a](javascript:b) [c](data:d) [e](slack://f) [g](//h) [i](/j) [k](mailto:l) [m](tel:1)": "[a]·(javascript:b) [c]·(data:d) [e]·(slack://f) [g]·(//h) [i]·(/j) [k]·(mailto:l) [m]·(tel:1)",
		"[a](<javascript:b>) [c]( &#106;avascript:d) [e](java\\script:f) [g](https:) [h](<@U1>)": "[a]·(<·javascript:b>) [c]·( &#106;avascript:d) [e]·(java\\script:f) [g]·(https:) [h]·(<·@·U1>)",
		"<javascript:a> <slack://b> <mailto:c@d> <e@f.g> <https://h|i> `<slack://j>`":            "<·javascript:a> <·slack://b> <·mailto:c@d> <·e@f.g> <·https://h|i> `<·slack://j>`",
		"[a]: javascript:b\n[c]:\n slack://d\n[e]: <data:f>\n[g]: h":                             "[a]·: javascript:b\n[c]·:\n slack://d\n[e]·: <·data:f>\n[g]·: h",
		"`[a](javascript:b)`": "`[a]·(javascript:b)`",
		"![a](https://b.c/d.png) ![e](file:f) \\![g](https://h.i)": "[a](https://b.c/d.png) [e]·(file:f) \\![g](https://h.i)",
		// Tables.
		"| a | b |\n|---|:-:|\n| c | d |\n\ne | f\n- | -": "| a | b |\n|·---|:-:|\n| c | d |\n\ne | f\n- |· -",
	} {
		if want == "" {
			want = source
		}
		if got := strings.ReplaceAll(defuse(source), joiner, "·"); got != want {
			t.Errorf("%q is\n%q, want\n%q", source, got, want)
		}
	}
}

func TestPortions(t *testing.T) {
	paragraph := strings.Repeat("word ", 99) + "end" // 498 characters
	many := strings.Repeat(paragraph+"\n\n", 60)
	code := "intro\n\n```go\n" + strings.Repeat("code <line>\n", 2000) + "```\n\nend"
	for _, c := range []struct {
		name, source string
		parts        int
		first, last  string // how the first ends, and the last begins
	}{
		{"short", paragraph, 1, "word end", "word"},
		{"what just fits", strings.Repeat("x", mostLong) + "\n" + strings.Repeat("y", mostLong), 1, "yyy", "xxx"},
		{"paragraphs", many, 3, "word end", "word word"},
		{"one line", strings.Repeat("word ", 4000), 2, "word", "word"},
		{"one word", strings.Repeat("ü", 20_000), 2, "ü", "ü"},
		{"code", code, 3, "code <line>\n```", "```go\ncode <line>\n"},
		{"code is not parted for nothing", strings.Repeat(paragraph+"\n\n", 17) + "~~~~\n" + strings.Repeat("a\n", 2000) + "~~~~\n", 2, "word end", "~~~~\na\na\n"},
		{"headings", strings.Repeat("# Title\n\ntext\n\n", 60), 4, "text", "# Title\n\ntext"},
		{"list", strings.Repeat("- item with **words**\n", 400), 2, "**words**", "- item"},
		{"too long", strings.Repeat(many, 4), mostPortions, "word end", "word word"},
	} {
		parts := portions(c.source)
		if len(parts) != c.parts || !strings.HasSuffix(parts[0], c.first) || !strings.HasPrefix(parts[len(parts)-1], c.last) {
			t.Errorf("%s: %d parts of which the first ends with %q, the last begins with %q", c.name, len(parts), end(parts[0], 30), parts[len(parts)-1][:min(30, len(parts[len(parts)-1]))])
		}
		for _, part := range parts {
			if n := utf8.RuneCountInString(part); n > mostMessage {
				t.Errorf("%s: a part of %d characters", c.name, n)
			}
		}
		if cut := strings.HasSuffix(parts[len(parts)-1], "\n\n"+tooLong); cut != (c.name == "too long") {
			t.Errorf("%s: ends with %q", c.name, end(parts[len(parts)-1], 50))
		}
	}
}

// end is the end of a text.
func end(s string, most int) string { return s[max(0, len(s)-most):] }

// TestMarkdownPages: an answer of 20,000 characters with a title above and buttons below comes in messages that Slack takes,
// and whole.
func TestMarkdownPages(t *testing.T) {
	source := strings.Repeat("A paragraph of **some** words, with a [link](https://example.org) and `code`.\n\n", 250)
	r := bot.Compose(bot.Block{Section: &bot.Section{Title: strings.Repeat("T", 300), Text: strings.Repeat("x", 2000)}}, bot.Block{Markdown: source},
		bot.Block{Actions: []bot.Action{{Label: "More", Line: "more"}}})
	p := printer{team: "T1"}
	pages := p.pages(r)
	var all []string
	for i, page := range pages {
		n := 0
		for _, b := range page.blocks {
			if m, ok := b.(*slack.MarkdownBlock); ok {
				all, n = append(all, m.Text), n+utf8.RuneCountInString(m.Text)
			}
		}
		if n > 12_000 || page.text == "" || utf8.RuneCountInString(page.text) > 4000 || i > 0 && page.text != "…" {
			t.Errorf("message %d has %d characters of Markdown, and the text %.20q", i, n, page.text)
		}
	}
	if got := strings.Join(all, "\n\n"); got != strings.TrimSpace(source) || len(pages) > 4 {
		t.Errorf("%d messages with %d characters of %d", len(pages), len(got), len(source))
	}
}

// TestMarkdownView holds what a passage becomes where Slack takes no Markdown.
func TestMarkdownView(t *testing.T) {
	const path = "testdata/out/markdown.txtar"
	var r bot.Reply
	if err := json.Unmarshal(file(t, path, "reply.json"), &r); err != nil {
		t.Fatal(err)
	}
	golden(t, path, "view.json", (&printer{team: "T1"}).result(bot.Compose(r.Blocks...), memo{}, "Ambassador"))
	long := (&printer{team: "T1"}).result(bot.Compose(bot.Block{Markdown: strings.Repeat("- a **b**\n", 3000)}), memo{}, "Ambassador").Blocks.BlockSet
	if last, ok := long[len(long)-1].(*slack.SectionBlock); !ok || last.Text.Text != tooLong {
		t.Errorf("a view ends with %+v", long[len(long)-1])
	}
}

// live finds what Slack would read as more than text.
var live = regexp.MustCompile(`(?i)(<|&lt;?|&#0*60;?|&#x0*3c;?)[!@#&\\]|@(channel|here|everyone)|<(javascript|data|slack|mailto|tel):|\]\([ \t]*<?(javascript|data|slack|mailto|tel):`)

// FuzzMarkdown: whatever stands in a passage, on Slack it mentions nobody and leads to the web alone, it stays what it was but
// for what nobody sees, and the limits are held.
func FuzzMarkdown(f *testing.F) {
	for _, seed := range []string{
		"<!channel> `<@U1>` &lt;!here> <\\!here> @here", "[a](javascript:b) [c](https://d.e) <https://f.g> <slack://h>", "[a]: javascript:b\n\n[a] ![c](https://d.e)", "```\n<!here>\n```\n| a |\n|---|",
		"# a\n- b\n\n> c <b>d</b>", "@\x00here <\u202e!here>", "[a](\njavascript:b) [c](&#x6a;avascript:d)", "\\![a](b) \\<!here>", "https://a.b/@here",
	} {
		f.Add(seed, uint16(1))
	}
	f.Fuzz(func(t *testing.T, source string, times uint16) {
		safe := defuse(source)
		if m := live.FindString(safe); m != "" {
			t.Fatalf("%q becomes %q with %q", source, safe, m)
		}
		leadsToWeb(t, safe)
		same := strings.NewReplacer(joiner, "", "![", "[", "%40", "@", "!", "")
		if same.Replace(safe) != same.Replace(clean(source)) {
			t.Fatalf("%q becomes %q", source, safe)
		}
		source = strings.Repeat(source+"\n", 1+int(times%2000))
		if len(source) > 100_000 {
			return
		}
		p := printer{team: "T1"}
		for _, page := range p.pages(bot.Compose(bot.Block{Section: &bot.Section{Text: "title"}}, bot.Block{Markdown: source})) {
			n := 0
			for _, b := range page.blocks {
				if m, ok := b.(*slack.MarkdownBlock); ok {
					n += utf8.RuneCountInString(m.Text)
				}
			}
			if n > 12_000 || len(page.blocks) > mostBlocks {
				t.Fatalf("a message with %d characters of Markdown in %d blocks", n, len(page.blocks))
			}
		}
		if n := len((&printer{team: "T1"}).result(bot.Reply{Blocks: []bot.Block{{Markdown: source}}, Text: "x"}, memo{}, "").Blocks.BlockSet); n == 0 || n > mostInView {
			t.Fatalf("a view of %d blocks", n)
		}
	})
}

// leadsToWeb holds Markdown against what its links may be, as CommonMark reads them.
func leadsToWeb(t *testing.T, source string) {
	t.Helper()
	data := []byte(source)
	err := ast.Walk(goldmark.DefaultParser().Parse(text.NewReader(data)), func(n ast.Node, _ bool) (ast.WalkStatus, error) {
		to := ""
		switch n := n.(type) {
		case *ast.Link:
			to = string(n.Destination)
		case *ast.Image:
			to = string(n.Destination)
		case *ast.AutoLink:
			to = string(n.URL(data))
		default:
			return ast.WalkContinue, nil
		}
		if to = strings.ToLower(to); !strings.HasPrefix(to, "https://") && !strings.HasPrefix(to, "http://") {
			t.Fatalf("%q leads to %q", source, to)
		}
		return ast.WalkContinue, nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
