package matrix

import (
	"net/url"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"maunium.net/go/mautrix/id"

	"ambassador/bot"
)

// These begin the links by which clients write mentions (spec.matrix.org, "URIs").
const (
	pillBase   = "https://matrix.to/#/"
	pillScheme = "matrix:u/"
)

// mostHTML is how much of a formatted body is read.
const mostHTML = 64 << 10

// withPills is a formatted body as text, in which mentioned people are written as accounts and everything
// else stands as a reader would see it.
func withPills(formatted string) (string, bool) {
	if len(formatted) > mostHTML {
		return "", false
	}
	var out strings.Builder
	tokens := html.NewTokenizer(strings.NewReader(formatted))
	for inPill, hidden := false, false; ; {
		switch tokens.Next() {
		case html.ErrorToken:
			return strings.TrimSpace(out.String()), true
		case html.TextToken:
			if !inPill && !hidden {
				out.Write(tokens.Text())
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			t := tokens.Token()
			if breaks(t.DataAtom) && out.Len() > 0 {
				out.WriteByte('\n')
			}
			hidden = hidden || t.DataAtom == atom.Script || t.DataAtom == atom.Style
			if who := pilled(t); who != "" {
				inPill = true
				out.WriteString("@" + account(who).String())
			}
		case html.EndTagToken:
			t := tokens.Token()
			switch t.DataAtom {
			case atom.A:
				inPill = false
			case atom.Script, atom.Style:
				hidden = false
			}
			if t.DataAtom == atom.P {
				out.WriteByte('\n')
			}
		}
	}
}

// breaks says that a tag begins a new line.
func breaks(tag atom.Atom) bool {
	switch tag {
	case atom.Br, atom.P, atom.Div, atom.Li, atom.Blockquote, atom.Pre, atom.Tr, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return true
	}
	return false
}

// pilled is the person whom a link mentions, if it does.
func pilled(t html.Token) id.UserID {
	if t.DataAtom != atom.A {
		return ""
	}
	for _, attribute := range t.Attr {
		if attribute.Key == "href" {
			return mentioned(attribute.Val)
		}
	}
	return ""
}

// mentioned is the person of a matrix.to or matrix: link.
func mentioned(link string) id.UserID {
	if rest, ok := strings.CutPrefix(link, pillScheme); ok {
		rest, _, _ = strings.Cut(rest, "?")
		return checked("@" + rest)
	}
	rest, ok := strings.CutPrefix(link, pillBase)
	if !ok {
		return ""
	}
	rest, _, _ = strings.Cut(rest, "?")
	rest, err := url.PathUnescape(rest)
	if err != nil {
		return ""
	}
	return checked(rest)
}

// checked is an account, unless the text is none.
func checked(text string) id.UserID {
	who := id.UserID(text)
	if _, _, err := who.Parse(); err != nil || len(text) > 255 || strings.ContainsAny(text, " \t\n/") {
		return ""
	}
	return who
}

// account is somebody's address.
func account(who id.UserID) bot.Address { return bot.Address{Platform: Platform, User: string(who)} }
