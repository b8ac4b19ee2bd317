//go:build goolm

package matrixfake_test

import (
	"context"
	"testing"

	"maunium.net/go/mautrix"
	"maunium.net/go/mautrix/crypto"
	"maunium.net/go/mautrix/event"
	"maunium.net/go/mautrix/id"

	"ambassador/adapters/matrix/matrixfake"
)

// machine encrypts for a client.
type machine struct {
	*mautrix.Client
	*crypto.OlmMachine
	since string
}

// secret makes a client's machine.
func secret(t *testing.T, c *mautrix.Client, room id.RoomID) *machine {
	t.Helper()
	state := mautrix.NewMemoryStateStore()
	if err := state.SetEncryptionEvent(t.Context(), room, &event.EncryptionEventContent{Algorithm: id.AlgorithmMegolmV1}); err != nil {
		t.Fatal(err)
	}
	m := &machine{Client: c, OlmMachine: crypto.NewOlmMachine(c, nil, crypto.NewMemoryStore(nil), state.(crypto.StateStore))}
	if err := m.Load(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := m.ShareKeys(t.Context(), 0); err != nil {
		t.Fatal(err)
	}
	return m
}

// sync syncs once, and returns the events of a room in plain text.
func (m *machine) sync(t *testing.T, room id.RoomID) (texts []string) {
	t.Helper()
	r := next(m.Client, m.since)
	m.ProcessSyncResponse(t.Context(), r, m.since)
	m.since = r.NextBatch
	if r.Rooms.Join[room] == nil {
		return nil
	}
	for _, e := range r.Rooms.Join[room].Timeline.Events {
		e.RoomID = room
		_ = e.Content.ParseRaw(e.Type)
		if e.Type == event.EventEncrypted {
			texts = append(texts, must(m.DecryptMegolmEvent(t.Context(), e)).Content.AsMessage().Body)
		}
	}
	return texts
}

// TestEncryption holds that two clients can talk in secret.
func TestEncryption(t *testing.T) {
	bubble(t, func(t *testing.T, s *matrixfake.Server, c *mautrix.Client) {
		room := id.RoomID(s.Room("general"))
		s.Encrypt(string(room))
		bot := secret(t, c, room)
		crowd := secret(t, client(t, s, "@crowd:talk.test", "CROWD", s.Token("crowd", "CROWD")), room)
		bot.sync(t, room)
		crowd.sync(t, room)
		if err := bot.ShareGroupSession(t.Context(), room, []id.UserID{"@crowd:talk.test", matrixfake.Bot}); err != nil {
			t.Fatal(err)
		}
		content := must(bot.EncryptMegolmEvent(context.Background(), room, event.EventMessage, &event.MessageEventContent{MsgType: event.MsgNotice, Body: "secret"}))
		must(c.SendMessageEvent(t.Context(), room, event.EventEncrypted, content, mautrix.ReqSendEvent{DontEncrypt: true}))
		if got := crowd.sync(t, room); len(got) != 1 || got[0] != "secret" {
			t.Errorf("read %q", got)
		}
	})
}

// TestCrossSigning holds that a client can make keys that sign its devices, replace them with the password, and find
// them again.
func TestCrossSigning(t *testing.T) {
	bubble(t, func(t *testing.T, s *matrixfake.Server, c *mautrix.Client) {
		m := secret(t, c, id.RoomID(s.Room("general")))
		for range 2 {
			recovery, keys, err := m.GenerateAndUploadCrossSigningKeysWithPassword(t.Context(), matrixfake.Password, "")
			if err != nil {
				t.Fatal(err)
			}
			if err := m.SignOwnDevice(t.Context(), m.OwnIdentity()); err != nil {
				t.Fatal(err)
			}
			if err := m.SignOwnMasterKey(t.Context()); err != nil {
				t.Fatal(err)
			}
			q := must(c.QueryKeys(t.Context(), &mautrix.ReqQueryKeys{DeviceKeys: mautrix.DeviceKeysRequest{matrixfake.Bot: {}}}))
			master := q.MasterKeys[matrixfake.Bot]
			if got := master.FirstKey(); got != keys.MasterKey.PublicKey() || recovery == "" {
				t.Errorf("master key %s, want %s", got, keys.MasterKey.PublicKey())
			}
			signatures := q.DeviceKeys[matrixfake.Bot][matrixfake.BotDevice].Signatures[matrixfake.Bot]
			if signatures[id.NewKeyID(id.KeyAlgorithmEd25519, keys.SelfSigningKey.PublicKey().String())] == "" || len(signatures) < 2 {
				t.Errorf("the device is signed by %v", signatures)
			}
		}
	})
}
