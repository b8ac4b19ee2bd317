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
	Method  string
	At      time.Time
	Args    map[string]any
	Team    string // whose bot token was used; empty for others
	Outcome string // empty when all went well and the app was told so: else an error word, a status, or what Fault did
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

// Handler answers the Web API, response addresses and sockets. It can be put behind a real listener.
func (s *Slack) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /api/{method}", func(w http.ResponseWriter, r *http.Request) {
		s.answer(w, r, r.PathValue("method"), arguments(r), func(args map[string]any) (map[string]any, string) {
			return s.call(r, r.PathValue("method"), args)
		})
	})
	mux.HandleFunc("POST /response/{id}", func(w http.ResponseWriter, r *http.Request) {
		args := arguments(r)
		args["id"] = r.PathValue("id")
		s.answer(w, r, "response_url", args, s.respond)
	})
	mux.HandleFunc("POST /upload/{id}", func(w http.ResponseWriter, r *http.Request) {
		s.answer(w, r, "upload", uploaded(r), s.fill)
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
		if slices.Contains([]string{"blocks", "files", "metadata", "view"}, k) && json.Unmarshal([]byte(form.Get(k)), &v) == nil {
			args[k] = v
			continue
		}
		args[k] = form.Get(k)
	}
	return args
}

// answer records a call, has it fail if a fault is queued, and answers it.
func (s *Slack) answer(w http.ResponseWriter, r *http.Request, method string, args map[string]any, do func(map[string]any) (map[string]any, string)) {
	s.mu.Lock()
	n := len(s.calls)
	s.calls = append(s.calls, Call{Method: method, At: time.Now(), Args: args, Team: s.teams[tokenOf(r, args)]})
	if time.Now().Before(s.until[method]) {
		s.early++
	}
	fault, latency := s.nextFault(method), s.latency
	s.calls[n].Outcome = fault.outcome()
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
	body, word := s.effect(n, func() (map[string]any, string) { return do(args) })
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
		w.Header().Set("X-OAuth-Scopes", "app_mentions:read,chat:write,commands,files:write,im:history,im:write,users:read")
	}
	if method == "upload" && word == "" { // no answer of the Web API
		_, _ = io.WriteString(w, "OK")
		return
	}
	w.Header().Set("Content-Type", "application/json")
	if method == "upload" {
		w.WriteHeader(http.StatusBadRequest)
	}
	if method == "response_url" && word != "" {
		w.WriteHeader(http.StatusNotFound)
	}
	_ = json.NewEncoder(w).Encode(body)
}

// effect has a call take its effect. What cannot be read is wrong, and must not stop everybody else: the HTTP server would
// pass over a panic in silence, and leave mu locked.
func (s *Slack) effect(n int, do func() (map[string]any, string)) (body map[string]any, word string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer func() {
		if p := recover(); p != nil {
			s.Blame("%s was sent what makes no sense: %v", s.calls[n].Method, p)
			word = "invalid_arguments"
		}
		s.calls[n].Outcome = orElse(word, s.calls[n].Outcome)
	}()
	return do()
}

// call is the effect of a method of the Web API; word is the error. mu is held.
func (s *Slack) call(r *http.Request, method string, args map[string]any) (body map[string]any, word string) {
	token := tokenOf(r, args)
	team := s.teams[token]
	if opens := method == "apps.connections.open"; opens && token != AppToken || !opens && team == "" {
		return nil, "invalid_auth"
	}
	switch method {
	case "auth.test":
		return map[string]any{"team": "Talk", "team_id": team, "user": "ambassador", "user_id": Bot, "bot_id": "BBOT"}, ""
	case "apps.connections.open":
		ticket := fmt.Sprintf("canary-%d", s.next())
		s.tickets[ticket] = true
		return map[string]any{"url": fmt.Sprintf("ws://%s/link?ticket=%s", r.Host, ticket)}, s.refused
	case "users.info":
		return s.userInfo(team, str(args, "user"), yes(args, "include_locale")), ""
	case "conversations.open":
		return map[string]any{"channel": map[string]any{"id": "D" + str(args, "users")}}, ""
	case "conversations.history", "conversations.replies":
		return s.history(team, args)
	case "chat.postMessage":
		return s.post(team, args)
	case "chat.update":
		return s.change(team, args)
	case "files.getUploadURLExternal":
		return s.announce(r.Host, args)
	case "files.completeUploadExternal":
		return s.complete(team, args)
	case "views.open", "views.push", "views.update", "views.publish":
		return s.view(method, args)
	}
	s.Blame("%s: no app of ours should call that", method)
	return nil, "unknown_method"
}

// tokenOf is the token of a call, from where it may stand.
func tokenOf(r *http.Request, args map[string]any) string {
	return orElse(strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "), str(args, "token"))
}

// userInfo is what users.info tells; the language only if it is asked for.
func (s *Slack) userInfo(team, id string, locale bool) map[string]any {
	p := s.person(id)
	user := map[string]any{
		"id": id, "team_id": team, "name": id, "tz": p.Zone, "deleted": p.Deleted, "is_restricted": p.Restricted, "is_bot": false,
	}
	if locale {
		user["locale"] = p.Locale
	}
	return map[string]any{"user": user}
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

// yes says that an argument is set, in any of the ways in which calls write that.
func yes(args map[string]any, name string) bool {
	v := str(args, name)
	return v == "true" || v == "1"
}

func orElse(s, other string) string {
	if s != "" {
		return s
	}
	return other
}
