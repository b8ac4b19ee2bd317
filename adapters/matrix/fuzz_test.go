package matrix

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"

	"maunium.net/go/mautrix/id"

	"ambassador/bot"
)

// FuzzSync: whatever a homeserver answers to a sync is read or refused, and nothing panics or is heard from nobody.
func FuzzSync(f *testing.F) {
	files, err := filepath.Glob("testdata/in/*.txtar")
	if err != nil || len(files) == 0 {
		f.Fatalf("no golden files: %v", err)
	}
	for _, path := range files {
		for _, file := range archive(f, path).Files {
			if file.Name != "want.json" && len(file.Data) < 1000 {
				f.Add(fmt.Appendf(nil, `{"account_data":{"events":[%[1]s]},"rooms":{"join":{"!hall:talk.test":{"state":{"events":[%[1]s]},"timeline":{"events":[%[1]s]}}}}}`, file.Data))
			}
		}
	}
	f.Add([]byte(`{"rooms":{"join":{"!alone:talk.test":{"timeline":{"limited":true,"events":null}}},"invite":{"!x:y":{"invite_state":{"events":[{}]}}},"leave":{"!x:y":{}}}}`))
	f.Add([]byte(`{"rooms":{"join":null}}`))
	f.Fuzz(func(t *testing.T, answer []byte) {
		l := listening(t)
		l.handle = nil // told is what makes a message; what becomes of it is the router's
		var n news
		if json.Unmarshal(answer, &n) != nil {
			return
		}
		n.keyNews()
		l.account(n.Account.events())
		for room, joined := range n.Rooms.Join {
			items, err := l.inRoom(t.Context(), room, joined, "", 0, 0)
			if err != nil && joined.Timeline.Limited {
				continue // there is no network
			}
			for _, it := range items {
				readsItem(t, l, it)
			}
			joined.Timeline.Limited = false
			items, err = l.inRoom(t.Context(), room, joined, "s1", 0, 0)
			if err != nil && joined.Timeline.Limited {
				continue // there is no network
			}
			for _, it := range items {
				readsItem(t, l, it)
			}
		}
		for room, invited := range n.Rooms.Invite {
			if it, ok := l.invitation(room, invited); ok && it.From == "" && it.Event == nil {
				t.Error("an invitation by nobody")
			}
		}
	})
}

// readsItem reads an item as far as it can be read without a network.
func readsItem(t *testing.T, l *listener, it item) {
	t.Helper()
	if !json.Valid(it.Event) {
		t.Fatalf("an item of %q", it.Event)
	}
	e := understood(it.Event)
	if e == nil || it.Kind != said {
		return
	}
	x := &exchange{a: l.Adapter, it: it, room: it.Room, cause: e.ID}
	w, err := readWords(e)
	if err != nil {
		return
	}
	_, w = w.edited()
	f, loaded := l.rooms.get(it.Room)
	if !loaded || w == nil {
		return
	}
	x.place(e, f)
	x.m.Text, x.m.Addressed = l.call().cut(w.spoken())
	x.typedKey(t.Context(), "")
	s := search{of: "$0", who: e.Sender}
	s.pass(e)
	s.newest(e)
	if x.m.From.User != string(e.Sender) {
		t.Fatalf("said by %q, heard from %q", e.Sender, x.m.From.User)
	}
}

// FuzzSpoken: of whatever body and formatted body a text is made, and what calls the bot is cut off once.
func FuzzSpoken(f *testing.F) {
	for _, seed := range [][2]string{
		{"!ambassador find", ""}, {"> <@a:b> x\n\n!ambassador find", `<mx-reply>x</mx-reply><a href="https://matrix.to/#/@bot:talk.test">Bot</a>: find`},
		{"/ambassador", `<p><a href="https://matrix.to/#/@anna:talk.test?via=x">Anna</a></p>`}, {"Ambassador, x", `<a href="https://matrix.to/#/@bot:talk.test"`},
		{"\u212amb", "<script>https://matrix.to/#/"}, {"!", "<"}, {"@bot:talk.test:", "&#x0;&amp;"},
	} {
		f.Add(seed[0], seed[1], true)
	}
	c := call{prefix: "!ambassador", names: []string{"Ambassador", "bot"}, self: "@bot:talk.test"}
	f.Fuzz(func(t *testing.T, body, formatted string, reply bool) {
		w := &words{Body: body, HTML: formatted, Format: "org.matrix.custom.html"}
		if reply {
			if err := json.Unmarshal([]byte(`{"m.relates_to":{"m.in_reply_to":{"event_id":"$0"}}}`), w); err != nil {
				t.Fatal(err)
			}
		}
		text := w.spoken()
		rest, called := c.cut(text)
		switch {
		case len(rest) > len(text):
			t.Errorf("%q becomes longer: %q", text, rest)
		case !called && rest != strings.TrimSpace(text):
			t.Errorf("%q calls nobody and becomes %q", text, rest)
		case utf8.ValidString(text) && !utf8.ValidString(rest):
			t.Errorf("%q becomes %q", text, rest)
		}
		if plain, ok := withPills(formatted); ok && len(plain) > 8*len(formatted)+8 {
			t.Errorf("%q becomes %q", formatted, plain)
		}
	})
}

// FuzzPress: what people type or react with presses at most one button, and every button can be pressed by its own sign.
func FuzzPress(f *testing.F) {
	for _, seed := range []string{"1", "2.", "3)", "10", "🔟", "1️⃣", "9⃣", "yes", "", "\ufe0f", "1\ufe0f\ufe0f", "11", "01", "✅"} {
		f.Add(seed, uint8(12))
	}
	f.Fuzz(func(t *testing.T, sign string, many uint8) {
		var actions []bot.Action
		for n := range int(many % 15) {
			actions = append(actions, bot.Action{Label: fmt.Sprint("Town ", n), Line: fmt.Sprint("town ", n)})
		}
		p := padOf(actions, "@anna:talk.test")
		if p == nil {
			return
		}
		for n, k := range p.List {
			if got, ok := p.press(k.Key); !ok || got != k || n >= mostKeys {
				t.Fatalf("%q presses %+v", k.Key, got)
			}
			if got, ok := p.press(fmt.Sprint(n + 1)); !ok || got != k {
				t.Fatalf("%d presses %+v", n+1, got)
			}
		}
		if k, ok := p.press(sign); ok && (len(sign) == 0 || !strings.ContainsAny(sign, "123456789🔟")) {
			t.Errorf("%q presses %+v", sign, k)
		}
	})
}

// FuzzDrawn: only pictures are pictures.
func FuzzDrawn(f *testing.F) {
	for _, seed := range []string{"data:image/png;base64,aGVsbG8=", "data:image/svg+xml;charset=x;base64,", "data:,", "", "data:text/html;base64,aa", "image/png;base64,aGVsbG8="} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, address string) {
		kind, data, err := drawn(address)
		if err == nil && (!strings.HasPrefix(kind, "image/") || strings.ContainsAny(kind, " \n\";<>") || len(data) > len(address)) {
			t.Errorf("%q is %q of %d bytes", address, kind, len(data))
		}
	})
}

// FuzzMarkup: whatever people type, the HTML of it is balanced, of few tags, links only where links may lead, and nothing of
// it is anybody's but the bot's.
func FuzzMarkup(f *testing.F) {
	f.Add("<b>title</b>", "text\n\n</p><script>", "https://example.org/?a=\"><b>", "label & co", "https://matrix.to/#/@anna:talk.test")
	f.Add("\u202e\x1b[31m", strings.Repeat("\u0301", 20), "javascript:alert(1)", "&lt;", "https://example.org/#\u202e")
	f.Add("", "\n\n\n", "//x", "\xff", "HTTPS://MATRIX.TO/#/@a:b")
	f.Fuzz(func(t *testing.T, title, text, link, label, picture string) {
		r := bot.Compose(
			bot.Block{Section: &bot.Section{Title: title, Text: text, Link: link}}, bot.Block{Facts: []bot.Fact{{Label: label, Value: text}}},
			bot.Block{Actions: []bot.Action{{Label: label, Line: "x"}, {Label: title, Line: "y"}}}, bot.Block{Image: &bot.Image{URL: "https://example.org/i.png", Alt: label}},
		)
		out := markup(r, padOf(r.Actions(), "@anna:talk.test"))
		wellFormed(t, out)
		if strings.ContainsFunc(visible(out), func(r rune) bool {
			return unicode.Is(unicode.Bidi_Control, r) || unicode.IsControl(r) && r != '\n' && r != '\t'
		}) {
			t.Errorf("%q steers what stands around it", out)
		}
		if got := safeLink(picture); got != "" && !strings.HasPrefix(got, "http://") && !strings.HasPrefix(got, "https://") {
			t.Errorf("%q leads to %q", picture, got)
		}
	})
}

// visible is the text of a formatted body, without its tags.
func visible(formatted string) string {
	var out strings.Builder
	for tokens := html.NewTokenizer(strings.NewReader(formatted)); tokens.Next() != html.ErrorToken; {
		if token := tokens.Token(); token.Type == html.TextToken {
			out.WriteString(token.Data)
		}
	}
	return out.String()
}

// wellFormed holds HTML against what the bot may write.
func wellFormed(t *testing.T, formatted string) {
	t.Helper()
	var open []string
	for tokens := html.NewTokenizer(strings.NewReader(formatted)); tokens.Next() != html.ErrorToken; {
		token := tokens.Token()
		switch token.Type {
		case html.TextToken:
		case html.StartTagToken:
			if !strings.Contains(" p br strong a ", " "+token.Data+" ") || len(token.Attr) > 0 && token.Data != "a" {
				t.Fatalf("%q holds %v", formatted, token)
			}
			for _, attribute := range token.Attr {
				if attribute.Key != "href" || safeLink(attribute.Val) == "" || mentioned(attribute.Val) != id.UserID("") {
					t.Fatalf("%q holds %v", formatted, token)
				}
			}
			if token.Data != "br" {
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
