package matrix

import (
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/net/html"

	"ambassador/bot"
)

// TestMarkdown holds what passages in Markdown become.
func TestMarkdown(t *testing.T) {
	for source, want := range map[string]string{
		"one\ntwo\\\nthree":                     "<p>one\ntwo<br>three</p>",
		"**a *b* `c`**":                         "<p><strong>a </strong><strong><em>b</em></strong><strong> </strong><strong><code>c</code></strong></p>",
		"[a **b**](https://example.org) c":      `<p><a href="https://example.org">a <strong>b</strong></a> c</p>`,
		"- a\n- b\n  - c\n\n  d\n-":             "<ul><li>a</li><li>b<ul><li>c</li></ul><p>d</p></li><li></li></ul>",
		"3. a\n4. b\n   1. c":                   `<ol start="3"><li>a</li><li>b<ol><li>c</li></ol></li></ol>`,
		"> a\n>\n> b":                           "<blockquote><p>a</p><p>b</p></blockquote>",
		"```\n<a>\n\n b\n```":                   "<pre><code>&lt;a&gt;\n\n b</code></pre>",
		"### a &amp; *b*\n\n***":                "<h3>a &amp; <em>b</em></h3><hr>",
		"<https://example.org/?a=\"b\"&c=d'e>":  `<p><a href="https://example.org/?a=%22b%22&amp;c=d&#39;e">https://example.org/?a=&#34;b&#34;&amp;c=d&#39;e</a></p>`,
		"[**a** b](https://matrix.to/#/@b:c.d)": "<p><strong>a</strong> b (<code>https://matrix.to/#/@b:c.d</code>)</p>",
		"https://matrix.to/#/@b:c.d":            "<p><code>https://matrix.to/#/@b:c.d</code></p>",
		"[a]: https://example.org":              "",
	} {
		var out strings.Builder
		if markdownHTML(&out, source); out.String() != want {
			t.Errorf("%q is\n%s\nwant\n%s", source, out.String(), want)
		}
	}
}

// TestPermalink holds which links clients may show as mentions.
func TestPermalink(t *testing.T) {
	for link, want := range map[string]bool{
		"https://matrix.to/#/@a:b.c": true, "https://MATRIX.TO/": true, "https://matrix.to.:443/x": true, "https://www.matrix.to/#/%40a%3Ab.c": true,
		"https://app.element.io/#/user/@a:b.c": true, "https://chat.example.org/#/room/!a:b.c": true, "https://example.org/x/#/%2540a:b.c": true, "https://[::1": true,
		"https://example.org": false, "https://example.org/#heading": false, "https://example.org/#/user/5": false, "https://notmatrix.to/": false, "https://matrix.to.example.org": false,
	} {
		if got := permalink(link); got != want {
			t.Errorf("permalink(%q) = %v", link, got)
		}
	}
}

// TestMarkdownFit: an answer too long for an event comes without its look before it is cut, and one that says nothing has none.
func TestMarkdownFit(t *testing.T) {
	a := New(Options{UserID: "@bot:talk.test"})
	render := func(source string) *words {
		return a.render(bot.Envelope{Key: "k", To: bot.Address{Platform: Platform, User: "@anna:talk.test"}, Reply: bot.Compose(bot.Block{Markdown: source})}, letter{})
	}
	for _, c := range []struct {
		source       string
		rich, cutoff bool
	}{
		{strings.Repeat("**word** and many more words ", 400), true, false}, {strings.Repeat("**word** ", 2200), false, false}, {strings.Repeat("**word** ", 6000), false, true}, {"[a]: https://example.org", false, false},
	} {
		w := render(c.source)
		whole := w.Body == strings.TrimSpace(c.source)
		if n := size(w); n > mostBytes || (w.HTML != "") != c.rich || (w.Format != "") != c.rich || whole == c.cutoff || c.cutoff && !strings.HasSuffix(w.Body, "too long for one message)") {
			t.Errorf("%d characters are %d bytes, formatted %v, whole %v", len(c.source), n, w.HTML != "", whole)
		}
	}
}

// FuzzMarkdown: whatever stands in a passage, its HTML is of the tags and attributes of the specification and of no other, its
// links lead to the web and mention nobody, and nothing of it steers what stands around it.
func FuzzMarkdown(f *testing.F) {
	for _, path := range []string{"testdata/out/markdown.txtar"} {
		f.Add(readPosted(f, path).Reply.Text)
	}
	for _, seed := range []string{
		"</p><script>x</script>", "`</code>`", "```\"><b>\n</pre>\n```", "[a\"](https://b.c/\"><d>)", "<https://matrix.to/#/@a:b.c>", "[a](HTTPS://MATRIX.TO/#/@a:b)", "&#x202e;&#27;&lt;b&gt;",
		"1000000000. a\n- b", strings.Repeat("> - ", 20) + "a", "# a\n# [b](https://c.d)\n***", "![a](https://b.c/d.png) [![e](f)](https://g.h)",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, source string) {
		var out strings.Builder
		markdownHTML(&out, source)
		inMarkup(t, out.String())
		if strings.ContainsFunc(visible(out.String()), func(r rune) bool {
			return unicode.Is(unicode.Bidi_Control, r) || unicode.IsControl(r) && r != '\n' && r != '\t'
		}) {
			t.Errorf("%q steers what stands around it", out.String())
		}
	})
}

// ofMarkup are the tags that a passage may become, each of which the specification has.
var ofMarkup = strings.Fields("p h1 h2 h3 h4 h5 h6 ul ol li blockquote pre code strong em a br hr")

// inMarkup holds the HTML of a passage against what it may be.
func inMarkup(t *testing.T, formatted string) {
	t.Helper()
	var open []string
	for tokens := html.NewTokenizer(strings.NewReader(formatted)); tokens.Next() != html.ErrorToken; {
		token := tokens.Token()
		switch token.Type {
		case html.TextToken:
		case html.StartTagToken:
			if !slices.Contains(ofMarkup, token.Data) || token.Data == "a" && slices.Contains(open, "a") || len(open) > 30 {
				t.Fatalf("%q holds %v within %v", formatted, token, open)
			}
			for _, at := range token.Attr {
				link := token.Data == "a" && at.Key == "href" && safeLink(at.Val) != "" && mentioned(at.Val) == "" && !strings.Contains(strings.ToLower(at.Val), "://matrix.to")
				number := token.Data == "ol" && at.Key == "start" && strings.Trim(at.Val, "0123456789") == ""
				language := token.Data == "code" && at.Key == "class" && strings.HasPrefix(at.Val, "language-") && !strings.ContainsAny(at.Val, " \"<>&")
				if !link && !number && !language {
					t.Fatalf("%q holds %v", formatted, token)
				}
			}
			if token.Data != "br" && token.Data != "hr" {
				open = append(open, token.Data)
			}
		case html.EndTagToken:
			if len(open) == 0 || open[len(open)-1] != token.Data {
				t.Fatalf("%q: </%s> within %v", formatted, token.Data, open)
			}
			open = open[:len(open)-1]
		default:
			t.Fatalf("%q holds %v", formatted, token)
		}
	}
	if len(open) > 0 {
		t.Fatalf("%q leaves %v open", formatted, open)
	}
}
