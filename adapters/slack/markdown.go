package slack

import (
	"html"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"ambassador/adapters/markdown"
)

// A markdown block takes Markdown as people write it (docs.slack.dev, "Markdown block"), and Slack reads what stands in angle
// brackets there as well, also within code. Entities are known to be shown as what they stand for without being read again;
// nothing here relies on it. Whatever might be read as more than text is broken by a word joiner, which nobody sees and which
// means nothing in any syntax. So the source stays what it was.

// joiner breaks what must not be read.
const joiner = "\u2060"

// hazard finds where more than text may begin, however it is written: with a less-than sign (1), an at sign (2), a number
// sign (3), the address of a link or of a definition (4), an image (5), the line below the head of a table (6), a character
// that cannot be typed (7).
var hazard = regexp.MustCompile(`(?i)^(?:(<|&lt;?|&#0*60;?|&#x0*3c;?)|(@|&#0*64;?|&#x0*40;?|&commat;?)|(#)|(\][(:])|(!\[)|` +
	`(\|[ \t]*:?-+:?[ \t]*(?:[|\n]|$))|(&#[0-9]+;|&#x[0-9a-f]+;|&[lr][rl]m;))`)

// hazards begin with one of these.
const hazards = "<&@#]!|"

// hazardAt finds the next hazard from a place on, as FindStringSubmatchIndex tells; nil if there is none. It looks for the
// signs they begin with first, since an expression that may match anywhere takes ten times as long.
func hazardAt(source string, from int) []int {
	for {
		skip := strings.IndexAny(source[from:], hazards)
		if skip < 0 {
			return nil
		}
		from += skip
		if at := hazard.FindStringSubmatchIndex(source[from:]); at != nil {
			for i := range at {
				if at[i] >= 0 {
					at[i] += from
				}
			}
			return at
		}
		from++
	}
}

// These look at what follows a hazard.
var (
	toTheWeb  = regexp.MustCompile(`(?i)^[ \t]*\n?[ \t]*<?https?://[^\s<>]`) // in the brackets of a link
	bareLink  = regexp.MustCompile(`(?i)^https?://[^\s<>|\\]+>`)             // with no label that hides where it leads
	scheme    = regexp.MustCompile(`(?i)^[a-z][a-z0-9+.-]*:[^:]`)
	everybody = regexp.MustCompile(`(?i)^(channel|here|everyone|group)`) // Slack's words for all people of a place
	picture   = regexp.MustCompile(`^[^\]\n]*\]\(`)
)

// markdown is a passage in Markdown, in as many blocks as it fills messages.
func (p *printer) markdown(source string) (blocks []slack.Block) {
	if source = strings.TrimSpace(source); source == "" {
		return nil
	}
	if p.view {
		return inView(source)
	}
	for _, part := range portions(defuse(source)) {
		blocks = append(blocks, slack.NewMarkdownBlock("", part))
	}
	return blocks
}

// defuse is Markdown for Slack: nothing in it mentions anybody, links lead to http and https only, images are links to them, and
// HTML is text. Tables are none: Slack shows one in a message at most, and other platforms none.
func defuse(source string) string {
	source = clean(source)
	code := markdown.Verbatim(source)
	var out strings.Builder
	last := 0
	for at := hazardAt(source, 0); at != nil; at = hazardAt(source, last) {
		for len(code) > 0 && code[0].To <= at[0] {
			code = code[1:]
		}
		h := found{text: source[at[0]:at[1]], before: source[:at[0]], behind: source[at[1]:]}
		h.code = len(code) > 0 && code[0].From <= at[0]
		for group := 1; 2*group < len(at); group++ {
			if at[2*group] >= 0 {
				h.kind = group
			}
		}
		out.WriteString(source[last:at[0]] + h.defused())
		last = at[1]
	}
	return out.String() + source[last:]
}

// found is a hazard, and what stands around it.
type found struct {
	text, before, behind string
	kind                 int  // its group in the expression
	code                 bool // by all we know it stands in code, which people copy: there it stays as it is if it can
}

// defused is the hazard made harmless.
func (f found) defused() string {
	switch {
	case f.kind == 1 && f.brackets():
		return f.text + joiner
	case f.kind == 2 && f.calls() && f.text == "@" && f.inAddress():
		return "%40"
	case f.kind == 2 && f.calls():
		return f.text + joiner
	case f.kind == 3 && !f.code && f.begins() && f.word():
		return f.text + joiner
	case f.kind == 4 && f.leadsAstray():
		return "]" + joiner + f.text[1:]
	case f.kind == 5 && !f.code && picture.MatchString(f.behind) && !strings.HasSuffix(f.before, `\`):
		return "["
	case f.kind == 6 && !f.code:
		return "|" + joiner + f.text[1:]
	case f.kind == 7 && strings.ContainsFunc(html.UnescapeString(f.text), steering):
		return "&" + joiner + f.text[1:]
	}
	return f.text
}

// brackets says that what a less-than sign begins may be more than that, and is no address to be clicked at.
func (f found) brackets() bool {
	next, _ := utf8.DecodeRuneInString(f.behind)
	switch {
	case f.behind == "", strings.ContainsRune(" \t\n=-<>0123456789", next), bareLink.MatchString(f.behind):
		return false
	case f.code:
		return strings.ContainsRune(`!@#&\`, next) || scheme.MatchString(f.behind)
	}
	return true
}

// calls says that an at sign may begin somebody's name. In code and in addresses it does so only where the name is that of
// everybody.
func (f found) calls() bool {
	return everybody.MatchString(f.behind) || strings.HasPrefix(f.behind, "&") || strings.HasPrefix(f.behind, `\`) || !f.code && f.begins() && f.word()
}

// inAddress says that the hazard stands within an address of the web.
func (f found) inAddress() bool {
	begin := strings.LastIndexAny(f.before, " \t\n()<>[]|\"") + 1
	return strings.Contains(f.before[begin:], "://")
}

// begins says that the hazard stands where a name may begin: not within a word or an address.
func (f found) begins() bool {
	before, _ := utf8.DecodeLastRuneInString(f.before)
	return f.before == "" || !wordy(before) && !strings.ContainsRune("/.%+-=&?#@_", before)
}

// word says that a word follows the hazard.
func (f found) word() bool {
	next, _ := utf8.DecodeRuneInString(f.behind)
	return unicode.IsLetter(next) || unicode.IsDigit(next)
}

// leadsAstray says that an address follows which is none of the web.
func (f found) leadsAstray() bool {
	if toTheWeb.MatchString(f.behind) {
		return false
	}
	end := strings.IndexAny(f.behind, ")\n")
	return !f.code || strings.ContainsAny(f.behind[:max(end, 0)], `:&\`)
}
