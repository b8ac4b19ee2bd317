package slack

import (
	"encoding/json"
	"errors"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// delivery is one thing that Slack brought, by whichever transport.
type delivery struct {
	kind    kind
	payload []byte    // JSON
	slash   slash     // for a slash command, which HTTP brings as a form
	again   bool      // Slack has tried to bring it before
	stamp   string    // when Slack signed it; empty in Socket Mode
	came    time.Time // here
	ack     *receipt
}

// kind is what a delivery is.
type kind string

const (
	slashCommand kind = "slash_commands"
	interaction  kind = "interactive"
	eventsAPI    kind = "events_api"
)

// slash is a slash command.
type slash struct {
	Team     string `json:"team_id"`
	Channel  string `json:"channel_id"`
	User     string `json:"user_id"`
	Text     string `json:"text"`
	Response string `json:"response_url"`
	Trigger  string `json:"trigger_id"`
}

// formed reads a slash command from the fields of a form.
func formed(form url.Values) slash {
	return slash{
		Team: form.Get("team_id"), Channel: form.Get("channel_id"), User: form.Get("user_id"),
		Text: form.Get("text"), Response: form.Get("response_url"), Trigger: form.Get("trigger_id"),
	}
}

// happening is the envelope of an event.
type happening struct {
	Type      string          `json:"type"`
	Team      string          `json:"team_id"`
	ID        string          `json:"event_id"`
	Time      int64           `json:"event_time"`
	Challenge string          `json:"challenge"`
	Event     json.RawMessage `json:"event"`
	For       []struct {
		Team  string `json:"team_id"`
		User  string `json:"user_id"`
		IsBot bool   `json:"is_bot"`
	} `json:"authorizations"`
}

// event is what happened, as far as it matters here.
type event struct {
	Type        string `json:"type"`
	Subtype     string `json:"subtype"`
	User        person `json:"user"`
	Bot         string `json:"bot_id"`
	Text        string `json:"text"`
	Channel     string `json:"channel"`
	ChannelType string `json:"channel_type"`
	TS          string `json:"ts"`
	Thread      string `json:"thread_ts"`
	Tab         string `json:"tab"`
	View        view   `json:"view"`
	Tokens      struct {
		Bot []string `json:"bot"`
	} `json:"tokens"`
}

// person is a user, whom Slack names by id in most places and describes in some.
type person struct {
	ID   string `json:"id"`
	Team string `json:"team_id"`
	Bot  bool   `json:"is_bot"`
}

// UnmarshalJSON reads both ways of naming a user.
func (p *person) UnmarshalJSON(data []byte) error {
	if len(data) > 0 && data[0] == '"' {
		return json.Unmarshal(data, &p.ID)
	}
	type whole person
	return json.Unmarshal(data, (*whole)(p))
}

// act is an interaction: a button, a form, a shortcut.
type act struct {
	Type     string  `json:"type"`
	Team     *person `json:"team"` // nil where the app is installed for a whole organisation
	User     person  `json:"user"`
	Trigger  string  `json:"trigger_id"`
	Response string  `json:"response_url"`
	Callback string  `json:"callback_id"`
	Channel  person  `json:"channel"`
	Message  struct {
		TS     string `json:"ts"`
		Thread string `json:"thread_ts"`
		Text   string `json:"text"`
		User   string `json:"user"`
	} `json:"message"`
	Container struct {
		Channel   string `json:"channel_id"`
		Thread    string `json:"thread_ts"`
		TS        string `json:"message_ts"`
		Ephemeral bool   `json:"is_ephemeral"`
	} `json:"container"`
	Actions []struct {
		ID       string `json:"action_id"`
		Value    string `json:"value"`
		Time     string `json:"action_ts"`
		Selected choice `json:"selected_option"`
	} `json:"actions"`
	View view `json:"view"`

	// Of a select that asks for its options.
	Block string `json:"block_id"`
	Typed string `json:"value"`
}

// view is a modal or a home as Slack sends it back.
type view struct {
	ID       string `json:"id"`
	Type     string `json:"type"`
	Hash     string `json:"hash"`
	Context  string `json:"private_metadata"`
	Previous string `json:"previous_view_id"`
	State    struct {
		Values map[string]map[string]entered `json:"values"`
	} `json:"state"`
}

// entered is what somebody has put into one input.
type entered struct {
	Value    string  `json:"value"`
	Date     string  `json:"selected_date"`
	Selected *choice `json:"selected_option"`
}

// choice is an option that somebody has chosen.
type choice struct {
	Value string `json:"value"`
}

// decode reads JSON into v as far as it goes: a value of a type that nobody expected leaves its field
// empty, and is no reason to lose the message around it.
func decode(data []byte, v any) error {
	err := json.Unmarshal(data, v)
	var odd *json.UnmarshalTypeError
	if errors.As(err, &odd) {
		return nil
	}
	return err
}

// timeOf reads Slack's timestamps, which are ids as well: seconds, a dot, and a counter.
func timeOf(ts string) time.Time {
	seconds, fraction, _ := strings.Cut(ts, ".")
	s, err := strconv.ParseInt(seconds, 10, 64)
	if err != nil || s <= 0 || s > 1<<40 {
		return time.Time{}
	}
	micro, err := strconv.ParseInt(fraction, 10, 64)
	if err != nil || len(fraction) != 6 {
		micro = 0
	}
	return time.Unix(s, micro*1000).UTC()
}
