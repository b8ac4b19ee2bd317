package newsletter

import (
	"flag"
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// update writes the golden files instead of checking them.
var update = flag.Bool("update", false, "write the forms of an issue")

// nasty are texts that mean something somewhere.
func nasty() []string {
	return []string{
		"<script>alert(1)</script>", "[x](javascript:alert(1))", "![x](https://example.org/x.png)", "@channel and @here, @Room! me@example.org",
		"# heading", "- item", "+ item", "1. one\n2) two", "* * *", "---", "===", "> quoted", "    code", "```\ncode\n```", "`code`",
		"| a | b |\n|---|---|\n| 1 | 2 |", "&lt;b&gt; &amp; &#x3c;", "[ref]: https://example.org", "<https://example.org/>", "a_b_c **bold** ~~gone~~ $x$ ^y^",
		"{{ site.secret }} {% include x %}", "\\*not\\*", "line one\nline two\n\nparagraph two", "مرحبا بالعالم", "\u202egnp.exe\u202c", "👩‍💻 🎉 ok",
		"See https://example.org/a_b?c=d. And http://127.0.0.1/, javascript://x", "\u2028# not a heading", "\x00\x1b[2J\xff", "<img src=x onerror=alert(1)>",
		"'\"><a href=x>", "<!-- comment", "]]>", "%title", ": definition", "漢字だけの長い文章" + strings.Repeat("漢字", 60), strings.Repeat("long", 30) + " short",
		"https://example.org/" + strings.Repeat("path/", 30),
	}
}

// nastyIssue has all of them, in every field.
func nastyIssue() Issue {
	i := Issue{Name: "Cloud <Letter>", Label: "2026-12"}
	var items []Item
	for _, s := range nasty() {
		items = append(items, Item{Title: line(s), Text: s, Link: s, Group: s, Until: s})
	}
	i.Sections = []Section{
		{Category: "event", Items: []Item{{Title: "Cloud day in Berlin", Text: "A day of talks.\nCome along!\n\nBring a cup.", Link: "https://example.org/cloud-day", Group: "Open Cloud Meetup Berlin", Until: "2027-05-03"},
			{Title: "Talk [1] of *two* at https://example.org/a_b", Text: "Both.", Link: "https://example.org/x_(y)?z=<a>", Until: "2027-05-04"}}},
		{Category: "call for help", Items: items},
	}
	return i
}

// TestForms holds the three forms of an issue against what somebody has looked at.
func TestForms(t *testing.T) {
	i := nastyIssue()
	page, err := i.HTML()
	if err != nil {
		t.Fatal(err)
	}
	for name, got := range map[string][]byte{"md": i.Markdown(), "html": page, "txt": i.Plain()} {
		file := "testdata/2026-12." + name
		if *update {
			if err := os.WriteFile(file, got, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if string(want) != string(got) {
			t.Errorf("%s is written differently (-update writes it):\n%s", file, got)
		}
	}
}

// one is an issue of one item that is all the same text.
func one(s string) Issue {
	return Issue{Name: "Letter", Label: "2026-12", Sections: []Section{{Category: s, Items: []Item{{Title: s, Text: s, Link: s, Group: s, Until: s}}}}}
}

// FuzzHTML holds that no text brings an element or an attribute into the page, and that all of it is
// there to read.
func FuzzHTML(f *testing.F) {
	for _, s := range nasty() {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		page, err := one(s).HTML()
		if err != nil {
			t.Fatal(err)
		}
		if !utf8.Valid(page) {
			t.Error("the page is no UTF-8")
		}
		z := html.NewTokenizer(strings.NewReader(string(page)))
		text := ""
		for z.Next() != html.ErrorToken {
			token := z.Token()
			switch token.Type {
			case html.StartTagToken, html.SelfClosingTagToken:
				allowed(t, token)
			case html.CommentToken:
				t.Errorf("a comment: %q", token.Data)
			case html.TextToken:
				text += token.Data
			}
		}
		for _, p := range paragraphs(s) {
			for _, l := range p {
				if !strings.Contains(text, l) {
					t.Errorf("%q cannot be read in %q", l, text)
				}
			}
		}
	})
}

// allowed holds a tag against the few that the page is made of.
func allowed(t *testing.T, token html.Token) {
	t.Helper()
	attributes, ok := map[string]string{
		"html": "lang", "head": "", "meta": "charset name content", "title": "", "style": "", "body": "", "h1": "dir", "h2": "dir", "h3": "dir", "p": "dir", "br": "", "a": "href rel",
	}[token.Data]
	if !ok {
		t.Errorf("an element that is not ours: %s", token)
	}
	for _, a := range token.Attr {
		switch {
		case !strings.Contains(" "+attributes+" ", " "+a.Key+" "):
			t.Errorf("an attribute that is not ours: %s", token)
		case a.Key == "href" && target(a.Val) != a.Val:
			t.Errorf("a link that leads elsewhere: %s", token)
		}
	}
}

// FuzzEscape holds that a line of Markdown has no markup but addresses of the web, and reads as it was.
func FuzzEscape(f *testing.F) {
	for _, s := range nasty() {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, p := range paragraphs(s) {
			for _, l := range p {
				if back := unescape(t, escape(l)); !strings.Contains(l, "://") && back != l {
					t.Errorf("%q reads as %q", l, back)
				}
			}
		}
	})
}

// unescape reads a line as CommonMark does, and fails at any mark that means something there.
func unescape(t *testing.T, s string) string {
	t.Helper()
	var b strings.Builder
	for n := 0; n < len(s); n++ {
		c := s[n]
		switch {
		case c == '\\' && n+1 < len(s) && strings.IndexByte("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", s[n+1]) >= 0:
			n++
			b.WriteByte(s[n])
		case c == '<':
			end := strings.IndexByte(s[n:], '>')
			if end < 0 || target(s[n+1:n+end]) != s[n+1:n+end] {
				t.Fatalf("markup in %q", s)
			}
			b.WriteString(s[n+1 : n+end])
			n += end
		case strings.IndexByte(marks, c) >= 0, n == 0 && strings.IndexByte("-+=:% ", c) >= 0:
			t.Fatalf("markup in %q at %d", s, n)
		case (c == '.' || c == ')') && n > 0 && strings.Trim(s[:n], "0123456789") == "":
			t.Fatalf("a list in %q", s)
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// FuzzMarkdown holds that each line of a document is one of ours: what people wrote begins no block.
func FuzzMarkdown(f *testing.F) {
	for _, s := range nasty() {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for n, l := range strings.Split(string(one(s).Markdown()), "\n") {
			l = strings.TrimSuffix(l, "  ")
			for _, ours := range []string{"### ", "## ", "# "} {
				if strings.HasPrefix(l, ours) {
					l = strings.TrimPrefix(l, ours)
					break
				}
			}
			if l != "" && l == strings.TrimLeft(l, " ") {
				unescape(t, title(t, l))
			} else if l != "" {
				t.Errorf("line %d is indented: %q", n, l)
			}
		}
	})
}

// title is what a link is called that is a whole line, or the line itself; it fails for a link that leads elsewhere.
func title(t *testing.T, l string) string {
	t.Helper()
	words, link, ok := strings.Cut(l, "](<")
	if !strings.HasPrefix(l, "[") || !ok {
		return l
	}
	if link, ok = strings.CutSuffix(link, ">)"); !ok || target(link) != link {
		t.Errorf("a link that leads elsewhere: %q", l)
	}
	return words[1:]
}

// FuzzPlain holds that no line is too wide, but for an address, and that nothing calls everybody.
func FuzzPlain(f *testing.F) {
	for _, s := range nasty() {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		plain := string(one(s).Plain())
		for _, l := range strings.Split(plain, "\n") {
			if width(l) > columns && !strings.Contains(l, "://") {
				t.Errorf("%d columns: %q", width(l), l)
			}
		}
		for _, call := range []string{"@channel", "@here", "@everyone", "@room"} {
			if at := strings.Index(strings.ToLower(plain), call+" "); at >= 0 {
				t.Errorf("it calls: %q", plain[at:])
			}
		}
		if strings.ContainsFunc(plain, func(r rune) bool { return r < ' ' && r != '\n' || r == 0x202e }) {
			t.Errorf("it steers the screen: %q", plain)
		}
	})
}

func TestWrap(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", ""}, {"one two three", "one two|three"}, {"abcdefghijkl", "abcdefgh|ijkl"}, {"漢字漢字漢字", "漢字漢字|漢字"},
		{"at https://example.org/x now", "at|https://example.org/x|now"}, {"e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301", "e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301"},
	} {
		if got := strings.Join(wrap(c.text, 8), "|"); got != c.want {
			t.Errorf("wrap(%q) = %q, want %q", c.text, got, c.want)
		}
	}
}

func TestCheckLabel(t *testing.T) {
	for label, want := range map[string]string{"2026-12": "2026-12", "2026-1": "2026-01", "2026-13": "", "26-12": "", "2026": "", "1999-12": "", "2026-12-01": "", "../2026-12": ""} {
		got, err := checkLabel(label)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("checkLabel(%q) = %q, %v; want %q", label, got, err, want)
		}
	}
}

func TestCheckPublished(t *testing.T) {
	for text, want := range map[string]string{
		"2026-12 javascript:alert(1)": "“javascript:alert(1)” is no link",
		"2026-13 example":             "called by its year and month",
		"december":                    "called by its year and month",
	} {
		if _, err := checkPublished(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("checkPublished(%q): %v; want %q", text, err, want)
		}
	}
	if got, err := checkPublished("2026-1"); got != "2026-01" || err != nil {
		t.Errorf("a label alone: %q, %v", got, err)
	}
}
