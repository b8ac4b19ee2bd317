package matrix_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"ambassador/adapters/matrix/matrixfake"
	"ambassador/bot"
)

// isDead says that a delivery was given up.
func isDead(err error) bool {
	var dead bot.Dead
	return errors.As(err, &dead)
}

// TestNoRight: where the bot may not speak it does not try, and what was to be said is given up; as soon as it may again, it
// speaks.
func TestNoRight(t *testing.T) {
	in(t, func(t *testing.T, o *office) {
		hall := o.hall()
		o.says("anna", hall, "!ambassador echo one")
		levels := object{"events_default": 50, "users": object{"@crowd:talk.test": 100, "@anna:talk.test": 50}}
		_, err := o.SetState("crowd", hall, "m.room.power_levels", "", levels)
		o.must(err)
		before := len(o.Calls("send"))
		o.says("anna", hall, "!ambassador echo two")
		_, err = o.adapter.Send(t.Context(), bot.Envelope{Key: "k", To: bot.Address{Platform: "matrix", Room: hall}, Reply: bot.Say("News")})
		time.Sleep(time.Hour)
		if !isDead(err) || len(o.Calls("send")) != before {
			t.Errorf("sent: %v, %d calls", err, len(o.Calls("send"))-before)
		}
		levels["events"] = object{"m.room.message": 0}
		_, err = o.SetState("crowd", hall, "m.room.power_levels", "", levels)
		o.must(err)
		o.says("anna", hall, "!ambassador echo three")
		o.heard(hall, "You said: one", "You said: three")
		o.says("anna", hall, "!ambassador secret") // without the right to react there
		if n := len(o.Said(hall, "m.reaction")); n != 0 {
			t.Errorf("%d reactions", n)
		}
	})
}

// TestEncryptedRoom: without encryption nothing is ever said in a room that is encrypted, whenever it became so.
func TestEncryptedRoom(t *testing.T) {
	for name, test := range map[string]func(o *office, hall string){
		"before the bot came":       func(o *office, hall string) { o.Encrypt(hall); o.open() },
		"before the first question": func(o *office, hall string) { o.open(); o.Encrypt(hall) },
		"after a question":          func(o *office, hall string) { o.open(); o.says("anna", hall, "!ambassador echo one"); o.Encrypt(hall) },
		"in the same sync": func(o *office, hall string) {
			o.open()
			o.says("anna", hall, "!ambassador echo one")
			o.Fail("sync", matrixfake.Fault{}, matrixfake.Fault{Slow: time.Minute})
			o.says("anna", hall, "!ambassador echo early")
			o.says("anna", hall, "!ambassador echo late")
			o.Encrypt(hall)
			time.Sleep(2 * time.Minute)
		},
		"while the bot was away": func(o *office, hall string) {
			o.open()
			o.says("anna", hall, "!ambassador echo one")
			_ = o.close()
			o.Encrypt(hall)
			o.open()
		},
	} {
		t.Run(name, func(t *testing.T) {
			with(t, nil, func(t *testing.T, o *office) {
				hall := o.hall()
				test(o, hall)
				defer func() { _ = o.close() }()
				before := len(o.Said(hall))
				o.says("anna", hall, "!ambassador echo in the open")
				_, err := o.Send("anna", hall, "m.room.encrypted", object{"algorithm": "m.megolm.v1.aes-sha2", "ciphertext": "x", "session_id": "s", "sender_key": "k", "device_id": "D"})
				o.must(err)
				o.says("anna", hall, "!ambassador draw")
				_, err = o.adapter.Send(t.Context(), bot.Envelope{Key: "k", To: bot.Address{Platform: "matrix", Room: hall}, Reply: bot.Say("News")})
				time.Sleep(time.Hour)
				if after := len(o.Said(hall)); !isDead(err) || after != before {
					t.Errorf("%v; said %q", err, o.bodies(hall))
				}
				if o.adapter.Counts()["matrix_undecryptable"] == 0 {
					t.Error("nothing counted as undecryptable")
				}
			})
		})
	}
}

// TestOnceEncrypted: a room that was once encrypted is never spoken in openly, whatever its state says later.
func TestOnceEncrypted(t *testing.T) {
	with(t, nil, func(t *testing.T, o *office) {
		hall := o.hall()
		o.Encrypt(hall)
		o.open()
		o.says("anna", hall, "!ambassador echo one")
		_ = o.close()
		o.front.change(withoutEncryption)
		o.open()
		defer func() { _ = o.close() }()
		o.says("anna", hall, "!ambassador echo two")
		time.Sleep(time.Hour)
		o.heard(hall)
	})
}

// withoutEncryption is a homeserver that does not tell any more that a room is encrypted.
func withoutEncryption(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasSuffix(r.URL.Path, "/state") {
			next.ServeHTTP(w, r)
			return
		}
		record := httptest.NewRecorder()
		next.ServeHTTP(record, r)
		var kept, all []object
		_ = json.Unmarshal(record.Body.Bytes(), &all)
		for _, e := range all {
			if e["type"] != "m.room.encryption" {
				kept = append(kept, e)
			}
		}
		_ = json.NewEncoder(w).Encode(kept)
	})
}

// TestRemoved: what is to be said where the bot is not any more is given up.
func TestRemoved(t *testing.T) {
	in(t, func(t *testing.T, o *office) {
		hall := o.hall()
		o.says("anna", hall, "!ambassador echo one")
		o.must(o.Move("crowd", hall, matrixfake.Bot, "ban"))
		_, err := o.adapter.Send(t.Context(), bot.Envelope{Key: "k", To: bot.Address{Platform: "matrix", Room: hall}, Reply: bot.Say("News")})
		if !isDead(err) {
			t.Errorf("sent: %v", err)
		}
	})
}
