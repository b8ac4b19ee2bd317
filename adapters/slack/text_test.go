package slack

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestHeard(t *testing.T) {
	for text, want := range map[string]string{
		"find Berlin":                          "find Berlin",
		"is <@U42|anna> here":                  "is @slack:T1/U42 here",
		"is <@W42>":                            "is @slack:T1/W42",
		"see <#C9|general> and <#C8>":          "see #general and #C8",
		"<https://example.org/a?b=1&amp;c=2>":  "https://example.org/a?b=1&c=2",
		"<http://example.org|example.org>":     "http://example.org",
		"<https://example.org/x|our page>":     "our page (https://example.org/x)",
		"<mailto:a@example.org|a@example.org>": "a@example.org",
		"<!channel> hello <!here|here>":        "@channel hello here",
		"<!subteam^S1|@team> go":               "@team go",
		"<!date^1^{date}|3 May>":               "3 May",
		"&lt;!channel&gt; &amp;amp;":           "<!channel> &amp;",
		"a < b and c > d":                      "a < b and c > d",
		"a <b> c":                              "a <b> c",
		"<<@U1>":                               "<@slack:T1/U1",
		"<":                                    "<",
		"<@":                                   "<@",
	} {
		if got := heard(text, "T1"); got != want {
			t.Errorf("heard(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestMentioned(t *testing.T) {
	for text, want := range map[string]string{
		"@slack:T1/U42 asks":     "<@U42> asks",
		"(@slack:T1/U42) asks":   "(<@U42>) asks",
		"ask @slack:T1/U42.":     "ask <@U42>.",
		"@slack:T2/U42 asks":     "@slack:T2/U42 asks",
		"@matrix:@a:b asks":      "@matrix:@a:b asks",
		"a@slack:T1/ b":          "a@slack:T1/ b",
		"@slack:T1/U1&gt;&lt;!a": "<@U1>&gt;&lt;!a",
	} {
		if got := mentioned(text, "T1"); got != want {
			t.Errorf("mentioned(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestMarked(t *testing.T) {
	for text, want := range map[string]bool{
		"plain words": false, "snake_case": false, "10:30 in Berlin": false, "https://example.org/a_b": false,
		"*bold*": true, "_it_": true, "see _it": true, "`code`": true, "~x~": true, "> quote": true, "a\n> b": true, ":smile:": true,
	} {
		if got := marked(text); got != want {
			t.Errorf("marked(%q) = %v", text, got)
		}
	}
}

// FuzzHeard: nothing that is heard and said again can ping anybody, and it never ends within an entity.
func FuzzHeard(f *testing.F) {
	for _, seed := range []string{"<@U1|a>", "<!channel>", "a<b>c&amp;", "<<!here>>", "<http://x|<!here>>", "@slack:T1/U1"} {
		f.Add(seed, 10)
	}
	f.Fuzz(func(t *testing.T, text string, most int) {
		said := escape(heard(text, "T1"))
		if strings.ContainsAny(said, "<>") {
			t.Fatalf("%q is said as %q", text, said)
		}
		most = 2 + (most&0xff)%200
		for _, part := range pieces(said, most) {
			if utf8.RuneCountInString(part) > most {
				t.Fatalf("a piece of %d characters, and at most %d fit", utf8.RuneCountInString(part), most)
			}
		}
		if cut := clipEscaped(said, most); utf8.RuneCountInString(cut) > most {
			t.Fatalf("cut to %d characters instead of %d", utf8.RuneCountInString(cut), most)
		}
		underscored(text)
	})
}
