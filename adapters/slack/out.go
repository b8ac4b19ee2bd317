package slack

import (
	"fmt"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"ambassador/bot"
)

// Slack's limits, in characters and pieces (docs.slack.dev, "Block Kit"). What exceeds one is refused as
// a whole, so all of them are kept here.
const (
	mostBlocks  = 50   // in a message
	mostInView  = 100  // blocks in a modal or home
	mostText    = 3000 // of a section
	mostField   = 2000 // of a section's field
	mostFields  = 10
	mostButtons = 25
	mostLabel   = 75   // of a button or an option
	mostLine    = 2000 // value of a button
	mostAlt     = 2000
	mostURL     = 3000
	mostPlain   = 3900 // of the text beside blocks; Slack cuts at 4,000
)

// own begins the ids of buttons that the adapter adds to those of the bot.
const own = "own:"

// page is a message ready to be posted: blocks, and the same as plain text for notifications and
// screen readers.
type page struct {
	text   string
	blocks []slack.Block
}

// printer makes blocks of replies.
type printer struct {
	team     string // whose people may be shown by name
	mentions bool   // in a conversation with one person, where a mention pings nobody else
	view     bool   // in a modal or home, which take no Markdown
	buttons  int    // so far: each has an id of its own
}

// pages are the messages that a reply becomes, nearly always one.
func (p *printer) pages(r bot.Reply) []page {
	blocks := p.reply(r)
	text := clipEscaped(p.say(r.Text), mostPlain)
	if text == "" {
		text = "…" // a message of buttons alone still wants words for a notification
	}
	var all []page
	for end := full(blocks); end < len(blocks); end = full(blocks) {
		all = append(all, page{text, blocks[:end:end]})
		blocks, text = blocks[end:], "…"
	}
	return append(all, page{text, blocks})
}

// reply is a whole reply as blocks, in number without bounds.
func (p *printer) reply(r bot.Reply) (blocks []slack.Block) {
	if len(r.Blocks) == 0 {
		return p.paragraphs(r.Text)
	}
	for _, b := range r.Blocks {
		switch {
		case b.Section != nil:
			blocks = append(blocks, p.section(*b.Section)...)
		case len(b.Facts) > 0:
			blocks = append(blocks, p.facts(b.Facts)...)
		case b.Image != nil:
			blocks = append(blocks, p.image(*b.Image)...)
		case b.File != nil:
			// In plain text, for Slack makes links of what ends like a domain: md is Moldova's.
			blocks = append(blocks, section(slack.PlainTextType, p.say(b.File.Line())))
		case b.Markdown != "":
			blocks = append(blocks, p.markdown(b.Markdown)...)
		case len(b.Actions) > 0:
			blocks = append(blocks, p.actions(b.Actions)...)
		}
	}
	return blocks
}

// say is text for Slack: escaped, and with the names of people where that is allowed.
func (p *printer) say(text string) string {
	escaped := escape(text)
	if p.mentions {
		return mentioned(escaped, p.team)
	}
	return escaped
}

// paragraphs is text as sections, each within the limit.
func (p *printer) paragraphs(text string) (blocks []slack.Block) {
	if text == "" {
		return nil
	}
	kind := slack.MarkdownType
	if marked(text) {
		kind = slack.PlainTextType
	}
	for _, part := range pieces(p.say(text), mostText) {
		blocks = append(blocks, section(kind, part))
	}
	return blocks
}

// section is a section block of one text.
func section(kind, text string) *slack.SectionBlock {
	return &slack.SectionBlock{Type: slack.MBTSection, Text: object(kind, text)}
}

// object is a text object. Names of emoji in plain text stay words.
func object(kind, text string) *slack.TextBlockObject {
	// What looks like the name of a person or channel must not become one.
	verbatim := kind == slack.MarkdownType && strings.ContainsAny(text, "@#")
	return &slack.TextBlockObject{Type: kind, Text: text, Verbatim: verbatim}
}

// words is a plain text object of at most so many characters.
func words(text string, most int) *slack.TextBlockObject {
	return object(slack.PlainTextType, clipEscaped(escape(strings.Join(strings.Fields(text), " ")), most))
}

// section is a title in bold, which may be a link, above text: one block if possible.
func (p *printer) section(s bot.Section) []slack.Block {
	title := clip(strings.Join(strings.Fields(s.Title), " "), 300)
	link := safeLink(s.Link)
	if s.Link != "" && link == "" { // no address to open, and still what somebody wrote
		s.Text = strings.TrimPrefix(s.Text+"\n"+s.Link, "\n")
	}
	head := p.headline(title, link)
	if head == "" {
		return p.paragraphs(s.Text)
	}
	body := p.say(s.Text)
	together := head
	if body != "" {
		together += "\n" + body
	}
	if !marked(title) && !marked(s.Text) && utf8.RuneCountInString(together) <= mostText {
		return []slack.Block{section(slack.MarkdownType, together)}
	}
	return append(p.heading(title, link), p.paragraphs(s.Text)...)
}

// headline is the title in markup.
func (p *printer) headline(title, link string) string {
	switch {
	case title == "" && link == "":
		return ""
	case title == "":
		return "<" + link + ">"
	case link == "":
		return "*" + p.say(title) + "*"
	}
	// A pipe would end the label's address, and is rare enough in titles to be spared.
	return "*<" + link + "|" + strings.ReplaceAll(escape(title), "|", "¦") + ">*"
}

// heading is the title as blocks of its own, for titles that markup would change.
func (p *printer) heading(title, link string) (blocks []slack.Block) {
	if title != "" && marked(title) {
		blocks = append(blocks, section(slack.PlainTextType, p.say(title)))
		title = ""
	}
	if head := p.headline(title, link); head != "" {
		blocks = append(blocks, section(slack.MarkdownType, head))
	}
	return blocks
}

// safeLink is an address that may stand in a link, escaped as Slack wants it; empty for any other.
func safeLink(link string) string {
	u, err := url.Parse(link)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || len(link) > mostURL {
		return ""
	}
	return linker.Replace(link)
}

// facts are sections of labelled fields, two in a row.
func (p *printer) facts(facts []bot.Fact) (blocks []slack.Block) {
	for len(facts) > 0 {
		n := min(len(facts), mostFields)
		block := &slack.SectionBlock{Type: slack.MBTSection}
		for _, f := range facts[:n] {
			block.Fields = append(block.Fields, p.fact(f))
		}
		blocks = append(blocks, block)
		facts = facts[n:]
	}
	return blocks
}

// fact is one field. An instant is shown in the zone of whoever reads it.
func (p *printer) fact(f bot.Fact) *slack.TextBlockObject {
	if !f.At.IsZero() {
		return object(slack.MarkdownType, fmt.Sprintf("*%s*\n<!date^%d^{date_short_pretty} {time}|%s>",
			p.say(clip(f.Label, 200)), f.At.Unix(), strings.ReplaceAll(escape(clip(f.Value, 200)), "|", "¦")))
	}
	if marked(f.Label) || marked(f.Value) {
		return object(slack.PlainTextType, clipEscaped(p.say(f.Label)+"\n"+p.say(f.Value), mostField))
	}
	return object(slack.MarkdownType, clipEscaped("*"+p.say(clip(f.Label, 200))+"*\n"+p.say(f.Value), mostField))
}

// image is a picture with the words for those who do not see it; without an address only the words.
func (p *printer) image(i bot.Image) []slack.Block {
	address := safeLink(i.URL)
	if address == "" {
		return p.paragraphs(i.Alt)
	}
	address = strings.ReplaceAll(address, "&amp;", "&") // an address of its own is not markup
	return []slack.Block{&slack.ImageBlock{Type: slack.MBTImage, ImageURL: address, AltText: clip(orElse(i.Alt, "picture"), mostAlt)}}
}

// actions are buttons; a line that no button can hold is shown, so that it can be typed.
func (p *printer) actions(actions []bot.Action) (blocks []slack.Block) {
	var row []slack.BlockElement
	for _, a := range actions {
		if utf8.RuneCountInString(a.Line) > mostLine {
			blocks = append(blocks, p.paragraphs(a.Label+": "+a.Line)...)
			continue
		}
		row = append(row, p.button("say:", a))
	}
	for len(row) > 0 {
		n := min(len(row), mostButtons)
		blocks = append(blocks, &slack.ActionBlock{Type: slack.MBTAction, Elements: &slack.BlockElements{ElementSet: row[:n]}})
		row = row[n:]
	}
	return blocks
}

// button is one button; its id is unique within the message, its value the line.
func (p *printer) button(kind string, a bot.Action) *slack.ButtonBlockElement {
	p.buttons++
	label := words(a.Label, mostLabel)
	if label.Text == "" {
		label.Text = "…"
	}
	return &slack.ButtonBlockElement{Type: slack.METButton, ActionID: fmt.Sprintf("%s%d", kind, p.buttons), Text: label, Value: a.Line}
}

// extra are the adapter's own buttons below a reply: to fill in a form, and to share.
func (p *printer) extra(actions ...ownAction) []slack.Block {
	var row []slack.BlockElement
	for _, a := range actions {
		if a.line == "" || utf8.RuneCountInString(a.line) > mostLine {
			continue
		}
		b := p.button(own, bot.Action{Label: a.label, Line: a.line})
		b.ActionID = own + a.does
		row = append(row, b)
	}
	if len(row) == 0 {
		return nil
	}
	return []slack.Block{&slack.ActionBlock{Type: slack.MBTAction, Elements: &slack.BlockElements{ElementSet: row}}}
}

// ownAction is a button of the adapter.
type ownAction struct {
	does  string // share or form
	label string
	line  string // empty: no button
}

// linker writes an address as it may stand in a link.
var linker = strings.NewReplacer("&", "&amp;", "<", "%3C", ">", "%3E", "|", "%7C", "\n", "", " ", "%20")
