package slackfake

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"ambassador/bot"
)

// Message is something that was posted.
type Message struct {
	Channel, TS, Thread, User, Text, ID string // ID is that of the metadata
	Blocks                              []any
	Files                               []bot.File // their types are not known to Slack
	Ephemeral                           bool
}

// response is a response address.
type response struct {
	user, channel, thread string
	original              string // timestamp of the message whose button gave it
	given                 time.Time
	used                  int
}

// Posted lists what was posted in a channel or direct conversation (D and the user), oldest first.
func (s *Slack) Posted(channel string) []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.messages[channel])
}

// kept is the name under which a conversation of a workspace is kept.
func kept(team, channel string) string {
	if team == Team {
		return channel
	}
	return team + "/" + channel
}

// history lists what was posted, newest first. Metadata is told only if it is asked for.
func (s *Slack) history(team string, args map[string]any) (map[string]any, string) {
	channel, thread := str(args, "channel"), str(args, "ts")
	if s.outside[channel] {
		return nil, "not_in_channel"
	}
	most, err := strconv.Atoi(str(args, "limit"))
	if err != nil || most < 1 {
		most = 100
	}
	all := []any{}
	for _, m := range slices.Backward(s.messages[kept(team, channel)]) {
		if len(all) == most {
			break
		}
		if thread == "" || m.Thread == thread || m.TS == thread {
			all = append(all, m.payload(yes(args, "include_all_metadata")))
		}
	}
	return map[string]any{"messages": all}, ""
}

// payload is the message as Slack tells of it.
func (m Message) payload(metadata bool) map[string]any {
	p := map[string]any{"type": "message", "user": m.User, "bot_id": "BBOT", "text": m.Text, "ts": m.TS, "blocks": m.Blocks}
	if m.Thread != "" {
		p["thread_ts"] = m.Thread
	}
	if len(m.Files) > 0 {
		files := []any{}
		for _, f := range m.Files {
			files = append(files, map[string]any{"id": "F", "name": f.Name, "title": f.Name, "size": len(f.Data)})
		}
		p["files"] = files
	}
	if metadata && m.ID != "" {
		p["metadata"] = map[string]any{"event_type": "ambassador_deed", "event_payload": map[string]any{"id": m.ID}}
	}
	return p
}

// post posts a message to a channel, a direct conversation or a person.
func (s *Slack) post(team string, args map[string]any) (map[string]any, string) {
	channel := str(args, "channel")
	if channel != "" && !strings.HasPrefix(channel, "C") && !strings.HasPrefix(channel, "D") {
		channel = "D" + channel
	}
	person := s.people[strings.TrimPrefix(channel, "D")]
	switch {
	case channel == "":
		return nil, "channel_not_found"
	case s.outside[channel]:
		return nil, "not_in_channel"
	case person != nil && person.Deleted:
		return nil, "account_inactive"
	}
	s.checkManners(args)
	m := Message{Channel: channel, TS: s.stamp(), Thread: str(args, "thread_ts"), User: Bot, Text: str(args, "text")}
	m.Blocks, _ = args["blocks"].([]any)
	if metadata, ok := args["metadata"].(map[string]any); ok {
		payload, _ := metadata["event_payload"].(map[string]any)
		m.ID = str(payload, "id")
	}
	s.check(m.Text, m.Blocks, strings.HasPrefix(channel, "C"))
	s.messages[kept(team, channel)] = append(s.messages[kept(team, channel)], m)
	user := orElse(s.spoke[channel+"/"+m.Thread], strings.TrimPrefix(channel, "D"))
	s.told[channel+"/"+user] = m.Thread
	s.show(m, user)
	return map[string]any{"channel": channel, "ts": m.TS}, ""
}

// change is the effect of a change to a message: it stands where it stood, with other words.
func (s *Slack) change(team string, args map[string]any) (map[string]any, string) {
	channel, ts := str(args, "channel"), str(args, "ts")
	all := s.messages[kept(team, channel)]
	i := slices.IndexFunc(all, func(m Message) bool { return m.TS == ts })
	switch {
	case s.outside[channel]:
		return nil, "channel_not_found"
	case i < 0:
		return nil, "message_not_found"
	case all[i].User != Bot:
		return nil, "cant_update_message"
	}
	m := all[i]
	m.Text = str(args, "text")
	m.Blocks, _ = args["blocks"].([]any)
	s.check(m.Text, m.Blocks, strings.HasPrefix(channel, "C"))
	all[i] = m
	s.shown = slices.DeleteFunc(s.shown, func(sh showing) bool { return sh.channel == channel && sh.ts == ts })
	s.show(m, orElse(s.spoke[channel+"/"+m.Thread], strings.TrimPrefix(channel, "D")))
	return map[string]any{"channel": channel, "ts": ts, "text": m.Text}, ""
}

// respond is the effect of a post at a response address. One that is used up or too old answers 404, as that of Slack is
// known to; its documentation does not say.
func (s *Slack) respond(args map[string]any) (map[string]any, string) {
	at := s.responses[str(args, "id")]
	switch {
	case at == nil, time.Since(at.given) > 30*time.Minute:
		return nil, "expired_url"
	case at.used >= 5:
		return nil, "used_url"
	}
	at.used++
	if args["delete_original"] == true || args["replace_original"] == true {
		s.remove(at.channel, at.original)
	}
	if args["delete_original"] == true {
		return nil, ""
	}
	s.said(args, at.user, at.channel, str(args, "thread_ts"))
	return nil, ""
}

// remove takes a message away, and its buttons with it. mu is held.
func (s *Slack) remove(channel, ts string) {
	if ts == "" {
		return
	}
	s.messages[channel] = slices.DeleteFunc(s.messages[channel], func(m Message) bool { return m.TS == ts })
	s.shown = slices.DeleteFunc(s.shown, func(sh showing) bool { return sh.channel == channel && sh.ts == ts })
}

// said shows what answers somebody: in an acknowledgement, or at a response address. mu is held.
func (s *Slack) said(args map[string]any, user, channel, thread string) {
	m := Message{Channel: channel, TS: s.stamp(), Thread: thread, User: Bot, Text: str(args, "text"), Ephemeral: str(args, "response_type") != "in_channel"}
	m.Blocks, _ = args["blocks"].([]any)
	s.check(m.Text, m.Blocks, !m.Ephemeral && strings.HasPrefix(channel, "C"))
	if !m.Ephemeral {
		s.messages[channel] = append(s.messages[channel], m)
	}
	s.show(m, user)
}
