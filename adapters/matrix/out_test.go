package matrix

import (
	"encoding/json"
	"strings"
	"testing"

	"maunium.net/go/mautrix/event"
	"maunium.net/go/mautrix/id"

	"ambassador/bot"
)

// posted is a file of testdata/out: an envelope, and where it goes.
type posted struct {
	bot.Envelope
	In, Cause, From, Edits string
}

// letter is where it goes.
func (p posted) letter() letter {
	return letter{room: id.RoomID(p.In), cause: id.EventID(p.Cause), from: id.RoomID(p.From), edits: id.EventID(p.Edits)}
}

// readPosted reads a file of testdata/out. Replies without a text are composed of their blocks, as handlers do it.
func readPosted(t testing.TB, path string) (p posted) {
	t.Helper()
	for _, f := range archive(t, path).Files {
		if f.Name == "envelope.json" {
			if err := json.Unmarshal(f.Data, &p); err != nil {
				t.Fatal(err)
			}
		}
	}
	if p.Reply.Text == "" {
		p.Reply.Text = bot.Compose(p.Reply.Blocks...).Text
	}
	return p
}

// TestOut holds what envelopes become against golden files.
func TestOut(t *testing.T) {
	a := New(Options{UserID: "@bot:talk.test", Name: "Ambassador"})
	each(t, "out", func(t *testing.T, path string) {
		p := readPosted(t, path)
		golden(t, path, "content.json", a.render(p.Envelope, p.letter()))
	})
}

// TestFit: what is too long is cut, says so, and is smaller than an event may be, also when it was encrypted.
func TestFit(t *testing.T) {
	a := New(Options{UserID: "@bot:talk.test"})
	for _, text := range []string{strings.Repeat("word ", 12_000), strings.Repeat("ü", 30_000), strings.Repeat("👩‍🚀", 6000), strings.Repeat("<&>", 20_000), strings.Repeat("\n", 60_000) + "x"} {
		w := a.render(bot.Envelope{Key: "k", To: bot.Address{Platform: Platform, User: "@anna:talk.test"}, Reply: bot.Compose(bot.Block{Section: &bot.Section{Title: "Title", Text: text}})}, letter{})
		if n := size(w); n > mostBytes {
			t.Errorf("%.10q…: %d bytes", text, n)
		}
		if w.HTML != "" || !strings.HasSuffix(w.Body, "(the rest is too long for one message)") || strings.ContainsRune(w.Body, '\ufffd') {
			t.Errorf("%.10q…: ends with %q, formatted %.10q", text, w.Body[len(w.Body)-60:], w.HTML)
		}
	}
	short := a.render(bot.Envelope{Key: "k", Reply: bot.Say(strings.Repeat("x", 39_000))}, letter{})
	if strings.Contains(short.Body, "too long") {
		t.Error("cut without need")
	}
}

// TestTidy holds what is taken out of a text.
func TestTidy(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"plain\ttext\nof two lines", "plain\ttext\nof two lines"},
		{"bell\a escape\x1b[31m null\x00 return\r c1\u0085 delete\x7f", "bell escape[31m null return c1 delete"},
		{"a\u202eb\u2066c\u2069d\u200fe\u061cf", "abcdef"},
		{"Z" + strings.Repeat("\u0335\u0301", 50) + "algo", "Z\u0335\u0301\u0335\u0301algo"},
		{"e\u0301 ệ ก็้ 👩‍🚀 1\ufe0f\u20e3", "e\u0301 ệ ก็้ 👩‍🚀 1\ufe0f\u20e3"},
		{"broken \xff\xfe", "broken \ufffd"},
	} {
		if got := tidy(c.in); got != c.want {
			t.Errorf("tidy(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

// TestSafeLink holds which addresses may be opened.
func TestSafeLink(t *testing.T) {
	for link, safe := range map[string]bool{
		"https://example.org/a?b=c#d": true, "http://example.org": true, "HTTPS://example.org": true, "https://exämple.org/ü": true,
		"javascript:alert(1)": false, "data:text/html,x": false, "//example.org": false, "/a": false, "": false, "example.org": false,
		"mailto:a@example.org": false, "file:///etc/passwd": false, "https://": false, "https:/example.org": false, "ftp://example.org": false,
		"java\nscript:alert(1)": false, "https://example.org/\n": false, "mxc://example.org/a": false, "https://[::1": false,
	} {
		if got := safeLink(link); (got != "") != safe {
			t.Errorf("safeLink(%q) = %q", link, got)
		}
	}
}

// TestMentioned holds which links are mentions of a person.
func TestMentioned(t *testing.T) {
	for link, want := range map[string]id.UserID{
		"https://matrix.to/#/@anna:talk.test": "@anna:talk.test", "https://matrix.to/#/%40anna%3Atalk.test": "@anna:talk.test",
		"https://matrix.to/#/@anna:talk.test?via=x": "@anna:talk.test", "matrix:u/anna:talk.test": "@anna:talk.test",
		"matrix:u/anna:talk.test?action=chat": "@anna:talk.test", "https://matrix.to/#/@a:[::1]:8448": "@a:[::1]:8448",
		"https://matrix.to/#/!room:talk.test": "", "https://matrix.to/#/#room:talk.test": "", "matrix:r/room:talk.test": "",
		"https://matrix.to/#/@anna": "", "https://matrix.to/#/": "", "https://matrix.to/#/@anna:talk.test/$1": "", "https://matrix.to/#/%zz": "",
		"https://example.org/#/@anna:talk.test": "", "": "", "https://matrix.to/#/@a b:talk.test": "",
		"https://matrix.to/#/@" + strings.Repeat("x", 300) + ":talk.test": "",
	} {
		if got := mentioned(link); got != want {
			t.Errorf("mentioned(%.60q) = %q, want %q", link, got, want)
		}
	}
}

// TestDeed: the same deed has the same name for ever, for what was sent is looked for by it; and other deeds have others.
func TestDeed(t *testing.T) {
	if got, want := transaction(deed("reply/matrix//$1/0")), "ambassador-"+deed("reply/matrix//$1/0"); got != want || len(got) != len("ambassador-")+24 {
		t.Errorf("%q, want %q", got, want)
	}
	seen := map[string]string{}
	for _, key := range []string{"", "a", "b", "reply/matrix//$1/0", "reply/matrix//$1/1", "nudge/1/2026-W14/@anna:talk.test/0"} {
		if other, again := seen[deed(key)]; again {
			t.Errorf("%q and %q have one name", key, other)
		}
		seen[deed(key)] = key
	}
	if got := deed("nudge/1"); got != "l4gjs63t74waqqm2t6v5dgi4" {
		t.Errorf("the name of a deed has changed to %q: what an older program has sent is not found again", got)
	}
}

// TestDrawn holds which addresses are pictures.
func TestDrawn(t *testing.T) {
	for _, c := range []struct{ address, kind, data string }{
		{"data:image/png;base64,aGVsbG8=", "image/png", "hello"},
		{"data:image/svg+xml;charset=utf-8;base64,aGVsbG8=", "image/svg+xml", "hello"},
		{"data:text/html;base64,aGVsbG8=", "", ""}, {"data:image/png,hello", "", ""}, {"data:image/png;base64,???", "", ""},
		{"data:", "", ""}, {"", "", ""}, {"data:;base64,", "", ""},
	} {
		kind, data, err := drawn(c.address)
		if (err == nil) != (c.kind != "") || err == nil && (kind != c.kind || string(data) != c.data) {
			t.Errorf("drawn(%q) = %q, %q, %v", c.address, kind, data, err)
		}
	}
}

// TestRelation holds what a message is said to answer, and in which thread.
func TestRelation(t *testing.T) {
	for _, c := range []struct {
		name   string
		to     bot.Address
		l      letter
		thread id.EventID
		reply  id.EventID
		back   bool
	}{
		{"a word of its own", bot.Address{Room: "!r"}, letter{room: "!r"}, "", "", false},
		{"a reply", bot.Address{Room: "!r"}, letter{room: "!r", from: "!r", cause: "$1"}, "", "$1", false},
		{"a reply in a thread", bot.Address{Room: "!r", Thread: "$0"}, letter{room: "!r", from: "!r", cause: "$1"}, "$0", "$1", false},
		{"a word in a thread", bot.Address{Room: "!r", Thread: "$0"}, letter{room: "!r", from: "!r"}, "$0", "$0", true},
		{"a private answer elsewhere", bot.Address{User: "@a:b", Thread: "$0"}, letter{room: "!dm", from: "!r", cause: "$1"}, "", "", false},
		{"a reply in a thread of a direct conversation", bot.Address{User: "@a:b", Thread: "$0"}, letter{room: "!dm", from: "!dm", cause: "$1"}, "$0", "$1", false},
	} {
		r := relation(bot.Envelope{To: c.to}, c.l)
		if r.GetThreadParent() != c.thread || r.GetReplyTo() != c.reply || r != nil && r.IsFallingBack != c.back {
			t.Errorf("%s: %+v", c.name, r)
		}
	}
}

// TestRepliesTo holds what counts as an answer when the bot reads its own words again.
func TestRepliesTo(t *testing.T) {
	for content, want := range map[string]id.EventID{
		`{"m.relates_to":{"m.in_reply_to":{"event_id":"$1"}}}`:                                              "$1",
		`{"m.relates_to":{"rel_type":"m.thread","event_id":"$0","m.in_reply_to":{"event_id":"$1"}}}`:        "$1",
		`{"m.relates_to":{"rel_type":"m.thread","is_falling_back":true,"m.in_reply_to":{"event_id":"$1"}}}`: "",
		`{"m.relates_to":{"rel_type":"m.replace","event_id":"$1"}}`:                                         "",
		`{"m.relates_to":7}`: "", `{"m.relates_to":{"m.in_reply_to":[]}}`: "", `{"m.relates_to":{"m.in_reply_to":{"event_id":7}}}`: "", `{}`: "",
	} {
		e := &event.Event{}
		if err := json.Unmarshal([]byte(`{"type":"m.room.message","content":`+content+`}`), e); err != nil {
			t.Fatal(err)
		}
		if got := repliesTo(e); got != want {
			t.Errorf("%s answers %q, want %q", content, got, want)
		}
	}
}
