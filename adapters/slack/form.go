package slack

import (
	"encoding/json"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"ambassador/bot"
)

// Slack's limits for forms, in characters and pieces.
const (
	mostTitle   = 24 // of a modal and its buttons
	mostHint    = 2000
	mostOptions = 100
	mostTyped   = 3000 // in one input
)

// memo is what a view brings back when somebody is done with it; nothing of it is kept in memory.
type memo struct {
	Command string `json:"command,omitempty"`
	Room    string `json:"room,omitempty"`
	Thread  string `json:"thread,omitempty"`
	Shown   string `json:"shown,omitempty"` // what a home shows, to tell whether it has changed
}

// readMemo reads what write has written; from anything else comes an empty memo.
func readMemo(text string) (m memo) {
	if json.Unmarshal([]byte(text), &m) != nil {
		return memo{}
	}
	return m
}

// where is the room that the form was asked for in.
func (m memo) where() (room, thread string) { return m.Room, m.Thread }

// write is the memo as private metadata: names and ids, far below what Slack takes.
func (m memo) write() string { return string(encode(m)) }

// modal is a form as a native view.
func (p *printer) modal(r bot.Reply, m memo, name string) slack.ModalViewRequest {
	form := r.Ask
	m.Command = form.Command
	view := slack.ModalViewRequest{
		Type: slack.VTModal, CallbackID: "form", PrivateMetadata: m.write(), NotifyOnClose: true,
		Title: words(bot.Capital(form.Command), mostTitle), Submit: words("Send", mostTitle), Close: words("Cancel", mostTitle),
	}
	if form.Note != "" {
		view.Blocks.BlockSet = append(p.paragraphs(form.Note), p.actions(offered(r))...)
	}
	for _, f := range form.Fields {
		view.Blocks.BlockSet = append(view.Blocks.BlockSet, input(f, form.Known[f.Name], f.Name == form.Open))
	}
	return view
}

// offered are the buttons that come with a question, but for those that the form shows as a choice.
func offered(r bot.Reply) (actions []bot.Action) {
	for _, f := range r.Ask.Fields {
		for _, a := range r.Actions() {
			if f.Name == r.Ask.Open && !slices.Contains(f.Choices, a.Line) && f.Kind != bot.YesNo {
				actions = append(actions, a)
			}
		}
	}
	return actions
}

// input is one field, with what is known of it; the one that is asked for has the cursor.
func input(f bot.Field, known string, asked bool) *slack.InputBlock {
	block := slack.NewInputBlock(f.Name, words(f.Label, mostHint), nil, element(f, known, asked))
	block.Optional = f.Optional
	if f.Hint != "" {
		block.Hint = words(f.Hint, mostHint)
	}
	return block
}

// inputAction is the id of every input; its block bears the name of the field.
const inputAction = "in"

// element is what somebody fills in. Links and numbers are plain text, because the bot understands more ways
// of writing them than Slack lets through.
func element(f bot.Field, known string, asked bool) slack.BlockElement {
	switch f.Kind {
	case bot.Choice:
		return choices(f.Choices, known, asked)
	case bot.YesNo:
		return choices([]string{"yes", "no"}, known, asked)
	case bot.Date:
		date := slack.NewDatePickerBlockElement(inputAction)
		date.FocusOnLoad = asked
		if _, err := time.Parse(time.DateOnly, known); err == nil {
			date.InitialDate = known
		}
		return date
	}
	text := slack.NewPlainTextInputBlockElement(nil, inputAction)
	text.Multiline, text.FocusOnLoad = f.Kind == bot.Long, asked
	text.InitialValue = clip(known, mostTyped)
	return text
}

// choices is a select: with its options, or asking for them while somebody types where there are too many.
func choices(all []string, known string, asked bool) slack.BlockElement {
	menu := &slack.SelectBlockElement{Type: slack.OptTypeStatic, ActionID: inputAction, Placeholder: words("Choose one", mostLabel), FocusOnLoad: asked}
	if len(all) > mostOptions {
		menu.Type, menu.MinQueryLength = slack.OptTypeExternal, new(int)
	}
	for _, c := range all {
		o := optionOf(c)
		if strings.EqualFold(c, known) {
			menu.InitialOption = o
		}
		if menu.Type == slack.OptTypeStatic {
			menu.Options = append(menu.Options, o)
		}
	}
	return menu
}

// optionOf is a choice as an option. A value too long for Slack is cut, and the bot knows a choice by its beginning.
func optionOf(choice string) *slack.OptionBlockObject {
	value := choice
	if utf8.RuneCountInString(value) > mostLabel {
		value = string([]rune(value)[:mostLabel])
	}
	return &slack.OptionBlockObject{Text: words(choice, mostLabel), Value: value}
}

// filled are the values of a form that was sent, by field.
func filled(v view) map[string]string {
	values := make(map[string]string)
	for block, actions := range v.State.Values {
		for _, e := range actions {
			values[block] = orElse(e.Value, e.Date)
			if e.Selected != nil {
				values[block] = e.Selected.Value
			}
		}
	}
	return values
}

// errorsOf are the words for what is wrong, by the input where they are shown. Slack refuses words for what is not
// an input of the view, so those go to one that is.
func errorsOf(form *bot.Form, v view) map[string]string {
	shown := make(map[string]string)
	for name, text := range form.Errors {
		if _, ok := v.State.Values[name]; !ok {
			for other := range v.State.Values {
				if name != "" {
					text = name + ": " + text
				}
				name = other
				break
			}
		}
		shown[name] = clip(orElse(shown[name]+" ", " ")[1:]+text, mostHint)
	}
	return shown
}

// result is a view that shows a reply.
func (p *printer) result(r bot.Reply, m memo, name string) slack.ModalViewRequest {
	p.view = true
	blocks := p.reply(r)
	if len(blocks) > mostInView {
		more := len(blocks) - mostInView + 1
		blocks = append(blocks[:mostInView-1], section(slack.PlainTextType, "… and "+plural(more, "more part", "more parts")+"; a narrower question shows them."))
	}
	if len(blocks) == 0 {
		blocks = p.paragraphs(orElse(r.Text, "Done."))
	}
	return slack.ModalViewRequest{
		Type: slack.VTModal, CallbackID: "result", PrivateMetadata: m.write(),
		Title: words(orElse(name, "Ambassador"), mostTitle), Close: words("Close", mostTitle),
		Blocks: slack.Blocks{BlockSet: blocks},
	}
}
