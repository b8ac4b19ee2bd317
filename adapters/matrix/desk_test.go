package matrix_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/synctest"

	"ambassador/adapters/matrix"
	"ambassador/adapters/matrix/matrixfake"
	"ambassador/bot"
)

// errFull is why a message cannot be kept.
var errFull = errors.New("the disk is full")

// desk is the adapter alone: what it hears goes to a function of the test, without router and outbox.
type desk struct {
	o        *office
	messages []bot.Message
}

// desk starts the adapter with a function that answers; without a reply nothing is said. It is called for one message at
// a time.
func (o *office) desk(reply func(bot.Message) (bot.Reply, error)) *desk {
	d := &desk{o: o}
	o.adapter = matrix.New(o.options)
	o.outbox = bot.NewOutbox(o.db, "office", o.options.Log, o.adapter)
	turn := make(chan struct{}, 1)
	o.run(func(ctx context.Context, m bot.Message, answer bot.Answer) error {
		turn <- struct{}{}
		defer func() { <-turn }()
		d.messages = append(d.messages, m)
		r, err := reply(m)
		if err != nil || r.Text == "" {
			return err
		}
		return answer(ctx, bot.Envelope{Key: "reply/matrix//" + m.ID + "/0", To: m.From, Reply: r})
	})
	return d
}

// texts are what the desk was told.
func (d *desk) texts() (all []string) {
	synctest.Wait()
	for _, m := range d.messages {
		all = append(all, m.Text)
	}
	return all
}

// close ends the adapter.
func (d *desk) close() error { return d.o.close() }

// silent answers nothing.
func silent(bot.Message) (bot.Reply, error) { return bot.Reply{}, nil }

// same holds a list against what it should be.
func same(t *testing.T, got, want []string) {
	t.Helper()
	for n := range max(len(got), len(want)) {
		if n >= len(got) || n >= len(want) || got[n] != want[n] {
			t.Errorf("%d of %d: got %.300q, want %.300q", n, len(want), got[min(n, len(got)):], want[min(n, len(want)):])
			return
		}
	}
}

// puts has another session of the bot's account put something at the homeserver.
func (o *office) puts(path string, content object) {
	o.t.Helper()
	data, err := json.Marshal(content)
	o.must(err)
	r := httptest.NewRequest(http.MethodPut, "/_matrix/client/v3/"+path, bytes.NewReader(data))
	r.Header.Set("Authorization", "Bearer "+matrixfake.BotToken)
	w := httptest.NewRecorder()
	o.Handler().ServeHTTP(w, r)
	if w.Code != http.StatusOK {
		o.t.Fatalf("%s: %s", path, w.Body)
	}
	synctest.Wait()
}
