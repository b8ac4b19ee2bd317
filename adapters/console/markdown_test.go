package console

import (
	"flag"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/tools/txtar"

	"ambassador/adapters/markdown"
	"ambassador/bot"
)

// update writes the golden files instead of checking them.
var update = flag.Bool("update", false, "write the golden files")

// TestMarkdownGolden holds a passage with everything in it against golden files, for a terminal with colour, one without, and
// a pipe. Escape characters are written as ␛.
func TestMarkdownGolden(t *testing.T) {
	const path = "testdata/markdown.txtar"
	archive, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, f := range archive.Files {
		files[f.Name] = string(f.Data)
	}
	source := strings.NewReplacer("␛", "\x1b", "⇆", "\u202e").Replace(files["source.md"])
	r := bot.Compose(bot.Block{Section: &bot.Section{Title: "An answer"}}, bot.Block{Markdown: source}, bot.Block{Actions: []bot.Action{{Label: "More", Line: "more"}}})
	kept := txtar.Archive{Comment: archive.Comment, Files: []txtar.File{{Name: "source.md", Data: []byte(files["source.md"])}}}
	for _, c := range []struct {
		name string
		page page
	}{{"colour", page{60, true}}, {"plain", page{60, false}}, {"pipe", page{}}} {
		got := strings.ReplaceAll(c.page.reply(r), "\x1b", "␛")
		kept.Files = append(kept.Files, txtar.File{Name: c.name, Data: []byte(got)})
		if got != files[c.name] && !*update {
			t.Errorf("%s is\n%swant\n%s", c.name, got, files[c.name])
		}
	}
	if *update {
		if err := os.WriteFile(path, txtar.Format(&kept), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// TestMarkdown holds how passages are wrapped and painted.
func TestMarkdown(t *testing.T) {
	// Styles are written as they are named: *…* for strong, and so on.
	readable := strings.NewReplacer(strong, "<b>", emphasis, "<i>", code, "<c>", link, "<l>", reset, "<>")
	for _, c := range []struct{ name, source, want, bare string }{
		{"a look over two rows", "one **two three four five six** seven", "one <b>two three four<>\n<b>five six<> seven\n", "one **two three four\nfive six** seven\n"},
		{"its margin has none", "- one two **three four five six**", "• one two <b>three four<>\n  <b>five six<>\n", "- one two **three\n  four five six**\n"},
		{"hard and soft ends", "one\ntwo\\\nthree", "one two\nthree\n", "one\ntwo\\\nthree\n"},
		{"links", "[a *b*](https://example.org/c) https://example.org/d [example.org](https://example.org/)",
			"a <i>b<>\n(<l>https://example.org/c<>)\n<l>https://example.org/d<>\nexample.org\n", "[a\n*b*](https://example.org/c)\nhttps://example.org/d\n[example.org](https://example.org/)\n"},
		{"code keeps its rows", "a `b`\n\n```\none two three four five six\n\n seven\n```", "a <c>b<>\n\n    <c>one two three four five six<>\n    <c><>\n    <c> seven<>\n", "a `b`\n\n```\none two three four five six\n\n seven\n```\n"},
		{"lists", "9. a\n10. b\n    - c\n\n      d\n11.", "9. a\n10. b\n    • c\n\n      d\n11.\n", "9. a\n10. b\n    - c\n\n      d\n11.\n"},
		{"quote", "> a\n> > one two three four five", "│ a\n│\n│ │ one two three four\n│ │ five\n", "> a\n> > one two three\n  four five\n"},
		{"heading and rule", "## a `b`\n***\n", "<b>a <><b><c>b<>\n\n———\n", "## a `b`\n***\n"},
		{"nothing", " \n", "", ""},
		{"only what is not shown", "[a]: https://example.org", "", "[a]:\nhttps://example.org\n"},
		{"marks and colours of others", "a\x01\x1b[31m &#1;&#27;[31m `\x05`", "a[31m [31m ``\n", "a[31m &#1;&#27;[31m\n``\n"},
	} {
		if got := readable.Replace(page{20, true}.markdown(c.source)); got != c.want {
			t.Errorf("%s: %q is\n%swant\n%s", c.name, c.source, got, c.want)
		}
		if got := (page{20, false}).markdown(c.source); got != c.bare {
			t.Errorf("%s: without colour %q is\n%swant\n%s", c.name, c.source, got, c.bare)
		}
	}
}

// TestMarkdownJSON: a program gets the passage as it was written, but for what would steer a terminal.
func TestMarkdownJSON(t *testing.T) {
	var out strings.Builder
	c := New(Options{Out: &out, JSON: true})
	if err := c.print(bot.Compose(bot.Block{Markdown: "**a** <b>\x1b[31m\u202e\n\n- c\n"})); err != nil {
		t.Fatal(err)
	}
	if want := `{"text":"**a** <b>[31m\n\n- c","private":false,"blocks":[{"markdown":"**a** <b>[31m\n\n- c\n"}],"actions":[],"ask":null}` + "\n"; out.String() != want {
		t.Errorf("printed %s, want %s", out.String(), want)
	}
}

// sgr finds the styles that a page may have.
var sgr = regexp.MustCompile("\x1b\\[(1|3|36|4;36|0)m")

// FuzzMarkdown: whatever stands in a passage, a terminal shows it within its width and is steered by nothing else than the
// styles, which end with each row; and without colour nothing is lost.
func FuzzMarkdown(f *testing.F) {
	for _, seed := range []string{
		"# a\n- **b** `c`\n  1. d\n\n> e\n\n```\nf\n```", "**one two three four five six seven**", "[a](https://b.c/d) [e](javascript:f)", "&#1;&#27;[2J &#x202e;\x01\x1b\u202e", strings.Repeat("> - ", 20) + "東京 東京",
		"a\\\n`b\nc` ***d***", "[a]: https://b.c",
	} {
		f.Add(seed, 30)
	}
	f.Fuzz(func(t *testing.T, source string, width int) {
		width = 40 + (width&0xff)%100 // the margins of six lists within each other fit
		inCode := len(markdown.Verbatim(strings.TrimSpace(safe(source)))) > 0
		bare := page{width, false}.markdown(source)
		if got, want := strings.Join(strings.Fields(bare), ""), strings.Join(strings.Fields(safe(source)), ""); got != want {
			t.Fatalf("%q became %q", source, bare)
		}
		full := page{width, true}.markdown(source)
		for _, row := range slices.Concat(strings.Split(bare, "\n"), strings.Split(full, "\n")) {
			text := sgr.ReplaceAllString(row, "")
			if strings.ContainsFunc(text, func(r rune) bool { return r != '\t' && unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) }) {
				t.Fatalf("%q steers the terminal: %q", source, row)
			}
			if all := sgr.FindAllString(row, -1); len(all) > 0 && all[len(all)-1] != reset {
				t.Fatalf("%q goes on after row %q", source, row)
			}
			if !inCode && !strings.HasPrefix(strings.TrimLeft(text, " │•0123456789."), "    ") && columns(text) > width && !strings.Contains(text, "://") && utf8.RuneCountInString(text) > 1 {
				t.Fatalf("%q has row %q, wider than %d", source, row, width)
			}
		}
	})
}
