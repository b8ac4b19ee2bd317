package bot

import (
	"strings"
	"time"
)

// Reply is what the asker is told. Text alone makes sense on every platform;
// Blocks say the same more richly where the platform can show it.
type Reply struct {
	Text    string  `json:"text"`
	Blocks  []Block `json:"blocks,omitempty"`
	Ask     *Form   `json:"ask,omitempty"` // open questions: a native form, or the next line
	Private bool    `json:"private,omitempty"`

	// Refused says that nothing was done: what the person filled in is still of use.
	Refused bool `json:"refused,omitempty"`

	// Unknown says that the words named nothing that the bot knows of. A line that only looked like a command may
	// then be a question. It matters to the router alone, and is not kept.
	Unknown bool `json:"-"`

	// Again is the line that brings the same answer for everybody to see. It is set
	// where a room's member alone was told something that others may hear, too.
	Again string `json:"again,omitempty"`
}

// Block is one part of a rich reply. Exactly one member is set, so that a reply
// waiting in the outbox can be stored and read back.
type Block struct {
	Section *Section `json:"section,omitempty"`
	Facts   []Fact   `json:"facts,omitempty"`
	Actions []Action `json:"actions,omitempty"`
	Image   *Image   `json:"image,omitempty"`
	File    *File    `json:"file,omitempty"`

	// Markdown is a passage as people write it: paragraphs, headings, lists, quotes, code, and within the lines
	// bold, emphasis, code and links, as CommonMark has them. It may be hostile: no platform lets it mention
	// anybody, lead anywhere but to http and https, or be HTML.
	Markdown string `json:"markdown,omitempty"`
}

// Section is a paragraph: a title in strong type, which may be a link, and text
// below it. All three are plain text; adapters escape.
type Section struct {
	Title string `json:"title,omitempty"`
	Link  string `json:"link,omitempty"` // http or https; makes a link of the title
	Text  string `json:"text,omitempty"`
}

// Fact is one labelled value of a table.
type Fact struct {
	Label string `json:"label"`
	Value string `json:"value"`

	// At is the instant that Value tells in UTC: a platform that knows its reader's
	// time zone shows it in that one. The zero time is none.
	At time.Time `json:"at,omitzero"`
}

// Action is a button that stands for a command line: pressing it is typing it.
type Action struct {
	Label string `json:"label"`
	Line  string `json:"line"`
}

// Image is a picture with the words for those who do not see it.
type Image struct {
	URL string `json:"url"`
	Alt string `json:"alt"` // mandatory
}

// Say makes a reply of plain sentences.
func Say(text string, actions ...Action) Reply {
	if len(actions) == 0 {
		return Reply{Text: text}
	}
	return Compose(Block{Section: &Section{Text: text}}, Block{Actions: actions})
}

// Hush makes a reply one for the asker's eyes only.
func Hush(r Reply) Reply {
	r.Private = true
	return r
}

// Compose makes a reply of blocks, and its text from them. Actions stay out of
// the text: an adapter without buttons shows them in its own way.
func Compose(blocks ...Block) Reply {
	var parts []string
	for _, b := range blocks {
		if s := b.plain(); s != "" {
			parts = append(parts, s)
		}
	}
	return Reply{Text: strings.Join(parts, "\n\n"), Blocks: blocks}
}

// Actions lists all buttons of the reply, in order.
func (r Reply) Actions() []Action {
	var all []Action
	for _, b := range r.Blocks {
		all = append(all, b.Actions...)
	}
	return all
}

// empty says that there is nothing to tell.
func (r Reply) empty() bool { return r.Text == "" && len(r.Blocks) == 0 && r.Ask == nil }

// plain is the block as text.
func (b Block) plain() string {
	switch {
	case b.Section != nil:
		return b.Section.plain()
	case b.Image != nil:
		return b.Image.Alt
	case b.File != nil:
		return b.File.Line()
	case b.Markdown != "":
		return strings.TrimSpace(b.Markdown) // its source is made to be read as it stands
	case len(b.Facts) > 0:
		lines := make([]string, len(b.Facts))
		for i, f := range b.Facts {
			lines[i] = f.Label + ": " + f.Value
		}
		return strings.Join(lines, "\n")
	}
	return ""
}

// plain is the section as lines: title, link and text.
func (s Section) plain() string {
	var lines []string
	for _, line := range []string{s.Title, s.Text, s.Link} {
		if line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}
