package matrixfake_test

import (
	"testing"

	"maunium.net/go/mautrix"
	"maunium.net/go/mautrix/event"
	"maunium.net/go/mautrix/id"

	"ambassador/adapters/matrix/matrixfake"
)

// deviceKeys are the identity keys of a device.
func deviceKeys(c *mautrix.Client) *mautrix.DeviceKeys {
	return &mautrix.DeviceKeys{
		UserID: c.UserID, DeviceID: c.DeviceID, Algorithms: []id.Algorithm{id.AlgorithmMegolmV1},
		Keys: mautrix.KeyMap{id.NewDeviceKeyID(id.KeyAlgorithmEd25519, c.DeviceID): "key of " + c.DeviceID.String()},
	}
}

// oneTime is a one-time key.
func oneTime(key string) mautrix.OneTimeKey { return mautrix.OneTimeKey{Key: id.Curve25519(key)} }

// TestKeys holds that keys are kept, told to others, and handed out once.
func TestKeys(t *testing.T) {
	bubble(t, func(t *testing.T, s *matrixfake.Server, c *mautrix.Client) {
		s.Room("general")
		crowd := client(t, s, "@crowd:talk.test", "CROWD", s.Token("crowd", "CROWD"))
		since := next(crowd, "").NextBatch
		up := must(c.UploadKeys(t.Context(), &mautrix.ReqUploadKeys{DeviceKeys: deviceKeys(c), OneTimeKeys: map[id.KeyID]mautrix.OneTimeKey{
			"signed_curve25519:A": oneTime("a"), "signed_curve25519:B": oneTime("b"),
		}}))
		if up.OneTimeKeyCounts.SignedCurve25519 != 2 || next(c, "").DeviceOTKCount.SignedCurve25519 != 2 {
			t.Errorf("counts %+v", up)
		}
		if _, err := c.UploadKeys(t.Context(), &mautrix.ReqUploadKeys{OneTimeKeys: map[id.KeyID]mautrix.OneTimeKey{"signed_curve25519:A": oneTime("c")}}); err == nil {
			t.Error("a one-time key was replaced")
		}
		if got := next(crowd, since).DeviceLists.Changed; len(got) != 1 || got[0] != matrixfake.Bot {
			t.Errorf("changed: %v", got)
		}
		q := must(crowd.QueryKeys(t.Context(), &mautrix.ReqQueryKeys{DeviceKeys: mautrix.DeviceKeysRequest{matrixfake.Bot: {}}}))
		if got := q.DeviceKeys[matrixfake.Bot][matrixfake.BotDevice].Keys.GetEd25519(matrixfake.BotDevice); got != "key of BOTDEVICE" {
			t.Errorf("key %q", got)
		}
		claim := &mautrix.ReqClaimKeys{OneTimeKeys: mautrix.OneTimeKeysRequest{matrixfake.Bot: {matrixfake.BotDevice: id.KeyAlgorithmSignedCurve25519}}}
		for n := range 3 {
			got := must(crowd.ClaimKeys(t.Context(), claim)).OneTimeKeys[matrixfake.Bot][matrixfake.BotDevice]
			if want := 1; n < 2 && len(got) != want || n == 2 && len(got) != 0 {
				t.Errorf("claim %d: %v", n, got)
			}
		}
	})
}

// TestToDevice holds that what is sent to a device comes until it has arrived, and once.
func TestToDevice(t *testing.T) {
	bubble(t, func(t *testing.T, s *matrixfake.Server, c *mautrix.Client) {
		s.Room("general")
		crowd := client(t, s, "@crowd:talk.test", "CROWD", s.Token("crowd", "CROWD"))
		since := next(c, "").NextBatch
		_, err := crowd.SendToDevice(t.Context(), event.ToDeviceDummy, &mautrix.ReqSendToDevice{Messages: map[id.UserID]map[id.DeviceID]*event.Content{
			matrixfake.Bot: {"*": {Raw: object{"a": "b"}}},
		}})
		if err != nil {
			t.Fatal(err)
		}
		r := next(c, since)
		again := next(c, since)
		if len(r.ToDevice.Events) != 1 || len(again.ToDevice.Events) != 1 || r.ToDevice.Events[0].Sender != "@crowd:talk.test" {
			t.Errorf("to the device: %+v, again %+v", r.ToDevice, again.ToDevice)
		}
		if after := next(c, r.NextBatch); len(after.ToDevice.Events) != 0 {
			t.Errorf("once more: %+v", after.ToDevice)
		}
	})
}
