package matrix

import (
	"encoding/json"
	"errors"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"maunium.net/go/mautrix/event"
	"maunium.net/go/mautrix/id"
)

// words are the content of a message event, of others or of the bot's own: what of it the bot reads and
// writes. Keys that begin with "ambassador." are its own.
type words struct {
	MsgType    event.MessageType `json:"msgtype,omitempty"`
	Body       string            `json:"body"`
	Format     event.Format      `json:"format,omitempty"`
	HTML       string            `json:"formatted_body,omitempty"`
	Mentions   mentions          `json:"m.mentions"` // always there: without it, clients look for names in the text
	Relates    *event.RelatesTo  `json:"m.relates_to,omitempty"`
	NewContent *words            `json:"m.new_content,omitempty"`
	Pad        *pad              `json:"ambassador.buttons,omitempty"`
	Deed       string            `json:"ambassador.deed,omitempty"` // the outbox's name for it, see deed

	// For pictures and files.
	FileName string                   `json:"filename,omitempty"`
	URL      string                   `json:"url,omitempty"`
	File     *event.EncryptedFileInfo `json:"file,omitempty"`
	Info     map[string]any           `json:"info,omitempty"`
}

// mentions are who is told of a message.
type mentions struct {
	Users []id.UserID `json:"user_ids,omitempty"`
}

// errNoWords is the error of a message event that makes no sense, or has been taken back.
var errNoWords = errors.New("matrix: no words in the event")

// readWords reads the content of a message event.
func readWords(e *event.Event) (*words, error) {
	if e.Type.Type != event.EventMessage.Type {
		return nil, errNoWords
	}
	w := new(words)
	if err := json.Unmarshal(e.Content.VeryRaw, w); err != nil || w.MsgType == "" {
		return nil, errNoWords
	}
	return w, nil
}

// edited is the id of the message that these words replace, and the words that do; no words where they are missing.
func (w *words) edited() (id.EventID, *words) {
	if of := w.Relates.GetReplaceID(); of != "" {
		return of, w.NewContent
	}
	return "", w
}

// spoken are the words as somebody typed them, without what clients of old put before a reply; people are
// written as @matrix:@user:server.
func (w *words) spoken() string {
	body := w.Body
	if w.Relates.GetReplyTo() != "" {
		body = event.TrimReplyFallbackText(body)
	}
	body = idsAsAccounts(body)
	if w.Format == event.FormatHTML && (strings.Contains(w.HTML, pillBase) || strings.Contains(w.HTML, pillScheme)) {
		if text, ok := withPills(event.TrimReplyFallbackHTML(w.HTML)); ok {
			return text
		}
	}
	return body
}

// ids finds the ids of people as they are typed on Matrix.
var ids = regexp.MustCompile(`(^|[\s("'<,])(@[A-Za-z0-9._=/+-]+:[A-Za-z0-9][A-Za-z0-9.-]*(?::[0-9]+)?)`)

// idsAsAccounts writes typed ids as accounts, as pills are.
func idsAsAccounts(text string) string {
	if !strings.Contains(text, "@") || !strings.Contains(text, ":") {
		return text
	}
	return ids.ReplaceAllStringFunc(text, func(found string) string {
		m := ids.FindStringSubmatch(found)
		if kind, _, _ := strings.Cut(m[2], ":"); kind == "@"+Platform || checked(strings.TrimRight(m[2], ".-")) == "" {
			return found
		}
		return m[1] + "@" + Platform + ":" + m[2]
	})
}

// call is how the bot is called in a room.
type call struct {
	prefix string   // !ambassador
	names  []string // what people may write before a colon
	self   id.UserID
}

// cut takes the call off a text: a prefix, a mention anywhere, or a name with a colon or comma. Prefixes
// stand for themselves: "!" and "!ambassadors" call nobody.
func (c call) cut(text string) (rest string, called bool) {
	text = strings.TrimSpace(text)
	for _, prefix := range []string{c.prefix, "/" + strings.TrimLeft(c.prefix, "!/")} {
		if rest, ok := cutWord(text, prefix); ok {
			return rest, true
		}
	}
	me := "@" + Platform + ":" + string(c.self)
	if before, after, ok := strings.Cut(text, me); ok && !wordy(after) {
		after = strings.TrimLeft(after, ":, \t")
		return strings.TrimSpace(strings.TrimSpace(before) + " " + after), true
	}
	for _, name := range append(c.names, string(c.self)) {
		if rest, ok := cutName(text, name); ok {
			return rest, true
		}
	}
	return text, false
}

// cutWord cuts a word off the beginning, in letters of either case.
func cutWord(text, word string) (string, bool) {
	if word == "" || len(text) < len(word) || !strings.EqualFold(text[:len(word)], word) {
		return text, false
	}
	rest := text[len(word):]
	if first, _ := utf8.DecodeRuneInString(rest); rest != "" && !unicode.IsSpace(first) && first != ':' && first != ',' {
		return text, false
	}
	return strings.TrimLeftFunc(rest, func(r rune) bool { return unicode.IsSpace(r) || r == ':' || r == ',' }), true
}

// cutName cuts "name:" or "name," off the beginning.
func cutName(text, name string) (string, bool) {
	if name == "" || len(text) <= len(name) || !strings.EqualFold(text[:len(name)], name) {
		return text, false
	}
	rest := text[len(name):]
	if rest[0] != ':' && rest[0] != ',' {
		return text, false
	}
	return strings.TrimSpace(rest[1:]), true
}

// wordy says that a text goes on with what could belong to the name before it; a full stop does only before more.
func wordy(after string) bool {
	r, size := utf8.DecodeRuneInString(after)
	if r == '.' || r == '-' || r == '_' {
		r, _ = utf8.DecodeRuneInString(after[size:])
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}
