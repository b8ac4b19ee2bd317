package matrixfake_test

import (
	"testing"

	"maunium.net/go/mautrix"
	"maunium.net/go/mautrix/id"

	"ambassador/adapters/matrix/matrixfake"
)

// TestAccount holds that an account keeps what it is given, and shows what others may see.
func TestAccount(t *testing.T) {
	bubble(t, func(t *testing.T, s *matrixfake.Server, c *mautrix.Client) {
		since := next(c, "").NextBatch
		room := s.Room("general")
		if err := c.SetAccountData(t.Context(), "m.direct", map[string][]string{"@member:talk.test": {room}}); err != nil {
			t.Fatal(err)
		}
		if err := c.SetRoomAccountData(t.Context(), id.RoomID(room), "org.example", map[string]string{"a": "b"}); err != nil {
			t.Fatal(err)
		}
		r := next(c, since)
		if len(r.AccountData.Events) != 1 || len(r.Rooms.Join[id.RoomID(room)].AccountData.Events) != 1 {
			t.Errorf("account data %+v", r.AccountData)
		}
		var direct map[string][]string
		if err := c.GetAccountData(t.Context(), "m.direct", &direct); err != nil || direct["@member:talk.test"][0] != room {
			t.Errorf("m.direct %v, %v", direct, err)
		}
		if err := c.GetAccountData(t.Context(), "nothing", &direct); errcode(err) != "M_NOT_FOUND" {
			t.Errorf("nothing: %v", err)
		}
		if err := c.SetDisplayName(t.Context(), "Ambassador"); err != nil {
			t.Fatal(err)
		}
		if p := must(c.GetProfile(t.Context(), matrixfake.Bot)); p.DisplayName != "Ambassador" {
			t.Errorf("profile %+v", p)
		}
		if m := must(c.JoinedMembers(t.Context(), id.RoomID(room))); m.Joined[matrixfake.Bot].DisplayName != "Ambassador" {
			t.Errorf("members %+v", m)
		}
	})
}

// TestReading holds that others learn who types, and how far they have read.
func TestReading(t *testing.T) {
	bubble(t, func(t *testing.T, s *matrixfake.Server, c *mautrix.Client) {
		room := id.RoomID(s.Room("general"))
		crowd := client(t, s, "@crowd:talk.test", "CROWD", s.Token("crowd", "CROWD"))
		since := next(crowd, "").NextBatch
		mine := say(c, string(room), notice("Hello"))
		must(c.UserTyping(t.Context(), room, true, 1000))
		if err := c.MarkRead(t.Context(), room, mine); err != nil {
			t.Fatal(err)
		}
		if got := next(crowd, since).Rooms.Join[room].Ephemeral.Events; len(got) != 2 || s.Read(matrixfake.Bot, string(room)) != string(mine) {
			t.Errorf("ephemeral %+v", got)
		}
	})
}

// TestMedia holds that files are kept.
func TestMedia(t *testing.T) {
	bubble(t, func(t *testing.T, s *matrixfake.Server, c *mautrix.Client) {
		for range 2 {
			up := must(c.UploadBytes(t.Context(), []byte("picture"), "image/png"))
			if got := must(c.DownloadBytes(t.Context(), up.ContentURI)); string(got) != "picture" {
				t.Errorf("%s: %q", up.ContentURI, got)
			}
			say(c, s.Room("general"), with(object{"msgtype": "m.image", "url": up.ContentURI.String(), "info": object{"mimetype": "image/png"}}))
		}
		if got := s.Heard(); len(got) != 0 {
			t.Errorf("heard %+v", got)
		}
		later := must(c.CreateMXC(t.Context()))
		if _, err := c.DownloadBytes(t.Context(), later.ContentURI); errcode(err) != "M_NOT_YET_UPLOADED" {
			t.Errorf("before the upload: %v", err)
		}
	})
}
