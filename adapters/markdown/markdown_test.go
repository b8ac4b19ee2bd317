package markdown

import (
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// told is blocks in words, one a line: for tests to compare.
func told(blocks []Block, indent string) string {
	var out strings.Builder
	for _, b := range blocks {
		out.WriteString(indent)
		switch b.Kind {
		case Paragraph:
			out.WriteString("p " + toldRuns(b.Runs))
		case Heading:
			fmt.Fprintf(&out, "h%d %s", b.Level, toldRuns(b.Runs))
		case Code:
			fmt.Fprintf(&out, "code %s %q", b.Lang, b.Text)
		case Rule:
			out.WriteString("rule")
		case Quote:
			out.WriteString("quote\n" + told(b.Blocks, indent+"  "))
			continue
		case List:
			fmt.Fprintf(&out, "list %v %d\n", b.Ordered, b.First)
			for _, item := range b.Items {
				out.WriteString(indent + " item\n" + told(item, indent+"  "))
			}
			continue
		}
		out.WriteByte('\n')
	}
	return out.String()
}

// toldRuns is runs in words.
func toldRuns(runs []Run) string {
	var all []string
	for _, r := range runs {
		look := ""
		for _, sign := range []struct {
			on   bool
			sign string
		}{{r.Strong, "*"}, {r.Emphasis, "/"}, {r.Code, "`"}, {r.Hard, "!"}} {
			if sign.on {
				look += sign.sign
			}
		}
		text := fmt.Sprintf("%s%q", look, r.Text)
		if r.Link != "" {
			text += "→" + r.Link
		}
		all = append(all, text)
	}
	return strings.Join(all, " ")
}

func TestParse(t *testing.T) {
	for _, c := range []struct{ name, source, want string }{
		{"nothing", " \n\n", ""},
		{"looks", "a **b *c*** `d` __e__ _f_", "p \"a \" *\"b \" */\"c\" \" \" `\"d\" \" \" *\"e\" \" \" /\"f\"\n"},
		{"lines", "one\ntwo\\\nthree  \nfour", "p \"one\" \"\\n\" \"two\" !\"\\n\" \"three\" !\"\\n\" \"four\"\n"},
		{"headings", "# One\n\nTwo\n---\n\n#\n\n####### no", "h1 \"One\"\nh2 \"Two\"\np \"####### no\"\n"},
		{"rule", "a\n\n***\n\nb", "p \"a\"\nrule\np \"b\"\n"},
		{"code", "```go\na < b\n\n\tc\n```\n\n    d &amp;\n\n~~~ \"x\" y\n~~~", "code go \"a < b\\n\\n\\tc\"\ncode  \"d &amp;\"\ncode  \"\"\n"},
		{"list", "- a\n- b\n  1. c\n  2) d\n-\n", "list false 0\n item\n  p \"a\"\n item\n  p \"b\"\n  list true 1\n   item\n    p \"c\"\n  list true 2\n   item\n    p \"d\"\n item\n"},
		{"numbers", "7. a\n8. b", "list true 7\n item\n  p \"a\"\n item\n  p \"b\"\n"},
		{"quote", "> a\n> > b\n\nc", "quote\n  p \"a\"\n  quote\n    p \"b\"\np \"c\"\n"},
		{"empty quote", ">\n", ""},
		{"decoded", `\*a\* &lt;b&gt; &amp;amp; \&amp; &#64;room &#10;x`, "p \"*a* <b> &amp; &amp; @room  x\"\n"},
		{"code as it stands", "`&lt; \\* a\nb`", "p `\"&lt; \\\\* a b\"\n"},
		{"html", "a <b>c</b> <!-- d -->\n\n<script>\nalert(1)\n</script>\n\n<img src=x>", "p \"a <b>c</b> <!-- d -->\"\np \"<script>\" !\"\\n\" \"alert(1)\" !\"\\n\" \"</script>\"\np \"<img src=x>\"\n"},
		{"links", `[a **b**](https://example.org/?x=1&y=2 "title") <http://example.org> https://example.org/ä. www.example.org`,
			"p \"a \"→https://example.org/?x=1&y=2 *\"b\"→https://example.org/?x=1&y=2 \" \" \"http://example.org\"→http://example.org \" \" " +
				"\"https://example.org/\"→https://example.org/ \"ä. \" \"www.example.org\"→http://www.example.org\n"},
		{"references", "[a][1] [2] [3][]\n\n[1]: https://example.org/1\n[2]: javascript:x\n[3]: <HTTPS://example.org/a b>",
			"p \"a\"→https://example.org/1 \" 2 (\" `\"javascript:x\" \") \" \"3\"→https://example.org/a%20b\n"},
		{"unsafe", "[a](javascript:x) [b](slack://open) [c](data:text/html,x) [d](//example.org) [e](/f) [g](&#106;avascript:y) [h](java\\script:z) [](x:y)",
			"p \"a (\" `\"javascript:x\" \") b (\" `\"slack://open\" \") c (\" `\"data:text/html,x\" \") d (\" `\"//example.org\" \") e (\" `\"/f\" \") g (\" `\"javascript:y\" " +
				"\") h (\" `\"java\\\\script:z\" \")  (\" `\"x:y\" \")\"\n"},
		{"mail", "<mailto:a@example.org> <a@example.org> b@example.org <slack://x>", "p \"mailto:a@example.org a@example.org b@example.org slack://x\"\n"},
		{"images", "![a *b*](https://example.org/i.png) ![](https://example.org/j.png) ![c](file:///etc/passwd) [![d](https://example.org/k.png)](https://example.org)",
			"p \"a \"→https://example.org/i.png /\"b\"→https://example.org/i.png \" \" \"https://example.org/j.png\"→https://example.org/j.png \" c (\" `\"file:///etc/passwd\" \") \" \"d\"→https://example.org\n"},
		{"its own label", "[mxc://a/b](mxc://a/b) [https://](https://)", "p \"mxc://a/b https://\"\n"},
		{"tables", "| a |\n|---|\n| *b* |\n\na | b\n:-: | -\nc | d\n\ne | f\n- g", "code  \"| a |\\n|---|\\n| *b* |\"\ncode  \"a | b\\n:-: | -\\nc | d\"\np \"e | f\"\nlist false 0\n item\n  p \"g\"\n"},
	} {
		if got := told(Parse(c.source), ""); got != c.want {
			t.Errorf("%s: %q is\n%swant\n%s", c.name, c.source, got, c.want)
		}
	}
}

// TestDepth: what stands deep within quotes and lists is shown, at the depth that is allowed.
func TestDepth(t *testing.T) {
	for _, source := range []string{strings.Repeat("> ", 40) + "deep", strings.Repeat("- ", 40) + "deep", strings.Repeat("> 1. ", 20) + "deep"} {
		blocks, depth := Parse(source), 0
		for len(blocks) == 1 && blocks[0].Kind != Paragraph {
			if depth++; blocks[0].Kind == List {
				blocks = blocks[0].Items[0]
			} else {
				blocks = blocks[0].Blocks
			}
		}
		if depth != deepest || len(blocks) != 1 || spoken(blocks[0].Runs) != "deep" {
			t.Errorf("%.10q: %d deep stands %s", source, depth, told(blocks, ""))
		}
	}
}

// TestVerbatim finds code by what is cut out of the source.
func TestVerbatim(t *testing.T) {
	source := "a `b c` d ``e ` f``\n\n```go\ng\nh\n```\n\n- i\n\n      j\n\n> ~~~\n> k\n> ~~~\n\n`l\nm` \\`n`"
	var all []string
	for _, s := range Verbatim(source) {
		all = append(all, source[s.From:s.To])
	}
	if got, want := strings.Join(all, "|"), "b c|e ` f|g\n|h\n|j\n|k\n|l\n|m"; got != want {
		t.Errorf("code is %q, want %q", got, want)
	}
}

// TestHostileSize: no passage takes long to read, whatever it is made of. (These take up to a second, unhurried.)
func TestHostileSize(t *testing.T) {
	for _, part := range []string{"> ", "- ", "1. ", "*a ", "**", "_a_", "*a_ ", "[", "[a](", "`", "<", "&", "[a]: ", "<!--", "https://a.b/", "[a][b]"} {
		begin := time.Now()
		Parse(strings.Repeat(part, 10_000/len(part)))
		if took := time.Since(begin); took > 20*time.Second {
			t.Errorf("%q in 10,000 characters takes %s", part, took)
		}
	}
}

// TestTooLong: of a passage without end the beginning is read, and the rest is there.
func TestTooLong(t *testing.T) {
	source := strings.Repeat("**a** ü\n\n", 6000)
	blocks := Parse(source)
	last := blocks[len(blocks)-1]
	if read := len(source) - len(last.Text) - 1; last.Kind != Code || read > mostRead || read < mostRead-20 || len(blocks) < 3000 {
		t.Errorf("%d blocks, the last of %d bytes, of %d", len(blocks), len(last.Text), len(source))
	}
	if blocks = Parse(strings.Repeat("ü", mostRead)); len(blocks) != 2 || len(blocks[1].Text) != mostRead {
		t.Errorf("one line is %d blocks", len(blocks))
	}
	if all := Verbatim(strings.Repeat("`ü` ", mostRead)); len(all) == 0 || all[len(all)-1].To > mostRead {
		t.Error("code beyond what is read")
	}
}

// FuzzParse: whatever somebody writes, it is read as blocks of sound shape, whose links lead to http and https.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"# a\n\n- **b** `c`\n\n> d\n\n```go\ne\n```", "[a](javascript:b) ![c](https://d.e/f) <https://g.h> <slack://i>", "<script>\nx\n</script>",
		"[a]: https://b.c\n\n[a] ![a][a]", "\xff\x00&#0;&#x202e;\u202e", "[a](https://b.c/\u202e\x1b) [d](https://\u202ee.f)", "1. a\n\n   b\n2. c\n- d", "***\n___", "a\\\nb  \nc",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, source string) {
		sound(t, Parse(source), 0)
		last := 0
		for _, s := range Verbatim(source) {
			if s.From < last || s.To <= s.From || s.To > len(source) {
				t.Fatalf("%q has code from %d to %d, behind %d", source, s.From, s.To, last)
			}
			last = s.To
		}
	})
}

// sound holds blocks against what they promise.
func sound(t *testing.T, blocks []Block, depth int) {
	t.Helper()
	if depth > deepest && len(blocks) > 0 {
		t.Fatalf("%d deep", depth)
	}
	for _, b := range blocks {
		if b.Kind == Heading && (b.Level < 1 || b.Level > 6) || b.Lang != "" && !known.MatchString(b.Lang) {
			t.Fatalf("%+v", b)
		}
		if lined := b.Kind == Paragraph || b.Kind == Heading; lined != (len(b.Runs) > 0) {
			t.Fatalf("%d runs in %+v", len(b.Runs), b)
		}
		for _, r := range b.Runs {
			if r.Text == "" || r.Text != "\n" && strings.ContainsAny(r.Text, "\r\n") {
				t.Fatalf("a run of %q", r.Text)
			}
			if r.Link != "" && (safe(r.Link) != r.Link || strings.ContainsFunc(r.Link, func(c rune) bool { return c <= ' ' || c >= utf8.RuneSelf })) {
				t.Fatalf("a link to %q", r.Link)
			}
		}
		sound(t, b.Blocks, depth+1)
		for _, item := range b.Items {
			sound(t, item, depth+1)
		}
	}
}
