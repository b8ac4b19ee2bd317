package matrix

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"maunium.net/go/mautrix"
	"maunium.net/go/mautrix/event"
	"maunium.net/go/mautrix/id"
)

// news is the answer to a sync. It is read by these types and not by the library's, because there one
// event of an odd shape spoils the whole answer, again and again.
type news struct {
	Next    string              `json:"next_batch"`
	Account eventList           `json:"account_data"`
	Devices eventList           `json:"to_device"`
	Lists   mautrix.DeviceLists `json:"device_lists"`
	Keys    mautrix.OTKCount    `json:"device_one_time_keys_count"`
	Rooms   struct {
		Join   map[id.RoomID]joinedRoom  `json:"join"`
		Invite map[id.RoomID]invitedRoom `json:"invite"`
		Leave  map[id.RoomID]struct{}    `json:"leave"`
	} `json:"rooms"`
}

// joinedRoom is what happened in a room that the bot is in.
type joinedRoom struct {
	State    eventList `json:"state"`
	Timeline struct {
		Events  []heard `json:"events"`
		Limited bool    `json:"limited"`
		Before  string  `json:"prev_batch"`
	} `json:"timeline"`
}

// invitedRoom is a room that the bot may enter, and the little that is told of it.
type invitedRoom struct {
	State eventList `json:"invite_state"`
}

// eventList is a list of events as a sync has it.
type eventList struct {
	Events []heard `json:"events"`
}

// heard is one event, as it was sent and as it was understood: nil where it makes no sense.
type heard struct {
	raw json.RawMessage
	*event.Event
}

// UnmarshalJSON keeps the event, whatever it is, and reads it if it can.
func (h *heard) UnmarshalJSON(data []byte) error {
	h.raw = append(json.RawMessage(nil), data...)
	h.Event = understood(h.raw)
	return nil
}

// MarshalJSON writes the event as it was sent.
func (h heard) MarshalJSON() ([]byte, error) { return h.raw, nil }

// understood reads an event; nil where it makes no sense.
func understood(raw json.RawMessage) *event.Event {
	var e event.Event
	if err := json.Unmarshal(raw, &e); err != nil || e.Type.Type == "" {
		return nil
	}
	e.Type.Class = event.MessageEventType
	if e.StateKey != nil {
		e.Type.Class = event.StateEventType
	}
	return &e
}

// events are those that make sense.
func (l eventList) events() (all []*event.Event) {
	for _, h := range l.Events {
		if h.Event != nil {
			all = append(all, h.Event)
		}
	}
	return all
}

// longPoll is how long the homeserver may wait for news; syncTime how long the bot waits for the homeserver.
const (
	longPoll = 30 * time.Second
	syncTime = longPoll + 30*time.Second
)

// mostAtOnce is how many events of one room a sync may bring; older ones are fetched, see gap.go.
const mostAtOnce = 100

// wanted is the filter of a sync: no presence, typing or receipts, and all the state. It goes with every
// request, so none is left on the server from an older version of the program.
func wanted() string {
	return fmt.Sprintf(`{"presence":{"types":[],"limit":0},"room":{"timeline":{"limit":%d},`+
		`"ephemeral":{"types":[]},"account_data":{"types":[]},"state":{"lazy_load_members":false}}}`, mostAtOnce)
}

// fetch asks for what has happened since a token, and waits for that long if it is nothing.
func (a *Adapter) fetch(ctx context.Context, since string, wait time.Duration) (n news, err error) {
	ctx, cancel := context.WithTimeout(ctx, syncTime)
	defer cancel()
	request := mautrix.ReqSync{Timeout: int(wait.Milliseconds()), Since: since, FilterID: wanted()}
	_, err = a.client.MakeFullRequest(ctx, mautrix.FullRequest{
		Method: http.MethodGet, MaxAttempts: 1, ResponseJSON: &n,
		URL: a.client.BuildURLWithQuery(mautrix.ClientURLPath{"v3", "sync"}, request.BuildQuery()),
	})
	return n, err
}

// keyNews is what a sync says about encryption, in the library's own type.
func (n news) keyNews() *mautrix.RespSync {
	return &mautrix.RespSync{
		ToDevice:    mautrix.SyncEventsList{Events: n.Devices.events()},
		DeviceLists: n.Lists, DeviceOTKCount: n.Keys,
	}
}
