package matrixfake

import (
	"fmt"
	"html"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// allowed are the tags that may be in a formatted text, and their attributes ("Client-server API", m.room.message msgtypes).
var allowed = map[string][]string{
	"a": {"href", "target"}, "b": nil, "blockquote": nil, "br": nil, "caption": nil, "code": {"class"}, "del": nil, "details": nil,
	"div": {"data-mx-maths"}, "em": nil, "h1": nil, "h2": nil, "h3": nil, "h4": nil, "h5": nil, "h6": nil, "hr": nil, "i": nil,
	"img": {"width", "height", "alt", "title", "src"}, "li": nil, "ol": {"start"}, "p": nil, "pre": nil, "s": nil,
	"span": {"data-mx-bg-color", "data-mx-color", "data-mx-spoiler", "data-mx-maths"}, "strong": nil, "sub": nil, "summary": nil, "sup": nil,
	"table": nil, "tbody": nil, "td": nil, "th": nil, "thead": nil, "tr": nil, "u": nil, "ul": nil,
}

// void are the tags that have no end.
var void = []string{"br", "hr", "img"}

// schemes are what addresses in links may begin with.
var schemes = []string{"http", "https", "mailto", "matrix", "ftp", "magnet"}

// tag finds a tag; attribute one of its attributes; entity what a character may be written as.
var (
	tag       = regexp.MustCompile(`<(/?)([a-zA-Z][a-zA-Z0-9]*)((?:\s+[a-zA-Z-]+(?:="[^"<>]*")?)*)\s*/?>`)
	attribute = regexp.MustCompile(`([a-zA-Z-]+)(?:="([^"]*)")?`)
	entity    = regexp.MustCompile(`&(#[0-9]+|#x[0-9a-fA-F]+|[a-zA-Z]+);`)
)

// checkHTML lists what is wrong with a formatted text.
func checkHTML(text string) (wrong []string) {
	var open []string
	for _, m := range tag.FindAllStringSubmatch(text, -1) {
		name := strings.ToLower(m[2])
		if _, ok := allowed[name]; !ok {
			wrong = append(wrong, fmt.Sprintf("the tag <%s> is not allowed", name))
		}
		switch {
		case slices.Contains(void, name):
		case m[1] == "":
			open = append(open, name)
		case len(open) == 0 || open[len(open)-1] != name:
			return append(wrong, fmt.Sprintf("</%s> ends what is not open", name))
		default:
			open = open[:len(open)-1]
		}
		if len(open) > 100 {
			return append(wrong, "tags stand within each other more than 100 deep")
		}
		wrong = append(wrong, checkAttributes(name, m[3])...)
	}
	if len(open) > 0 {
		wrong = append(wrong, fmt.Sprintf("<%s> has no end", open[len(open)-1]))
	}
	rest := tag.ReplaceAllString(text, "")
	if strings.ContainsAny(rest, "<>") || strings.Contains(entity.ReplaceAllString(rest, ""), "&") {
		wrong = append(wrong, "something is not escaped")
	}
	return wrong
}

// checkAttributes lists what is wrong with the attributes of a tag.
func checkAttributes(name, text string) (wrong []string) {
	for _, m := range attribute.FindAllStringSubmatch(text, -1) {
		key, value := strings.ToLower(m[1]), html.UnescapeString(m[2])
		scheme, _, _ := strings.Cut(value, ":")
		switch {
		case !slices.Contains(allowed[name], key):
			wrong = append(wrong, fmt.Sprintf("the attribute %s of <%s> is not allowed", key, name))
		case key == "href" && !slices.Contains(schemes, strings.ToLower(scheme)):
			wrong = append(wrong, fmt.Sprintf("a link to %.80q", value))
		case key == "src" && scheme != "mxc":
			wrong = append(wrong, fmt.Sprintf("an image from %.80q", value))
		case key == "class" && !strings.HasPrefix(value, "language-"):
			wrong = append(wrong, fmt.Sprintf("the class %.80q", value))
		}
	}
	return wrong
}

// pill is a link to somebody, with its text.
type pill struct{ user, text string }

// anchor finds links.
var anchor = regexp.MustCompile(`(?s)<a [^>]*href="([^"]*)"[^>]*>(.*?)</a>`)

// pills lists the links to people in a formatted text.
func pills(text string) (all []pill) {
	for _, m := range anchor.FindAllStringSubmatch(text, -1) {
		to, err := url.PathUnescape(html.UnescapeString(m[1]))
		if err != nil {
			continue
		}
		user, ok := strings.CutPrefix(to, "https://matrix.to/#/@")
		if !ok {
			user, ok = strings.CutPrefix(to, "matrix:u/")
		}
		if ok {
			user, _, _ = strings.Cut(user, "?")
			all = append(all, pill{"@" + user, html.UnescapeString(tag.ReplaceAllString(m[2], ""))})
		}
	}
	return all
}
