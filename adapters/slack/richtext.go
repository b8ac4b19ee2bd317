package slack

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"ambassador/adapters/markdown"
)

// Modals and homes take no markdown blocks, but rich text, in which text is just that: nothing in it has to be defused
// (docs.slack.dev, "Rich text block").

const (
	mostHeading = 150 // characters of a header block
	mostLevel   = 4   // of a header block
)

// inView is Markdown for a modal or home: each block in one of its own. What is longer than one message takes is cut.
func inView(source string) (blocks []slack.Block) {
	parts := portions(clean(source))
	for _, b := range markdown.Parse(parts[0]) {
		blocks = append(blocks, viewed(b))
	}
	if len(parts) > 1 {
		blocks = append(blocks, section(slack.PlainTextType, tooLong))
	}
	return blocks
}

// viewed is one block.
func viewed(b markdown.Block) slack.Block {
	switch b.Kind {
	case markdown.Rule:
		return slack.NewDividerBlock()
	case markdown.Heading:
		if title := strings.TrimSpace(textOf(b.Runs)); title != "" && utf8.RuneCountInString(title) <= mostHeading {
			return slack.NewHeaderBlock(object(slack.PlainTextType, escape(title)), slack.HeaderBlockOptionLevel(min(b.Level, mostLevel)))
		}
	}
	return slack.NewRichTextBlock("", rich(b, 0)...)
}

// textOf is the text of runs.
func textOf(runs []markdown.Run) string {
	var out strings.Builder
	for _, r := range runs {
		out.WriteString(clean(r.Text))
	}
	return out.String()
}

// rich is a block as elements of rich text, which do not stand within each other: lists have a depth instead.
func rich(b markdown.Block, depth int) []slack.RichTextElement {
	switch b.Kind {
	case markdown.Code:
		text := []slack.RichTextSectionElement{slack.NewRichTextSectionTextElement(orElse(clean(b.Text), " "), nil)}
		return []slack.RichTextElement{&slack.RichTextPreformatted{Type: slack.RTEPreformatted, Elements: text}}
	case markdown.Quote:
		return []slack.RichTextElement{&slack.RichTextQuote{Type: slack.RTEQuote, Elements: flattened(b.Blocks)}}
	case markdown.List:
		return listed(b, depth)
	case markdown.Heading:
		for i := range b.Runs {
			b.Runs[i].Strong = true
		}
	}
	return []slack.RichTextElement{slack.NewRichTextSection(flattened([]markdown.Block{b})...)}
}

// listed is a list: its items, and between them what else stands in those, at its own depth.
func listed(b markdown.Block, depth int) (all []slack.RichTextElement) {
	style := slack.RTEListBullet
	if b.Ordered {
		style = slack.RTEListOrdered
	}
	var last *slack.RichTextList
	for i, item := range b.Items {
		lines := 0
		for lines < len(item) && (item[lines].Kind == markdown.Paragraph || item[lines].Kind == markdown.Heading) {
			lines++
		}
		if last == nil {
			last = slack.NewRichTextList(style, depth)
			if b.Ordered {
				last.Offset = max(b.First+i-1, 0)
			}
			all = append(all, last)
		}
		last.Elements = append(last.Elements, slack.NewRichTextSection(flattened(item[:lines])...))
		for _, within := range item[lines:] {
			all, last = append(all, rich(within, depth+1)...), nil
		}
	}
	return all
}

// flattened is text of several blocks in one element, each on lines of its own. It is never empty, for Slack takes no such thing.
func flattened(blocks []markdown.Block) []slack.RichTextSectionElement {
	var w line
	w.blocks(blocks, "")
	if len(w.elements) == 0 {
		w.say(" ", markdown.Run{})
	}
	return w.elements
}

// line is text being written.
type line struct {
	elements []slack.RichTextSectionElement
}

// say adds text of a look.
func (l *line) say(text string, as markdown.Run) {
	if text = clean(text); text == "" {
		return
	}
	var style *slack.RichTextSectionTextStyle
	if as.Strong || as.Emphasis || as.Code {
		style = &slack.RichTextSectionTextStyle{Bold: as.Strong, Italic: as.Emphasis, Code: as.Code}
	}
	if as.Link != "" {
		l.elements = append(l.elements, &slack.RichTextSectionLinkElement{Type: slack.RTSELink, URL: as.Link, Text: text, Style: style})
		return
	}
	l.elements = append(l.elements, slack.NewRichTextSectionTextElement(text, style))
}

// blocks adds blocks, behind a margin.
func (l *line) blocks(blocks []markdown.Block, margin string) {
	for i, b := range blocks {
		if i > 0 {
			l.say("\n"+margin, markdown.Run{})
		}
		switch b.Kind {
		case markdown.Code:
			l.say(b.Text, markdown.Run{Code: true})
		case markdown.Rule:
			l.say("———", markdown.Run{})
		case markdown.Quote:
			l.blocks(b.Blocks, margin)
		case markdown.List:
			l.items(b, margin)
		default:
			for _, r := range b.Runs {
				l.say(r.Text, r)
			}
		}
	}
}

// items adds the items of a list where none can be.
func (l *line) items(b markdown.Block, margin string) {
	for i, item := range b.Items {
		if i > 0 {
			l.say("\n"+margin, markdown.Run{})
		}
		sign := "• "
		if b.Ordered {
			sign = strconv.Itoa(b.First+i) + ". "
		}
		l.say(sign, markdown.Run{})
		l.blocks(item, margin+"   ")
	}
}
