package matrixfake

import (
	"html"
	"regexp"
	"strings"

	"ambassador/bot"
)

// mention finds people as talks write them; account finds an account in other words.
var (
	mention   = regexp.MustCompile(`@console:([A-Za-z0-9_.-]*[A-Za-z0-9_-])`)
	accountOf = regexp.MustCompile(`console:([A-Za-z0-9_.-]*[A-Za-z0-9_-])`)
)

// Fixture makes the accounts of a talk's fixture accounts of this homeserver.
func Fixture(data []byte) []byte {
	return accountOf.ReplaceAll(data, []byte("matrix:@$1:"+Domain))
}

// Account is the account of a person of this homeserver.
func Account(name string) bot.Address { return bot.Address{Platform: "matrix", User: mxid(name)} }

// typed is what somebody typed, as the content of a message; clients send what fits. mu is held.
func (s *Server) typed(text string) object {
	text = strings.ToValidUTF8(text, "\uFFFD")
	content := s.written(text)
	for tooLarge(&Event{Content: content}) {
		text = strings.ToValidUTF8(text[:len(text)*3/4], "")
		content = s.written(text)
	}
	return content
}

// written is a text as the content of a message, in which people are mentioned as clients do it. mu is held.
func (s *Server) written(text string) object {
	content := object{"msgtype": "m.text", "m.mentions": object{}}
	var body, markup strings.Builder
	var users []any
	rest := text
	for m := mention.FindStringSubmatchIndex(rest); m != nil; m = mention.FindStringSubmatchIndex(rest) {
		id := mxid(rest[m[2]:m[3]])
		name, before := s.person(id).Display, accounts(rest[:m[0]])
		body.WriteString(before + name)
		markup.WriteString(escaped(before) + `<a href="https://matrix.to/#/` + id + `">` + escaped(name) + `</a>`)
		users, rest = append(users, id), rest[m[1]:]
	}
	content["body"] = body.String() + accounts(rest)
	if users != nil {
		content["format"], content["formatted_body"] = "org.matrix.custom.html", markup.String()+escaped(accounts(rest))
		content["m.mentions"] = object{"user_ids": users}
	}
	return content
}

// accounts are the accounts of a text as the desk writes them.
func accounts(text string) string { return accountOf.ReplaceAllString(text, "matrix:@$1:"+Domain) }

// escaped is plain text as HTML.
func escaped(text string) string { return strings.ReplaceAll(html.EscapeString(text), "\n", "<br>") }

// theirs finds accounts of this homeserver as the bot writes them.
var theirs = regexp.MustCompile(`@?(?:matrix:)?@([a-z0-9_.=/+-]+):` + regexp.QuoteMeta(Domain))

// plain is a text as a reader sees it, with people called as talks call them. Whoever is linked in the formatted text is
// called so in the text, too.
func plain(text, formatted string) string {
	var b strings.Builder
	for _, p := range pills(formatted) {
		name := strings.TrimPrefix(p.text, "@")
		if p.text == "" || strings.Contains(p.text, ":"+Domain) || !strings.HasSuffix(p.user, ":"+Domain) {
			continue
		}
		at := strings.Index(text, name)
		if at < 0 {
			continue
		}
		b.WriteString(strings.TrimSuffix(text[:at], "@") + "@console:" + nick(p.user))
		text = text[at+len(name):]
	}
	text = b.String() + text
	return theirs.ReplaceAllStringFunc(text, func(found string) string {
		name := "console:" + theirs.FindStringSubmatch(found)[1]
		if strings.HasPrefix(found, "matrix:") { // an account, not a mention
			return name
		}
		return "@" + name
	})
}
