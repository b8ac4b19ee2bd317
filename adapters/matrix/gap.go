package matrix

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"maunium.net/go/mautrix"
	"maunium.net/go/mautrix/event"
	"maunium.net/go/mautrix/id"
)

// gapPages and pageSize bound how much of a gap is read: whoever says more than that in a room while the bot
// cannot listen does not expect an answer to all of it.
const (
	gapPages = 30
	pageSize = 100
)

// gapTries is how often a sync is asked for again because of a gap: a minute or two.
const gapTries = 7

// page is one part of a room's history.
type page struct {
	Chunk []heard `json:"chunk"`
	End   string  `json:"end"`
}

// history reads a room's history backwards from a token, or from its end without one, as far as the token
// to where there is one.
func (a *Adapter) history(ctx context.Context, room id.RoomID, from, to string) (p page, err error) {
	ctx, cancel := calling(ctx)
	defer cancel()
	query := map[string]string{"dir": "b", "limit": strconv.Itoa(pageSize)}
	if from != "" {
		query["from"] = from
	}
	if to != "" {
		query["to"] = to
	}
	_, err = a.client.MakeFullRequest(ctx, mautrix.FullRequest{
		Method: http.MethodGet, MaxAttempts: 1, ResponseJSON: &p,
		URL: a.client.BuildURLWithQuery(mautrix.ClientURLPath{"v3", "rooms", room, "messages"}, query),
	})
	return p, err
}

// gap is what a sync has left out between two tokens, oldest first. It goes back no further than to where
// the bot came into the room. After an error that may go well another time the sync has to be asked for again; but one
// room whose history cannot be read must not keep all others from being heard for long.
func (a *Adapter) gap(ctx context.Context, room id.RoomID, from, since string, attempt int) (missing []heard, err error) {
	for range gapPages {
		p, err := a.history(ctx, room, from, since)
		if err != nil && !hopeless(err) && attempt < gapTries {
			return nil, err
		}
		if err != nil {
			a.counts.Add("matrix_gap_lost")
			a.log.Warn("matrix: a gap in a room's history stays unread", "err", plain(err))
			break
		}
		a.counts.Add("matrix_gap_page")
		missing = append(missing, p.Chunk...)
		if len(p.Chunk) == 0 || p.End == "" || p.End == from || slices.ContainsFunc(p.Chunk, a.joins) {
			break
		}
		from = p.End
	}
	slices.Reverse(missing)
	return missing, nil
}

// joins says whether an event is the bot's coming into a room, or being asked to.
func (a *Adapter) joins(h heard) bool {
	return h.Event != nil && h.Type.Type == event.StateMember.Type && a.sinceInvited([]heard{h}) == 1
}
