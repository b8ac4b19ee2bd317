package newsletter

import (
	"net/url"
	"strings"
	"unicode"

	"ambassador/bot"
)

// checkLink refuses a link that readers cannot follow. It is never fetched here.
func checkLink(link string) (string, error) {
	u, err := url.Parse(link)
	if err != nil || !public(u.Hostname()) {
		return "", bot.Refuse("Readers of the newsletter cannot follow that link: it leads into a private network, or to a bare number. Please give one with a name that everybody can open.")
	}
	return link, nil
}

// mostAnnounced is how long the link of an issue may be: buttons hold it, and they are short.
const mostAnnounced = 300

// checkAnnounced checks the link of an issue.
func checkAnnounced(link string) (string, error) {
	if len(link) > mostAnnounced {
		return "", bot.Refuse("That link is too long to announce: at most %d characters fit.", mostAnnounced)
	}
	return checkLink(link)
}

// public says whether a host is a name that can be one for everybody. Names that are kept for private use
// are in RFC 6761, RFC 6762, RFC 8375 and ICANN's resolution 2024.07.29.06. A bare address is none, be it
// of a private network or not: it says nothing to readers, and most often means somebody's own machine.
func public(host string) bool {
	host = strings.ToLower(strings.TrimRight(host, "."))
	if strings.ContainsFunc(host, func(r rune) bool {
		return !strings.ContainsRune("-._", r) && !unicode.In(r, unicode.L, unicode.N, unicode.M)
	}) {
		return false // no name has it; IPv6 addresses have colons
	}
	last := host[strings.LastIndex(host, ".")+1:]
	switch last {
	case host: // one word, as within a company
		return false
	case "localhost", "local", "internal", "intranet", "private", "corp", "home", "lan", "test", "invalid", "localdomain":
		return false
	}
	return !strings.HasSuffix(host, ".home.arpa") && !numeric(last)
}

// numeric says whether the last part of a host is a number, as every IPv4 address has one, 127.1 and 0x7f.1
// too, and no name: WHATWG URL, “ends in a number checker”.
func numeric(part string) bool {
	if hex, ok := strings.CutPrefix(part, "0x"); ok {
		return strings.Trim(hex, "0123456789abcdef") == ""
	}
	return part != "" && strings.Trim(part, "0123456789") == ""
}

// target is a link as it may stand in a document: http or https to a public host, with nothing but
// letters, digits and the marks of an address; empty for any other. What came in was checked, but
// what is printed may be older than the check.
func target(link string) string {
	u, err := url.Parse(strings.TrimSpace(link))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.User != nil || !public(u.Hostname()) {
		return ""
	}
	full := u.String()
	path := strings.Index(full, "://") + len("://")
	if host := strings.IndexAny(full[path:], "/?#"); host >= 0 {
		path += host
	} else {
		path = len(full)
	}
	var b strings.Builder
	b.WriteString(full[:path]) // public has looked at the host; the parser at the port
	for _, c := range []byte(full[path:]) {
		if c <= ' ' || c >= 0x7f || strings.IndexByte("\"'()*<>[\\]^`{|}", c) >= 0 {
			const hex = "0123456789ABCDEF"
			b.Write([]byte{'%', hex[c>>4], hex[c&15]})
			continue
		}
		b.WriteByte(c)
	}
	return b.String()
}
