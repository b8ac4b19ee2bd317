package matrix

import (
	"encoding/json"
	"net/url"
	"strings"
	"unicode"

	"maunium.net/go/mautrix/event"
	"maunium.net/go/mautrix/id"

	"ambassador/bot"
)

// mostBytes is how large the content of a message may be: an event has 65,536 bytes, and encryption makes a
// third more of them (spec.matrix.org, "Size limits").
const mostBytes = 40_000

// render makes the content of a message of an envelope.
func (a *Adapter) render(e bot.Envelope, l letter) *words {
	w := &words{MsgType: event.MsgNotice, Deed: deed(e.Key)}
	who := id.UserID(e.To.User)
	w.Pad = padOf(e.Reply.Actions(), who)
	text := tidy(e.Reply.Text)
	if strings.TrimSpace(text) == "" {
		text = "…" // a message of a picture or of buttons alone
	}
	if e.Reply.Ask != nil && e.To.Room != "" {
		text += ReplyHint
	}
	if formatted := markup(e.Reply, w.Pad); rich(e.Reply) && formatted != "" {
		w.Format, w.HTML = event.FormatHTML, formatted
	}
	if e.Class == bot.Nudging && who != "" { // a question that somebody was not waiting for has to be noticed
		w.MsgType, w.Mentions = event.MsgText, mentions{Users: []id.UserID{who}}
	}
	w.Relates = relation(e, l)
	w.fit(text, keyLines(w.Pad, e.Reply.Actions()))
	if l.edits != "" {
		return w.replacing(l.edits)
	}
	return w
}

// ReplyHint stands below a question in a room: there the bot takes for an answer only what is said to it.
const ReplyHint = "\n\n↩️ Reply to this message to answer."

// relation says what a message answers, and in which thread.
func relation(e bot.Envelope, l letter) *event.RelatesTo {
	r := &event.RelatesTo{}
	if e.To.Thread != "" && l.room == id.RoomID(orElse(e.To.Room, string(l.from))) {
		r.SetThread(id.EventID(e.To.Thread), id.EventID(e.To.Thread))
	}
	if l.cause != "" && l.room == l.from {
		r.SetReplyTo(l.cause)
	}
	if r.Type == "" && r.InReplyTo == nil {
		return nil
	}
	return r
}

// replacing are the words as a replacement of an earlier message. Clients that know no replacements show the first part.
func (w *words) replacing(earlier id.EventID) *words {
	fresh := *w
	fresh.Relates = nil
	return &words{
		MsgType: w.MsgType, Body: "* " + clip(w.Body, mostFallback), Mentions: mentions{}, NewContent: &fresh, Deed: w.Deed,
		Relates: (&event.RelatesTo{}).SetReplace(earlier),
	}
}

// mostFallback is how many characters of a replacement stand in it twice.
const mostFallback = 500

// clip cuts text to a number of characters, and shows that it did.
func clip(s string, most int) string {
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most-1]) + "…"
	}
	return s
}

// fit makes the words small enough for an event: first without their rich form, then cut; the buttons stay.
func (w *words) fit(text, keys string) {
	w.Body = text + keys
	if size(w) > mostBytes {
		w.Format, w.HTML = "", ""
	}
	const cut = "\n… (the rest is too long for one message)"
	for size(w) > mostBytes && text != "" {
		text = strings.ToValidUTF8(text[:len(text)*3/4], "")
		w.Body = text + cut + keys
	}
}

// size is how many bytes the words take.
func size(w *words) int {
	data, err := json.Marshal(w)
	if err != nil {
		panic(err) // a struct of text: cannot fail
	}
	return len(data)
}

// keyLines lists the buttons below a text: how they are pressed is known after the first time. More than there
// are signs for can still be said.
func keyLines(p *pad, actions []bot.Action) string {
	if p == nil {
		return ""
	}
	var out strings.Builder
	out.WriteString("\n\n")
	for i, k := range p.List {
		if i > 0 {
			out.WriteByte('\n')
		}
		out.WriteString(k.Key + " " + k.Label)
	}
	for _, a := range pressable(actions)[len(p.List):] {
		out.WriteString("\n• " + oneLine(a.Label) + ": say “" + oneLine(a.Line) + "”")
	}
	return out.String()
}

// tidy is text without what steers what stands around it: control characters and turns of direction, and not
// more marks above a letter than any language has.
func tidy(s string) string {
	var out strings.Builder
	out.Grow(len(s))
	marks := 0
	// People of Matrix are called here as they call themselves.
	s = strings.ReplaceAll(s, "@"+Platform+":@", "@")
	for _, r := range strings.ToValidUTF8(s, "\ufffd") {
		if unicode.In(r, unicode.Mn, unicode.Me) {
			if marks++; marks > mostMarks {
				continue
			}
		} else {
			marks = 0
		}
		if r != '\n' && r != '\t' && unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			continue
		}
		out.WriteRune(r)
	}
	return out.String()
}

// mostMarks is how many marks a letter may carry.
const mostMarks = 4

// oneLine is text on one line.
func oneLine(s string) string { return strings.Join(strings.Fields(tidy(s)), " ") }

// orElse is the first text, or the second one where there is none.
func orElse(s, other string) string {
	if s != "" {
		return s
	}
	return other
}

// safeLink is an address that may be opened; "" for anything else.
func safeLink(link string) string {
	u, err := url.Parse(tidy(link))
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	return u.String()
}
