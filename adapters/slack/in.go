package slack

import (
	"fmt"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"ambassador/bot"
)

// read makes an exchange of a delivery. It returns nil for what nobody has to answer: events of others,
// edits, bots. An error means that it makes no sense at all.
func (a *Adapter) read(d *delivery) (*exchange, error) {
	x := &exchange{a: a, d: d}
	switch d.kind {
	case slashCommand:
		return x, x.readSlash()
	case interaction:
		return x.readAct()
	case eventsAPI:
		return x.readEvent()
	}
	return nil, fmt.Errorf("a delivery of kind %q", d.kind)
}

// readSlash reads a slash command: only its author sees the answer, wherever it was typed.
func (x *exchange) readSlash() error {
	s := x.d.slash
	if x.d.payload != nil {
		if err := decode(x.d.payload, &s); err != nil {
			return err
		}
	}
	if s.User == "" || s.Team == "" || s.Trigger == "" {
		return fmt.Errorf("a slash command without user, team or trigger")
	}
	x.a.counts.Add("slack_slash")
	x.place, x.team, x.trigger, x.response = typed, s.Team, s.Trigger, s.Response
	x.channel = s.Channel
	x.m = bot.Message{
		ID: x.named("s/" + s.Trigger), At: x.d.came, Text: heard(s.Text, s.Team), Addressed: true, Private: true,
		From: bot.Address{Platform: Platform, Space: s.Team, Room: roomOf(s.Channel), User: s.User},
	}
	return nil
}

// named is the id of a delivery that bears none: Slack gives each a trigger of its own, and signs each at a time.
func (x *exchange) named(id string) string {
	if x.d.stamp == "" {
		return id
	}
	return id + "@" + x.d.stamp
}

// roomOf is the room of a channel; a direct conversation is none.
func roomOf(channel string) string {
	if strings.HasPrefix(channel, "D") {
		return ""
	}
	return channel
}

// readEvent reads an event.
func (x *exchange) readEvent() (*exchange, error) {
	var h happening
	var e event
	if err := decode(x.d.payload, &h); err != nil {
		return nil, err
	}
	if len(h.Event) == 0 {
		return nil, fmt.Errorf("an event of type %q without what happened", h.Type)
	}
	if err := decode(h.Event, &e); err != nil {
		return nil, err
	}
	x.team = h.Team
	x.m = bot.Message{ID: "e/" + h.ID, At: time.Unix(h.Time, 0).UTC(), From: bot.Address{Platform: Platform, Space: h.Team, User: e.User.ID}}
	switch e.Type {
	case "message", "app_mention":
		return x.readSpoken(h, e)
	case "app_home_opened":
		if e.User.ID == "" || e.Tab != "home" && e.Tab != "" {
			return nil, nil
		}
		x.a.counts.Add("slack_home")
		x.place, x.view = visited, e.View
		x.m.Text, x.m.Addressed, x.m.Private, x.m.At = "home", true, true, x.d.came
		return x, nil
	case "team_join":
		if e.User.ID == "" || !x.a.opt.Welcome || e.User.Bot {
			return nil, nil
		}
		x.a.counts.Add("slack_joined")
		x.place = joined
		x.m.Text, x.m.Addressed, x.m.Private = "hello", true, true
		return x, nil
	case "app_uninstalled":
		x.a.leave(h.Team)
	case "tokens_revoked":
		if len(e.Tokens.Bot) > 0 {
			x.a.leave(h.Team)
		}
	default:
		x.a.counts.Add("slack_unknown")
	}
	return nil, nil
}

// readSpoken reads a message of a person. Other bots, edits and what Slack itself says are passed over.
func (x *exchange) readSpoken(h happening, e event) (*exchange, error) {
	switch e.Subtype {
	case "", "file_share", "me_message", "thread_broadcast":
	default:
		return nil, nil
	}
	if e.Bot != "" || e.User.ID == "" || e.User.ID == "USLACKBOT" || e.Channel == "" || e.TS == "" {
		return nil, nil
	}
	for _, f := range h.For {
		if f.IsBot && f.User == e.User.ID {
			return nil, nil // the bot's own words
		}
		if f.IsBot && x.self == "" {
			x.self = f.User
		}
	}
	x.a.counts.Add("slack_message")
	x.place, x.channel = spoken, e.Channel
	x.m.ID, x.m.At = "m/"+e.Channel+"/"+e.TS, timeOf(e.TS)
	x.m.From.Room, x.m.From.Thread = roomOf(e.Channel), e.Thread
	x.m.Text, x.m.Addressed, x.m.Private = e.Text, e.Type == "app_mention", x.m.From.Room == ""
	if x.m.From.Room != "" && x.m.From.Thread == "" {
		x.m.From.Thread = e.TS // the answer opens a thread, so that a busy room stays readable
	}
	return x, nil
}

// called takes the bot's own mention, or its name as a prefix, off the start of a message. An app that listens is brought
// a mention twice, as such and as words of the channel, in any order: both come to the same message. What calls nobody was
// said to others.
func (x *exchange) called(self string) {
	text := strings.TrimSpace(x.m.Text)
	for _, id := range []string{x.self, self} {
		if id == "" {
			continue
		}
		for _, mention := range []string{"<@" + id + ">", "<@" + id + "|"} {
			at := strings.Index(text, mention)
			if at < 0 {
				continue
			}
			x.m.Addressed = true
			end := strings.IndexByte(text[at:], '>') + at + 1
			// "Hello @bot, find Berlin" asks what follows; "thanks @bot" says what stands before.
			before, after := strings.TrimSpace(text[:at]), strings.TrimSpace(strings.TrimLeft(text[end:], " ,:\u00a0"))
			text = orElse(after, before)
		}
	}
	text = heard(text, x.team)
	if rest, ok := unprefixed(text, x.a.opt.Name); ok {
		text, x.m.Addressed = rest, true
	}
	x.m.Text = text
	x.m.Overheard = x.a.opt.Listen && !x.m.Addressed && x.m.From.Room != ""
}

// unprefixed takes "!ambassador" off the start of a text, where ambassador is the bot's name.
func unprefixed(text, name string) (rest string, ok bool) {
	if !strings.HasPrefix(text, "!") && !strings.HasPrefix(text, "/") {
		return text, false
	}
	first, rest, _ := strings.Cut(text[1:], " ")
	return strings.TrimSpace(rest), strings.EqualFold(first, slug(name))
}

// slug is the bot's name as a slash command, without the slash.
func slug(name string) string {
	return strings.ToLower(strings.Join(strings.Fields(orElse(name, "Ambassador")), "-"))
}

// readAct reads a button, a form or a shortcut.
func (x *exchange) readAct() (*exchange, error) {
	var i act
	if err := decode(x.d.payload, &i); err != nil {
		return nil, err
	}
	x.team = i.User.Team
	if i.Team != nil && i.Team.ID != "" {
		x.team = i.Team.ID
	}
	if i.User.ID == "" || x.team == "" {
		return nil, fmt.Errorf("an interaction without user or team")
	}
	x.trigger, x.response, x.view = i.Trigger, i.Response, i.View
	x.m = bot.Message{
		ID: x.named("i/" + orElse(i.Trigger, i.User.ID+"/"+i.View.ID+"/"+i.View.Hash)), At: x.d.came, Addressed: true, Private: true,
		From: bot.Address{Platform: Platform, Space: x.team, User: i.User.ID},
	}
	x.a.counts.Add("slack_interaction")
	switch i.Type {
	case "block_actions":
		return x.readPress(i)
	case "view_submission":
		return x.readSubmission(i)
	case "shortcut", "message_action":
		return x.readShortcut(i)
	case "block_suggestion":
		x.suggest(i)
	case "view_closed":
		return x.readClosed(i)
	default:
		x.a.counts.Add("slack_unknown")
	}
	return nil, nil
}

// readPress reads a button. Its value is the line it stands for; selects of a form only matter when the
// form is sent.
func (x *exchange) readPress(i act) (*exchange, error) {
	if len(i.Actions) == 0 || !strings.HasPrefix(i.Actions[0].ID, "say:") && !strings.HasPrefix(i.Actions[0].ID, own) {
		return nil, nil
	}
	pressed := i.Actions[0]
	x.m.Text, x.m.Pressed = orElse(pressed.Value, pressed.Selected.Value), true
	x.m.ID += "/" + pressed.Time
	switch i.View.Type {
	case "home":
		x.place = pressedHome
		return x, nil
	case "modal":
		x.place = pressedModal
		x.m.From.Room, x.m.From.Thread = readMemo(i.View.Context).where()
		return x, nil
	}
	x.place, x.channel = pressedMessage, orElse(i.Container.Channel, i.Channel.ID)
	x.ephemeral = i.Container.Ephemeral
	x.m.From.Room, x.m.From.Thread = roomOf(x.channel), orElse(i.Message.Thread, i.Container.Thread)
	x.m.From.Thread = orElse(x.m.From.Thread, threadOf(x.m.From.Room, i.Container.TS, x.ephemeral))
	if pressed.ID == own+"share" {
		x.place, x.m.Private = shared, false
		x.m.ID = "share/" + x.channel + "/" + i.Container.TS + "/" + i.User.ID // pressed twice, it is shown once
		x.m.From.Thread = orElse(i.Message.Thread, i.Container.Thread)
	}
	return x, nil
}

// threadOf is the thread that begins at a message of a room: buttons below it belong there. What one person
// alone was shown begins none.
func threadOf(room, ts string, ephemeral bool) string {
	if room == "" || ephemeral {
		return ""
	}
	return ts
}

// readShortcut reads a shortcut: a command by name, and the words of a message for it to take up.
func (x *exchange) readShortcut(i act) (*exchange, error) {
	how, name, _ := strings.Cut(i.Callback, ":")
	x.place = shortcut
	x.m.Text, x.m.Pressed = name, true
	x.m.Values, x.m.Open = map[string]string{}, true // a form to begin with, never the answer to a question
	if how != "take" {
		return x, nil
	}
	x.channel = i.Channel.ID
	x.m.From.Room = roomOf(i.Channel.ID)
	table := x.a.table.Load()
	if table == nil {
		return nil, fmt.Errorf("a shortcut before the commands are known")
	}
	if c, ok := table.Named(name); ok && c.Takes != "" {
		x.m.Values[c.Takes] = heard(i.Message.Text, x.team)
	}
	return x, nil
}

// suggest answers a select that asks for options while somebody types.
func (x *exchange) suggest(i act) {
	options := []*slack.OptionBlockObject{}
	if table := x.a.table.Load(); table != nil {
		for _, c := range table.Choices(readMemo(i.View.Context).Command, i.Block, heard(i.Typed, x.team)) {
			options = append(options, optionOf(c))
		}
	}
	x.d.ack.sign(encode(map[string]any{"options": options}))
}

// readClosed reads that somebody closed a form without sending it: its question is not open any more.
func (x *exchange) readClosed(i act) (*exchange, error) {
	m := readMemo(i.View.Context)
	if m.Command == "" {
		return nil, nil
	}
	x.place, x.m.Text = closed, "cancel"
	x.m.ID = x.named("closed/" + i.User.ID + "/" + i.View.ID + "/" + i.View.Hash)
	x.m.From.Room, x.m.From.Thread = m.where()
	return x, nil
}

// readSubmission reads a form that was sent.
func (x *exchange) readSubmission(i act) (*exchange, error) {
	m := readMemo(i.View.Context)
	if m.Command == "" {
		return nil, nil // a view without a form
	}
	x.place = submitted
	x.m.Text, x.m.Values = m.Command, filled(i.View)
	x.m.From.Room, x.m.From.Thread = m.where()
	for name, value := range x.m.Values {
		x.m.Values[name] = heard(value, x.team)
	}
	return x, nil
}
