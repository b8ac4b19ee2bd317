package slackfake

import (
	"fmt"
	"strings"
	"time"
)

// View is a modal or a home.
type View struct {
	ID, Hash, User, Previous string // Previous is the modal below it
	Body                     map[string]any
}

// mostModals is how many modals stand on top of each other: one, and two that are pushed (docs.slack.dev, views.push).
const mostModals = 3

// trigger is what lets the app open one view.
type trigger struct {
	given time.Time
	modal string // in which it was given, or empty
}

// newTrigger is a new trigger of a person, given in a modal or elsewhere. mu is held.
func (s *Slack) newTrigger(user, modal string) string {
	t := fmt.Sprintf("%d.trigger", s.next())
	s.triggers[t] = trigger{time.Now(), modal}
	return t + "/" + user
}

// useTrigger uses a trigger up, and returns whose it was.
func (s *Slack) useTrigger(id string) (user string, t trigger, word string) {
	id, user, _ = strings.Cut(id, "/")
	t, ok := s.triggers[id]
	delete(s.triggers, id)
	switch {
	case !ok:
		return "", t, "exchanged_trigger_id"
	case time.Since(t.given) > 3*time.Second:
		return "", t, "expired_trigger_id"
	}
	return user, t, ""
}

// view opens, pushes, updates or publishes a view.
func (s *Slack) view(method string, args map[string]any) (map[string]any, string) {
	body, _ := args["view"].(map[string]any)
	s.checkView(body)
	v := &View{ID: fmt.Sprintf("V%d", s.next()), Hash: s.hash(), Body: body}
	place := s.begin
	switch method {
	case "views.publish":
		place = s.publish
	case "views.update":
		place = s.update
	case "views.push":
		place = s.push
	}
	if word := place(v, args); word != "" {
		return nil, word
	}
	s.views[v.ID] = v
	s.showView(v, method != "views.publish")
	return map[string]any{"view": map[string]any{"id": v.ID, "team_id": Team, "hash": v.Hash, "type": str(body, "type"), "previous_view_id": v.Previous}}, ""
}

// hash is a new hash. mu is held.
func (s *Slack) hash() string { return fmt.Sprintf("h%d", s.next()) }

// begin places a modal for itself.
func (s *Slack) begin(v *View, args map[string]any) (word string) {
	v.User, _, word = s.useTrigger(str(args, "trigger_id"))
	return word
}

// push places a modal on top of the one in which its trigger was given.
func (s *Slack) push(v *View, args map[string]any) (word string) {
	user, t, word := s.useTrigger(str(args, "trigger_id"))
	if word == "" && t.modal == "" {
		s.Blame("views.push with the trigger of no modal")
		return "not_found"
	}
	if word == "" && s.depth(t.modal) >= mostModals {
		return "push_limit_reached"
	}
	v.User, v.Previous = user, t.modal
	return word
}

// depth counts a modal and those below it. mu is held.
func (s *Slack) depth(id string) (n int) {
	for v := s.views[id]; v != nil; v = s.views[v.Previous] {
		n++
	}
	return n
}

// update places a view where another one is.
func (s *Slack) update(v *View, args map[string]any) (word string) {
	old := s.views[str(args, "view_id")]
	if old == nil {
		return "not_found"
	}
	if hash := str(args, "hash"); hash != "" && hash != old.Hash {
		return "hash_conflict"
	}
	v.ID, v.User, v.Previous = old.ID, old.User, old.Previous
	return ""
}

// publish places a view as the home of somebody.
func (s *Slack) publish(v *View, args map[string]any) (word string) {
	v.User = str(args, "user_id")
	if old := s.homes[v.User]; old != nil && str(args, "hash") != "" && str(args, "hash") != old.Hash {
		return "hash_conflict"
	}
	s.homes[v.User] = v
	return ""
}
