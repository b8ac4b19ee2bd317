package slackfake

import (
	"fmt"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"

	"ambassador/bot/bottest"
)

// Slash has somebody type a slash command, in a channel such as Cgeneral or a direct conversation such as Dmember.
func (s *Slack) Slash(user, channel, text string) Ack {
	payload, _ := s.SlashPayload(user, channel, text)
	return s.slash(payload, user, channel)
}

// slash delivers a slash command, and shows what comes with the acknowledgement.
func (s *Slack) slash(payload map[string]any, user, channel string) Ack {
	a := s.Deliver("slash_commands", payload)
	s.mu.Lock()
	defer s.mu.Unlock()
	if !a.OK {
		s.Blame("/ambassador %.60s: not acknowledged within 3 s (%s)", payload["text"], a.Took)
	}
	if len(a.Payload) > 0 {
		s.said(a.Payload, user, channel, "")
	}
	return a
}

// SlashPayload is a slash command as Slack delivers it, and its response address.
func (s *Slack) SlashPayload(user, channel, text string) (payload map[string]any, response string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	response = s.address(user, channel, "")
	return map[string]any{
		"token": "t", "team_id": Team, "team_domain": "talk", "channel_id": channel, "channel_name": strings.TrimLeft(channel, "CD"),
		"user_id": user, "user_name": user, "command": "/ambassador", "text": typed(text), "api_app_id": "A1", "is_enterprise_install": "false",
		"response_url": response, "trigger_id": s.newTrigger(user, ""),
	}, response
}

// address is a new response address. mu is held.
func (s *Slack) address(user, channel, thread string) string {
	id := fmt.Sprintf("canary-%d", s.next())
	s.responses[id] = &response{user: user, channel: channel, thread: thread, given: time.Now()}
	return "http://slack.test/response/" + id
}

// mention finds people as talks write them.
var mention = regexp.MustCompile(`@console:([A-Za-z0-9_-]+)`)

// typed is a text as Slack writes what somebody typed.
func typed(text string) string {
	text = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(text)
	text = mention.ReplaceAllString(text, "<@$1>")
	return strings.ReplaceAll(text, "console:", "slack:"+Team+"/") // accounts as the desk writes them
}

// Event is an event as Slack delivers it.
func (s *Slack) Event(event map[string]any) map[string]any {
	s.mu.Lock()
	defer s.mu.Unlock()
	return map[string]any{
		"token": "t", "team_id": Team, "api_app_id": "A1", "type": "event_callback", "event_id": fmt.Sprintf("Ev%d", s.next()),
		"event_time": time.Now().Unix(), "event": event,
		"authorizations": []any{map[string]any{"team_id": Team, "user_id": Bot, "is_bot": true, "enterprise_id": nil}},
	}
}

// DM is a message to the bot alone.
func (s *Slack) DM(user, text string) map[string]any {
	s.mu.Lock()
	ts := s.stamp()
	s.mu.Unlock()
	return s.Event(map[string]any{"type": "message", "channel_type": "im", "channel": "D" + user, "user": user, "team": Team, "text": typed(text), "ts": ts, "event_ts": ts})
}

// InRoom is a message in a channel; one that calls the bot is an app_mention.
func (s *Slack) InRoom(user, channel, text string) map[string]any {
	s.mu.Lock()
	ts := s.stamp()
	thread := s.told[channel+"/"+user] // people answer in the thread in which they were asked
	kind, text := "message", typed(text)
	if rest, called := strings.CutPrefix(text, "!ambassador"); called {
		kind, text = "app_mention", "<@"+Bot+">"+rest
	}
	event := map[string]any{"type": kind, "channel": channel, "channel_type": "channel", "user": user, "team": Team, "text": text, "ts": ts, "event_ts": ts}
	if kind == "message" && thread != "" {
		event["thread_ts"] = thread
	} else {
		thread = ts
	}
	s.spoke[channel+"/"+thread] = user
	s.mu.Unlock()
	return s.Event(event)
}

// Beside is the event that an app which hears channels is brought beside a mention: the same message.
func (s *Slack) Beside(mention map[string]any) map[string]any {
	event, _ := mention["event"].(map[string]any)
	event = maps.Clone(event)
	event["type"] = "message"
	return s.Event(event)
}

// inRoom delivers a message in a channel. A mention comes twice, in either order.
func (s *Slack) inRoom(user, channel, text string) {
	said := s.InRoom(user, channel, text)
	both := []map[string]any{said}
	if event, _ := said["event"].(map[string]any); event["type"] == "app_mention" {
		both = append(both, s.Beside(said))
		if s.mentions++; s.mentions%2 == 1 {
			slices.Reverse(both)
		}
	}
	for _, payload := range both {
		s.Deliver("events_api", payload)
	}
}

// Interaction is an interaction as Slack delivers it, with more added.
func (s *Slack) Interaction(kind, user string, more map[string]any) map[string]any {
	s.mu.Lock()
	defer s.mu.Unlock()
	modal := ""
	if v, ok := more["view"].(map[string]any); ok && str(v, "type") == "modal" {
		modal = str(v, "id")
	}
	payload := map[string]any{
		"type": kind, "user": map[string]any{"id": user, "username": user, "name": user, "team_id": Team}, "api_app_id": "A1", "token": "t",
		"trigger_id": s.newTrigger(user, modal), "team": map[string]any{"id": Team, "domain": "talk"}, "enterprise": nil, "is_enterprise_install": false,
	}
	maps.Copy(payload, more)
	return payload
}

// Say implements bottest.Platform. What people type is a slash command, a mention, a message in a room or one to the bot
// alone; buttons are pressed where they were shown.
func (s *Slack) Say(l bottest.Line) error {
	if l.Press != "" {
		return s.press(l)
	}
	channel := "D" + l.Who
	if l.Room != "" {
		channel = "C" + l.Room
	}
	if rest, ok := strings.CutPrefix(l.Text, "/ambassador"); ok {
		s.Slash(l.Who, channel, strings.TrimSpace(rest))
		return nil
	}
	if l.Room != "" {
		s.inRoom(l.Who, channel, l.Text)
		return nil
	}
	s.Deliver("events_api", s.DM(l.Who, l.Text))
	return nil
}

// press presses the newest button of that label that somebody can see.
func (s *Slack) press(l bottest.Line) error {
	s.mu.Lock()
	var at *showing
	var button map[string]any
	for i := len(s.shown) - 1; i >= 0 && at == nil; i-- {
		if sh := &s.shown[i]; sh.user == l.Who || strings.HasPrefix(sh.channel, "C") && !sh.ephemeral {
			if b := sh.button(l.Press); b != nil {
				at, button = sh, b
			}
		}
	}
	s.mu.Unlock()
	if at == nil {
		return fmt.Errorf("%s sees no button [%s]", l.Who, l.Press)
	}
	if button["type"] != "button" { // an option of a form: the form is left, and the choice typed
		return s.Say(bottest.Line{Who: l.Who, Room: l.Room, Text: str(button, "value")})
	}
	s.Press(l.Who, *at, button)
	return nil
}

// Press presses a button of something shown.
func (s *Slack) Press(user string, at showing, button map[string]any) Ack {
	s.mu.Lock()
	pressed := maps.Clone(button)
	pressed["action_ts"] = s.stamp()
	pressed["block_id"] = orElse(str(button, "block_id"), "b0") // Slack gives one to every block
	more := map[string]any{"actions": []any{pressed}}
	if at.view != nil {
		more["view"] = at.view.payload(map[string]any{})
		more["container"] = map[string]any{"type": "view", "view_id": at.view.ID}
	} else {
		s.pressedBelow(more, user, at)
	}
	s.mu.Unlock()
	a := s.Deliver("interactive", s.Interaction("block_actions", user, more))
	s.mu.Lock()
	defer s.mu.Unlock()
	if !a.OK {
		s.Blame("a button was not acknowledged within 3 s (%s)", a.Took)
	}
	if len(a.Payload) > 0 {
		s.Blame("what comes with the acknowledgement of a button is shown to nobody: %.80v", a.Payload)
	}
	return a
}

// pressedBelow adds what comes with a button below a message. As far as we know, what one
// person alone was shown is not kept by Slack and does not come along. mu is held.
func (s *Slack) pressedBelow(more map[string]any, user string, at showing) {
	address := s.address(user, at.channel, at.thread)
	s.responses[path.Base(address)].original = at.ts
	container := map[string]any{"type": "message", "message_ts": at.ts, "channel_id": at.channel, "is_ephemeral": at.ephemeral}
	if at.thread != "" {
		container["thread_ts"] = at.thread
	}
	more["response_url"], more["container"], more["state"] = address, container, map[string]any{"values": map[string]any{}}
	more["channel"] = map[string]any{"id": at.channel, "name": strings.TrimLeft(at.channel, "CD")}
	for _, m := range s.messages[at.channel] {
		if m.TS == at.ts {
			more["message"] = m.payload(false)
		}
	}
}
