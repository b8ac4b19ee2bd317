package slackfake

import "fmt"

// Submit sends a form with what somebody filled in by the ids of its blocks; what is not named stays as the form was
// opened. It shows what comes back.
func (s *Slack) Submit(user string, v *View, filled map[string]string) Ack {
	a := s.Deliver("interactive", s.Submission(user, v, filled))
	s.mu.Lock()
	defer s.mu.Unlock()
	if !a.OK {
		s.Blame("a form was not acknowledged within 3 s (%s)", a.Took)
	}
	if body, ok := a.Payload["view"].(map[string]any); ok {
		s.checkView(body)
		next := &View{ID: v.ID, Hash: s.hash(), User: user, Previous: v.Previous, Body: body}
		if a.Payload["response_action"] == "push" {
			next.ID, next.Previous = fmt.Sprintf("V%d", s.next()), v.ID
			if s.depth(v.ID) >= mostModals {
				s.Blame("a form on top of %d others", s.depth(v.ID))
			}
		}
		s.views[next.ID] = next
		s.showView(next, true)
	}
	switch str(a.Payload, "response_action") {
	case "", "errors", "update", "push", "clear":
	default:
		s.Blame("a form is answered with %q", str(a.Payload, "response_action"))
	}
	errors, _ := a.Payload["errors"].(map[string]any)
	for block := range errors {
		if !hasInput(v, block) {
			s.Blame("an error for %q, which is no input of the view", block)
		}
	}
	return a
}

// CloseForm closes a form without sending it. The app is told only of a form that asked for that; of others the Ack is empty.
func (s *Slack) CloseForm(user string, v *View) Ack {
	if v.Body["notify_on_close"] != true {
		return Ack{}
	}
	return s.Deliver("interactive", s.Interaction("view_closed", user, map[string]any{"is_cleared": false, "view": v.payload(map[string]any{})}))
}

// hasInput says whether a view has an input of that id.
func hasInput(v *View, block string) bool {
	blocks, _ := v.Body["blocks"].([]any)
	for _, b := range blocks {
		if b := b.(map[string]any); str(b, "type") == "input" && str(b, "block_id") == block {
			return true
		}
	}
	return false
}

// Submission is a form as Slack delivers it.
func (s *Slack) Submission(user string, v *View, filled map[string]string) map[string]any {
	values := map[string]any{}
	blocks, _ := v.Body["blocks"].([]any)
	for _, b := range blocks {
		b := b.(map[string]any)
		if str(b, "type") != "input" {
			continue
		}
		e := b["element"].(map[string]any)
		value, told := filled[str(b, "block_id")]
		values[str(b, "block_id")] = map[string]any{str(e, "action_id"): entered(e, value, told)}
	}
	return s.Interaction("view_submission", user, map[string]any{"view": v.payload(values), "response_urls": []any{}})
}

// payload is the view as Slack tells of it, with what was filled in.
func (v *View) payload(values map[string]any) map[string]any {
	return map[string]any{
		"id": v.ID, "team_id": Team, "hash": v.Hash, "type": str(v.Body, "type"), "callback_id": str(v.Body, "callback_id"), "previous_view_id": v.Previous,
		"private_metadata": str(v.Body, "private_metadata"), "blocks": v.Body["blocks"], "state": map[string]any{"values": values},
	}
}

// entered is one input as Slack sends it back.
func entered(e map[string]any, value string, told bool) map[string]any {
	kind := str(e, "type")
	switch kind {
	case "static_select", "external_select":
		if !told {
			return map[string]any{"type": kind, "selected_option": e["initial_option"]}
		}
		if value == "" {
			return map[string]any{"type": kind, "selected_option": nil}
		}
		return map[string]any{"type": kind, "selected_option": map[string]any{"text": map[string]any{"type": "plain_text", "text": value}, "value": value}}
	case "datepicker":
		if !told {
			return map[string]any{"type": kind, "selected_date": e["initial_date"]}
		}
		return map[string]any{"type": kind, "selected_date": value}
	}
	if !told {
		value = str(e, "initial_value")
	}
	if value == "" {
		return map[string]any{"type": kind, "value": nil}
	}
	return map[string]any{"type": kind, "value": value}
}

// Suggest asks for the options of a select while somebody types.
func (s *Slack) Suggest(user string, v *View, block, typed string) (options []string) {
	a := s.Deliver("interactive", s.Interaction("block_suggestion", user, map[string]any{
		"action_id": "in", "block_id": block, "value": typed,
		"view": v.payload(map[string]any{}), "container": map[string]any{"type": "view", "view_id": v.ID},
	}))
	list, _ := a.Payload["options"].([]any)
	s.mu.Lock()
	defer s.mu.Unlock()
	if !a.OK {
		s.Blame("options were not told within 3 s (%s)", a.Took)
	}
	s.checkOptions(list)
	for _, o := range list {
		options = append(options, str(o.(map[string]any), "value"))
	}
	return options
}

// Shortcut has somebody choose an entry of Slack's menu.
func (s *Slack) Shortcut(user, callback string) Ack {
	return s.Deliver("interactive", s.Interaction("shortcut", user, map[string]any{"callback_id": callback, "action_ts": "1.2"}))
}

// MessageShortcut has somebody choose an entry of the menu of a message.
func (s *Slack) MessageShortcut(user, callback, channel, text string) Ack {
	s.mu.Lock()
	response := s.address(user, channel, "")
	s.mu.Unlock()
	return s.Deliver("interactive", s.Interaction("message_action", user, map[string]any{
		"callback_id": callback, "channel": map[string]any{"id": channel, "name": channel[1:]}, "response_url": response,
		"message": map[string]any{"type": "message", "user": "somebody", "ts": "1775034000.000100", "text": typed(text)},
	}))
}

// OpenHome has somebody open the home of the app.
func (s *Slack) OpenHome(user string) Ack {
	event := map[string]any{"type": "app_home_opened", "user": user, "channel": "D" + user, "tab": "home", "event_ts": "1.2"}
	if v := s.Home(user); v != nil {
		event["view"] = v.payload(map[string]any{})
	}
	return s.Deliver("events_api", s.Event(event))
}

// Join has somebody join the workspace.
func (s *Slack) Join(user string) Ack {
	return s.Deliver("events_api", s.Event(map[string]any{"type": "team_join", "user": map[string]any{"id": user, "team_id": Team, "name": user, "is_bot": false}}))
}

// Uninstall removes the app from the workspace: Slack revokes the token, and says both.
func (s *Slack) Uninstall() Ack {
	s.Revoke()
	return s.Deliver("events_api", s.Event(map[string]any{"type": "app_uninstalled"}))
}

// Revoke tells that the bot's token was revoked, and takes it no longer.
func (s *Slack) Revoke() Ack {
	s.mu.Lock()
	delete(s.teams, BotToken)
	s.mu.Unlock()
	return s.Deliver("events_api", s.Event(map[string]any{"type": "tokens_revoked", "tokens": map[string]any{"oauth": []any{}, "bot": []any{Bot}}}))
}
