package slack

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/slack-go/slack"
)

// All markdown blocks of a message may have 12,000 characters together (docs.slack.dev, "Markdown block"). Slack makes other
// blocks of them, of which it takes 50 and, as was measured, 13,202 characters with all that is around the text
// (slackapi/bolt-js#2509 and #2867). So lines weigh more than their characters.
const (
	mostMessage  = 12_000
	mostPortion  = 11_000 // leaves room for a title and buttons
	mostLong     = 5_000  // characters of a line; a second one fits
	mostPortions = 4      // of one passage: a response address takes five answers
	ownLine      = 10     // what a line weighs besides its characters
	ownBlock     = 550    // the same for a heading or rule, which become blocks, as does what follows each: 20 fit
)

// tooLong ends what was cut.
const tooLong = "… (the rest is too long for Slack)"

// fence finds the line that begins or ends a block of code; upright one that becomes a block of its own.
var (
	fence   = regexp.MustCompile("^[ \t>]*(`{3,}|~{3,})(.*)$")
	upright = regexp.MustCompile(`^[ \t>]*(#{1,6}([ \t]|$)|([-=*_][ \t]*)+$)`)
)

// weight is what a line of Markdown weighs.
func weight(line string, code bool) int {
	n := utf8.RuneCountInString(line) + 1
	switch {
	case code, strings.TrimSpace(line) == "":
		return n
	case upright.MatchString(line):
		return n + ownBlock
	}
	return n + ownLine
}

// portion is Markdown being cut.
type portion struct {
	lines  []string
	weight int
	fence  string // the line that began the code in which the next line stands
	gap    int    // number of lines above the last gap between two blocks, and their weight
	above  int
}

// portions cuts Markdown into parts for a message each: between blocks if it can, else between lines, else within one. Code that
// is cut ends, and begins again. Of what is longer than so many parts the rest is missing, which it says.
func portions(text string) (parts []string) {
	var p portion
	for _, line := range shortLines(text) {
		for p.weight+weight(line, p.fence != "") > mostPortion {
			if len(parts) == mostPortions-1 {
				return append(parts, p.closed(len(p.lines))+"\n\n"+tooLong)
			}
			parts = append(parts, p.cut())
		}
		p.add(line)
	}
	return append(parts, p.closed(len(p.lines)))
}

// shortLines are the lines of a text, each of which takes half a message at most.
func shortLines(text string) (all []string) {
	for _, line := range strings.Split(text, "\n") {
		if utf8.RuneCountInString(line) <= mostLong {
			all = append(all, line)
		} else {
			all = append(all, pieces(line, mostLong)...)
		}
	}
	return all
}

// add adds a line.
func (p *portion) add(line string) {
	p.lines, p.weight = append(p.lines, line), p.weight+weight(line, p.fence != "")
	m := fence.FindStringSubmatch(line)
	switch {
	case m == nil:
	case p.fence == "" && (m[1][0] == '~' || !strings.Contains(m[2], "`")): // else code within a line
		p.fence = line
	case p.fence != "" && strings.HasPrefix(m[1], ticks(p.fence)) && strings.TrimSpace(m[2]) == "":
		p.fence = ""
	}
	if p.fence == "" && strings.TrimSpace(line) == "" {
		p.gap, p.above = len(p.lines), p.weight
	}
}

// ticks are the signs of a fence.
func ticks(line string) string { return fence.FindStringSubmatch(line)[1] }

// cut takes off all that is to be said now; the rest begins what follows.
func (p *portion) cut() string {
	at := len(p.lines)
	if p.above > mostPortion/2 {
		at = p.gap
	}
	part, next := p.closed(at), portion{}
	if at == len(p.lines) && p.fence != "" {
		next.add(p.fence)
	}
	for _, line := range p.lines[at:] {
		next.add(line)
	}
	*p = next
	return part
}

// closed is so many lines, with the end of code that they leave open.
func (p *portion) closed(n int) string {
	text := strings.Trim(strings.Join(p.lines[:n], "\n"), "\n")
	if n == len(p.lines) && p.fence != "" {
		margin, _, _ := strings.Cut(p.fence, ticks(p.fence))
		text += "\n" + margin + ticks(p.fence)
	}
	return text
}

// full is how many of the blocks one message takes, at least one.
func full(blocks []slack.Block) int {
	load, marked := 0, false
	for n, b := range blocks[:min(len(blocks), mostBlocks)] {
		_, isMarked := b.(*slack.MarkdownBlock)
		marked = marked || isMarked
		if load += heft(b); marked && load > mostMessage && n > 0 {
			return n
		}
	}
	return min(len(blocks), mostBlocks)
}

// heft is what a block weighs.
func heft(b slack.Block) (n int) {
	switch b := b.(type) {
	case *slack.MarkdownBlock:
		var p portion
		for _, line := range strings.Split(b.Text, "\n") {
			p.add(line)
		}
		return p.weight
	case *slack.SectionBlock:
		if b.Text != nil {
			n = ownLine + utf8.RuneCountInString(b.Text.Text)
		}
		for _, f := range b.Fields {
			n += ownLine + utf8.RuneCountInString(f.Text)
		}
	}
	return n
}
