package console

import (
	"strings"
	"testing"

	"ambassador/bot"
)

// twoSections is a reply with everything a page can show.
func twoSections() bot.Reply {
	return bot.Compose(
		bot.Block{Section: &bot.Section{Title: "Ambassador Berlin", Text: "in Berlin · German, English", Link: "https://example.org/people/berlin"}},
		bot.Block{Facts: []bot.Fact{{Label: "Status", Value: "official"}, {Label: "Led by", Value: "Leader Berlin and Leader Potsdam"}}},
		bot.Block{Actions: []bot.Action{{Label: "Ask for an introduction", Line: "contact ambassador-berlin"}}},
		bot.Block{Image: &bot.Image{URL: "https://example.org/map.png", Alt: "A map of Berlin"}},
		bot.Block{Actions: []bot.Action{{Label: "More", Line: "find Berlin page=2"}}},
	)
}

func TestPage(t *testing.T) {
	for _, c := range []struct {
		name string
		page page
		want string
	}{
		{"plain", page{}, "Ambassador Berlin\nin Berlin · German, English\nhttps://example.org/people/berlin\n" +
			"Status: official\nLed by: Leader Berlin and Leader Potsdam\n\n[1] Ask for an introduction\n\n" +
			"A map of Berlin\nhttps://example.org/map.png\n\n[2] More\n"},
		{"narrow, in colour", page{width: 20, colour: true}, strong + "Ambassador Berlin" + reset + "\nin Berlin · German,\nEnglish\n" +
			link + "https://example.org/people/berlin" + reset + "\n" +
			faint + "Status:" + reset + " official\n" + faint + "Led by:" + reset + " Leader\nBerlin and Leader\nPotsdam\n\n" +
			button + "[1] Ask for an" + reset + "\n" + button + "    introduction" + reset + "\n\nA map of Berlin\n" +
			link + "https://example.org/map.png" + reset + "\n\n" + button + "[2] More" + reset + "\n"},
	} {
		if got := c.page.reply(twoSections()); got != c.want {
			t.Errorf("%s:\n%q\nwant\n%q", c.name, got, c.want)
		}
	}
}

// twoFiles is a reply with a text, and with something that is none.
func twoFiles() bot.Reply {
	return bot.Compose(
		bot.Block{Section: &bot.Section{Text: "The issue of December:"}},
		bot.Block{File: &bot.File{Name: "2026-12.md", Type: "text/markdown", Data: []byte("# News\n\n" + strings.Repeat("word ", 8) + "\x1b[2Jend\n\n")}},
		bot.Block{File: &bot.File{Name: "../map.png", Type: "image/png", Data: []byte("\x89PNG")}},
		bot.Block{File: &bot.File{Name: "none.txt", Type: "text/plain"}},
	)
}

// A file is named, and its content stands below, in its own lines.
func TestFileShown(t *testing.T) {
	content := "\n    # News\n\n    " + strings.Repeat("word ", 8) + "[2Jend\n\n"
	want := "The issue of December:\n\nFile: 2026-12.md" + content + "File: -map.png\n    (4 bytes that are no text)\n\n" +
		"File: none.txt\n\nI could not send none.txt: it is empty.\n"
	if got := (page{}).reply(twoFiles()); got != want {
		t.Errorf("%q, want\n%q", got, want)
	}
	if got := (page{width: 24, colour: true}).reply(twoFiles()); !strings.Contains(got, strong+"File: 2026-12.md"+reset+content) {
		t.Errorf("in colour, narrow: %q", got)
	}
}

// A name that somebody else wrote must not steer the terminal of whoever reads it.
func TestHostileWordsShown(t *testing.T) {
	hostile := "Berlin\x1b[2J\x1b]0;owned\x07\r\u202egnp.exe\x00\xff\u2028end"
	for _, r := range []bot.Reply{
		{Text: hostile},
		bot.Say(hostile, bot.Action{Label: hostile, Line: "help"}),
		bot.Compose(bot.Block{Section: &bot.Section{Title: hostile, Link: hostile}}, bot.Block{Facts: []bot.Fact{{Label: hostile, Value: hostile}}}),
	} {
		text := page{width: 30}.reply(r) + page{}.envelopes([]bot.Envelope{{To: bot.Address{Platform: hostile, User: hostile}, Reply: r}})
		if i := strings.IndexAny(text, "\x1b\x07\r\x00\u202e\u2028"); i >= 0 {
			t.Errorf("%q reaches the terminal in %q", text[i], text)
		}
		if !strings.Contains(text, "Berlin") {
			t.Errorf("the words themselves are gone: %q", text)
		}
	}
}

func TestEnvelopeShown(t *testing.T) {
	for _, c := range []struct {
		to   bot.Address
		want string
	}{
		{bot.Address{Platform: Platform, User: "ambassador-berlin"}, "→ to ambassador-berlin: Hello\n  you\n"},
		{bot.Address{Platform: "chat", Space: "T1", User: "U2"}, "→ to chat:T1/U2: Hello\n  you\n"},
	} {
		if got := (page{}).envelopes([]bot.Envelope{{To: c.to, Reply: bot.Reply{Text: "Hello\nyou"}}}); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

// TestEnvelopesShown: the same words to many are shown once, with who receives them.
func TestEnvelopesShown(t *testing.T) {
	var all []bot.Envelope
	for _, user := range []string{"a", "b", "c", "d", "e"} {
		all = append(all, bot.Envelope{To: bot.Address{Platform: Platform, User: user}, Reply: bot.Say("Hello")})
	}
	all = append(all, bot.Envelope{To: bot.Address{Platform: Platform, User: "a"}, Reply: bot.Say("Bye")})
	if got, want := (page{}).envelopes(all), "→ to a, b, c, 2 more: Hello\n→ to a: Bye\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
