package slack

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"ambassador/bot"
)

// Slack escapes three characters, and writes what it understood of a text in angle brackets:
// <@U1|name>, <#C1|general>, <https://…|label>, <!here> (docs.slack.dev, "Formatting message text").
// Both directions of that are here and nowhere else.

// unescape undoes Slack's three entities. It is a type so that it is built once.
func unescape(s string) string {
	if !strings.Contains(s, "&") {
		return s
	}
	return strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(s)
}

// escape makes text harmless: nothing in it can mention, link or ping, steer a terminal or turn a line around.
func escape(s string) string {
	s = clean(s)
	if !strings.ContainsAny(s, "&<>") {
		return s
	}
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(s)
}

// clean is text in which nothing steers a terminal or turns a line around.
func clean(s string) string {
	s = strings.ToValidUTF8(s, "\ufffd")
	if !strings.ContainsFunc(s, steering) {
		return s
	}
	return strings.Map(func(r rune) rune {
		if steering(r) {
			return -1
		}
		return r
	}, s)
}

// steering says that a character does something to the text around it instead of being part of it.
func steering(r rune) bool {
	return r != '\n' && r != '\t' && unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)
}

// heard is text as it came from Slack, as people would have typed it: people are written as
// @slack:team/user, channels as #name, links as their address.
func heard(text, team string) string {
	var out strings.Builder
	for {
		open := strings.IndexByte(text, '<')
		if open < 0 {
			out.WriteString(unescape(text))
			return out.String()
		}
		out.WriteString(unescape(text[:open]))
		text = text[open+1:]
		end := strings.IndexAny(text, "<>")
		if end < 0 || text[end] == '<' {
			out.WriteByte('<')
			continue
		}
		out.WriteString(understood(text[:end], team))
		text = text[end+1:]
	}
}

// understood is what stands between angle brackets, in plain words.
func understood(inside, team string) string {
	what, label, _ := strings.Cut(inside, "|")
	label = unescape(label)
	switch {
	case strings.HasPrefix(what, "@"):
		return "@" + bot.Address{Platform: Platform, Space: team, User: what[1:]}.String()
	case strings.HasPrefix(what, "#"):
		return "#" + orElse(label, what[1:])
	case strings.HasPrefix(what, "!date^"):
		return label
	case strings.HasPrefix(what, "!"):
		name, _, _ := strings.Cut(what[1:], "^")
		return orElse(label, "@"+name)
	case strings.HasPrefix(what, "mailto:"), strings.HasPrefix(what, "tel:"):
		return orElse(label, what[strings.Index(what, ":")+1:])
	}
	link := unescape(what)
	if !strings.Contains(link, "://") {
		return "<" + unescape(inside) + ">" // not Slack's: somebody typed it where Slack does not escape
	}
	if label == "" || strings.HasSuffix(strings.TrimRight(link, "/"), label) {
		return link
	}
	return label + " (" + link + ")"
}

// account finds what heard makes of a mention.
var account = regexp.MustCompile(`@` + Platform + `:([A-Za-z0-9]+)/([A-Za-z0-9_.-]+)`)

// mentioned makes escaped text show people of the team by name. It is for direct conversations only: there
// a mention tells who is meant and pings nobody else.
func mentioned(escaped, team string) string {
	if !strings.Contains(escaped, "@"+Platform+":") {
		return escaped
	}
	return account.ReplaceAllStringFunc(escaped, func(found string) string {
		m := account.FindStringSubmatch(found)
		user := strings.TrimRight(m[2], ".-") // the end of a sentence
		if m[1] != team || user == "" {
			return found
		}
		return "<@" + user + ">" + m[2][len(user):]
	})
}

// clip cuts text to a number of characters, and shows that it did.
func clip(s string, most int) string {
	if len(s) <= most || utf8.RuneCountInString(s) <= most {
		return s
	}
	return string([]rune(s)[:most-1]) + "…"
}

// clipEscaped is clip for escaped text, which it never cuts inside an entity or a mention.
func clipEscaped(s string, most int) string {
	if len(s) <= most || utf8.RuneCountInString(s) <= most {
		return s
	}
	cut := string([]rune(s)[:most-1])
	if at := strings.LastIndexAny(cut, "&<"); at >= 0 && !strings.ContainsAny(cut[at:], ";>") {
		cut = cut[:at]
	}
	return cut + "…"
}

// marked says that Slack's markup would take some of the text for formatting: such text is sent as
// plain_text, which knows none.
func marked(s string) bool {
	if strings.ContainsAny(s, "*~`") || strings.HasPrefix(s, ">") || strings.Contains(s, "\n>") {
		return true
	}
	return strings.Contains(s, "_") && underscored(s) || strings.Contains(s, ":") && emoji.MatchString(s)
}

// emoji finds what Slack would show as a picture.
var emoji = regexp.MustCompile(`:[a-z0-9_+'-]+:`)

// underscored says that an underscore begins or ends a word, as in _italics_.
func underscored(s string) bool {
	for at, r := range s {
		if r != '_' {
			continue
		}
		before, _ := utf8.DecodeLastRuneInString(s[:at])
		after, _ := utf8.DecodeRuneInString(s[at+1:])
		if !wordy(before) || !wordy(after) {
			return true
		}
	}
	return false
}

// wordy says that the character can stand within a word.
func wordy(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// pieces cuts escaped text into parts of at most so many characters: between paragraphs if it can, else
// between lines, else between words.
func pieces(s string, most int) (parts []string) {
	for {
		cut := byteOf(s, most)
		if cut == len(s) {
			return append(parts, s)
		}
		at := strings.LastIndex(s[:cut], "\n\n")
		if at < cut/2 {
			at = strings.LastIndexAny(s[:cut], "\n")
		}
		if at < cut/2 {
			at = strings.LastIndexAny(s[:cut], " ")
		}
		if at < cut/2 {
			at = cut
			if open := strings.LastIndexAny(s[:cut], "&<"); open > cut-12 && open > 0 && !strings.ContainsAny(s[open:cut], ";>") {
				at = open
			}
		}
		parts = append(parts, strings.TrimRight(s[:at], " \n"))
		s = strings.TrimLeft(s[at:], " \n")
	}
}

// byteOf is where the character of that number begins.
func byteOf(s string, number int) int {
	for i := range s {
		if number == 0 {
			return i
		}
		number--
	}
	return len(s)
}

// orElse is the first text, or the second one where there is none.
func orElse(s, other string) string {
	if s != "" {
		return s
	}
	return other
}
