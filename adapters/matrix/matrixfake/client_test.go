package matrixfake_test

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"testing/synctest"

	"maunium.net/go/mautrix"
	"maunium.net/go/mautrix/event"
	"maunium.net/go/mautrix/id"

	"ambassador/adapters/matrix/matrixfake"
)

// bubble runs a test on a homeserver of its own, in a bubble of its own time.
func bubble(t *testing.T, test func(*testing.T, *matrixfake.Server, *mautrix.Client)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		s := matrixfake.New(t)
		test(t, s, client(t, s, matrixfake.Bot, matrixfake.BotDevice, matrixfake.BotToken))
	})
}

// client is a real client of somebody.
func client(t *testing.T, s *matrixfake.Server, user, device, token string) *mautrix.Client {
	t.Helper()
	c, err := mautrix.NewClient(matrixfake.URL, id.UserID(user), token)
	if err != nil {
		t.Fatal(err)
	}
	c.DeviceID = id.DeviceID(device)
	c.Client = &http.Client{Transport: &http.Transport{DialContext: s.Dial}}
	c.DefaultHTTPRetries = 0
	return c
}

// must is the value of a call that may not fail.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// next syncs once without waiting.
func next(c *mautrix.Client, since string) *mautrix.RespSync {
	return must(c.SyncRequest(context.Background(), 0, since, "", false, ""))
}

// notice is a message as it should be.
func notice(text string) map[string]any {
	return map[string]any{"msgtype": "m.notice", "body": text, "m.mentions": map[string]any{}}
}

// with is a message with something else in it.
func with(more map[string]any) map[string]any {
	content := notice("Hello")
	for k, v := range more {
		if content[k] = v; v == nil {
			delete(content, k)
		}
	}
	return content
}

// say sends a message, and returns its id.
func say(c *mautrix.Client, room string, content map[string]any) id.EventID {
	return must(c.SendMessageEvent(context.Background(), id.RoomID(room), event.EventMessage, content)).EventID
}

// errcode is the code of an error; empty for none.
func errcode(err error) string {
	var e mautrix.HTTPError
	if errors.As(err, &e) && e.RespError != nil {
		return e.RespError.ErrCode
	}
	if err != nil {
		return err.Error()
	}
	return ""
}
