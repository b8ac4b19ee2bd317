//go:build goolm

package matrix_test

import (
	"net/http"
	"testing"
	"time"

	"maunium.net/go/mautrix"
	"maunium.net/go/mautrix/crypto"
	"maunium.net/go/mautrix/event"
	"maunium.net/go/mautrix/id"

	"ambassador/adapters/matrix/matrixfake"
	"ambassador/bot"
)

// sealer is somebody with a client that encrypts.
type sealer struct {
	o    *office
	name string
	room id.RoomID
	*crypto.OlmMachine
}

// sealer lets somebody into an encrypted room, with keys.
func (o *office) sealer(name, room string) *sealer {
	o.t.Helper()
	o.must(o.Move(name, room, name, "join"))
	c, err := mautrix.NewClient(matrixfake.URL, id.UserID("@"+name+":"+matrixfake.Domain), o.Token(name, "PHONE"))
	o.must(err)
	c.DeviceID, c.Client = "PHONE", &http.Client{Transport: &http.Transport{DialContext: o.Dial}}
	o.t.Cleanup(c.Client.CloseIdleConnections)
	state := mautrix.NewMemoryStateStore()
	o.must(state.SetEncryptionEvent(o.t.Context(), id.RoomID(room), &event.EncryptionEventContent{Algorithm: id.AlgorithmMegolmV1}))
	s := &sealer{o, name, id.RoomID(room), crypto.NewOlmMachine(c, nil, crypto.NewMemoryStore(nil), state.(crypto.StateStore))}
	o.must(s.Load(o.t.Context()))
	o.must(s.ShareKeys(o.t.Context(), 0))
	o.must(s.ShareGroupSession(o.t.Context(), s.room, []id.UserID{matrixfake.Bot}))
	time.Sleep(time.Second)
	return s
}

// seal is a message, encrypted.
func (s *sealer) seal(content object) object {
	s.o.t.Helper()
	sealed, err := s.EncryptMegolmEvent(s.o.t.Context(), s.room, event.EventMessage, content)
	s.o.must(err)
	wire := object{"algorithm": sealed.Algorithm, "ciphertext": string(sealed.MegolmCiphertext), "session_id": sealed.SessionID, "sender_key": sealed.SenderKey}
	if content["m.relates_to"] != nil {
		wire["m.relates_to"] = content["m.relates_to"]
	}
	return wire
}

// says sends content, encrypted, and gives the bot a moment.
func (s *sealer) says(content object) string {
	s.o.t.Helper()
	of, err := s.o.Send(s.name, string(s.room), "m.room.encrypted", s.seal(content))
	s.o.must(err)
	time.Sleep(time.Second)
	return of
}

// TestTakenUpEncrypted: in an encrypted room the bot takes up what it has the keys for, in its newest form; but nothing that
// was said in the open there, and nothing for those who came later.
func TestTakenUpEncrypted(t *testing.T) {
	with(t, password(t), func(t *testing.T, o *office) {
		d := o.desk(silent)
		defer func() { _ = d.close() }()
		time.Sleep(time.Minute)
		table, err := bot.NewTable(o.commands()...)
		o.must(err)
		o.adapter.Learn(table)
		hall := o.Room("hall")
		o.Encrypt(hall)
		bert := o.sealer("bert", hall)
		takes := func(who *sealer, of string) string {
			t.Helper()
			before := len(d.messages)
			who.says(reply(of, clipping))
			if len(d.messages) != before+1 {
				t.Fatalf("heard %d messages", len(d.messages)-before)
			}
			return d.messages[before].Values["words"]
		}
		said := bert.says(object{"msgtype": "m.text", "body": "Cloud day"})
		if got := takes(bert, said); got != "Cloud day" {
			t.Errorf("took up %q", got)
		}
		bert.says(object{
			"msgtype": "m.text", "body": "* Cloud night", "m.new_content": object{"msgtype": "m.text", "body": "Cloud night"},
			"m.relates_to": object{"rel_type": "m.replace", "event_id": said},
		})
		if got := takes(bert, said); got != "Cloud night" {
			t.Errorf("took up %q of what was edited", got)
		}
		open, err := o.Send("bert", hall, "m.room.message", object{"msgtype": "m.text", "body": "in the open"})
		o.must(err)
		locked := bert.seal(object{"msgtype": "m.text", "body": "x"})
		locked["session_id"] = "unknown"
		unknown, err := o.Send("bert", hall, "m.room.encrypted", locked)
		o.must(err)
		anna := o.sealer("anna", hall)
		for name, got := range map[string]string{"in the open": takes(bert, open), "without its key": takes(bert, unknown), "before she came": takes(anna, said)} {
			if got != "" {
				t.Errorf("took up what was said %s: %q", name, got)
			}
		}
		if got := takes(anna, bert.says(object{"msgtype": "m.text", "body": "for Anna, too"})); got != "for Anna, too" {
			t.Errorf("took up %q", got)
		}
	})
}
