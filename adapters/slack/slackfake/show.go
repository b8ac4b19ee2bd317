package slackfake

import (
	"regexp"
	"slices"
	"strings"

	"ambassador/bot"
	"ambassador/bot/bottest"
)

// showing is something that somebody can see, with its buttons.
type showing struct {
	user, channel, thread, ts string
	ephemeral                 bool
	view                      *View
	buttons                   []map[string]any
}

// button is the button of that label, or nil.
func (sh showing) button(label string) map[string]any {
	for _, b := range sh.buttons {
		if plain(labelOf(b)) == label {
			return b
		}
	}
	return nil
}

// Shown returns the newest thing that somebody can see with a button of that label, and the button.
func (s *Slack) Shown(user, label string) (at showing, button map[string]any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, sh := range slices.Backward(s.shown) {
		if b := sh.button(label); b != nil && (sh.user == user || strings.HasPrefix(sh.channel, "C") && !sh.ephemeral) {
			return sh, b
		}
	}
	return at, nil
}

// View returns the newest modal of somebody.
func (s *Slack) View(user string) *View {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, sh := range slices.Backward(s.shown) {
		if sh.user == user && sh.view != nil && str(sh.view.Body, "type") == "modal" {
			return sh.view
		}
	}
	return nil
}

// Home returns the home of somebody; nil if none was published.
func (s *Slack) Home(user string) *View {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.homes[user]
}

// labelOf is the text of a button or an option.
func labelOf(b map[string]any) string {
	o, _ := b["text"].(map[string]any)
	return str(o, "text")
}

// show notes a message that somebody sees. mu is held.
func (s *Slack) show(m Message, user string) {
	sh := showing{user: user, channel: m.Channel, thread: m.Thread, ts: m.TS, ephemeral: m.Ephemeral}
	w := bottest.Word{To: user, Text: plain(m.Text)}
	if room, ok := strings.CutPrefix(m.Channel, "C"); ok {
		w.Room = room
		if user == m.Channel { // for everybody there
			w.To = ""
		}
	}
	sh.buttons = buttons(m.Blocks)
	w.Actions = actions(sh.buttons)
	s.compare(m)
	if strings.HasSuffix(m.Text, "…") && hasMarkdown(m.Blocks) { // cut, or the next part of what was long
		w.Text = flat(m.Blocks)
	}
	s.shown, s.heard = append(s.shown, sh), append(s.heard, w)
}

// compare holds the text of a message against its blocks: readers of the one must not miss what the other says. mu is held.
func (s *Slack) compare(m Message) {
	if len(m.Blocks) == 0 || strings.HasSuffix(m.Text, "…") {
		return
	}
	blocks, text := folded(flat(m.Blocks)), folded(plain(m.Text))
	for _, b := range m.Blocks {
		b := b.(map[string]any)
		if passage := folded(unjoined(str(b, "text"))); str(b, "type") == "markdown" && !strings.Contains(unpictured(text), unpictured(passage)) {
			s.Blame("a block says %.400q, and the text does not", passage)
		}
	}
	for _, line := range strings.Split(m.Text, "\n") {
		line = folded(plain(line))
		if hasMarkdown(m.Blocks) {
			line, blocks = unpictured(line), unpictured(blocks)
		}
		if line != "" && !strings.Contains(line, "|") && !strings.Contains(blocks, line) {
			s.Blame("the text says %q, and no block does: %.400q", line, blocks)
		}
	}
}

// hasMarkdown says that there is Markdown among blocks.
func hasMarkdown(blocks []any) bool {
	return slices.ContainsFunc(blocks, func(b any) bool { return str(b.(map[string]any), "type") == "markdown" })
}

// unpictured is Markdown in which images are links to them: Slack shows no others.
func unpictured(text string) string { return strings.ReplaceAll(text, "![", "[") }

// folded is text with single spaces.
func folded(text string) string { return strings.Join(strings.Fields(text), " ") }

// showView notes a view that somebody sees; a home only with heard, for it stands aside. mu is held.
func (s *Slack) showView(v *View, heard bool) {
	blocks, _ := v.Body["blocks"].([]any)
	sh := showing{user: v.User, view: v, buttons: buttons(blocks)}
	w := bottest.Word{To: v.User, Text: flat(blocks)}
	for _, b := range blocks {
		if b := b.(map[string]any); str(b, "type") == "input" {
			w.Text, sh.buttons = ask(v, blocks)
			break
		}
	}
	w.Actions = actions(sh.buttons)
	if room := roomOf(v); room != "" {
		w.Room = room
	}
	s.shown = append(s.shown, sh)
	if heard {
		s.heard = append(s.heard, w)
	}
}

// roomOf is the room that a form was asked for in.
func roomOf(v *View) string {
	_, rest, found := strings.Cut(str(v.Body, "private_metadata"), `"room":"C`)
	room, _, _ := strings.Cut(rest, `"`)
	if !found {
		return ""
	}
	return room
}

// ask is a form as a conversation asks for it: what stands above it, and the question where the cursor is.
func ask(v *View, blocks []any) (text string, choices []map[string]any) {
	var above []any
	for _, b := range blocks {
		b := b.(map[string]any)
		if str(b, "type") != "input" {
			above = append(above, b)
			continue
		}
		e := b["element"].(map[string]any)
		if e["focus_on_load"] != true {
			continue
		}
		text = question(b, e)
		options, _ := e["options"].([]any)
		if len(options) <= 5 {
			for _, o := range options {
				choices = append(choices, o.(map[string]any))
			}
		}
		if now := str(e, "initial_value"); now != "" { // an input shows it; in words somebody has to say that it stays
			text += "\nNow: " + now + "\n(“same” keeps it)"
			choices = append(choices, map[string]any{"text": map[string]any{"type": "plain_text", "text": "Keep it"}, "value": "same"})
		}
	}
	if note := flat(above); note != "" {
		text = note + "\n" + text
	}
	return text, append(choices, buttons(above)...)
}

// question is an input as words.
func question(b, e map[string]any) string {
	q := plain(str(b["label"].(map[string]any), "text"))
	if hint, ok := b["hint"].(map[string]any); ok {
		q += " " + plain(str(hint, "text"))
	}
	options, _ := e["options"].([]any)
	var words []string
	for _, o := range options {
		words = append(words, plain(labelOf(o.(map[string]any))))
	}
	if len(words) > 0 && !slices.Equal(words, []string{"yes", "no"}) {
		q += " (" + strings.Join(words, ", ") + ")"
	}
	if b["optional"] == true {
		q += " (“skip” leaves it out)"
	}
	return q
}

// buttons lists the buttons of blocks.
func buttons(blocks []any) (all []map[string]any) {
	for _, b := range blocks {
		if str(b.(map[string]any), "type") != "actions" {
			continue
		}
		elements, _ := b.(map[string]any)["elements"].([]any)
		for _, e := range elements {
			all = append(all, e.(map[string]any))
		}
	}
	return all
}

// actions are buttons as a talk sees them; those that the adapter adds are not part of it.
func actions(buttons []map[string]any) (all []bot.Action) {
	for _, b := range buttons {
		if !strings.HasPrefix(str(b, "action_id"), "own:") {
			all = append(all, bot.Action{Label: plain(labelOf(b)), Line: str(b, "value")})
		}
	}
	return all
}

// flat is blocks as plain text, in the order in which bot.Compose writes them.
func flat(blocks []any) string {
	var parts []string
	for _, b := range blocks {
		b := b.(map[string]any)
		switch str(b, "type") {
		case "markdown":
			parts = append(parts, unjoined(str(b, "text")))
			continue
		case "rich_text":
			parts = append(parts, named(written(b)))
			continue
		case "divider":
			parts = append(parts, "---")
		case "header":
			parts = append(parts, strings.Repeat("#", number(b, "level"))+" "+words(b["text"].(map[string]any)))
			continue
		}
		if o, ok := b["text"].(map[string]any); ok {
			parts = append(parts, words(o))
		}
		fields, _ := b["fields"].([]any)
		var lines []string
		for _, f := range fields {
			label, value, _ := strings.Cut(words(f.(map[string]any)), "\n")
			lines = append(lines, label+": "+value)
		}
		if len(lines) > 0 {
			parts = append(parts, strings.Join(lines, "\n"))
		}
		if alt := str(b, "alt_text"); alt != "" {
			parts = append(parts, alt)
		}
	}
	return strings.Join(parts, "\n\n")
}

// link finds links, whose address goes behind the text as bot.Section writes it.
var link = regexp.MustCompile(`\*?<(https?://[^|>]+)(?:\|([^>]*))?>\*?`)

// date finds instants.
var date = regexp.MustCompile(`<!date\^[^|]*\|([^>]*)>`)

// bold finds what stands in bold type on a line of its own.
var bold = regexp.MustCompile(`(?m)^\*([^*\n]+)\*$`)

// words is a text object as plain text.
func words(o map[string]any) string {
	text := str(o, "text")
	if str(o, "type") != "mrkdwn" {
		return plain(text)
	}
	text = date.ReplaceAllString(text, "$1")
	var behind string
	if m := link.FindStringSubmatch(text); m != nil {
		text = link.ReplaceAllString(text, "$2")
		behind = "\n" + m[1]
	}
	return plain(strings.TrimPrefix(bold.ReplaceAllString(text, "$1")+behind, "\n"))
}

// person finds a mention; account finds an account in other words.
var (
	person  = regexp.MustCompile(`<@([A-Za-z0-9_.-]+)>`)
	account = regexp.MustCompile(`slack:` + Team + `/`)
)

// plain is a text as a reader sees it, with people called as talks call them.
func plain(text string) string {
	text = person.ReplaceAllString(text, "@console:$1")
	return named(strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(text))
}

// named is a text in which nothing is escaped, with accounts called as talks call them.
func named(text string) string { return account.ReplaceAllString(text, "console:") }

// Heard implements bottest.Platform.
func (s *Slack) Heard() []bottest.Word {
	s.mu.Lock()
	defer s.mu.Unlock()
	heard := s.heard
	s.heard = nil
	return heard
}

// Fixture makes the accounts of a talk's fixture accounts of this workspace.
func Fixture(data []byte) []byte {
	return []byte(strings.ReplaceAll(string(data), "console:", "slack:"+Team+"/"))
}

// Account is the account of a person of this workspace.
func Account(user string) bot.Address {
	return bot.Address{Platform: "slack", Space: Team, User: user}
}

// Channel is where it was shown; empty for a view.
func (sh showing) Channel() string { return sh.channel }
