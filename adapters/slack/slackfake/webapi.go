package slackfake

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// Call is one call of the Web API, or of a response address, which counts as method "response_url".
type Call struct {
	Method string
	At     time.Time
	Args   map[string]any
}

// Message is something that was posted.
type Message struct {
	Channel, TS, Thread, User, Text, ID string // ID is that of the metadata
	Blocks                              []any
	Ephemeral                           bool
}

// View is a modal or a home.
type View struct {
	ID, Hash, User, Previous string
	Body                     map[string]any
}

// response is a response address.
type response struct {
	user, channel, thread string
	given                 time.Time
	used                  int
}

// Calls lists the calls of a method so far, or all with "".
func (s *Slack) Calls(method string) (calls []Call) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.calls {
		if method == "" || c.Method == method {
			calls = append(calls, c)
		}
	}
	return calls
}

// Posted lists what was posted in a channel or direct conversation (D and the user), oldest first.
func (s *Slack) Posted(channel string) []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.messages[channel])
}

// Handler answers the Web API, response addresses and sockets. It can be put behind a real listener.
func (s *Slack) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /api/{method}", func(w http.ResponseWriter, r *http.Request) {
		s.answer(w, r, r.PathValue("method"), arguments(r), s.call)
	})
	mux.HandleFunc("POST /response/{id}", func(w http.ResponseWriter, r *http.Request) {
		args := arguments(r)
		args["id"] = r.PathValue("id")
		s.answer(w, r, "response_url", args, s.respond)
	})
	mux.HandleFunc("GET /link", s.link)
	return mux
}

// arguments are what a call brings, as JSON or as a form; JSON inside a form is unpacked.
func arguments(r *http.Request) map[string]any {
	body, _ := io.ReadAll(r.Body)
	args := map[string]any{}
	if json.Unmarshal(body, &args) == nil {
		return args
	}
	form, _ := url.ParseQuery(string(body))
	for k := range form {
		var v any
		if slices.Contains([]string{"blocks", "metadata", "view"}, k) && json.Unmarshal([]byte(form.Get(k)), &v) == nil {
			args[k] = v
			continue
		}
		args[k] = form.Get(k)
	}
	return args
}

// answer records a call, has it fail if a fault is queued, and answers it.
func (s *Slack) answer(w http.ResponseWriter, r *http.Request, method string, args map[string]any, do func(*http.Request, string, map[string]any) (map[string]any, string)) {
	s.mu.Lock()
	s.calls = append(s.calls, Call{method, time.Now(), args})
	if time.Now().Before(s.until[method]) {
		s.early++
	}
	fault, latency := s.nextFault(method), s.latency
	s.mu.Unlock()
	time.Sleep(latency + fault.Slow)
	if fault.early(w) {
		s.mu.Lock()
		if fault.Status == http.StatusTooManyRequests {
			s.until[method] = time.Now().Add(time.Duration(fault.RetryAfter) * time.Second)
		}
		s.mu.Unlock()
		return
	}
	s.mu.Lock()
	body, word := do(r, method, args)
	s.mu.Unlock()
	if fault.ResetAfter {
		cut(w)
		return
	}
	if body == nil {
		body = map[string]any{}
	}
	if body["ok"] = word == ""; word != "" {
		body["error"] = word
	}
	if method == "auth.test" {
		w.Header().Set("X-OAuth-Scopes", "app_mentions:read,chat:write,commands,im:history,im:write,users:read")
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(body)
}

// call is the effect of a method of the Web API; word is the error. mu is held.
func (s *Slack) call(r *http.Request, method string, args map[string]any) (body map[string]any, word string) {
	token := orElse(strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "), str(args, "token"))
	if want := map[bool]string{true: AppToken, false: BotToken}[method == "apps.connections.open"]; token != want {
		return nil, "invalid_auth"
	}
	switch method {
	case "auth.test":
		return map[string]any{"team": "Talk", "team_id": Team, "user": "ambassador", "user_id": Bot, "bot_id": "BBOT"}, ""
	case "apps.connections.open":
		return map[string]any{"url": fmt.Sprintf("ws://%s/link?ticket=canary-%d", r.Host, s.next())}, s.refused
	case "users.info":
		return s.userInfo(str(args, "user")), ""
	case "conversations.open":
		return map[string]any{"channel": map[string]any{"id": "D" + str(args, "users")}}, ""
	case "conversations.history", "conversations.replies":
		return s.history(str(args, "channel"), str(args, "ts")), ""
	case "chat.postMessage":
		return s.post(args)
	case "views.open", "views.push", "views.update", "views.publish":
		return s.view(method, args)
	}
	s.fault("%s: no app of ours should call that", method)
	return nil, "unknown_method"
}

func (s *Slack) userInfo(id string) map[string]any {
	p := s.person(id)
	return map[string]any{"user": map[string]any{
		"id": id, "team_id": Team, "name": id, "tz": p.Zone, "locale": p.Locale, "deleted": p.Deleted, "is_restricted": p.Restricted, "is_bot": false,
	}}
}

// history lists what was posted, newest first, with metadata.
func (s *Slack) history(channel, thread string) map[string]any {
	var all []any
	for _, m := range slices.Backward(s.messages[channel]) {
		if thread == "" || m.Thread == thread || m.TS == thread {
			all = append(all, map[string]any{"type": "message", "user": m.User, "text": m.Text, "ts": m.TS,
				"metadata": map[string]any{"event_type": "ambassador_deed", "event_payload": map[string]any{"id": m.ID}}})
		}
	}
	return map[string]any{"messages": all}
}

// post posts a message to a channel, a direct conversation or a person.
func (s *Slack) post(args map[string]any) (map[string]any, string) {
	channel := str(args, "channel")
	if channel != "" && !strings.HasPrefix(channel, "C") && !strings.HasPrefix(channel, "D") {
		channel = "D" + channel
	}
	switch {
	case channel == "":
		return nil, "channel_not_found"
	case s.outside[channel]:
		return nil, "not_in_channel"
	case s.people[strings.TrimPrefix(channel, "D")] != nil && s.people[strings.TrimPrefix(channel, "D")].Deleted:
		return nil, "account_inactive"
	}
	for _, forbidden := range []string{"link_names", "parse", "as_user"} {
		if args[forbidden] != nil {
			s.fault("chat.postMessage with %s", forbidden)
		}
	}
	if str(args, "unfurl_links") != "false" || str(args, "unfurl_media") != "false" {
		s.fault("chat.postMessage unfurls links")
	}
	m := Message{Channel: channel, TS: s.stamp(), Thread: str(args, "thread_ts"), User: Bot, Text: str(args, "text")}
	m.Blocks, _ = args["blocks"].([]any)
	if metadata, ok := args["metadata"].(map[string]any); ok {
		payload, _ := metadata["event_payload"].(map[string]any)
		m.ID = str(payload, "id")
	}
	s.check(m.Text, m.Blocks, strings.HasPrefix(channel, "C"), 50)
	s.messages[channel] = append(s.messages[channel], m)
	s.show(m, orElse(s.spoke[channel+"/"+m.Thread], strings.TrimPrefix(channel, "D")), "")
	return map[string]any{"channel": channel, "ts": m.TS}, ""
}

// respond is the effect of a post at a response address. mu is held.
func (s *Slack) respond(_ *http.Request, _ string, args map[string]any) (map[string]any, string) {
	at := s.responses[str(args, "id")]
	if at == nil || at.used >= 5 || time.Since(at.given) > 30*time.Minute {
		return nil, "expired_url"
	}
	at.used++
	if args["delete_original"] == true {
		return nil, ""
	}
	s.said(args, at.user, at.channel, str(args, "thread_ts"))
	return nil, ""
}

// said shows what answers somebody: in an acknowledgement, or at a response address. mu is held.
func (s *Slack) said(args map[string]any, user, channel, thread string) {
	m := Message{Channel: channel, TS: s.stamp(), Thread: thread, User: Bot, Text: str(args, "text"), Ephemeral: str(args, "response_type") != "in_channel"}
	m.Blocks, _ = args["blocks"].([]any)
	s.check(m.Text, m.Blocks, !m.Ephemeral && strings.HasPrefix(channel, "C"), 50)
	if !m.Ephemeral {
		s.messages[channel] = append(s.messages[channel], m)
	}
	s.show(m, user, "")
}

// view opens, pushes, updates or publishes a view.
func (s *Slack) view(method string, args map[string]any) (map[string]any, string) {
	body, _ := args["view"].(map[string]any)
	blocks, _ := body["blocks"].([]any)
	s.checkView(body, blocks)
	v := &View{ID: fmt.Sprintf("V%d", s.next()), Hash: fmt.Sprintf("h%d", s.next()), Body: body}
	switch method {
	case "views.publish":
		v.User = str(args, "user_id")
		if old := s.homes[v.User]; old != nil && str(args, "hash") != "" && str(args, "hash") != old.Hash {
			return nil, "hash_conflict"
		}
		s.homes[v.User] = v
	case "views.update":
		old := s.views[str(args, "view_id")]
		if old == nil {
			return nil, "not_found"
		}
		v.ID, v.User, v.Previous = old.ID, old.User, old.Previous
	default:
		trigger, word := s.useTrigger(str(args, "trigger_id"))
		if word != "" {
			return nil, word
		}
		v.User = trigger
		if method == "views.push" {
			v.Previous = "V0"
		}
	}
	s.views[v.ID] = v
	s.showView(v, method != "views.publish")
	return map[string]any{"view": map[string]any{"id": v.ID, "hash": v.Hash, "type": str(body, "type")}}, ""
}

// useTrigger uses a trigger up, and returns whose it was.
func (s *Slack) useTrigger(trigger string) (user, word string) {
	id, user, _ := strings.Cut(trigger, "/")
	given, ok := s.triggers[id]
	delete(s.triggers, id)
	switch {
	case !ok:
		return "", "exchanged_trigger_id"
	case time.Since(given) > 3*time.Second:
		return "", "expired_trigger_id"
	}
	return user, ""
}

// str is an argument as text.
func str(args map[string]any, name string) string {
	switch v := args[name].(type) {
	case string:
		return v
	case bool:
		return fmt.Sprint(v)
	}
	return ""
}

func orElse(s, other string) string {
	if s != "" {
		return s
	}
	return other
}
