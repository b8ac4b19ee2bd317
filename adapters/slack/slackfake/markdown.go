package slackfake

import (
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"
)

// These find what Slack would read in Markdown as more than text, wherever it stands: somebody called, and an address that is none
// of the web.
var (
	called = regexp.MustCompile(`(?i)(<|&lt;?|&#0*60;?|&#x0*3c;?)\\?[!@#&]|@(channel|here|everyone)`)
	astray = regexp.MustCompile(`(?i)\]\([ \t\n]*<?(javascript|data|slack|vbscript|file|matrix|mailto|//)|<(javascript|data|slack|mailto):`)
	drawn  = regexp.MustCompile(`(?m)^(#{1,6} |---$|\*\*\*$)`) // each becomes a block
)

// mostMarkdown is how many characters all markdown blocks of a message may have, and mostDrawn how many of what becomes a
// block: with the text after each there are twice as many.
const (
	mostMarkdown = 12_000
	mostDrawn    = 25
)

// markdown holds a passage in Markdown against the limits, and against what must not be in it.
func (s *sheet) markdown(text string) {
	if s.view {
		s.Blame("a markdown block in a view")
	}
	if strings.TrimSpace(text) == "" {
		s.Blame("an empty markdown block")
	}
	s.passages += utf8.RuneCountInString(text)
	s.drawn += len(drawn.FindAllString(text, -1))
	if s.passages > mostMarkdown || s.drawn > mostDrawn {
		s.Blame("%d characters of Markdown with %d headings and rules", s.passages, s.drawn)
	}
	if m := called.FindString(text); m != "" {
		s.Blame("Markdown calls %q: %.120q", m, text)
	}
	if m := astray.FindString(text); m != "" {
		s.Blame("Markdown leads to %q: %.120q", m, text)
	}
}

// richText holds rich text against its shape.
func (s *sheet) richText(b map[string]any) {
	elements, _ := b["elements"].([]any)
	if len(elements) == 0 {
		s.Blame("rich text without elements")
	}
	for _, v := range elements {
		e := v.(map[string]any)
		switch kind := str(e, "type"); kind {
		case "rich_text_list", "rich_text_section", "rich_text_quote", "rich_text_preformatted":
			s.richText(e)
		case "text", "link":
			if str(e, "text") == "" {
				s.Blame("rich text with an empty %s", kind)
			}
			if kind == "link" {
				s.address("a link", str(e, "url"))
			}
		default:
			s.Blame("an element of type %q in rich text", kind)
		}
	}
}

// unjoined is Markdown as people wrote it: without the word joiners that break what must not be read.
func unjoined(text string) string { return named(strings.ReplaceAll(text, "\u2060", "")) }

// written is rich text as Markdown that would look like it.
func written(b map[string]any) string {
	elements, _ := b["elements"].([]any)
	var parts []string
	for _, v := range elements {
		e := v.(map[string]any)
		within, _ := e["elements"].([]any)
		switch str(e, "type") {
		case "rich_text_list":
			parts = append(parts, writtenList(e, within))
		case "rich_text_quote":
			parts = append(parts, "> "+strings.ReplaceAll(writtenLine(within), "\n", "\n> "))
		case "rich_text_preformatted":
			parts = append(parts, "```\n"+str(within[0].(map[string]any), "text")+"\n```")
		default:
			parts = append(parts, writtenLine(within))
		}
	}
	return strings.Join(parts, "\n")
}

// writtenList is a list, indented as deep as it says.
func writtenList(e map[string]any, items []any) string {
	var lines []string
	for i, v := range items {
		within, _ := v.(map[string]any)["elements"].([]any)
		sign := "- "
		if str(e, "style") == "ordered" {
			sign = fmt.Sprintf("%d. ", number(e, "offset")+i+1)
		}
		margin := strings.Repeat("  ", number(e, "indent"))
		lines = append(lines, margin+sign+strings.ReplaceAll(writtenLine(within), "\n", "\n"+margin+"  "))
	}
	return strings.Join(lines, "\n")
}

// writtenLine is text and links.
func writtenLine(elements []any) string {
	var out strings.Builder
	for _, v := range elements {
		e := v.(map[string]any)
		text := str(e, "text")
		if style, ok := e["style"].(map[string]any); ok {
			for _, look := range []struct{ name, sign string }{{"code", "`"}, {"italic", "*"}, {"bold", "**"}} {
				if style[look.name] == true {
					text = look.sign + text + look.sign
				}
			}
		}
		if url := str(e, "url"); url == text {
			text = url
		} else if url != "" {
			text = "[" + text + "](" + url + ")"
		}
		out.WriteString(text)
	}
	return out.String()
}

// number is a whole number of a payload.
func number(e map[string]any, key string) int {
	n, _ := e[key].(float64)
	return int(n)
}
